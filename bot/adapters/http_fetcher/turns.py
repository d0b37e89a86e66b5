"""Whose turn it is: one request at a time to a host, a rest between two, and not too many in all.

Whoever waits for a host or for its rest holds up nobody at another host.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from weakref import WeakValueDictionary

from bot.adapters.http_fetcher.outside import Outside


class Turns:
    """*at_once* requests to a host, *gap* seconds between two, *in_all* requests to all hosts."""

    def __init__(self, *, at_once: int, gap: float, in_all: int, outside: Outside) -> None:
        self._at_once = at_once
        self._gap = gap
        self._outside = outside
        self._places = asyncio.Semaphore(in_all)
        # Weak: a host's queue goes with the last who holds its turn or waits for it.
        self._queues: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._rested_at: dict[str, float] = {}  # in the order of their instants; what is past is dropped

    @contextlib.asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Have the turn at *host*, first come, first served; it may serve for several requests."""
        async with self._queues.setdefault(host, asyncio.Semaphore(self._at_once)):
            yield

    @contextlib.asynccontextmanager
    async def request(self, host: str) -> AsyncIterator[None]:
        """Make one request within the turn at *host*, as soon as it has rested."""
        while (wait := self._rested_at.get(host, 0) - self._outside.seconds()) > 0:
            await self._outside.sleep(wait)
        async with self._places:
            self._let_rest(host)
            try:
                yield
            finally:
                self._let_rest(host)

    def _let_rest(self, host: str) -> None:
        now = self._outside.seconds()
        self._rested_at.pop(host, None)
        while self._rested_at and next(iter(self._rested_at.values())) <= now:
            del self._rested_at[next(iter(self._rested_at))]
        if self._gap:
            self._rested_at[host] = now + self._gap
