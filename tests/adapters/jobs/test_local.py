"""Jobs inside one process: its ticks, its lanes side by side, and an end that waits, but not for ever."""

import asyncio
import contextvars
import datetime as dt
import logging
from collections.abc import Iterator

import pytest
import structlog.testing
from structlog.typing import EventDict

from bot.adapters.jobs import LocalJobs
from bot.adapters.jobs.lanes import Lanes
from bot.core.errors import StoreError
from bot.flows.ports import JobName
from tests.adapters.jobs.running import OFTEN, SELDOM, job, local, never, no_tick
from tests.fakes.clock import FakeClock

WHO: contextvars.ContextVar[str] = contextvars.ContextVar("WHO", default="nobody")


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged by us."""
    with structlog.testing.capture_logs() as events:
        yield events


@pytest.mark.parametrize("error", [StoreError("away"), RuntimeError("a mistake of ours")])
async def test_a_failing_tick_is_told_and_the_next_ones_come(
    error: Exception, logged: list[EventDict]
) -> None:
    """A database that is away for a moment, or one mistake, does not end all work for good."""
    ticks, again = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 3:
            again.set()
        if ticks < 3:
            raise error

    async with asyncio.timeout(20), LocalJobs(FakeClock()).running({}, tick, OFTEN):
        await again.wait()
    assert [(each["event"], each["log_level"]) for each in logged] == [("tick_failed", "error")] * 2
    assert ["exc_info" in each for each in logged] == [isinstance(error, RuntimeError)] * 2


async def test_the_first_tick_comes_at_once() -> None:
    """Whoever starts the bot does not wait for the first interval."""
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    async with asyncio.timeout(20), LocalJobs(FakeClock()).running({}, tick, SELDOM):
        await ticked.wait()


async def test_leaving_waits_for_what_runs_and_drops_what_waits(caplog: pytest.LogCaptureFixture) -> None:
    """An edition that is being posted is posted to its end; what waited behind it is due again at the next start.

    Nothing failed, and so no line says that anything did.
    """
    caplog.set_level(logging.WARNING)
    began, released = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def work(key: str) -> None:
        began.set()
        await released.wait()
        ended.append(key)

    async with local(work) as jobs:
        for number in range(100):
            await jobs.start(job(f"{number}", f"{number}"))
        await began.wait()
        asyncio.get_running_loop().call_soon(released.set)
        jobs_before_leaving = asyncio.all_tasks()
    await asyncio.wait(jobs_before_leaving - {asyncio.current_task()}, timeout=5)
    assert ended == ["0"]
    assert _from_scheduler(caplog) == []


async def test_leaving_waits_only_so_long(logged: list[EventDict], caplog: pytest.LogCaptureFixture) -> None:
    """What hangs is cancelled after the deadline and told once, by its key; what waited behind it is not told."""
    caplog.set_level(logging.WARNING)
    began, cancelled = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    jobs = LocalJobs(FakeClock(), drain=dt.timedelta(milliseconds=1))
    async with asyncio.timeout(20):
        async with jobs.running({JobName.REFRESH: hang}, no_tick, SELDOM):
            for key in ("hanging", "waiting"):
                await jobs.start(job(key))
            await began.wait()
        assert cancelled.is_set()
    assert logged == [
        {"event": "jobs_cancelled", "log_level": "warning", "keys": ["hanging"], "seconds": 0.001}
    ]
    assert _from_scheduler(caplog) == []


async def test_a_hanging_tick_is_cancelled_too(logged: list[EventDict]) -> None:
    """A tick that waits for a database for ever does not keep the program from ending."""
    began = asyncio.Event()

    async def tick() -> None:
        began.set()
        await asyncio.Event().wait()

    async with (
        asyncio.timeout(20),
        LocalJobs(FakeClock(), drain=dt.timedelta(milliseconds=1)).running({}, tick, SELDOM),
    ):
        await began.wait()
    assert [(each["event"], each["keys"]) for each in logged] == [("jobs_cancelled", ["tick"])]


async def test_nobody_elses_context_is_inherited() -> None:
    """The ids that a chat's event put on its log lines do not stand on the lines of later jobs and ticks."""
    seen: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def work(key: str) -> None:
        seen.put_nowait((key, WHO.get()))
        WHO.set(key)

    async def tick() -> None:
        if WHO.get() != "nobody":
            seen.put_nowait(("tick", WHO.get()))

    jobs = LocalJobs(FakeClock())
    WHO.set("somebody")
    async with asyncio.timeout(20), jobs.running({JobName.REFRESH: work}, tick, OFTEN):
        for key in "ab":
            await jobs.start(job(key, key))
            assert await seen.get() == (key, "nobody")
    assert seen.empty()


async def test_lanes_are_forgotten() -> None:
    """A process that runs for years has seen many hosts, and keeps nothing of each: also where who waited was cancelled."""
    lanes = Lanes()
    turns: list[str] = []

    async def work(name: str, priority: int) -> None:
        async with lanes.turn("lane", priority):
            turns.append(name)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        waiting = [
            tasks.create_task(work(name, priority))
            for name, priority in zip("abcd", (0, 1, 2, 3), strict=True)
        ]
        await asyncio.sleep(0)
        waiting[2].cancel()
        assert len(lanes) == 1
    assert turns == ["a", "d", "b"]
    assert len(lanes) == 0


async def test_who_is_cancelled_as_its_turn_comes_passes_it_on() -> None:
    """A job that ends at the very moment at which its lane becomes free does not block the lane for ever."""
    lanes, released = Lanes(), asyncio.Event()

    async def first() -> None:
        async with lanes.turn("lane", 0):
            await released.wait()

    async def wait() -> None:
        async with lanes.turn("lane", 0):
            pass

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(first())
        cancelled, last = (tasks.create_task(wait()) for _ in range(2))
        await asyncio.sleep(0)
        released.set()
        await asyncio.sleep(0)  # the first has left, and the second has the turn, but does not know it yet
        cancelled.cancel()
        await last
    assert len(lanes) == 0


async def test_a_job_that_waits_to_be_tried_again_does_not_hold_up_the_end(logged: list[EventDict]) -> None:
    """Whoever ends the program does not wait for what failed: it is due again at the next start."""
    failed = asyncio.Event()

    async def fail() -> None:
        failed.set()
        raise LookupError

    jobs = LocalJobs(FakeClock(), decide=never)
    async with asyncio.timeout(20), jobs.running({JobName.REFRESH: fail}, no_tick, SELDOM):
        await jobs.start(job("bad"))
        await failed.wait()
    assert [each["event"] for each in logged] == ["job_failed"]


def _from_scheduler(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("apscheduler")]
