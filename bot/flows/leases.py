"""Leases: short, and prolonged for as long as their holder lives.

So what a process held that was killed is free again within `LENGTH`, however long the work itself may take. A holder that
was only very slow may lose its lease to another: whatever a lease guards is written so that this harms nothing.
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog

from bot.core.errors import StoreError
from bot.flows.ports import Clock, SummaryStore

log = structlog.get_logger()

LENGTH = dt.timedelta(seconds=20)
"""How long a lease is: after so long, a holder that gives no sign of life is taken for dead."""

_EVERY = LENGTH / 4

Prolong = Callable[[dt.datetime], Awaitable[bool]]
"""Makes a lease last until an instant; False where somebody else holds it by now."""


@contextlib.asynccontextmanager
async def prolonged(
    name: str, prolong: Prolong, clock: Clock, every: dt.timedelta = _EVERY
) -> AsyncIterator[None]:
    """Prolong the lease that the log calls *name* *every* so often until the block is left; it may have run out a moment later."""
    is_over = asyncio.Event()
    prolonging = asyncio.create_task(
        _prolong(name, prolong, clock, every, is_over), name="prolonging a lease"
    )
    try:
        yield
    finally:
        is_over.set()
        await prolonging  # it is waited for, not cancelled: it may be writing just now


@contextlib.asynccontextmanager
async def held(store: SummaryStore, name: str, clock: Clock) -> AsyncIterator[bool]:
    """Hold the lease *name* until the block is left, and give it back. False: somebody else holds it."""
    now = clock.now()
    lease = _Lease(store, name, now + LENGTH)
    if not await store.claim(name, lease.until, now):
        yield False
        return
    try:
        async with prolonged(name, lease.prolong, clock):
            yield True
    finally:
        await _give_back(store, name, lease.until)


async def _give_back(store: SummaryStore, name: str, until: dt.datetime) -> None:
    """Where the database cannot be told, what was done under the lease counts all the same: it runs out by itself."""
    try:
        await store.release(name, until)
    except StoreError as error:
        log.warning("lease_not_released", lease=name, error=str(error))


class _Lease:
    """A lease that is ours *until* then, which is also what tells our holding from somebody else's."""

    def __init__(self, store: SummaryStore, name: str, until: dt.datetime) -> None:
        self._store = store
        self._name = name
        self.until = until

    async def prolong(self, until: dt.datetime) -> bool:
        is_ours = await self._store.prolong(self._name, self.until, until)
        self.until = until if is_ours else self.until
        return is_ours


async def _prolong(
    name: str, prolong: Prolong, clock: Clock, every: dt.timedelta, is_over: asyncio.Event
) -> None:
    while not await _happens(is_over, within=every):
        try:
            is_ours = await prolong(clock.now() + LENGTH)
        except StoreError as error:
            log.warning("lease_not_prolonged", lease=name, error=str(error))
        else:
            if not is_ours:
                log.warning("lease_lost", lease=name)
                return


async def _happens(event: asyncio.Event, *, within: dt.timedelta) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within.total_seconds())
    except TimeoutError:
        return False
    return True
