"""What a channel wishes for: topics, subscriptions with their timetables, mutes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from bot.core.entities.chats import Place
from bot.core.entities.filters import NO_FILTER, Filter
from bot.core.entities.ids import SubscriptionId, TopicId, WorkspaceId


class Origin(StrEnum):
    """Who declared it: the configuration file (read-only in chat), or somebody in a chat."""

    CONFIG = "config"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopic:
    """A topic as declared: what the configuration file or a chat asks for."""

    name: str
    command: str
    title: str
    language: str = "en"
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    filter: Filter = NO_FILTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A named subject of one workspace, with its slash command. *aliases*: a subject's other names ("xiaomi": 小米).

    An entry belongs when any *include* word stands in it (or there are none) and no *exclude* word does. Of those that belong,
    what *filter* wants is told.
    """

    id: TopicId
    workspace_id: WorkspaceId
    name: str
    command: str
    title: str
    language: str
    aliases: Mapping[str, tuple[str, ...]]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    origin: Origin
    filter: Filter = NO_FILTER


class Weekday(IntEnum):
    """A day of the week, numbered as ISO 8601 does."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


EVERY_DAY = tuple(Weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Local hours in which nothing is posted, also across midnight: *begins* included, *ends* excluded, never equal."""

    begins: dt.time
    ends: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When a subscription is due: on *days* at *times*, both sorted, local in the IANA *zone*. No times: at once (instant).

    What falls into the *quiet* hours is held until they end.
    """

    days: tuple[Weekday, ...]
    times: tuple[dt.time, ...]
    zone: str
    quiet: Quiet | None = None

    @property
    def is_instant(self) -> bool:
        """Whether a story is posted as soon as it is there."""
        return not self.times


class WhenEmpty(StrEnum):
    """What a planned time brings when there is nothing to tell: an edition that says so in a line, or silence."""

    LINE = "line"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """A channel's standing wish, as declared. *size* is the number of stories in an edition.

    *subject* "": all of the topic; else it is a watch, and only what is about the subject is told. *filter* is declared with
    it; what people of the channel set beside it is a `ChannelFilter`.
    """

    topic_id: TopicId
    place: Place
    timetable: Timetable
    language: str
    size: int
    origin: Origin
    when_empty: WhenEmpty = WhenEmpty.LINE
    subject: str = ""
    filter: Filter = NO_FILTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel's standing wish. While *paused_at* is set nothing is posted; what was due before *resumed_at* is not made up."""

    id: SubscriptionId
    topic_id: TopicId
    place: Place
    timetable: Timetable
    language: str
    size: int
    origin: Origin
    created_at: dt.datetime
    when_empty: WhenEmpty = WhenEmpty.LINE
    paused_at: dt.datetime | None = None
    resumed_at: dt.datetime | None = None
    subject: str = ""
    filter: Filter = NO_FILTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Words that a channel does not want to hear of, who asked for it (their id on the platform), and when."""

    words: str
    by: str
    at: dt.datetime
