"""Pruning: every table stays bounded, and what people said goes when the configuration says so.

Once a day by itself, whoever of several processes comes first, and whenever somebody asks for it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_LEASE = "prune"
_EVERY = dt.timedelta(days=1)
_EVENTS = dt.timedelta(days=7)
"""Platforms repeat an event for a day at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long news (entries, stories, editions, what was written, what it cost) and what people said are kept."""

    news: dt.timedelta
    transcript: dt.timedelta


async def prune_daily(store: Store, clock: Clock, retention: Retention) -> None:
    """Prune, unless somebody did within a day."""
    now = clock.now()
    # Never given back: it is what the next one waits for.
    if await store.claim(_LEASE, now + _EVERY, now):
        await prune(store, clock, retention)


async def prune(store: Store, clock: Clock, retention: Retention) -> Mapping[str, int]:
    """Delete what is older than it is kept, and return how many rows of each kind went."""
    now = clock.now()
    news, transcript = now - retention.news, now - retention.transcript
    pruned = {
        "entries": await store.prune_entries(news),
        "index": await store.prune_index(news),
        "editions": await store.prune_editions(news),
        "summaries": await store.prune_summaries(news),
        "calls": await store.prune_calls(news),
        "messages": await store.prune_transcript(transcript),
        "events": await store.prune_events(now - _EVENTS),
    }
    log.info("pruned", **pruned)
    return pruned
