"""One grammar for all chats: the text behind `/ev` becomes a `Command`. It decides what was meant, and does nothing.

/ev                                the latest stories, now
/ev xiaomi [since:7d] [by:reuters] [tag:batteries] [page:2]
                                   the latest about a subject; `/ev search digest` where the subject is also a verb
/ev ask how long is the waiting list?
/ev digest                         an edition, now
/ev subscribe daily 09:00 Europe/Berlin      /ev unsubscribe      /ev pause      /ev resume
/ev feeds [add|remove|import|export …]
/ev filter [+tag:batteries lang:en,de publishers>=2 | clear]
/ev story 12.2    /ev flag 12.2.1 [why]    /ev more|less 12.2    /ev steering [more|less|undo recalls]    /ev judge 77 right
/ev watch|unwatch|mute|unmute …    /ev why <url|story|title> /ev status           /ev help
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.core.entities import Rating
from bot.core.errors import CommandError
from bot.core.pointing import NOWHERE, Pointer, bullet_pointer, story_pointer
from bot.core.searches import Search, parse_search

MAX_COMMAND = 2_000
"""Characters; longer input is refused rather than cut."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The topic's latest stories."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the topic's sources."""

    question: str


@dataclass(frozen=True, slots=True)
class Digest:
    """An edition now, outside the timetable."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The channel wants editions by *timetable* (its text; "" asks for the way to write it)."""

    timetable: str


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The channel wants no more editions."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The channel wants no editions for a while."""


@dataclass(frozen=True, slots=True)
class Resume:
    """The channel wants its editions again."""


@dataclass(frozen=True, slots=True)
class ListFeeds:
    """The topic's feeds and their health."""


@dataclass(frozen=True, slots=True)
class Why:
    """What became of the article that *asked* names: seen, grouped, told, or not and why."""

    asked: str


@dataclass(frozen=True, slots=True)
class Status:
    """What is subscribed here, when the next edition comes, how the sources do."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The channel wants a message when there is news about *subject*; "" asks what is watched."""

    subject: str


@dataclass(frozen=True, slots=True)
class Unwatch:
    """No more of that."""

    subject: str


@dataclass(frozen=True, slots=True)
class MuteWords:
    """The channel wants nothing about *words*; "" asks what is muted."""

    words: str


@dataclass(frozen=True, slots=True)
class UnmuteWords:
    """It wants to hear of them again."""

    words: str


@dataclass(frozen=True, slots=True)
class FilterBy:
    """The channel wants only what *rules* let in (their text); "" asks what is filtered."""

    rules: str


@dataclass(frozen=True, slots=True)
class EndFilter:
    """It wants all of it again."""


@dataclass(frozen=True, slots=True)
class OfferStory:
    """What can be done about the edition with that number, or, where *where* is "12.2", about a story of it."""

    where: str


@dataclass(frozen=True, slots=True)
class FlagBullet:
    """A sentence is wrong."""

    where: Pointer


@dataclass(frozen=True, slots=True)
class SteerBy:
    """The channel wants more (*vote* 1) or less (-1) like a story, or, where *subject* names one, about that."""

    vote: int
    where: Pointer = NOWHERE
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Steering:
    """What the channel wants more or less of; *undone*: no more of that wish, "" asks what there is."""

    undone: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """What somebody thinks of the answer to the question with that number."""

    question: int
    rating: Rating


class Later(StrEnum):
    """What the grammar has and the program does not do yet."""

    FEEDS_ADD = "feeds add"
    FEEDS_REMOVE = "feeds remove"
    FEEDS_IMPORT = "feeds import"
    FEEDS_EXPORT = "feeds export"


@dataclass(frozen=True, slots=True)
class NotYet:
    """Understood, but not there yet; *argument* is what it was asked of."""

    what: Later
    argument: str


Command = (
    Latest | Search | Ask | Digest | Subscribe | Unsubscribe | Pause | Resume | Watch | Unwatch | MuteWords | UnmuteWords | FilterBy | EndFilter | OfferStory | FlagBullet | SteerBy | Steering | Judge | ListFeeds | Status | Why | Help | NotYet
)  # fmt: skip

_JUDGED = re.compile(rf"(\d{{1,15}}) ({'|'.join(Rating)})", re.IGNORECASE | re.ASCII)
_PLAIN: dict[str, Command] = {
    "": Latest(),
    "digest": Digest(),
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
    "steering": Steering(),
}


def parse_command(text: str) -> Command:
    """Parse the text behind a topic's slash command.

    Raises:
        CommandError: it is a command, but not a complete one; the text says what to write.
    """
    if len(text) > MAX_COMMAND:
        raise CommandError(f"That is {len(text):,} characters long; a command has at most {MAX_COMMAND:,}.")
    stripped = " ".join(text.split())
    plain = _PLAIN.get(stripped.lower())
    if plain is not None:
        return plain
    verb, _, rest = stripped.partition(" ")
    return _with_argument(verb.lower(), rest) or parse_search(stripped)


def _with_argument(verb: str, rest: str) -> Command | None:
    """Return the command that *verb* opens, None if it opens none and so is a subject."""
    match verb:
        case "subscribe" | "feeds" | "filter" | "steering":
            return _setting_up(verb, rest)
        case "ask" | "search" | "why":
            return _asking(verb, rest)
        case "watch" | "unwatch" | "mute" | "unmute":
            return _steering(verb, rest)
        case "story" | "flag" | "more" | "less" | "judge":
            return _heeding(verb, rest)
        case _:
            return None


def _setting_up(verb: Literal["subscribe", "feeds", "filter", "steering"], rest: str) -> Command:
    match verb:
        case "subscribe":
            return Subscribe(rest)
        case "feeds":
            return _feeds(rest)
        case "filter":
            return FilterBy(rest)
        case "steering":
            return _steered(rest)


def _heeding(verb: Literal["story", "flag", "more", "less", "judge"], rest: str) -> Command | None:
    """Return what somebody says about what they read; None where no number follows, so that it is a subject."""
    match verb:
        case "story":
            return OfferStory(rest) if story_pointer(rest) else None
        case "flag":
            flagged = bullet_pointer(rest)
            return FlagBullet(flagged) if flagged else None
        case "more" | "less":
            liked = story_pointer(rest)
            return SteerBy(1 if verb == "more" else -1, liked) if liked else None
        case "judge":
            judged = _JUDGED.fullmatch(rest)
            return Judge(int(judged[1]), Rating(judged[2].lower())) if judged else None


def _steered(rest: str) -> Command:
    action, _, subject = rest.partition(" ")
    match action.lower():
        case "undo":
            return Steering(_needed(subject, "steering undo recalls"))
        case "more" | "less":
            vote = 1 if action.lower() == "more" else -1
            return SteerBy(vote, subject=_needed(subject, f"steering {action} recalls"))
        case _:
            raise CommandError(
                f"“steering {action}” is not known. Write: steering, or steering more|less|undo recalls."
            )


def _asking(verb: Literal["ask", "search", "why"], rest: str) -> Command:
    match verb:
        case "ask":
            return Ask(_needed(rest, "ask how long is the waiting list?"))
        case "search":
            return parse_search(_needed(rest, "search xiaomi"))
        case "why":
            return Why(_needed(rest, "why https://example.com/article"))


def _steering(verb: Literal["watch", "unwatch", "mute", "unmute"], rest: str) -> Command:
    match verb:
        case "watch":
            return Watch(rest)
        case "unwatch":
            return Unwatch(_needed(rest, "unwatch xiaomi"))
        case "mute":
            return MuteWords(rest)
        case "unmute":
            return UnmuteWords(_needed(rest, "unmute e-scooter"))


def _feeds(rest: str) -> Command:
    action, _, argument = rest.partition(" ")
    try:
        return NotYet(Later(f"feeds {action.lower()}"), argument)
    except ValueError as error:
        raise CommandError(
            f"“feeds {action}” is not known. Write: feeds, or feeds add|remove|import|export."
        ) from error


def _needed(text: str, example: str) -> str:
    if not text:
        raise CommandError(f"Something is missing. For example: {example}")
    return text
