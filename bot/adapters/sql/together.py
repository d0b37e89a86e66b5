"""Small writes of many tasks, written together: a transaction costs the same for one row as for hundred."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Hands everything that waits to *write* at once, which returns a result for each, and writes all or nothing.

    What comes while it writes waits for the next time. Where all of it fails, each is tried alone, so that one bad thing
    fails for whoever brought it, and for nobody else. It writes in a task of its own: whoever is cancelled while waiting
    cancels no transaction in the middle.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._write = write
        self._waiting: list[_Waiting[T, R]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, thing: T) -> R:
        """Return what *write* returned for *thing*, when it is written."""
        mine = _Waiting[T, R](thing)
        self._waiting.append(mine)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all(), name="writing together")
        return await mine.result

    async def settle(self) -> None:
        """Wait until everything that waits is written."""
        if self._writer is not None:
            await asyncio.wait([self._writer])

    async def _write_all(self) -> None:
        while self._waiting:
            batch = [each for each in self._waiting if not each.result.cancelled()]
            self._waiting.clear()
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: "Sequence[_Waiting[T, R]]") -> None:
        try:
            results = await self._write([each.thing for each in batch])
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is raised to whoever waits for the result
            if len(batch) == 1:
                batch[0].fail(error)
                return
            for each in batch:
                await self._settle([each])
        else:
            for each, result in zip(batch, results, strict=True):
                each.succeed(result)


class _Waiting(Generic[T, R]):
    """A thing with its result to come; nobody may be left to hear it."""

    def __init__(self, thing: T) -> None:
        self.thing = thing
        self.result: asyncio.Future[R] = asyncio.get_running_loop().create_future()

    def succeed(self, result: R) -> None:
        if not self.result.done():
            self.result.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.result.done():
            self.result.set_exception(error)
