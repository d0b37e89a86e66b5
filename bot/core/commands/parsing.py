"""The text behind a topic's slash command becomes a `Command`."""

import re
from typing import Literal

from bot.core.commands.kinds import (
    AddFeed,
    Ask,
    Command,
    Confirm,
    Decline,
    Digest,
    EndFilter,
    ExportFeeds,
    FilterBy,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    Pause,
    PreviewNext,
    RemoveFeed,
    Resume,
    Share,
    Status,
    Subscribe,
    TryOut,
    UnmuteWords,
    Unsubscribe,
    Unwatch,
    Watch,
    Why,
)
from bot.core.entities import StoryId
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.opinions import parse_opinion
from bot.core.searches import parse_search
from bot.core.text import redacted

_LONGEST_ID = 18
_FOR_ME = re.compile(r"(?:^| )for me$|^for me(?: |$)", re.IGNORECASE)
MAX_COMMAND = 2_000
"""Characters; longer input is refused rather than cut."""

_FEEDS_FORMS = "feeds, feeds add|remove|import|export"
_FEEDS_ACTIONS = ("add", "remove", "import", "export")
_ABOUT_FEEDS = ("feeds", "feed")
"""As people write it, too; with nothing of that behind it, "feed" is a subject."""
_PLAIN: dict[str, Command] = {
    "": Latest(),
    "digest": Digest(),
    "preview": PreviewNext(),
    "unsubscribe": Unsubscribe(),
    "pause": Pause(),
    "resume": Resume(),
    "status": Status(),
    "help": Help(),
    "?": Help(),
    "feeds": ListFeeds(),
    "feeds list": ListFeeds(),
    "filter": FilterBy(""),
    "filter clear": EndFilter(),
}


def parse_command(text: str) -> Command:
    """Parse the text behind a topic's slash command.

    Raises:
        CommandError: it is a command, but not a complete one; the text says what to write.
    """
    if len(text) > MAX_COMMAND:
        raise CommandError(
            say(
                "That is {length} characters long; a command has at most {most}.",
                length=len(text),
                most=MAX_COMMAND,
            )
        )
    stripped = " ".join(text.split())
    plain = _PLAIN.get(stripped.lower())
    if plain is not None:
        return plain
    verb, _, rest = stripped.partition(" ")
    return _with_argument(verb.lower(), rest) or parse_search(stripped)


def _with_argument(verb: str, rest: str) -> Command | None:
    """Return the command that *verb* opens, None if it opens none and so is a subject."""
    match verb:
        case "feeds":
            return _feeds(rest)
        case "feed" if rest.partition(" ")[0].lower() in _FEEDS_ACTIONS:
            return _feeds(rest)
        case "subscribe" | "filter" | "try":
            return _wishing(verb, rest)
        case "ask" | "search" | "share" | "why":
            return _asking(verb, rest)
        case "watch" | "unwatch" | "mute" | "unmute":
            return _steering(verb, rest)
        case _:
            return parse_opinion(verb, rest)


def _wishing(verb: Literal["subscribe", "filter", "try"], rest: str) -> Command:
    match verb:
        case "subscribe":
            return Subscribe(rest)
        case "filter":
            return FilterBy(rest)
        case "try":
            return TryOut(rest)


def _asking(verb: Literal["ask", "search", "share", "why"], rest: str) -> Command | None:
    match verb:
        case "ask":
            return Ask(_needed(rest, "ask how long is the waiting list?"))
        case "search":
            return parse_search(_needed(rest, "search xiaomi"))
        case "share":
            return _share(rest)
        case "why":
            return Why(_needed(rest, "why https://example.com/article"))


def _share(rest: str) -> Command | None:
    """Return the command where it names a story; "share price" is a subject."""
    is_number = rest.isascii() and rest.isdigit() and len(rest) <= _LONGEST_ID
    return Share(StoryId(int(rest))) if is_number else None


def _steering(verb: Literal["watch", "unwatch", "mute", "unmute"], rest: str) -> Command:
    match verb:
        case "watch":
            return Watch(*_for_whom(rest))
        case "unwatch":
            subject, for_me = _for_whom(rest)
            return Unwatch(_needed(subject, "unwatch xiaomi"), for_me)
        case "mute":
            return MuteWords(rest)
        case "unmute":
            return UnmuteWords(_needed(rest, "unmute e-scooter"))


def _for_whom(rest: str) -> tuple[str, bool]:
    """Return the subject, and whether whoever types it means themselves: "xiaomi for me"."""
    subject = _FOR_ME.sub("", rest, count=1)
    return subject.strip(), subject != rest


def _feeds(rest: str) -> Command:
    action, _, argument = rest.partition(" ")
    match action.lower():
        case "add":
            return AddFeed(_needed(argument, "feeds add example.com"))
        case "remove":
            return RemoveFeed(_needed(argument, "feeds remove example.com"))
        case "import":
            return ImportFeeds(argument)
        case "export":
            return ExportFeeds()
        case "confirm":
            return _confirm(argument)
        case "decline":
            return Decline(_needed(argument, "feeds decline 1a2b3c4d"))
        case _:
            raise CommandError(
                say("“{said}” is not known. Write: {forms}", said=f"feeds {action}", forms=_FEEDS_FORMS)
            )


def _confirm(argument: str) -> Confirm:
    key, _, number = _needed(argument, "feeds confirm 1a2b3c4d").partition(" ")
    if not number:
        return Confirm(key)
    if not (number.isascii() and number.isdigit() and int(number)):
        raise CommandError(
            say(
                "“{number}” is no number of a feed. For example: {example}",
                number=number,
                example=f"feeds confirm {key} 2",
            )
        )
    return Confirm(key, int(number))


def shown(text: str) -> str:
    """Return what was typed behind a command as it may be kept and shown to others: of an address of a feed only the host.

    A feed's address may be a secret that its publisher gave to one reader.
    """
    verb = next(iter(text.split()), "").lower()
    return redacted(text) if verb in _ABOUT_FEEDS else text


def _needed(text: str, example: str) -> str:
    if not text:
        raise CommandError(say("Something is missing. For example: {example}", example=example))
    return text
