"""Lets searches find what is new, after it was stored and grouped: no edition waits for that."""

from collections.abc import Awaitable, Callable

from bot.flows.ports import Store

_BATCH = 250
"""Entries that are indexed before it is asked again what there is to group."""


async def take_in(store: Store, group: Callable[[], Awaitable[object]]) -> int:
    """Call *group*, and then let searches find what is stored; return how many entries they did not find before.

    It goes a little at a time, and what comes meanwhile is grouped first.
    """
    indexed = 0
    while True:
        await group()
        count = await store.index_entries(_BATCH)
        indexed += count
        if count < _BATCH:
            return indexed
