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
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.adapters.slack import blocks, events, modals
from bot.adapters.slack.answering import Answering, answering
from bot.adapters.slack.attaching import handed_over
from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.adapters.slack.home import Home, refusal
from bot.adapters.slack.workspaces import Access, Workspaces
from bot.core import wording
from bot.core.entities import Caller, FormName
from bot.core.forms import NOTHING_TO_FILL_IN, FormError, typed
from bot.core.language import Reader
from bot.core.rights import changes_something
from bot.flows.ports import Inbound
from bot.flows.readers import language_of

log = structlog.get_logger()

_ANY_COMMAND = re.compile(r"/.+")
_PRESSED = re.compile(f"{blocks.PRESSED}.*")


class Hearing:
    """The listeners of all workspaces that we speak for."""

    def __init__(self, workspaces: Workspaces, inbound: Inbound) -> None:
        self._workspaces = workspaces
        self._inbound = inbound
        self._home = Home(workspaces, inbound)

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
        self._home.listen(app)
        app.error(_log_failure)

    async def _record(
        self, context: AsyncBoltContext, event: Mapping[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        access = await self._access(context)
        question = events.question(event, await access.us())
        if question is not None:
            await self._inbound.question(question)
        await next_()

    async def _react(
        self, context: AsyncBoltContext, event: Mapping[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        us = await (await self._access(context)).us()
        reacted = events.reaction(event, us)
        if reacted is not None:
            caller = us.caller(reacted.channel, reacted.user)
            await self._inbound.reaction(caller, reacted.message, reacted.vote)
        await next_()

    async def _command(self, ack: AsyncAck, context: AsyncBoltContext, command: Mapping[str, Any]) -> None:
        """Acknowledge first: Slack gives us three seconds before its caller sees an error."""
        await ack()
        access = await self._access(context)
        us = await access.us()
        said = _Said(
            access=access,
            us=us,
            channel=command["channel_id"],
            user=command["user_id"],
            name=command.get("user_name") or "",
            command=command["command"],
            text=events.plain(command.get("text") or "", us),
            event_key=command["trigger_id"],
        )
        await self._serve(
            said, answering(command["response_url"], access.client, said.channel, is_typed=True)
        )

    async def _pressed(self, ack: AsyncAck, context: AsyncBoltContext, body: Mapping[str, Any]) -> None:
        """A button of ours says what could have been typed; where it settles a message, the reply takes its place."""
        await ack()
        pressed = events.pressed(body)
        if pressed is None:
            return
        access = await self._access(context)
        if pressed.opens is not None:
            await self._open(access, pressed, *pressed.opens)
            return
        said = _Said(
            access=access,
            us=await access.us(),
            channel=pressed.channel,
            user=pressed.user,
            name=pressed.name,
            command=pressed.command,
            text=pressed.text,
            event_key=pressed.event_key,
        )
        url, settles = pressed.response_url, pressed.settles
        await self._serve(said, answering(url, access.client, pressed.channel, settles=settles))

    async def _open(self, access: Access, pressed: events.Pressed, name: FormName, about: str) -> None:
        """Open a form at once: Slack lets us for three seconds. Who came too late is told to press again."""
        us = await access.us()
        caller = us.caller(pressed.channel, pressed.user)
        form = await self._inbound.form(caller, pressed.command, name, about)
        told = NOTHING_TO_FILL_IN
        if form is not None:
            view = modals.modal(form, channel=pressed.channel, response_url=pressed.response_url)
            try:
                await access.client.views_open(trigger_id=pressed.trigger, view=view)
            except (SlackApiError, *CONNECTION_ERRORS) as error:
                log.warning("slack_form_not_opened", form=str(name), error=str(error))
                told = wording.OUR_MISTAKE
            else:
                return
        language = form.language if form else await language_of(self._inbound, caller, pressed.command)
        spoken = wording.spoken_notice(told, Reader(language))
        await answering(pressed.response_url, access.client, pressed.channel).answer(spoken)

    async def _submitted(
        self, ack: AsyncAck, context: AsyncBoltContext, body: Mapping[str, Any], view: Mapping[str, Any]
    ) -> None:
        """Say at its field what is wrong with a form; or do what was filled in, and answer where it was opened."""
        origin, filled = modals.origin_of(view), modals.filled(view)
        chosen = filled.pop(modals.CHANNEL, "")
        access = await self._access(context)
        try:
            text = typed(origin.name, filled, origin.about)
        except FormError as error:
            await ack(response_action="errors", errors=error.told(origin.language))
            return
        problem = await refusal(access, body["user"]["id"], chosen) if chosen else ""
        if problem:
            told = wording.told(problem, origin.language)
            await ack(response_action="errors", errors={modals.CHANNEL: told})
            return
        await ack()
        said = _Said(
            access=access,
            us=await access.us(),
            channel=chosen or origin.channel,
            user=body["user"]["id"],
            name=body["user"].get("username", ""),
            command=origin.command,
            text=text,
            event_key=view["id"],
        )
        await self._serve(said, answering(origin.response_url, access.client, origin.channel))
        if chosen:
            await self._home.show(access, said.user, origin.channel)

    async def _access(self, context: AsyncBoltContext) -> Access:
        """Return access to the workspace that an event is from."""
        return await self._workspaces.of(context.team_id or "")

    async def _serve(self, said: "_Said", answering: Answering) -> None:
        try:
            reply = await self._inbound.command(
                await _caller(said), said.command, said.text, said.event_key, progress=answering.progress
            )
        except Exception:  # the per-message loop: one command must not end the connection
            log.exception("slack_command_failed", channel=said.channel, key=said.event_key)
            caller = said.us.caller(said.channel, said.user)
            language = await language_of(self._inbound, caller, said.command)
            reply = wording.spoken_notice(wording.OUR_MISTAKE, Reader(language))
        if reply is not None:
            await answering.answer(await handed_over(said.access.client, said.user, reply))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What somebody typed, or a button of ours said for them, and access to their workspace."""

    access: Access
    us: events.Us
    channel: str
    user: str
    name: str
    command: str
    text: str
    event_key: str


async def _caller(said: _Said) -> Caller:
    """Return who speaks. Slack is asked for their role only where it matters."""
    is_admin = changes_something(said.text) and await _is_admin(said)
    return said.us.caller(said.channel, said.user, said.name, is_admin=is_admin)


async def _is_admin(said: _Said) -> bool:
    """Say whether somebody is an admin or owner of this workspace; guests from others are not, whatever they are there."""
    try:
        found = (await said.access.client.users_info(user=said.user))["user"]
    except (SlackApiError, *CONNECTION_ERRORS) as error:
        log.warning("slack_role_unknown", user=said.user, error=str(error))
        return False
    is_ours = found.get("team_id") == said.us.team and not found.get("deleted")
    return is_ours and bool(found.get("is_admin") or found.get("is_owner"))


async def _nothing_more() -> None:
    """The event was recorded before it was acknowledged, and there is nothing more to do with it."""


async def _log_failure(error: Exception, body: Mapping[str, Any]) -> None:
    log.error("slack_event_failed", event_id=body.get("event_id"), exc_info=error)
