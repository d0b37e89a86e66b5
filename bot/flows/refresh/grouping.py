"""Groups entries that no story has yet: finds the grouped entries that share rare words, and lets `bot.core.stories` choose.

One grouper works at a time: two would each begin a story for the same event.
"""

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.core import stories
from bot.core.entities import EntryId
from bot.core.stories import Assignment, Outline, Stretch
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
        self._grouper = stories.Grouper()

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
        grouper, self._grouper = self._grouper, stories.Grouper()
        await self._store.assign(await self._assignments(grouper, batch))
        self._grouper = grouper

    async def _assignments(self, grouper: stories.Grouper, batch: Sequence[Outline]) -> list[Assignment]:
        _, total = await self._store.term_counts(())
        knows_all = grouper.knows_all(total)
        if not knows_all:
            grouper.learn(*await self._store.term_counts(stories.terms_of(batch)))
        assignments: list[Assignment] = []
        for outlines in stories.in_stretches(batch):
            stretch = grouper.stretch(outlines)
            alike = {} if knows_all else await self._alike(stretch)
            assignments.extend(grouper.place(stretch, alike))
            await asyncio.sleep(0)  # others get their turn
        return assignments

    async def _alike(self, stretch: Stretch) -> Mapping[EntryId, Sequence[Outline]]:
        """Find for each entry of the stretch the grouped ones that share its rare words."""
        sharing = await self._store.sharing(
            stretch.queries(), limit=stories.COMPARED, at_least=stories.PROMISING
        )
        found = await self._store.outlines({other for others in sharing.values() for other in others})
        outlines = {outline.id: outline for outline in found}
        return {
            entry_id: [outlines[other] for other in others if other in outlines]
            for entry_id, others in sharing.items()
        }
