"""What a chat can ask for: a value for each command."""

from dataclasses import dataclass

from bot.core.entities import StoryId
from bot.core.opinions import Opinion
from bot.core.searches import Search


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
    """The channel wants a message when there is news about *subject*; "" asks what is watched. *for_me*: whoever asks alone."""

    subject: str
    for_me: bool = False


@dataclass(frozen=True, slots=True)
class Unwatch:
    """No more of that."""

    subject: str
    for_me: bool = False


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
