"""What the doctor asks the chat platforms: whether their tokens are good, what they may, and whether each channel is there."""

from typing import TYPE_CHECKING

from bot.adapters.sql import open_store
from bot.app.chats import make_discord, make_http_slack, make_slack
from bot.app.checking import Check
from bot.core.entities import Caller, FormName, NewQuestion, Notice, Reply, Topic
from bot.core.errors import BotError, StoreError
from bot.core.forms import Form
from bot.core.language import Reader
from bot.flows.ports import Chat, Clock, Progress, Sight
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.adapters.slack import HttpSlackChat, SlackChat

_MANIFEST = "Paste what `newsthread slack manifest` prints at api.slack.com/apps, and install the app again."


async def check_chats(settings: Settings, clock: Clock) -> list[Check]:
    """Look at the chats that are switched on."""
    found: list[Check] = []
    if settings.slack.enabled and settings.slack.public_url:
        found += await _slack_over_http(settings, clock)
    elif settings.slack.enabled:
        slack = make_slack(settings, _Nobody(), clock)
        found += [*await _channels(settings, slack), await _permissions(slack)]
    return [*found, *await _discord(settings, clock)]


async def _slack_over_http(settings: Settings, clock: Clock) -> list[Check]:
    """Try the app's secrets, and each workspace in which it is installed."""
    try:
        async with open_store(settings.database_url, exclusive=False) as store:
            chat = make_http_slack(settings, _Nobody(), store, clock)
            workspaces = [_workspace(*each) async for each in chat.missing_scopes()]
            return [
                await _app(chat),
                *(workspaces or [_nowhere(settings)]),
                *await _channels(settings, chat),
            ]
    except StoreError as error:  # which is told of beside the database
        return [Check(name="slack", ok=True, detail=f"not tried: {error}")]


async def _app(chat: "HttpSlackChat") -> Check:
    try:
        problem = await chat.wrong_with_app()
    except BotError as error:
        return Check(name="slack app", ok=False, detail=str(error))
    cure = "Copy it again from Basic Information at api.slack.com/apps." if problem else ""
    return Check(
        name="slack app", ok=not problem, detail=problem or "Slack knows its id and secret", cure=cure
    )


def _workspace(name: str, missing: tuple[str, ...] | BotError) -> Check:
    if isinstance(missing, BotError):
        return Check(name=f"slack {name}", ok=False, detail=str(missing))
    if missing:
        return Check(
            name=f"slack {name}", ok=False, detail=f"the app lacks {', '.join(missing)}", cure=_MANIFEST
        )
    return Check(name=f"slack {name}", ok=True, detail="installed, with all that the manifest asks for")


def _nowhere(settings: Settings) -> Check:
    there = f"{settings.slack.public_url}/slack/install"
    return Check(name="slack workspaces", ok=True, detail=f"installed in no workspace yet: open {there}")


async def _permissions(chat: "SlackChat") -> Check:
    """An app that was installed from an older manifest lacks what came later, and nobody is told before it matters."""
    try:
        missing = await chat.missing_scopes()
    except BotError as error:
        return Check(name="slack permissions", ok=False, detail=str(error))
    if missing:
        return Check(
            name="slack permissions",
            ok=False,
            detail=f"the app lacks {', '.join(missing)}",
            cure=_MANIFEST,
        )
    return Check(name="slack permissions", ok=True, detail="all that the manifest asks for")


async def _discord(settings: Settings, clock: Clock) -> list[Check]:
    if not settings.discord.enabled:
        return []
    chat = make_discord(settings, _Nobody(), clock)
    try:
        return await _channels(settings, chat)
    finally:
        await chat.close()


async def _channels(settings: Settings, chat: Chat) -> list[Check]:
    """Ask the platform about each subscribed channel and the one for notices; its tokens are tried with that."""
    name, notices = str(chat.platform), settings.notices
    channels = [each.channel for each in settings.subscriptions if each.platform is chat.platform]
    channels += [notices.channel] if notices.platform is chat.platform else []
    if not channels:
        return [Check(name=name, ok=True, detail="not tried: no channel is subscribed")]
    return [await _channel(name, chat, channel) for channel in dict.fromkeys(channels)]


async def _channel(name: str, chat: Chat, channel: str) -> Check:
    try:
        _, workspace = await chat.workspace_of(channel)
    except BotError as error:
        return Check(name=f"{name} {channel}", ok=False, detail=str(error))
    return Check(name=f"{name} {channel}", ok=True, detail=f"a channel of {workspace}")


class _Nobody:
    """An `Inbound` for chats that are only asked, and never listened to."""

    async def topics(self, caller: Caller | None = None) -> tuple[Topic, ...]:
        del caller
        return ()

    async def command(
        self,
        caller: Caller,
        command: str,
        text: str,
        event_key: str,
        *,
        file: bytes | None = None,
        progress: Progress | None = None,
    ) -> Reply | None:
        del caller, command, text, event_key, file, progress
        return None

    async def reaction(self, caller: Caller, message_id: str, vote: int) -> bool:
        del caller, message_id, vote
        return False

    async def form(self, caller: Caller, command: str, name: FormName, about: str = "") -> Form | None:
        del caller, command, name, about
        return None

    async def home(self, caller: Caller, reader: Reader | None, sees: Sight) -> tuple[Notice, ...]:
        del caller, reader, sees
        return ()

    async def suggest(self, caller: Caller, command: str, text: str) -> tuple[str, ...]:
        del caller, command, text
        return ()

    async def question(self, question: NewQuestion) -> bool:
        del question
        return False
