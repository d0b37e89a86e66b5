"""Port to feeds and entries: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from bot.core.entities import Entry, EntryId, EntryKeys, Feed, FeedId, NewEntry, Subject, TopicId


class FeedStore(Protocol):
    """Feeds and entries: fetched once, shared by all workspaces."""

    async def add_feed(self, url: str, now: dt.datetime) -> Feed:
        """Return the feed that has this URL, or had it before it moved; a new one is due at once."""

    async def feed(self, feed_id: FeedId) -> Feed:
        """One feed."""

    async def feeds(self, topic_id: TopicId | None = None) -> tuple[Feed, ...]:
        """The feeds of a topic (or all that any topic reads), by title."""

    async def feed_names(self, topic_id: TopicId, begun: str, limit: int) -> tuple[str, ...]:
        """What at most *limit* feeds of a topic are called, by title or host: first those that have *begun* in it, then by title.

        Letters are compared as the database does, in small ones.
        """

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
        land behind the end of a window. Nor does one that is stored by a clock that is behind: see `settle`. It may be asked
        in another thread.
        """

    async def postpone(self, host: str, until: dt.datetime) -> None:
        """Let no feed of *host* (`publisher_of` its URL) be due before *until*."""

    async def hasten(self, feed_ids: Collection[FeedId], at: dt.datetime) -> None:
        """Let these feeds be due at *at*, where they would be due later."""

    async def others_are_well(self, feed_id: FeedId) -> bool:
        """Whether any feed that a topic reads, but for this one, is neither failing nor gone."""

    async def settle(self, until: dt.datetime, now: dt.datetime) -> None:
        """Let nothing come any more that is stamped *until* then or before.

        It waits until no writer of entries is under way: what is stamped already is visible. What is stored afterwards is
        stamped later than *until*, and later than *now* if that had to be noted, whatever the clock of its writer says.
        """

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
