"""App Home: what somebody sees when they open the app itself, in their own language, for them alone.

It shows what `Inbound.home` says. Which channels somebody may see it asks Slack, each time: who cannot be judged sees nothing
(https://docs.slack.dev/surfaces/app-home/).
"""

from collections.abc import Collection, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.adapters.slack import blocks
from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.adapters.slack.workspaces import Access, Workspaces
from bot.core.errors import BotError
from bot.core.language import Reader, is_spoken, say
from bot.flows.ports import Inbound

log = structlog.get_logger()

_PAGE = 1_000
_MAX_PAGES = 5
_LOOKED_AT = 20
"""Channels of others that we ask about one by one, when somebody opens their home (tier 3: fifty calls a minute)."""
_INVITE = say("I am not in that channel. Invite me there first: {command}", command="/invite @newsthread")
_NOT_THEIRS = say(
    "Choose a channel that you are in, and that I was invited to: {command}", command="/invite @newsthread"
)
_TRY_AGAIN = say("Slack does not answer just now; please try again.")


class Home:
    """Shows it, when it is opened and when something was changed there."""

    def __init__(self, workspaces: Workspaces, inbound: Inbound) -> None:
        self._workspaces = workspaces
        self._inbound = inbound

    def listen(self, app: AsyncApp) -> None:
        """Let *app* call us."""
        app.event("app_home_opened")(self._opened)

    async def _opened(self, context: AsyncBoltContext, event: Mapping[str, Any]) -> None:
        if event.get("tab") == "home":
            access = await self._workspaces.of(context.team_id or "")
            await self.show(access, event["user"], event.get("channel") or "")

    async def show(self, access: Access, user: str, channel: str) -> None:
        """Publish somebody's home. *channel*: their direct messages with us. What fails is logged: they see what was there before."""
        try:
            person = (await access.client.users_info(user=user, include_locale=True))["user"]

            async def sees(channels: Collection[str]) -> Mapping[str, str]:
                return await _seen(access, person, channels)

            us = await access.us()
            caller = us.caller(channel, user)
            parts = await self._inbound.home(caller, _reader(person), sees)
            await access.client.views_publish(user_id=user, view=blocks.home_view(parts, channel))
        except (SlackApiError, BotError, *CONNECTION_ERRORS) as error:
            log.warning("slack_home_not_shown", user=user, error=str(error))


async def refusal(access: Access, user: str, channel: str) -> str:
    """Return why somebody may not choose that channel from their home, "" where they may. A form's values are no proof of that."""
    try:
        person = (await access.client.users_info(user=user))["user"]
        if channel not in await _seen(access, person, [channel]):
            return _NOT_THEIRS
        found = (await access.client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, *CONNECTION_ERRORS) as error:
        log.warning("slack_channel_unknown", channel=channel, error=str(error))
        return _TRY_AGAIN
    return "" if found.get("is_member") else _INVITE


def _reader(person: Mapping[str, Any]) -> Reader | None:
    """Return somebody's language and clock, where we speak it."""
    language = str(person.get("locale") or "")
    return Reader(language, str(person.get("tz") or "")) if is_spoken(language) else None


async def _seen(access: Access, person: Mapping[str, Any], channels: Collection[str]) -> dict[str, str]:
    """Return which of *channels* somebody is in, or may look into, with their names. Guests see those alone that they are in."""
    own = await _member_of(access, str(person["id"]))
    seen = {channel: own[channel] for channel in channels if channel in own}
    is_guest = person.get("is_restricted") or person.get("is_ultra_restricted")
    others = [] if is_guest else [channel for channel in channels if channel not in own]
    for channel in others[:_LOOKED_AT]:
        name = await _public_name(access, channel)
        if name:
            seen[channel] = name
    return seen


async def _member_of(access: Access, user: str) -> dict[str, str]:
    """Return the channels that somebody is in, by id; of private ones those that we are in, too."""
    found: dict[str, str] = {}
    cursor = ""
    for _ in range(_MAX_PAGES):
        page = await access.client.users_conversations(
            user=user,
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=_PAGE,
            cursor=cursor or None,
        )
        found |= {each["id"]: each.get("name") or each["id"] for each in page["channels"]}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found


async def _public_name(access: Access, channel: str) -> str:
    """Return the name of a channel that everybody in the workspace may look into, "" of any other."""
    try:
        found = (await access.client.conversations_info(channel=channel))["channel"]
    except (SlackApiError, *CONNECTION_ERRORS):
        return ""
    is_public = found.get("is_channel") and not found.get("is_private") and not found.get("is_archived")
    return str(found.get("name") or channel) if is_public else ""
