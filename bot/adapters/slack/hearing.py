"""What people do in Slack, on its way in: what they say, type behind a command, and press.

It acknowledges in time, passes on who did what, and shows the reply. Slack repeats none but events, so those alone are
recorded before they are acknowledged; all else is acknowledged first, and its caller waits.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack import blocks, events
from bot.core.entities import Caller, Notice, Reply
from bot.flows.ports import Inbound

log = structlog.get_logger()

_TIMEOUT = 20
_ANY_COMMAND = re.compile(r"/.+")
_PRESSED = re.compile(f"{blocks.PRESSED}.*")
_FAILED = Notice(
    title="That went wrong", lines=("The mistake is ours, and it is in the log. Please try again later.",)
)


class Hearing:
    """The listeners of one workspace. *installation* says which it is."""

    def __init__(
        self,
        client: AsyncWebClient,
        inbound: Inbound,
        installation: Callable[[], Awaitable[events.Installation]],
    ) -> None:
        self._client = client
        self._inbound = inbound
        self._installation = installation

    def listen(self, app: AsyncApp) -> None:
        """Let *app* call us."""
        # Bolt acknowledges an event before its listener runs, but after the listener's middleware: what has to be
        # recorded before Slack forgets it is recorded there. If that fails, Slack gets no acknowledgement and asks again.
        for event_type in ("message", "app_mention"):
            app.event(event_type, middleware=[self._record])(_nothing_more)
        for event_type in ("reaction_added", "reaction_removed"):
            app.event(event_type, middleware=[self._react])(_nothing_more)
        app.command(_ANY_COMMAND)(self._command)
        app.action(_PRESSED)(self._pressed)
        app.error(_log_failure)

    async def _record(self, event: Mapping[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        question = events.question(event, await self._installation())
        if question is not None:
            await self._inbound.question(question)
        await next_()

    async def _react(self, event: Mapping[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        us = await self._installation()
        reacted = events.reaction(event, us)
        if reacted is not None:
            caller = us.caller(reacted.channel, reacted.user)
            await self._inbound.reaction(caller, reacted.message, reacted.vote)
        await next_()

    async def _command(self, ack: AsyncAck, command: Mapping[str, Any]) -> None:
        """Acknowledge first: Slack gives us three seconds before its caller sees an error."""
        await ack()
        us = await self._installation()
        caller = us.caller(command["channel_id"], command["user_id"])
        text = events.plain(command.get("text") or "", us)
        reply = await self._done(caller, command["command"], text, command["trigger_id"])
        if reply is not None:
            await self._respond(command["response_url"], reply)

    async def _pressed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A button of ours says what could have been typed; where it settles a message, the reply takes its place."""
        await ack()
        pressed = events.pressed(body)
        if pressed is None:
            return
        us = await self._installation()
        caller = us.caller(pressed.channel, pressed.user)
        reply = await self._done(caller, pressed.command, pressed.text, pressed.event_key)
        if reply is not None:
            await self._respond(pressed.response_url, reply, replaces=pressed.settles)

    async def _done(self, caller: Caller, command: str, text: str, event_key: str) -> Reply | None:
        try:
            return await self._inbound.command(caller, command, text, event_key)
        except Exception:  # the per-message loop: one command must not end the connection
            log.exception("slack_command_failed", channel=caller.channel, key=event_key)
            return _FAILED

    async def _respond(self, url: str, reply: Reply, *, replaces: bool = False) -> None:
        """Answer for the caller alone. A response that is lost is not repeated: they will ask again."""
        webhook = AsyncWebhookClient(url, timeout=_TIMEOUT, session=self._client.session, retry_handlers=[])
        for number, message in enumerate(blocks.response_messages(reply)):
            sent = await webhook.send(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                replace_original=replaces and number == 0,
            )
            if sent.status_code != 200:  # noqa: PLR2004 - "OK" is better known by its number
                log.warning("slack_response_refused", status=sent.status_code, reason=sent.body)


async def _nothing_more() -> None:
    """The event was recorded before it was acknowledged, and there is nothing more to do with it."""


async def _log_failure(error: Exception, body: Mapping[str, Any]) -> None:
    log.error("slack_event_failed", event_id=body.get("event_id"), exc_info=error)
