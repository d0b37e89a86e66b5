"""Port to what the newsroom looks up: read only, and bounded by who asks.

*seen_by* names the channel that asks: it sees what is its own. None is whoever runs the bot, who sees every channel.
All raise `StoreError` when the database fails.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.core.entities import (
    ChannelDecision,
    DailyCost,
    EditionId,
    EditionRecord,
    Entry,
    EntryId,
    MutedThere,
    Place,
    Standing,
    StoryId,
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

    async def tellings(self, story_id: StoryId, seen_by: Place | None) -> tuple[Telling, ...]:
        """The editions that tell a story, oldest first."""

    async def channel_decisions(
        self, entry_id: EntryId, seen_by: Place | None
    ) -> tuple[ChannelDecision, ...]:
        """What was decided about an entry, oldest first."""

    async def standings(self, seen_by: Place | None) -> tuple[Standing, ...]:
        """Subscriptions and watches, oldest first."""

    async def all_mutes(self, seen_by: Place | None) -> tuple[MutedThere, ...]:
        """What is muted where, oldest first."""

    async def daily_costs(self, begins: Sequence[dt.datetime]) -> tuple[DailyCost, ...]:
        """What language models used between each two of *begins*, ascending midnights (UTC), by writer and purpose."""
