"""What the newsroom shows of what was done: editions with their deliveries, where a story was told, who gets what, costs."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.chats import Place, Question, Workspace
from bot.core.entities.correcting import Correction
from bot.core.entities.editions import Decision, Delivery, Edit, Edition, Item
from bot.core.entities.filters import ChannelFilter
from bot.core.entities.ids import EditionId, EntryId, StoryId, SubscriptionId
from bot.core.entities.opinions import Flag, Judgement
from bot.core.entities.proposals import Change
from bot.core.entities.reading import Story
from bot.core.entities.subscriptions import Mute, Subscription, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel with the workspace it belongs to. *name* is the platform's own id of it."""

    workspace: Workspace
    name: str

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(workspace_id=self.workspace.id, platform=self.workspace.platform, channel=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """An edition, the channel it is for, and its messages with their states, by part; *edits*: of those to be edited."""

    edition: Edition
    channel: Channel
    deliveries: tuple[Delivery, ...]
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An edition that tells a story: at which place in it, counted from 1, of how many; and what became of its messages."""

    edition_id: EditionId
    subscription_id: SubscriptionId
    channel: Channel
    title: str
    planned_at: dt.datetime
    composed_at: dt.datetime
    rank: int
    size: int
    deliveries: tuple[Delivery, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDecision:
    """A decision and the channel it was made for; None: for no channel, or for one that nobody knows any more."""

    decision: Decision
    channel: Channel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A subscription or watch with its channel and topic."""

    subscription: Subscription
    channel: Channel
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class MutedThere:
    """A mute with its channel and topic."""

    mute: Mute
    channel: Channel
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredThere:
    """The filter that a channel's people set, with its channel and topic."""

    own: ChannelFilter
    channel: Channel
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedThere:
    """A change with its channel (one without a name: the whole workspace) and topic."""

    change: Change
    channel: Channel
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A channel that refused its newest edition, with what the platform said.

    *reached_until*: where the last edition ended that arrived; it tells one time of trouble from the next. Where the whole
    workspace took us out, *is_installed* is False.
    """

    channel: Channel
    subscription_id: SubscriptionId
    error: str
    tried_at: dt.datetime
    reached_until: dt.datetime | None
    is_installed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReport:
    """What a channel gets: subscriptions, watches, mutes and filters; who changed what lately; and what keeps it from getting them, "" where nothing does."""

    channel: Channel
    subscriptions: tuple[Standing, ...] = ()
    watches: tuple[Standing, ...] = ()
    mutes: tuple[MutedThere, ...] = ()
    filters: tuple[FilteredThere, ...] = ()
    changes: tuple[ChangedThere, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCost:
    """What the calls of one writer for one purpose used on a day (UTC)."""

    on: dt.date
    writer: str
    purpose: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_micros: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A story as the newsroom shows it. *item* has its summary; *is_wanted*: the topic's words let it in."""

    topic: Topic
    story: Story
    item: Item
    is_wanted: bool = True
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """Stories, newest first. *older* is what to ask with for those after them; None: there are none."""

    reports: tuple[StoryReport, ...]
    older: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPage:
    """Editions, newest first. *older* is what to ask with for those after them; None: there are none."""

    records: tuple[EditionRecord, ...]
    older: EditionId | None = None


class StageName(StrEnum):
    """What an entry passes on its way to a channel."""

    SEEN = "seen"
    TEXT = "text"
    GROUPED = "grouped"
    FILTERED = "filtered"
    STEERED = "steered"
    RANKED = "ranked"
    MUTED = "muted"
    TOLD = "told"
    LEFT_OUT = "not told"
    WAITING = "waiting"
    DELIVERED = "delivered"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One thing that became of an entry, in words. *channel* "": it holds for all. *url* leads to where it can be seen."""

    name: StageName
    text: str
    at: dt.datetime | None = None
    channel: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story that was meant perhaps by the words of a title."""

    story_id: StoryId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What became of an entry. *note* says what else there is to say: that it was not seen, or that *others* match too."""

    title: str
    url: str = ""
    story_id: StoryId | None = None
    stages: tuple[Stage, ...] = ()
    note: str = ""
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedThere:
    """A flag and the channel whose edition it is about."""

    flag: Flag
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedThere:
    """A judgement with the question it is about, whose answer is at hand, and its channel."""

    judgement: Judgement
    question: Question
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What readers have said, newest first."""

    flags: tuple[FlaggedThere, ...] = ()
    judgements: tuple[JudgedThere, ...] = ()
