"""Groups entries that no story has yet, as long as there are any.

One grouper works at a time: two would each begin a story for the same event.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import structlog

from bot.core.stories import Outline
from bot.flows import leases
from bot.flows.ports import Clock, Store

if TYPE_CHECKING:
    from bot.core.stories.grouping import Grouper

log = structlog.get_logger()

_LEASE = "grouping"
_BATCH = 2_000
"""Entries whose places are written together: the more, the fewer times the count of a frequent word is raised."""


class Grouping:
    """Groups what is new, again and again, with what it remembers of the last time."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._grouper: Grouper | None = None
        # Not one of the loop's: there chats' libraries look up names, and a name server that hangs would hold up all editions.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="grouping")

    async def group_new_entries(self) -> int:
        """Give every entry without a story one, new or known; return how many got one, 0 while somebody else does it."""
        grouped = 0
        if not await self._store.ungrouped_entries(1):
            return 0  # as at most ticks: nothing to take a lease for
        while (count := await self._group_batch()) is not None:
            grouped += count
            if count < _BATCH:
                break
        if grouped:
            log.info("entries_grouped", entries=grouped)
        return grouped

    async def _group_batch(self) -> int | None:
        """Group the next few, and return how many they were; None while somebody else groups."""
        async with leases.held(self._store, _LEASE, self._clock) as is_ours:
            if not is_ours:
                return None
            batch = await self._store.ungrouped_outlines(_BATCH)
            if batch:
                await self._group(batch)
            return len(batch)

    async def _group(self, batch: Sequence[Outline]) -> None:
        place_batch = await asyncio.get_running_loop().run_in_executor(self._thread, _place_batch)
        # What is not kept must not be remembered, so the grouper comes back only when it is.
        grouper, self._grouper = self._grouper, None
        self._grouper = await place_batch(self._store, batch, grouper, self._thread)


def _place_batch() -> "Callable[[Store, Sequence[Outline], Grouper | None, Executor], Awaitable[Grouper]]":
    """Load what groups, which takes a while the first time."""
    from bot.flows.refresh.placing import place_batch  # noqa: PLC0415 -- numpy: see there

    return place_batch
