"""Small writes of many tasks, written together: a transaction costs the same for one row as for hundred."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Hands everything that waits to *write* at once, which returns a result for each, and writes all or nothing.

    What comes while it writes waits for the next time. Where all of it fails, each is tried alone, so that one bad thing
    fails for whoever brought it, and for nobody else.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._write = write
        self._turn = asyncio.Lock()
        self._waiting: list[_Waiting[T, R]] = []

    async def add(self, thing: T) -> R:
        """Return what *write* returned for *thing*, when it is written."""
        mine = _Waiting[T, R](thing)
        self._waiting.append(mine)
        try:
            async with self._turn:
                if not mine.result.done():
                    await self._write_waiting()
            return mine.result.result()
        finally:
            if mine in self._waiting:  # cancelled before it was its turn
                self._waiting.remove(mine)

    async def _write_waiting(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            await self._settle(batch)
        finally:
            # Whoever writes for the others may be cancelled: the others then write for themselves.
            self._waiting[:0] = [each for each in batch if not each.result.done()]

    async def _settle(self, batch: "Sequence[_Waiting[T, R]]") -> None:
        try:
            results = await self._write([each.thing for each in batch])
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised to whoever waits for the result
            if len(batch) == 1:
                batch[0].result.set_exception(error)
                return
            for each in batch:
                await self._settle([each])
        else:
            for each, result in zip(batch, results, strict=True):
                each.result.set_result(result)


class _Waiting(Generic[T, R]):
    def __init__(self, thing: T) -> None:
        self.thing = thing
        self.result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
