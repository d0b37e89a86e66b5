"""Writing together: fewer transactions, and nobody pays for another's mistake."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.adapters.sql.together import Together


class Pen:
    """Writes numbers and remembers each transaction; odd ones cannot be written. It waits until it may go on."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.may_go_on = asyncio.Event()

    async def write(self, things: Sequence[int]) -> list[str]:
        await self.may_go_on.wait()
        if any(thing % 2 for thing in things):
            raise ValueError(str(list(things)))
        self.written.append(list(things))
        return [f"wrote {thing}" for thing in things]


async def started(together: Together[int, str], *things: int) -> list[asyncio.Task[str]]:
    """Tasks that wait to write, the first of them at it."""
    tasks = [asyncio.create_task(together.add(thing)) for thing in things]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_waits_is_written_at_once():
    """While one writes, the others gather, and become one transaction; each hears its own result."""
    pen = Pen()
    together = Together(pen.write)
    first = await started(together, 2)
    rest = await started(together, 4, 6, 8)
    pen.may_go_on.set()
    assert await asyncio.gather(*first, *rest) == ["wrote 2", "wrote 4", "wrote 6", "wrote 8"]
    assert pen.written[-1] == [4, 6, 8]


async def test_one_bad_thing_fails_alone():
    """A thing that cannot be written fails for whoever brought it; the others are written."""
    pen = Pen()
    together = Together(pen.write)
    first = await started(together, 2)
    rest = await started(together, 4, 5, 8)
    pen.may_go_on.set()
    found = await asyncio.gather(*first, *rest, return_exceptions=True)
    assert [str(each) for each in found] == ["wrote 2", "wrote 4", "[5]", "wrote 8"]
    assert pen.written == [[2], [4], [8]]


async def test_whoever_is_stopped_stops_nobody_else():
    """When the first of them is cancelled in the middle of its transaction, that is finished, and the others are written."""
    pen = Pen()
    together = Together(pen.write)
    (first,) = await started(together, 2)
    rest = await started(together, 4, 6)
    first.cancel()
    pen.may_go_on.set()
    assert await asyncio.gather(*rest) == ["wrote 4", "wrote 6"]
    with pytest.raises(asyncio.CancelledError):
        await first
    assert pen.written == [[2], [4, 6]]


async def test_what_nobody_waits_for_any_more_is_not_begun():
    """A thing whose task is cancelled before its transaction began is not written."""
    pen = Pen()
    together = Together(pen.write)
    first = await started(together, 2)
    dropped, kept = await started(together, 4, 6)
    dropped.cancel()
    pen.may_go_on.set()
    assert await asyncio.gather(*first, kept) == ["wrote 2", "wrote 6"]
    assert pen.written == [[2], [6]]


async def test_settling_waits_for_all_of_it():
    """After settling, everything that had been brought is written, also what waited for its turn."""
    pen = Pen()
    together = Together(pen.write)
    tasks = [*await started(together, 2), *await started(together, 4, 6)]
    settling = asyncio.create_task(together.settle())
    await asyncio.sleep(0)
    assert not settling.done()
    pen.may_go_on.set()
    await settling
    assert pen.written == [[2], [4, 6]]
    await asyncio.gather(*tasks)
