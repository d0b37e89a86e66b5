"""Groups entries that no story has yet: finds the grouped entries that share rare words, and lets `bot.core.stories` choose.

One grouper works at a time: two would each begin a story for the same event.
"""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence

import structlog

from bot.core import indexing, stories
from bot.core.entities import EntryId, ParsedEntry, StoryId
from bot.core.stories import Assignment, Outline
from bot.core.stories.grouping import Grouper
from bot.core.stories.stretch import Stretch, in_stretches, terms_of
from bot.flows import leases
from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_LEASE = "grouping"
_BATCH = 2_000
"""Entries whose places are written together: the more, the fewer times the count of a frequent word is raised."""


class Grouping:
    """Groups what is new, again and again, with what it remembers of the last time."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._grouper = Grouper()

    async def group_new_entries(self) -> int:
        """Give every entry without a story one, new or known; return how many got one, 0 while somebody else does it."""
        grouped = 0
        if not await self._store.ungrouped_entries(1):
            return 0  # as at most ticks: nothing to take a lease for
        while (count := await self._group_batch()) is not None:
            grouped += count
            if count < _BATCH:
                break
        if grouped:
            log.info("entries_grouped", entries=grouped)
        return grouped

    async def _group_batch(self) -> int | None:
        """Group the next few, and return how many they were; None while somebody else groups."""
        async with leases.held(self._store, _LEASE, self._clock) as is_ours:
            if not is_ours:
                return None
            batch = await self._store.ungrouped_outlines(_BATCH)
            if batch:
                await self._group(batch)
            return len(batch)

    async def _group(self, batch: Sequence[Outline]) -> None:
        # What is not kept must not be remembered, so the grouper comes back only when it is.
        grouper, self._grouper = self._grouper, Grouper()
        await self._store.assign(await self._assignments(grouper, batch))
        self._grouper = grouper

    async def _assignments(self, grouper: Grouper, batch: Sequence[Outline]) -> list[Assignment]:
        _, total = await self._store.term_counts(())
        knows_all = grouper.knows_all(total)
        if not knows_all:
            grouper.learn(*await self._store.term_counts(terms_of(batch)))
        assignments: list[Assignment] = []
        for outlines in in_stretches(batch):
            stretch = grouper.stretch(outlines)
            alike = {} if knows_all else await _alike(self._store, stretch)
            assignments.extend(grouper.place(stretch, alike))
            await asyncio.sleep(0)  # others get their turn
        return assignments


async def stories_joined(
    store: Store, entries: Sequence[ParsedEntry], language: str, now: dt.datetime
) -> list[StoryId]:
    """Return the stories that entries which are not stored would join, each by itself; one that would begin its own has none."""
    outlines = [_outline(EntryId(-number), entry, language, now) for number, entry in enumerate(entries, 1)]
    counts, total = await store.term_counts(terms_of(outlines))
    joined: list[StoryId] = []
    for outline in outlines:
        grouper = Grouper()  # each its own: they are not to join each other
        grouper.learn(counts, total)
        stretch = grouper.stretch([outline])
        alike = await _alike(store, stretch)
        known = {each.id: each.story_id for each in alike.get(outline.id, ())}
        for place in grouper.place(stretch, alike):
            story_id = known.get(place.joins) if place.joins is not None else None
            joined += [] if story_id is None else [story_id]
    return joined


def _outline(entry_id: EntryId, entry: ParsedEntry, language: str, now: dt.datetime) -> Outline:
    return Outline(
        id=entry_id,
        story_id=None,
        language=entry.language or language,
        published_at=entry.published_at or now,
        features=indexing.pack(indexing.features_of(entry.title, entry.text)),
    )


async def _alike(store: Store, stretch: Stretch) -> Mapping[EntryId, Sequence[Outline]]:
    """Find for each entry of the stretch the grouped ones that share its rare words."""
    sharing = await store.sharing(stretch.queries(), limit=stories.COMPARED, at_least=stories.PROMISING)
    found = await store.outlines({other for others in sharing.values() for other in others})
    outlines = {outline.id: outline for outline in found}
    return {
        entry_id: [outlines[other] for other in others if other in outlines]
        for entry_id, others in sharing.items()
    }
