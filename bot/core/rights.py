"""Who may change what. Asking, searching and looking are open to all, and sharing to those who may write in the channel."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.commands import (
    AddFeed,
    Ask,
    Command,
    Confirm,
    Decline,
    ExportFeeds,
    FilterBy,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    PreviewNext,
    RemoveFeed,
    Share,
    Status,
    Subscribe,
    TryOut,
    Unwatch,
    Watch,
    Why,
    parse_command,
)
from bot.core.entities import Caller, Platform
from bot.core.errors import CommandError
from bot.core.language import joined, say
from bot.core.opinions import FlagPart, Judge, OfferStory, SteerBy, Steering
from bot.core.searches import Search


class Who(StrEnum):
    """Who may."""

    EVERYONE = "everyone"
    MANAGERS = "managers"
    NAMED = "named"


class Scope(StrEnum):
    """What a command changes: what one channel gets, or the feeds that all channels of a workspace share."""

    CHANNEL = "channel"
    FEEDS = "feeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Who may change what. *people* may everything: "slack:U0123ABC" or "discord:123456789".

    *channels* None: what is usual there. A Slack workspace is a team, whose members set up their channels themselves; a
    Discord server may be open to anybody, so there it is for those who may manage the channel. Feeds are all channels', so
    that whoever was given one channel of a server to manage does not manage those.
    """

    channels: Who | None = None
    feeds: Who = Who.MANAGERS
    people: Collection[str] = ()

    def allowed(self, command: Command, caller: Caller) -> Command:
        """Return what *caller* may do in place of *command*: of what people wish in a channel, anybody takes back their own."""
        if isinstance(command, Steering) and command.undone and self.refusal(command, caller):
            return replace(command, is_own=True)
        return command

    def refusal(self, command: Command, caller: Caller) -> str:
        """Return why *caller* may not do that, and who may; "" where they may."""
        if isinstance(command, Share) and caller.is_reader:
            return _READER
        scope = scope_of(command)
        if scope is None or caller.platform in _THEIR_OWN:
            return ""
        who = self.feeds if scope is Scope.FEEDS else self.channels or _USUAL[caller.platform]
        is_named = f"{caller.platform}:{caller.user}" in self.people
        is_manager = caller.is_admin if scope is Scope.FEEDS else caller.is_manager
        if is_named or who is Who.EVERYONE or (who is Who.MANAGERS and is_manager):
            return ""
        rest = say("Asking and searching is open to all.")
        allowed = _NAMED if who is Who.NAMED else _MANAGERS[scope, caller.platform]
        return joined([_WHAT[scope], allowed, _instead(command), rest])


_THEIR_OWN = (Platform.PAGE, Platform.TERMINAL)
"""Who reaches these runs the bot, or was given its token."""

_USUAL = {Platform.SLACK: Who.EVERYONE, Platform.DISCORD: Who.MANAGERS}
_WHAT = {
    Scope.CHANNEL: say("That changes what this channel gets."),
    Scope.FEEDS: say("That is about the feeds of all channels here."),
}
_ADMINS = say(
    "Admins and owners of this workspace may do it, and those whom the configuration names under [rights]."
)
_MANAGERS = {
    (Scope.CHANNEL, Platform.SLACK): _ADMINS,
    (Scope.FEEDS, Platform.SLACK): _ADMINS,
    (Scope.CHANNEL, Platform.DISCORD): say(
        "Those who may manage this channel or the server may do it, and those whom the configuration names under [rights]."
    ),
    (Scope.FEEDS, Platform.DISCORD): say(
        "Those who may manage the server may do it, and those whom the configuration names under [rights]."
    ),
}
_READER = say("You may not write in this channel, so nothing is posted here for you.")
_NAMED = say("Those whom the configuration names under [rights] may do it.")


def _instead(command: Command) -> str:
    """Say what somebody may do for themselves in place of what they may not do for a channel."""
    if not isinstance(command, Watch):
        return ""
    return say("For yourself you may: {example}", example=f"watch {command.subject} for me")


def scope_of(command: Command) -> Scope | None:
    """Return what a command changes; None: nothing. One that is not known here changes its channel."""
    match command:
        case (
            Latest()
            | Search()
            | Ask()
            | PreviewNext()
            | Share()
            | TryOut()
            | ListFeeds()
            | Status()
            | Why()
            | Help()
        ):
            return None
        case Watch("") | MuteWords("") | FilterBy("") | Subscribe(""):  # they only ask
            return None
        case Watch(for_me=True) | Unwatch(for_me=True):  # nobody else's business
            return None
        case (
            OfferStory() | FlagPart() | SteerBy() | Steering("") | Steering(is_own=True) | Judge()
        ):  # every reader has a say
            return None
        case AddFeed() | RemoveFeed() | ImportFeeds() | ExportFeeds() | Confirm() | Decline():
            return Scope.FEEDS
        case _:
            return Scope.CHANNEL


def changes_something(text: str) -> bool:
    """Say whether what is typed behind a command is about a change, so that it matters who typed it."""
    try:
        return scope_of(parse_command(text)) is not None
    except CommandError:
        return False
