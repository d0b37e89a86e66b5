"""Lanes inside one event loop: whose turn it is in each. It knows nothing of what is done in a turn."""

import asyncio
import contextlib
import heapq
from collections.abc import AsyncIterator
from itertools import count

_Waiting = tuple[int, int, asyncio.Future[None]]


class Lanes:
    """One turn at a time in a lane; of those who wait the highest priority first, then who came first.

    A lane that nobody uses is forgotten: a process that runs for years has seen many hosts.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[_Waiting]] = {}  # a lane stands here while somebody has its turn
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._waiting)

    @contextlib.asynccontextmanager
    async def turn(self, lane: str, priority: int) -> AsyncIterator[None]:
        """Have a turn in *lane*, as soon as it is free."""
        if lane in self._waiting:
            await self._wait(lane, priority)
        else:
            self._waiting[lane] = []
        try:
            yield
        finally:
            self._pass_on(lane)

    async def _wait(self, lane: str, priority: int) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting[lane], (-priority, next(self._numbers), mine))
        try:
            await mine
        except asyncio.CancelledError:
            if (
                not mine.cancelled()
            ):  # it was our turn already, at the very moment at which we were told to go
                self._pass_on(lane)
            raise

    def _pass_on(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while waiting:
            _, _, following = heapq.heappop(waiting)
            if not following.done():
                following.set_result(None)
                return
        del self._waiting[lane]
