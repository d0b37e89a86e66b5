"""One grammar for all chats: the text behind `/ev` becomes a `Command`. It decides what was meant, and does nothing.

/ev                                the latest stories, now
/ev xiaomi [since:7d] [by:reuters] [tag:batteries] [page:2]
                                   the latest about a subject; `/ev search digest` where the subject is also a verb
/ev ask how long is the waiting list?
/ev share 123                      story 123 to the whole channel (what buttons say)
/ev digest                         an edition, now
/ev preview                        the next edition as it would be now; nothing is posted
/ev subscribe daily 09:00 Europe/Berlin      /ev unsubscribe      /ev pause      /ev resume
/ev feeds [add|remove|import|export …]       /ev feeds confirm|decline … (what buttons say)
/ev filter [+tag:batteries lang:en,de publishers>=2 | clear]
/ev try [daily 09:00] [filter +tag:batteries] [days:7]
/ev story 12.2    /ev flag 12.2.1 [why]    /ev more|less 12.2    /ev steering [more|less|undo recalls]    /ev judge 77 right
/ev watch|unwatch|mute|unmute …    /ev why <url|story|title> /ev status           /ev help
"""

from dataclasses import dataclass
from typing import Literal

from bot.core.entities import StoryId
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.opinions import Opinion, parse_opinion
from bot.core.searches import Search, parse_search
from bot.core.text import redacted

_LONGEST_ID = 18
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
class Share:
    """The story with this number is to be shown to the whole channel."""

    story_id: StoryId


@dataclass(frozen=True, slots=True)
class Digest:
    """An edition now, outside the timetable."""


@dataclass(frozen=True, slots=True)
class PreviewNext:
    """The channel's next edition as it would be now, for whoever asks alone; nothing is posted."""


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
class TryOut:
    """What would the last days' editions have been by *wish* (its text)? Nothing is posted or changed."""

    wish: str


@dataclass(frozen=True, slots=True)
class AddFeed:
    """The workspace's topic is to read a feed of *address*: a card first."""

    address: str


@dataclass(frozen=True, slots=True)
class RemoveFeed:
    """It is to read the feed with this address, title or host no more: a question first."""

    named: str


@dataclass(frozen=True, slots=True)
class ImportFeeds:
    """It is to read the feeds of an OPML list at *address* ("": of a file that came along): a card first."""

    address: str


@dataclass(frozen=True, slots=True)
class ExportFeeds:
    """Its feeds as an OPML list."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Yes to the proposal *key*; of several feeds, to the one with *number*."""

    key: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Decline:
    """No to it."""

    key: str


Command = (
    Latest | Search | Ask | Share | Digest | PreviewNext | Subscribe | Unsubscribe | Pause | Resume | Watch | Unwatch | MuteWords | UnmuteWords | FilterBy | EndFilter | TryOut | ListFeeds
    | AddFeed | RemoveFeed | ImportFeeds | ExportFeeds | Confirm | Decline | Opinion | Status | Why | Help
)  # fmt: skip

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
            return Watch(rest)
        case "unwatch":
            return Unwatch(_needed(rest, "unwatch xiaomi"))
        case "mute":
            return MuteWords(rest)
        case "unmute":
            return UnmuteWords(_needed(rest, "unmute e-scooter"))


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
