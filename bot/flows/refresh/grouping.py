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
_BATCH = 500
_AT_A_STRETCH = 25
"""Entries compared before others get their turn: some milliseconds of work."""


async def group_new_entries(*, store: Store, clock: Clock) -> int:
    """Give every entry without a story one, new or known, and return how many got one; 0 while somebody else does it."""
    grouped = 0
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
    marked = await _marked(batch, counts, store)
    outlines = await store.outlines({entry_id for found in marked.values() for entry_id in found})
    known = {outline.id: outline for outline in outlines}
    assigned: list[Assignment] = []
    for assignment in stories.assign(batch, marked=marked, outlines=known, counts=counts, total=total):
        assigned.append(assignment)
        if len(assigned) % _AT_A_STRETCH == 0:
            await asyncio.sleep(0)
    return assigned


async def _marked(
    batch: Sequence[Outline], counts: Mapping[str, int], store: Store
) -> Mapping[str, tuple[EntryId, ...]]:
    words = {word for each in batch for word in stories.queried(each, counts)}
    dates = [each.published_at for each in batch]
    return await store.marked(words, since=min(dates) - stories.REACH, until=max(dates) + stories.REACH)
