"""A round: many feeds read once, several at a time, while what they brought is grouped alongside."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.core.entities import Feed
from bot.flows.refresh.reading import FeedOutcome

_WORTH_GROUPING = 150
"""New entries, before a round groups alongside: in large batches it costs least."""


async def read_round(
    feeds: Sequence[Feed],
    *,
    refresh: Callable[[Feed], Awaitable[FeedOutcome]],
    group: Callable[[], Awaitable[object]],
    at_once: int,
    on_outcome: Callable[[Feed, FeedOutcome], Awaitable[None]],
) -> None:
    """Call *refresh* for each feed, *at_once* at a time, and *group* for what came, the last time when all are read.

    *on_outcome* hears of each feed as it is done. What *refresh* raises ends the round.
    """
    left, arrived = iter(feeds), _Arrived()

    async def read() -> None:
        for feed in left:
            outcome = await refresh(feed)
            arrived.add(outcome.stored)
            await on_outcome(feed, outcome)

    grouping = asyncio.create_task(_group_alongside(group, arrived))
    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(at_once, len(feeds))):
                tasks.create_task(read())
    finally:
        arrived.close()
        await grouping
    await group()


async def _group_alongside(group: Callable[[], Awaitable[object]], arrived: "_Arrived") -> None:
    while await arrived.wait():
        await group()


class _Arrived:
    """Counts new entries, and wakes who waits for enough of them."""

    def __init__(self) -> None:
        self._count = 0
        self._is_closed = False
        self._is_worth_it = asyncio.Event()

    def add(self, count: int) -> None:
        self._count += count
        if self._count >= _WORTH_GROUPING:
            self._is_worth_it.set()

    def close(self) -> None:
        self._is_closed = True
        self._is_worth_it.set()

    async def wait(self) -> bool:
        """Return when there is enough to group; False when no more comes."""
        await self._is_worth_it.wait()
        self._is_worth_it.clear()
        self._count = 0
        return not self._is_closed
