"""Turns inside one event loop: so many at a time, the most urgent first. It knows nothing of what is done in a turn."""

import asyncio
import contextlib
import heapq
from collections.abc import AsyncIterator
from itertools import count

_Waiting = tuple[int, int, asyncio.Future[None]]


class Turns:
    """At most *at_once* turns side by side; of those who wait the highest priority first, then who came first."""

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._waiting: list[_Waiting] = []
        self._numbers = count()

    @contextlib.asynccontextmanager
    async def turn(self, priority: int) -> AsyncIterator[None]:
        """Have a turn, as soon as one is free."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(priority)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, priority: int) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-priority, next(self._numbers), mine))
        try:
            await mine
        except asyncio.CancelledError:
            if (
                not mine.cancelled()
            ):  # it was our turn already, at the very moment at which we were told to go
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            _, _, following = heapq.heappop(self._waiting)
            if not following.done():
                following.set_result(None)
                return
        self._free += 1
