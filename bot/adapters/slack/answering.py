"""Answers to what somebody typed or pressed, for them alone: at the address that Slack gives for that, else in their direct messages.

That address may be used five times in half an hour (https://docs.slack.dev/interactivity/handling-user-interaction/).
"""

from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack import blocks, layout
from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.adapters.slack.workspaces import TIMEOUT
from bot.core.entities import Notice, Reply

log = structlog.get_logger()


class Answering(Protocol):
    """How one command is answered."""

    async def progress(self, notice: Notice) -> None:
        """Say what is being done."""

    async def answer(self, reply: Reply) -> None:
        """Answer."""


def answering(
    url: str, client: AsyncWebClient, channel: str, *, settles: bool = False, is_typed: bool = False
) -> Answering:
    """Return how to answer: at *url*, else in *channel*, the direct messages with whoever pressed something in their home."""
    return Responding(url, client, settles=settles, is_typed=is_typed) if url else Writing(client, channel)


class Responding:
    """Answers one command for its caller alone.

    What a response may replace is the message whose button was pressed, which may stand there for all: only where *settles*
    does it give way to the answer. Where a command *is_typed*, there is nothing but what we said of our progress.
    """

    def __init__(
        self, url: str, client: AsyncWebClient, *, settles: bool = False, is_typed: bool = False
    ) -> None:
        self._webhook = AsyncWebhookClient(url, timeout=TIMEOUT, session=client.session, retry_handlers=[])
        self._settles = settles
        self._is_typed = is_typed
        self._left = blocks.MAX_RESPONSES

    @property
    def _was_told(self) -> bool:
        return self._left < blocks.MAX_RESPONSES

    async def progress(self, notice: Notice) -> None:
        """Say once what is being done: the number of answers is bounded. The answer takes its place where it can."""
        if not self._was_told:
            try:
                await self._send(blocks.reply_messages(notice)[0], replaces=self._settles)
            except CONNECTION_ERRORS as error:  # the reply itself may still get through
                log.warning("slack_progress_failed", error=str(error))

    async def answer(self, reply: Reply) -> None:
        """Answer. A response that is lost is not repeated: they will ask again."""
        replaces = self._settles or (self._is_typed and self._was_told)
        for message in blocks.response_messages(reply, most=self._left):
            await self._send(message, replaces=replaces)
            replaces = False  # nothing takes the place of the answer's own beginning

    async def _send(self, message: layout.Rendered, *, replaces: bool) -> None:
        sent = await self._webhook.send(
            text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=replaces
        )
        self._left -= 1
        if sent.status_code != 200:  # noqa: PLR2004 - "OK" is better known by its number
            log.warning("slack_response_refused", status=sent.status_code, reason=sent.body)


class Writing:
    """Answers in the direct messages with somebody."""

    def __init__(self, client: AsyncWebClient, channel: str) -> None:
        self._client = client
        self._channel = channel

    async def progress(self, notice: Notice) -> None:
        """Say nothing: there is nothing that the answer could take the place of."""
        del notice

    async def answer(self, reply: Reply) -> None:
        """Answer. What is lost is not repeated: they will press again."""
        for message in blocks.reply_messages(reply):
            try:
                await self._client.chat_postMessage(
                    channel=self._channel,
                    text=message.text,
                    blocks=message.blocks,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            except (SlackApiError, *CONNECTION_ERRORS) as error:
                log.warning("slack_answer_not_written", channel=self._channel, error=str(error))
                return
