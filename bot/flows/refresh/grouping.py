"""Groups entries that no story has yet: finds the grouped entries that share rare words, and lets `bot.core.stories` choose.

One grouper works at a time: two would each begin a story for the same event.
"""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence

import structlog

from bot.core import stories
from bot.core.entities import EntryId
from bot.core.stories import Assignment, Outline
from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_LEASE = "grouping"
_LEASE_TIME = dt.timedelta(minutes=5)
_BATCH = 4_000
_AT_A_STRETCH = 25
"""Entries compared before others get their turn: some milliseconds of work."""


async def group_new_entries(*, store: Store, clock: Clock) -> int:
    """Give every entry without a story one, new or known, and return how many got one; 0 while somebody else does it."""
    grouped = 0
    if not await store.ungrouped_entries(1):
        return 0  # as at most ticks: nothing to take a lease for
    while (until := await _claimed(store, clock)) is not None:
        try:
            batch = await store.ungrouped_outlines(_BATCH)
            if batch:
                await store.assign(await _assignments(batch, store))
        finally:
            await store.release(_LEASE, until)
        grouped += len(batch)
        if len(batch) < _BATCH:
            break
    if grouped:
        log.info("entries_grouped", entries=grouped)
    return grouped


async def _claimed(store: Store, clock: Clock) -> dt.datetime | None:
    """Take the lease and return when it ends; None while somebody else groups."""
    now = clock.now()
    until = now + _LEASE_TIME
    return until if await store.claim(_LEASE, until, now) else None


async def _assignments(batch: Sequence[Outline], store: Store) -> list[Assignment]:
    counts, total = await store.term_counts({word for each in batch for word in each.features.weights})
    alike = await _alike(batch, counts, store)
    assigned: list[Assignment] = []
    for assignment in stories.assign(batch, alike=alike, counts=counts, total=total):
        assigned.append(assignment)
        if len(assigned) % _AT_A_STRETCH == 0:
            await asyncio.sleep(0)
    return assigned


async def _alike(
    batch: Sequence[Outline], counts: Mapping[str, int], store: Store
) -> Mapping[EntryId, Sequence[Outline]]:
    """Find for each entry of the batch the grouped ones that share its rare words."""
    queries = {each.id: stories.query_of(each, counts) for each in batch}
    sharing = await store.sharing(queries, limit=stories.COMPARED)
    found = await store.outlines({other for others in sharing.values() for other in others})
    outlines = {outline.id: outline for outline in found}
    return {
        entry_id: [outlines[other] for other in others if other in outlines]
        for entry_id, others in sharing.items()
    }
