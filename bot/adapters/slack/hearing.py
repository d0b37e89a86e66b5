"""What people do in Slack, on its way in: what they say, type behind a command, and press.

It acknowledges in time, passes on who did what, and shows the reply. Slack repeats none but events, so those alone are
recorded before they are acknowledged; all else is acknowledged first, and its caller waits.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack import blocks, events, layout, modals
from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.core import wording
from bot.core.entities import Caller, FormName, Notice, Reply
from bot.core.forms import FormError, typed
from bot.core.language import Reader
from bot.core.rights import changes_something
from bot.flows.ports import Inbound
from bot.flows.readers import language_of

log = structlog.get_logger()

_TIMEOUT = 20
_ANY_COMMAND = re.compile(r"/.+")
_PRESSED = re.compile(f"{blocks.PRESSED}.*")


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
        app.view(modals.CALLBACK)(self._submitted)
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
        said = _Said(
            channel=command["channel_id"],
            user=command["user_id"],
            name=command.get("user_name") or "",
            command=command["command"],
            text=events.plain(command.get("text") or "", us),
            event_key=command["trigger_id"],
        )
        await self._serve(said, _Answering(command["response_url"], self._client, is_typed=True))

    async def _pressed(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """A button of ours says what could have been typed; where it settles a message, the reply takes its place."""
        await ack()
        pressed = events.pressed(body)
        if pressed is None:
            return
        if pressed.opens is not None:
            await self._open(pressed, pressed.opens)
            return
        said = _Said(
            channel=pressed.channel,
            user=pressed.user,
            name=pressed.name,
            command=pressed.command,
            text=pressed.text,
            event_key=pressed.event_key,
        )
        await self._serve(said, _Answering(pressed.response_url, self._client, settles=pressed.settles))

    async def _open(self, pressed: events.Pressed, name: FormName) -> None:
        """Open a form at once: Slack lets us for three seconds. Who came too late is told to press again."""
        us = await self._installation()
        form = await self._inbound.form(us.caller(pressed.channel, pressed.user), pressed.command, name)
        if form is not None:
            view = modals.modal(form, channel=pressed.channel, response_url=pressed.response_url)
            try:
                await self._client.views_open(trigger_id=pressed.trigger, view=view)
            except (SlackApiError, *CONNECTION_ERRORS) as error:
                log.warning("slack_form_not_opened", form=str(name), error=str(error))
                told = wording.spoken_notice(wording.OUR_MISTAKE, Reader(form.language))
                await _Answering(pressed.response_url, self._client).answer(told)

    async def _submitted(self, ack: AsyncAck, body: Mapping[str, Any], view: Mapping[str, Any]) -> None:
        """Say at its field what is wrong with a form; or do what was filled in, and answer where it was opened."""
        origin = modals.origin_of(view)
        try:
            text = typed(origin.name, modals.filled(view))
        except FormError as error:
            await ack(response_action="errors", errors=error.told(origin.language))
            return
        await ack()
        said = _Said(
            channel=origin.channel,
            user=body["user"]["id"],
            name=body["user"].get("username", ""),
            command=origin.command,
            text=text,
            event_key=view["id"],
        )
        await self._serve(said, _Answering(origin.response_url, self._client))

    async def _serve(self, said: "_Said", answering: "_Answering") -> None:
        try:
            reply = await self._inbound.command(
                await self._caller(said), said.command, said.text, said.event_key, progress=answering.progress
            )
        except Exception:  # the per-message loop: one command must not end the connection
            log.exception("slack_command_failed", channel=said.channel, key=said.event_key)
            reply = wording.spoken_notice(wording.OUR_MISTAKE, Reader(await self._language(said)))
        if reply is not None:
            await answering.answer(reply)

    async def _language(self, said: "_Said") -> str:
        us = await self._installation()
        return await language_of(self._inbound, us.caller(said.channel, said.user), said.command)

    async def _caller(self, said: "_Said") -> Caller:
        """Return who speaks. Slack is asked for their role only where it matters."""
        us = await self._installation()
        is_admin = changes_something(said.text) and await self._is_admin(said.user, us)
        return us.caller(said.channel, said.user, said.name, is_admin=is_admin)

    async def _is_admin(self, user: str, us: events.Installation) -> bool:
        """Say whether somebody is an admin or owner of this workspace; guests from others are not, whatever they are there."""
        try:
            found = (await self._client.users_info(user=user))["user"]
        except (SlackApiError, *CONNECTION_ERRORS) as error:
            log.warning("slack_role_unknown", user=user, error=str(error))
            return False
        is_ours = found.get("team_id") == us.team and not found.get("deleted")
        return is_ours and bool(found.get("is_admin") or found.get("is_owner"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What somebody typed, or a button of ours said for them."""

    channel: str
    user: str
    name: str
    command: str
    text: str
    event_key: str


class _Answering:
    """Answers one command for its caller alone.

    What a response may replace is the message whose button was pressed, which may stand there for all: only where *settles*
    does it give way to the answer. Where a command *is_typed*, there is nothing but what we said of our progress.
    """

    def __init__(
        self, url: str, client: AsyncWebClient, *, settles: bool = False, is_typed: bool = False
    ) -> None:
        self._webhook = AsyncWebhookClient(url, timeout=_TIMEOUT, session=client.session, retry_handlers=[])
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


async def _nothing_more() -> None:
    """The event was recorded before it was acknowledged, and there is nothing more to do with it."""


async def _log_failure(error: Exception, body: Mapping[str, Any]) -> None:
    log.error("slack_event_failed", event_id=body.get("event_id"), exc_info=error)
