"""Port to stories: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import Decision, Entry, EntryId, FeedId, Place, Story, StoryId, Told, TopicId, Window
from bot.core.stories import Assignment, Outline, Query


class StoryStore(Protocol):
    """Stories: which entries tell the same event."""

    async def ungrouped_entries(self, limit: int) -> tuple[Entry, ...]:
        """Entries that no story has yet, oldest first."""

    async def ungrouped_outlines(self, limit: int) -> tuple[Outline, ...]:
        """Outlines of entries that no story has yet, oldest first."""

    async def outlines(self, entry_ids: Collection[EntryId]) -> tuple[Outline, ...]:
        """Outlines of these entries, in the order of their ids; unknown ids are passed over."""

    async def term_counts(self, terms: Collection[int]) -> tuple[Mapping[int, int], int]:
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

    async def told_since(
        self, place: Place, topic_id: TopicId, since: dt.datetime, *, in_full: bool = False
    ) -> Mapping[StoryId, Told]:
        """How the stories were told last that editions of this topic composed since then told in this channel.

        What was withdrawn is left out; *in_full*: so are updates.
        """

    async def add_decisions(self, decisions: Sequence[Decision]) -> None:
        """Record why entries did or did not get somewhere."""

    async def decisions(self, entry_id: EntryId) -> tuple[Decision, ...]:
        """What was decided about an entry, oldest first."""
