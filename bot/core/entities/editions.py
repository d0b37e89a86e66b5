"""What is posted: editions with their stories, and their deliveries."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.chats import Place
from bot.core.entities.correcting import Correction, CorrectionKind, EditState
from bot.core.entities.ids import DeliveryId, EditionId, EntryId, StoryId, SubscriptionId
from bot.core.entities.writing import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of `stored_at`: *begins_at* excluded, *ends_at* included, so that windows meet without gap or overlap."""

    begins_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of a story, as shown: who, under which headline, where.

    It *repeats* a source before it: the same publisher, or the same text at another one.
    """

    entry_id: EntryId
    publisher: str
    title: str
    url: str
    published_at: dt.datetime
    is_excerpt: bool
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """How a channel was told a story that is told again: when, from how many publishers, and where ("" where there is no link)."""

    at: dt.datetime
    publishers: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story as an edition or a list shows it: the summary, and all sources, the lead's first. *before*: it is told again."""

    story_id: StoryId
    summary: Summary
    sources: tuple[Source, ...]
    before: ToldBefore | None = None

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who reported it on their own, each once."""
        return tuple(dict.fromkeys(source.publisher for source in self.sources if not source.repeats))

    @property
    def newest_at(self) -> dt.datetime:
        """When the newest of its sources was published."""
        return max(source.published_at for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a channel was told a story last: by which subscription, what, by an edition planned *at* when, and what was known *until* when.

    *root* is the message in whose thread it stands, "" as long as it is not posted.
    """

    subscription_id: SubscriptionId
    item: Item
    at: dt.datetime
    until: dt.datetime
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an edition covers, and what it could not: shown at its foot.

    *feeds_failing* names them by title. *entries* were looked at, *merged* of them told a story another entry told too.
    *left_out* stories were passed over. *fell_back* bullets are quotations in place of ours. *unwritten* stories are in
    extracts although there is a language model, and *by_cheaper* were written by another than the best: it failed, or, if
    *is_budget_spent*, the day's budget did not allow it. *feeds_unread* were never read yet.
    """

    window: Window
    feeds_read: int
    feeds_failing: tuple[str, ...]
    entries: int
    merged: int
    left_out: int
    fell_back: int
    cost_micros: int
    unwritten: int = 0
    by_cheaper: int = 0
    is_budget_spent: bool = False
    feeds_unread: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """One digest for one subscription and one planned time, composed once and rendered for each chat.

    *planned_key* is unique for the subscription: the planned local time ("2026-11-23T09:00 Europe/Berlin"), or "now:" and
    the event that asked for it. *is_scheduled* editions move the subscription's window; those asked for do not. *recap*: titles
    of stories of the window that the channel was told already, by an instant subscription or a watch. *thread*: the message
    in whose thread it is posted, if it is the update of a story; *recap* then says what is new. *corrections*: what was put
    right since, oldest first; *items* are as they are now. *shared_by*: who shared its one story with the channel; it then
    belongs to no subscription.
    """

    subscription_id: SubscriptionId
    topic_name: str
    command: str
    title: str
    language: str
    planned_key: str
    planned_at: dt.datetime
    zone: str
    is_scheduled: bool
    is_first: bool
    items: tuple[Item, ...]
    coverage: Coverage
    composed_at: dt.datetime
    recap: tuple[str, ...] = ()
    thread: str = ""
    corrections: tuple[Correction, ...] = ()
    shared_by: str = ""

    @property
    def is_update(self) -> bool:
        """Whether it tells news of a story in the thread in which the story was told."""
        return bool(self.thread)

    @property
    def withdrawal(self) -> Correction | None:
        """How it was taken back; None: it stands."""
        return next((each for each in self.corrections if each.kind is CorrectionKind.WITHDRAWN), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedEdition:
    """An edition that somebody asked for at *asked_at*, outside the timetable."""

    subscription_id: SubscriptionId
    planned_key: str
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(NewEdition):
    """A stored edition."""

    id: EditionId


class DeliveryState(StrEnum):
    """pending -> sending (claimed, with a lease) -> sent; or failed; or uncertain, where nobody can tell."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of an edition to one channel. Part 0 stands in the channel, the others in its thread.

    *key* is deterministic: the same for every attempt, so that platforms and people can tell a repeat.
    """

    id: DeliveryId
    edition_id: EditionId
    part: int
    place: Place
    key: str
    state: DeliveryState
    attempts: int
    due_at: dt.datetime
    message_id: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A posted message that has to show what its edition says since *revision* corrections. *due_at*: of one that is done, when."""

    delivery: Delivery
    revision: int
    state: EditState
    attempts: int
    due_at: dt.datetime
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One recorded reason why an entry did or did not get somewhere."""

    entry_id: EntryId
    subscription_id: SubscriptionId | None
    stage: str
    reason: str
    at: dt.datetime
