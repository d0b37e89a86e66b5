"""Groups entries that no story has yet: finds the grouped entries most like each, and lets `bot.core.stories` choose.

One grouper works at a time: two would each begin a story for the same event.
"""

import datetime as dt
from collections.abc import Collection, Mapping

import structlog

from bot.core import stories
from bot.core.entities import Entry
from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_LEASE = "grouping"
_LEASE_TIME = dt.timedelta(minutes=5)
_BATCH = 200
_REACH = dt.timedelta(days=5)
_RAREST = 12
_CANDIDATES = 50


async def group_new_entries(*, store: Store, clock: Clock) -> int:
    """Give every entry without a story one, new or known, and return how many got one; 0 while somebody else does it.

    Within a batch entries come in the order of their dates, so the order in which feeds were read does not matter.
    """
    grouped = 0
    while (until := await _claimed(store, clock)) is not None:
        try:
            batch = await store.ungrouped_entries(_BATCH)
            for entry in sorted(batch, key=lambda entry: (entry.published_at, entry.id)):
                await _group(entry, store)
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


async def _group(entry: Entry, store: Store) -> None:
    terms = stories.terms(entry)
    counts, total = await store.term_counts(terms)
    likest = await store.entries_like(
        _rarest(terms, counts), topic_id=None, since=entry.published_at - _REACH, limit=_CANDIDATES
    )
    candidates = [other for other in likest if other.story_id is not None and other.id != entry.id]
    await store.assign(entry.id, stories.choose_story(entry, candidates, counts, total), terms)


def _rarest(terms: Collection[str], counts: Mapping[str, int]) -> list[str]:
    """Return the terms that tell most: the rarest of those that any grouped entry has."""
    return sorted(counts.keys() & terms, key=lambda term: (counts[term], term))[:_RAREST]
