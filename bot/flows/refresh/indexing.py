"""Lets searches find what is new, after it was stored and grouped: no edition waits for that."""

from collections.abc import Awaitable, Callable

from bot.flows.ports import Store

_BATCH = 250
"""Entries at most that are indexed before what came meanwhile is grouped."""


async def take_in(store: Store, group: Callable[[], Awaitable[object]]) -> int:
    """Call *group*, and then let searches find what is stored; return how many entries they did not find before.

    It goes a little at a time, and what comes meanwhile is grouped first.
    """
    indexed = 0
    await group()
    while count := await store.index_entries(_BATCH):
        indexed += count
        await group()
    return indexed
