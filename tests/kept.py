"""Stores entries by hand, where a test is not about checking feeds."""

import datetime as dt
from collections.abc import Callable, Sequence

from bot.core.entities import EntryId, FeedId, NewEntry
from bot.flows.ports import Store


async def add_entries(
    store: Store, feed_id: FeedId, entries: Sequence[NewEntry], now: Callable[[], dt.datetime]
) -> tuple[EntryId, ...]:
    """Keep *entries* as new ones of the feed, whose state stays as it is, and let searches find them."""
    kept = await store.keep(await store.feed(feed_id), entries=entries, now=now)
    while await store.index_entries(1_000):
        """All of them."""
    return kept
