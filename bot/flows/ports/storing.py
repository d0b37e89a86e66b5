"""Port to the database. It speaks the domain; every method is one transaction.

All raise `StoreError` when the database fails. Instants are aware UTC. "Claim" methods take a lease until an instant:
whoever holds it works, and a lease that ran out is simply due again.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import (
    Answer,
    AskedEdition,
    Decision,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Entry,
    EntryId,
    EntryKeys,
    Feed,
    FeedId,
    Message,
    Mute,
    NewEdition,
    NewEntry,
    NewQuestion,
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    Question,
    QuestionId,
    Story,
    StoryId,
    Subject,
    Subscription,
    SubscriptionId,
    Told,
    Topic,
    TopicId,
    Window,
    Workspace,
    WorkspaceId,
)
from bot.core.stories import Assignment, Outline, Query
from bot.flows.ports.curating import LinkStore
from bot.flows.ports.newsroom import NewsroomStore
from bot.flows.ports.pruning import PruningStore
from bot.flows.ports.summaries import SummaryStore
from bot.flows.ports.tags import TagStore
from bot.flows.ports.vitals import VitalsStore


class FeedStore(Protocol):
    """Feeds and entries: fetched once, shared by all workspaces."""

    async def add_feed(self, url: str, now: dt.datetime) -> Feed:
        """Return the feed that has this URL, or had it before it moved; a new one is due at once."""

    async def feed(self, feed_id: FeedId) -> Feed:
        """One feed."""

    async def feeds(self, topic_id: TopicId | None = None) -> tuple[Feed, ...]:
        """The feeds of a topic (or all that any topic reads), by title."""

    async def due_feeds(self, now: dt.datetime, limit: int) -> tuple[Feed, ...]:
        """Feeds some topic reads, not gone, whose time has come (`polling.is_due`): of each host one, then another.

        Of one host, and of those whose turn is the same, the longest due come first.
        """

    async def save_feed(self, feed: Feed) -> None:
        """Write the feed's state, but for *noticed_at*. With a new *url* it moves, and its old one stays a name of it.

        Where another feed is read at the new *url* already, its topics read that one from now on, and this one rests.
        """

    async def keep(
        self,
        feed: Feed,
        *,
        entries: Sequence[NewEntry] = (),
        forms: Sequence[EntryKeys] = (),
        now: Callable[[], dt.datetime],
    ) -> tuple[EntryId, ...]:
        """Write the feed's state as `save_feed` does, with what it brought, all or nothing; return the new entries' ids.

        *entries* were decided to be new; one whose guid the feed has already is passed over. *forms* are the newest of
        stored entries; what they were stored as stays known, too. *now* is asked when no other writer of entries is under
        way any more, so that `stored_at` has the order in which entries come to be seen: one that waited its turn does not
        land behind the end of a window.
        """

    async def postpone(self, host: str, until: dt.datetime) -> None:
        """Let no feed of *host* (`publisher_of` its URL) be due before *until*."""

    async def hasten(self, feed_ids: Collection[FeedId], at: dt.datetime) -> None:
        """Let these feeds be due at *at*, where they would be due later."""

    async def others_are_well(self, feed_id: FeedId) -> bool:
        """Whether any feed that a topic reads, but for this one, is neither failing nor gone."""

    async def settle(self) -> None:
        """Wait until all entries that were stamped before now are visible: no writer of entries is under way any more."""

    async def troubled_feeds(self) -> tuple[Feed, ...]:
        """Feeds some topic reads that fail, are gone, or were told of and are back; longest in trouble first."""

    async def mark_noticed(self, feed_ids: Collection[FeedId], at: dt.datetime | None) -> None:
        """Remember when people were told that these feeds fail; None: that they were told of the end, too."""

    async def known_entries(self, feed_id: FeedId, entries: Sequence[NewEntry]) -> tuple[EntryKeys, ...]:
        """The forms of stored entries of this feed that share any rung with *entries* in any of their forms."""

    async def entries(self, entry_ids: Collection[EntryId]) -> tuple[Entry, ...]:
        """These entries, in the order of their ids; unknown ids are passed over."""

    async def entry_by_link(self, link: str, topic_id: TopicId) -> Entry | None:
        """The newest entry that the topic's feeds brought with this link, or whose page wants to be known by it."""

    async def search_entries(
        self, subject: Subject, *, topic_id: TopicId | None, since: dt.datetime, limit: int
    ) -> tuple[Entry, ...]:
        """Entries about *subject* published since, newest first; only of the topic's feeds where one is named."""

    async def entries_like(
        self, terms: Sequence[str], *, topic_id: TopicId | None, since: dt.datetime, limit: int
    ) -> tuple[Entry, ...]:
        """Entries published since with any of the folded *terms*, best match first (bm25 or its like)."""


class StoryStore(Protocol):
    """Stories: which entries tell the same event."""

    async def ungrouped_entries(self, limit: int) -> tuple[Entry, ...]:
        """Entries that no story has yet, oldest first."""

    async def ungrouped_outlines(self, limit: int) -> tuple[Outline, ...]:
        """Outlines of entries that no story has yet, oldest first."""

    async def outlines(self, entry_ids: Collection[EntryId]) -> tuple[Outline, ...]:
        """Outlines of these entries, in the order of their ids; unknown ids are passed over."""

    async def term_counts(self, terms: Collection[str]) -> tuple[Mapping[str, int], int]:
        """In how many grouped entries each term stands (absent: none), and how many grouped entries there are."""

    async def sharing(
        self, queries: Mapping[EntryId, Query], limit: int, at_least: float
    ) -> Mapping[EntryId, Sequence[EntryId]]:
        """For each query the marked entries that share two of its words or more, those first that share most.

        What they share tells *at_least* so much. At most *limit* for each; a query without any is left out.
        """

    async def assign(self, assignments: Sequence[Assignment]) -> Mapping[EntryId, StoryId]:
        """Put entries into stories, count their terms and mark them, and return the story of each.

        An assignment joins an entry that has a story, or one that stands before it in *assignments*; else it begins one. An
        entry that has a story keeps it, and its terms are not counted again. Raises `StoreError` where an entry is unknown.
        """

    async def stories(
        self, story_ids: Collection[StoryId], topic_id: TopicId | None = None
    ) -> tuple[Story, ...]:
        """These stories with the entries that the topic's feeds brought (None: all), oldest entry first."""

    async def stories_in(self, topic_id: TopicId, window: Window) -> tuple[Story, ...]:
        """Stories of which the topic's feeds brought an entry stored in the window, with all their entries from these feeds."""

    async def first_stored(self, feed_ids: Collection[FeedId]) -> Mapping[FeedId, dt.datetime]:
        """When the first entries of these feeds were stored; a feed without any is left out."""

    async def told_stories(self, place: Place, topic_id: TopicId) -> frozenset[StoryId]:
        """Stories that an edition of this topic told in this channel before."""

    async def told_since(self, place: Place, topic_id: TopicId, since: dt.datetime) -> Mapping[StoryId, Told]:
        """How the stories were told last that editions of this topic composed since then told in this channel."""

    async def add_decisions(self, decisions: Sequence[Decision]) -> None:
        """Record why entries did or did not get somewhere."""

    async def decisions(self, entry_id: EntryId) -> tuple[Decision, ...]:
        """What was decided about an entry, oldest first."""


class EditionStore(Protocol):
    """Workspaces, topics, subscriptions, editions and deliveries."""

    async def add_workspace(self, platform: Platform, external_id: str, name: str) -> Workspace:
        """Return the workspace, new or known; a new name replaces the old, "" leaves it. It is not stopped any more."""

    async def stop_workspace(self, workspace_id: WorkspaceId, until: dt.datetime) -> None:
        """Let nothing be due for this workspace before *until*; meeting it again (`add_workspace`) ends that."""

    async def stopped_workspaces(self, now: dt.datetime) -> frozenset[WorkspaceId]:
        """Those for which nothing is to be done now."""

    async def declare_topics(
        self, workspace_id: WorkspaceId, topics: Sequence[NewTopic], now: dt.datetime
    ) -> tuple[Topic, ...]:
        """Make the workspace's config-declared topics and their feed links exactly *topics*; what chat declared stays.

        A config topic that is no longer named goes, with its subscriptions; editions already posted stay. One that is new
        here also reads what was added to the command line's own topic of that name.
        """

    async def topics(self, workspace_id: WorkspaceId) -> tuple[Topic, ...]:
        """The topics of a workspace, by name."""

    async def topic(self, topic_id: TopicId) -> Topic:
        """One topic."""

    async def add_subscription(self, subscription: NewSubscription, now: dt.datetime) -> Subscription:
        """Add the channel's subscription to the topic, or change the one there is (one per topic, channel, origin and subject).

        With another timetable it begins anew: what that one would have brought before is not made up.
        """

    async def keep_subscriptions(self, platform: Platform, kept: Collection[SubscriptionId]) -> None:
        """Drop config-declared subscriptions of the platform other than these."""

    async def mutes(self, place: Place, topic_id: TopicId) -> tuple[Mute, ...]:
        """What is muted in a channel for a topic, oldest first."""

    async def add_mute(self, place: Place, topic_id: TopicId, mute: Mute) -> None:
        """Mute; who muted the same words before stays named."""

    async def remove_mute(self, place: Place, topic_id: TopicId, words: str) -> None:
        """Undo a mute."""

    async def remove_subscription(
        self, place: Place, topic_id: TopicId, origin: Origin, *, subject: str
    ) -> bool:
        """Remove; False if there was none."""

    async def pause(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """Post nothing for it from now on; a pause that began before goes on."""

    async def resume(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """End its pause; its next edition covers what came in the meantime."""

    async def look(self, subscription_id: SubscriptionId, until: dt.datetime) -> None:
        """Note that all until then was looked at and nothing of it was to be told, so that its next window begins there."""

    async def subscription(self, subscription_id: SubscriptionId) -> Subscription | None:
        """One subscription, or None if it was removed."""

    async def subscriptions(self, place: Place | None = None) -> tuple[Subscription, ...]:
        """All subscriptions, or those of one channel."""

    async def last_edition(self, subscription_id: SubscriptionId) -> Edition | None:
        """The newest scheduled edition of a subscription, by planned time."""

    async def last_planned(self) -> Mapping[SubscriptionId, dt.datetime]:
        """The newest planned time of each subscription that has a scheduled edition."""

    async def is_under_way(self, subscription_id: SubscriptionId) -> bool:
        """Whether a scheduled edition of it is written and its first part is neither posted nor given up."""

    async def was_refused(self, subscription_id: SubscriptionId, times: int) -> bool:
        """Whether its newest scheduled editions that were to be posted, so many of them, failed."""

    async def has_edition(self, subscription_id: SubscriptionId, planned_key: str) -> bool:
        """Say whether the subscription has an edition with this planned key."""

    async def ask_for_edition(self, asked: AskedEdition) -> None:
        """Remember that an edition is wanted; asked for again it is the same one."""

    async def asked_editions(self, since: dt.datetime) -> tuple[AskedEdition, ...]:
        """What was asked for since then and is not there yet, oldest first."""

    async def covered_until(self, subscription_id: SubscriptionId) -> dt.datetime | None:
        """The latest end of a window of its scheduled editions, but for those whose first part failed, or of a `look`.

        None: there is none.
        """

    async def add_edition(
        self,
        edition: NewEdition,
        place: Place,
        parts: int,
        now: dt.datetime,
        decisions: Sequence[Decision] = (),
    ) -> tuple[Edition, tuple[Delivery, ...]] | None:
        """Write the edition, its pending deliveries and *decisions* in one transaction.

        None, and nothing is written, if this planned time has an edition already.
        """

    async def edition(self, edition_id: EditionId) -> Edition:
        """One edition."""

    async def delivery(self, delivery_id: DeliveryId) -> Delivery:
        """One delivery."""

    async def deliveries(self, edition_id: EditionId) -> tuple[Delivery, ...]:
        """All deliveries of an edition, by part."""

    async def due_deliveries(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Delivery, ...]:
        """Deliveries of these platforms that are pending and due, or sending with a lease that ran out, oldest first.

        Parts whose part 0 is still pending or sending are left out: their thread is not there yet. So are those of stopped
        workspaces, and planned editions of paused subscriptions.
        """

    async def claim_delivery(
        self, delivery_id: DeliveryId, until: dt.datetime, now: dt.datetime
    ) -> Delivery | None:
        """Take a due delivery: it is now sending, with a lease and one attempt more.

        It is returned as it was before, but for *attempts*, which counts this one. *state* `SENDING` says that somebody
        died on it, or never learned the outcome; *due_at* is when it was due, or when that lease ended. None: not due,
        or taken.
        """

    async def prolong_delivery(self, delivery_id: DeliveryId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: somebody else has it by now."""

    async def finish_delivery(
        self,
        delivery_id: DeliveryId,
        state: DeliveryState,
        *,
        attempts: int,
        message: Message | None = None,
        error: str = "",
        retry_at: dt.datetime | None = None,
    ) -> bool:
        """Write the outcome of the claim that returned *attempts*. False: somebody else has it by now, and nothing is written.

        Sent: *message* goes into the transcript, and opens its thread if it is part 0, all at once. Pending again: due
        at *retry_at*. Sending still: the outcome is unknown, to be looked for at *retry_at*.
        """


class ThreadStore(Protocol):
    """What was said, and what waits for an answer."""

    async def record_event(self, platform: Platform, key: str, now: dt.datetime) -> bool:
        """Remember a chat event; False if it is known."""

    async def add_message(self, message: Message) -> None:
        """Add to the transcript; a message with a known place and id is passed over."""

    async def messages(self, place: Place, thread: str, limit: int) -> tuple[Message, ...]:
        """The newest messages of a channel ("" : outside threads) or thread, oldest first.

        A thread begins with the message that stands in the channel.
        """

    async def messages_after(
        self, place: Place, after: int | None, limit: int
    ) -> tuple[int, tuple[Message, ...]]:
        """What was written into a channel's transcript after the mark *after*, threads too, oldest first; and the next mark.

        None: from now on. What was being written when the mark was made comes, too; so what had been written a moment before
        may come again.
        """

    async def thread_edition(self, place: Place, thread: str) -> Edition | None:
        """The edition that opened this thread."""

    async def add_question(self, question: NewQuestion, workspace_id: WorkspaceId) -> QuestionId | None:
        """Record the event, the question and its transcript message at once; None if the event is known."""

    async def due_questions(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Question, ...]:
        """Questions of these platforms that wait, or whose lease ran out, oldest first; none of stopped workspaces."""

    async def claim_question(
        self, question_id: QuestionId, until: dt.datetime, now: dt.datetime
    ) -> Question | None:
        """Take a question, with one attempt more and the answer kept for it; None: answered, given up, or taken."""

    async def prolong_question(self, question_id: QuestionId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: it is closed, or somebody else's by now."""

    async def keep_answer(self, question_id: QuestionId, answer: Answer) -> None:
        """Keep what was composed before it is posted, so that another attempt posts the same and asks nobody again."""

    async def finish_question(
        self, question_id: QuestionId, message: Message | None, error: str = ""
    ) -> None:
        """Close a question. *message*, the answer, goes into the transcript; None with *error*: given up."""

    async def retry_question(self, question_id: QuestionId, retry_at: dt.datetime, error: str) -> None:
        """Let a question wait until *retry_at*."""


class Store(
    FeedStore,
    LinkStore,
    StoryStore,
    SummaryStore,
    TagStore,
    EditionStore,
    ThreadStore,
    NewsroomStore,
    PruningStore,
    VitalsStore,
    Protocol,
):
    """The whole database."""
