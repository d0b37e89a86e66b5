"""`SlackChat`: editions and answers on their way out, and what people say on its way in, over Socket Mode.

Posting needs only the bot token: it works in a process that never calls `run`. It refuses to repeat a post by itself (the
SDK would, after a broken connection) and to read anybody's messages but the bot's own.

Slack has no idempotency key. A message carries its key as metadata, by which it is found again in the history
(https://docs.slack.dev/messaging/message-metadata/).
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import blocks, events, layout
from bot.adapters.slack.connection import connected, stay_connected
from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.adapters.slack.hearing import Hearing
from bot.adapters.slack.manifest import SCOPES
from bot.core.entities import Answer, Delivery, Edition, NewEdition, Notice, Platform, Question
from bot.core.errors import ChannelGoneError, ChatError, ChatUnavailableError, ChatUncertainError, ConfigError
from bot.flows.ports import Clock, Inbound, Pace

log = structlog.get_logger()

EVENT_TYPE = "newsthread_delivery"
_TIMEOUT = 20
_GRANTED = "x-oauth-scopes"
"""Slack says with each answer what the token may (https://docs.slack.dev/authentication/installing-with-oauth/)."""

_PAGE = 200
_MAX_PAGES = 20
_BEFORE_DUE = dt.timedelta(hours=6)
"""How long before a delivery's due time its earlier attempt can have been: much more than any lease."""

_TIME_LIMIT = dt.timedelta(seconds=35)
"""Whoever waits longer for a look or a post waits in vain."""

_REST = dt.timedelta(seconds=1)
"""Slack takes one message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits/)."""


class SlackChat:
    """The `Chat` of Slack, for one workspace.

    *pace* keeps the rest between two messages in a channel, among all processes that post there. *patience* is how long it may stay disconnected before `run` gives up; *time_limit*, how long one post may take, and
    how long one look for an earlier message.
    """

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_url: str = "https://slack.com/api/",
        *,
        inbound: Inbound,
        clock: Clock,
        pace: Pace | None = None,
        patience: dt.timedelta = dt.timedelta(minutes=1),
        time_limit: dt.timedelta = _TIME_LIMIT,
    ) -> None:
        self._app_token = app_token
        self._inbound = inbound
        self._clock = clock
        self._pace = pace
        self._patience = patience
        self._time_limit = time_limit.total_seconds()
        # No retry handlers: the SDK's default one posts again after a broken connection.
        self._client = AsyncWebClient(token=bot_token, base_url=api_url, timeout=_TIMEOUT, retry_handlers=[])
        self._us: events.Installation | None = None

    @property
    def platform(self) -> Platform:
        """Slack."""
        return Platform.SLACK

    async def run(self) -> None:
        """Connect and serve events until cancelled.

        Raises:
            ConfigError: a token is wrong; the text says what to do. ChatError: Slack cannot be used, or was lost.
        """
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as session:
            self._client.session = session
            try:
                await self._serve()
            except ChannelGoneError as error:
                raise ConfigError([str(error)]) from error
            finally:
                self._client.session = None

    async def close(self) -> None:
        """Do nothing: `run` owns its session, and a post without one opens and closes its own."""

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """Return the workspace's id and name. Raises as `Chat.workspace_of` says."""
        with nothing_at_stake(), translate_errors(self._clock, f"Slack channel {channel}"):
            us = await self._installation()
            found = await self._client.conversations_info(channel=channel)
        if found["channel"].get("is_archived"):
            raise ChannelGoneError(
                f"Slack channel {channel}: it is archived: unarchive it, or choose another"
            )
        return us.team, us.team_name

    async def missing_scopes(self) -> tuple[str, ...]:
        """Return the permissions that our manifest has and this installation lacks. Raises as `Chat.workspace_of` says."""
        with nothing_at_stake(), translate_errors(self._clock, "Slack"):
            test = await self._client.auth_test()
        granted = {scope.strip() for scope in test.headers.get(_GRANTED, "").split(",")}
        return tuple(scope for scope in SCOPES if scope not in granted)

    async def direct(self, workspace: str, user: str) -> str:
        """Open the direct messages with somebody, new or known, without writing any. Raises as `Chat.direct` says."""
        del workspace  # the token is for one
        with nothing_at_stake(), translate_errors(self._clock, "Slack direct messages"):
            opened = await self._client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    def parts(self, edition: NewEdition) -> int:
        """How many messages the edition takes."""
        return len(blocks.edition_messages(edition))

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Post one part. Raises as `Chat.post` says."""
        messages = blocks.edition_messages(edition)
        if delivery.part >= len(messages):
            raise ChatError(f"Edition {edition.id} has {len(messages)} parts here, not part {delivery.part}")
        return await self._send(delivery.place.channel, thread, messages[delivery.part], delivery.key)

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Edit one part; its metadata stays. Raises as `Chat.edit` says."""
        del thread  # a message's ts is enough
        message = blocks.edited_messages(edition, parts)[delivery.part]
        channel = delivery.place.channel
        if self._pace is not None:
            await self._pace(f"slack:{channel}", _REST)
        with translate_errors(self._clock, f"Slack channel {channel}"):
            async with asyncio.timeout(self._time_limit):
                await self._client.chat_update(
                    channel=channel, ts=delivery.message_id, text=message.text, blocks=message.blocks
                )

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Look through the history since the delivery was due. Raises as `Chat.find_posted` says."""
        return await self._find(delivery.place.channel, thread, delivery.key, delivery.due_at - _BEFORE_DUE)

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Read that one message. Raises as `Chat.recognize` says."""
        keys = {each.key: each for each in among}
        channel = among[0].place.channel
        with _looking(self._clock, channel):
            async with asyncio.timeout(self._time_limit):
                us = await self._installation()
                # https://docs.slack.dev/messaging/retrieving-messages/#individual_messages
                page = await self._client.conversations_history(
                    channel=channel, latest=message_id, oldest=message_id, inclusive=True, limit=1,
                    include_all_metadata=True,
                )  # fmt: skip
        found = [_key(each) for each in page["messages"] if each.get("user") == us.user]
        return next((keys[key] for key in found if key in keys), None)

    async def answer(self, question: Question, answer: Answer) -> str:
        """Post an answer into the question's thread, once however often it is tried. Raises as `Chat.answer` says."""
        place, posted = question.place, []
        for number, message in enumerate(blocks.reply_messages(answer)):
            key = f"question:{question.id}" + (f":{number}" if number else "")
            is_retry = question.attempts > 1
            found = is_retry and await self._find(place.channel, question.thread, key, question.asked_at)
            posted.append(found or await self._send(place.channel, question.thread, message, key))
        return posted[0]

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Post a notice, once however often it is tried, where we may look. Raises as `Chat.notify` says."""
        posted, since = [], self._clock.now() - _BEFORE_DUE
        for number, message in enumerate(blocks.reply_messages(notice)):
            part = key + (f":{number}" if number else "")
            found = await self._find_if_readable(channel, part, since)
            posted.append(found or await self._send(channel, "", message, part))
        return posted[0]

    async def _find_if_readable(self, channel: str, key: str, since: dt.datetime) -> str | None:
        """Where nobody can look, a notice that may come twice is better than none."""
        try:
            return await self._find(channel, "", key, since)
        except ChatUncertainError:
            return None

    async def _send(self, channel: str, thread: str, message: layout.Rendered, key: str) -> str:
        if self._pace is not None:
            await self._pace(f"slack:{channel}", _REST)
        with translate_errors(self._clock, f"Slack channel {channel}"):
            async with asyncio.timeout(self._time_limit):
                response = await self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    text=message.text,
                    blocks=message.blocks,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
        return str(response["ts"])

    async def _find(self, channel: str, thread: str, key: str, since: dt.datetime) -> str | None:
        with _looking(self._clock, channel):
            async with asyncio.timeout(self._time_limit):
                return await self._search(channel, thread, key, since)

    async def _search(self, channel: str, thread: str, key: str, since: dt.datetime) -> str | None:
        us = await self._installation()
        arguments: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "limit": _PAGE,
            "include_all_metadata": True,
        }
        method = self._client.conversations_replies if thread else self._client.conversations_history
        arguments |= {"ts": thread} if thread else {}
        for _ in range(_MAX_PAGES):
            page = await method(**arguments)
            for message in page["messages"]:
                if message.get("user") == us.user and _key(message) == key:
                    return str(message["ts"])
            arguments["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
            if not arguments["cursor"]:
                return None
        raise ChatError(f"more than {_MAX_PAGES * _PAGE:,} messages came after it")

    async def _installation(self) -> events.Installation:
        if self._us is None:
            test = await self._client.auth_test()
            self._us = events.Installation(team=test["team_id"], team_name=test["team"], user=test["user_id"])
        return self._us

    async def _serve(self) -> None:
        with nothing_at_stake(), translate_errors(self._clock, "Slack"):
            us = await self._installation()
        async with connected(self._listeners(), self._clock, self._patience) as client:
            log.info("slack_connected", workspace=us.team, name=us.team_name)
            await stay_connected(client, self._patience)

    def _listeners(self) -> AsyncSocketModeHandler:
        logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
        app = AsyncApp(
            client=self._client,
            request_verification_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        if (
            app.oauth_flow is not None
        ):  # Bolt reads the environment, and would then take no event for this token
            raise ConfigError(["Slack: SLACK_CLIENT_ID is for apps installed through OAuth; unset it"])
        Hearing(self._client, self._inbound, self._installation).listen(app)
        return AsyncSocketModeHandler(
            app, self._app_token, web_client=AsyncWebClient(base_url=self._client.base_url, timeout=_TIMEOUT)
        )


@contextlib.contextmanager
def _looking(clock: Clock, channel: str) -> Iterator[None]:
    """Say of any refusal that nobody can tell what stands there, but of one that will pass."""
    try:
        with nothing_at_stake(), translate_errors(clock, f"Slack channel {channel}"):
            yield
    except ChatUnavailableError:
        raise  # a later look may tell
    except ChatError as error:
        raise ChatUncertainError(f"The history cannot be read: {error}") from error


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns of SLACK_BOT_TOKEN in the environment, which is just where the token of our client comes from."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()


def _key(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
