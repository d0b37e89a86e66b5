"""Pace: turns with a rest between them, across all processes, through leases that nobody gives back."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from bot.flows.ports import Clock, SummaryStore

_LOOKS = 4
"""How often we look during one rest."""

_MOST_RESTS = 30
"""Who waited for so many goes on: a platform says so if that was too early, but a clock that is ahead says nothing."""


class Pace:
    """Whose turn it is to post in a channel, say: whoever asks, in whatever process."""

    def __init__(
        self, store: SummaryStore, clock: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._store = store
        self._clock = clock
        self._pause = pause

    async def turn(self, name: str, rest: dt.timedelta) -> None:
        """Return when there was no turn of *name* for *rest*; this one is taken then.

        Raises:
            StoreError: the database is away.
        """
        for _ in range(_LOOKS * _MOST_RESTS):
            now = self._clock.now()
            if await self._store.claim(f"pace:{name}", now + rest, now):
                return
            await self._pause(rest.total_seconds() / _LOOKS)
