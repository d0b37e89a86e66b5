"""Ports of the newsroom, to the store and to the page: read only, and bounded by who asks.

*seen_by* names the channel that asks: it sees what is its own. None is whoever runs the bot, who sees every channel.
All raise `StoreError` when the database fails.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import (
    ChangedThere,
    ChannelDecision,
    ChannelReport,
    DailyCost,
    EditionId,
    EditionPage,
    EditionRecord,
    Entry,
    EntryId,
    Explanation,
    Feedback,
    FilteredThere,
    MutedThere,
    Place,
    Standing,
    StoryId,
    StoryPage,
    StoryReport,
    Telling,
    TopicId,
)


class NewsroomStore(Protocol):
    """What was done, for people to look at."""

    async def newest_of_stories(
        self, topic_ids: Collection[TopicId], *, limit: int, before: EntryId | None = None
    ) -> tuple[Entry, ...]:
        """The newest entry that the topics' feeds brought of each story, newest first; those older than *before*."""

    async def edition_records(
        self, seen_by: Place | None, *, limit: int, before: EditionId | None = None
    ) -> tuple[EditionRecord, ...]:
        """Editions, those composed last first; those before *before*."""

    async def edition_record(self, edition_id: EditionId, seen_by: Place | None) -> EditionRecord | None:
        """One edition; None where there is none, or it is another channel's."""

    async def tellings(
        self, story_ids: Collection[StoryId], seen_by: Place | None
    ) -> Mapping[StoryId, tuple[Telling, ...]]:
        """The editions that tell each of these stories, oldest first; one that none tells is left out."""

    async def channel_decisions(
        self, entry_id: EntryId, seen_by: Place | None
    ) -> tuple[ChannelDecision, ...]:
        """What was decided about an entry, oldest first."""

    async def standings(self, seen_by: Place | None) -> tuple[Standing, ...]:
        """Subscriptions and watches, oldest first."""

    async def all_mutes(self, seen_by: Place | None) -> tuple[MutedThere, ...]:
        """What is muted where, oldest first."""

    async def all_filters(self, seen_by: Place | None) -> tuple[FilteredThere, ...]:
        """The filters that channels' people set, oldest first."""

    async def latest_changes(self, seen_by: Place | None, each: int) -> tuple[ChangedThere, ...]:
        """The last *each* changes of every channel and of whole workspaces, newest first; a channel sees its workspace's, too."""

    async def daily_costs(self, begins: Sequence[dt.datetime]) -> tuple[DailyCost, ...]:
        """What language models used between each two of *begins*, ascending midnights (UTC), by writer and purpose."""


class NewsroomData(Protocol):
    """What the newsroom shows, of the page's topics; of the channels, those that may be seen there."""

    async def stories(self, about: str = "", before: EntryId | None = None) -> StoryPage:
        """Stories about a subject ("": all), newest first; those older than *before*."""

    async def story(self, story_id: StoryId) -> StoryReport | None:
        """One story with where it was told; None where there is none of the page's topics."""

    async def editions(self, before: EditionId | None = None) -> EditionPage:
        """Editions, newest first; those composed before *before*."""

    async def edition(self, edition_id: EditionId) -> EditionRecord | None:
        """One edition; None where there is none, or it may not be seen."""

    async def channels(self) -> tuple[ChannelReport, ...]:
        """What each channel gets."""

    async def feedback(self) -> Feedback:
        """What readers have said, newest first."""

    async def costs(self) -> tuple[dt.date, tuple[DailyCost, ...]] | None:
        """What language models used since that day (UTC); None: it may not be seen."""

    async def entries_a_day(self) -> tuple[tuple[dt.date, int], ...]:
        """How many entries were published on each of the last days (UTC), today's last."""

    async def why(self, asked: str) -> Explanation:
        """What became of the article that *asked* names by address, story or title."""
