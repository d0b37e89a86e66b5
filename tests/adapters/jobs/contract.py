"""What flows rely on, whatever runs their jobs: in one process or many."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable

import structlog.testing

from bot.core.errors import StoreError
from bot.flows.ports import JobName, Jobs
from tests.adapters.jobs.running import at_once, job, never

Running = Callable[..., contextlib.AbstractAsyncContextManager[Jobs]]
"""Opens an implementation: called with the work of all jobs and, where it matters, the decision about failures."""


class JobsContract:
    """For all. *running* is a fixture."""

    async def test_a_job_gets_its_args(self, running: Running) -> None:
        """A refresh reads the feed that was due, and no other."""
        done: asyncio.Queue[tuple[object, ...]] = asyncio.Queue()

        async def work(*args: object) -> None:
            done.put_nowait(args)

        async with running(work) as jobs:
            assert await jobs.start(job("a", 7, "x"))
            assert await done.get() == (7, "x")

    async def test_a_key_that_runs_is_not_started_again(self, running: Running) -> None:
        """A feed that is being read is not read a second time at once; when it is done, it may be."""
        done: asyncio.Queue[str] = asyncio.Queue()
        refused: list[bool] = []

        async def work(key: str) -> None:
            if not refused:
                refused.append(not await jobs.start(job("a", "a")))
            done.put_nowait(key)

        async with running(work) as jobs:
            assert await jobs.start(job("a", "a"))
            await jobs.start(job("after a", "after a"))
            assert [await done.get(), await done.get()] == ["a", "after a"]
            assert refused == [True]
            assert await jobs.start(job("a", "a"))
            assert await done.get() == "a"

    async def test_a_lane_runs_one_after_another(self, running: Running) -> None:
        """One host is asked for one feed at a time, in the order in which they were due."""
        done: asyncio.Queue[str] = asyncio.Queue()
        at_once: list[int] = []
        under_way: set[str] = set()

        async def work(key: str) -> None:
            under_way.add(key)
            at_once.append(len(under_way))
            await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())], timeout=0)
            under_way.discard(key)
            done.put_nowait(key)

        async with running(work) as jobs:
            for key in "abc":
                await jobs.start(job(key, key))
            assert [await done.get() for _ in "abc"] == ["a", "b", "c"]
        assert at_once == [1, 1, 1]


class LaterJobsContract(JobsContract):
    """For those whose jobs wait, and outlive who started them."""

    async def test_lanes_run_side_by_side(self, running: Running) -> None:
        """A slow host does not hold up the others."""
        released, done = asyncio.Event(), asyncio.Event()

        async def work(lane: str) -> None:
            if lane == "slow":
                await released.wait()
            else:
                done.set()

        async with running(work) as jobs:
            await jobs.start(job("a", "slow", lane="slow"))
            await jobs.start(job("b", "quick", lane="quick"))
            await done.wait()
            released.set()

    async def test_a_key_that_waits_is_not_started_again(self, running: Running) -> None:
        """What is due at every tick waits once for its lane, not once for each tick."""
        began, released, done = asyncio.Event(), asyncio.Event(), asyncio.Event()
        runs: list[str] = []

        async def work(key: str) -> None:
            runs.append(key)
            began.set()
            await released.wait()
            if key == "last":
                done.set()

        async with running(work) as jobs:
            started = [await jobs.start(job("first", "first"))]
            await began.wait()
            started += [await jobs.start(job(key, key)) for key in ("second", "second", "last")]
            released.set()
            await done.wait()
        assert started == [True, True, False, True]
        assert runs == ["first", "second", "last"]

    async def test_a_key_has_one_job_however_many_start_it_at_once(self, running: Running) -> None:
        """Two clocks that tick at the same moment start an edition once."""
        released = asyncio.Event()

        async def work() -> None:
            await released.wait()

        async with running(work) as jobs:
            started = await asyncio.gather(*(jobs.start(job("edition")) for _ in range(8)))
            released.set()
        assert sorted(started) == [False] * 7 + [True]

    async def test_the_most_urgent_goes_first(self, running: Running) -> None:
        """Somebody who asks in a channel does not wait for the feeds, nor for what is posted there."""
        began, released = asyncio.Event(), asyncio.Event()
        done: asyncio.Queue[str] = asyncio.Queue()

        async def work(name: str) -> None:
            began.set()
            if name != "elsewhere":
                await released.wait()
            done.put_nowait(name)

        names = (JobName.REFRESH, JobName.DELIVER, JobName.REFRESH, JobName.ANSWER, JobName.PUBLISH)
        async with running(work) as jobs:
            await jobs.start(job("running", "running"))
            await began.wait()
            for number, name in enumerate(names):
                await jobs.start(job(f"{number}", name, name=name))
            await jobs.start(job("elsewhere", "elsewhere", lane="elsewhere"))
            assert await done.get() == "elsewhere"  # by now the others wait for their lane
            released.set()
            order = [await done.get() for _ in range(6)]
        assert order == ["running", "answer", "deliver", "publish", "refresh", "refresh"]

    async def test_a_failing_job_is_tried_again_as_decided(self, running: Running) -> None:
        """The database was away for a moment: the edition is published all the same, and nobody started it anew.

        Each failure is told once, with what it was about.
        """
        done = asyncio.Event()
        asked: list[tuple[str, int]] = []
        failures = [StoreError("away"), LookupError("a mistake of ours")]

        def decide(error: BaseException, number: int, now: dt.datetime) -> dt.timedelta:
            asked.append((str(error), number))
            return at_once(error, number, now)

        async def work() -> None:
            if failures:
                raise failures.pop(0)
            done.set()

        with structlog.testing.capture_logs() as logged:
            async with running(work, decide) as jobs:
                assert await jobs.start(job("publish:7"))
                await done.wait()
        assert asked == [("away", 1), ("a mistake of ours", 2)]
        assert [(each["event"], each["log_level"], each["key"], each["failures"]) for each in logged] == [
            ("job_postponed", "warning", "publish:7", 1),
            ("job_failed", "error", "publish:7", 2),
        ]
        assert ["exc_info" in each for each in logged] == [False, True]

    async def test_a_job_that_waits_to_be_tried_again_has_its_key_and_holds_up_nobody(
        self, running: Running
    ) -> None:
        """A feed that cannot be kept is not read at every tick, and its host's other feeds are read meanwhile."""
        done: asyncio.Queue[str] = asyncio.Queue()

        async def work(key: str) -> None:
            done.put_nowait(key)
            if key == "bad":
                raise LookupError

        async with running(work, never) as jobs:
            await jobs.start(job("bad", "bad"))
            assert await done.get() == "bad"
            await jobs.start(job("good", "good"))
            assert await done.get() == "good"
            assert not await jobs.start(job("bad", "bad"))

    async def test_leaving_waits_for_what_runs(self, running: Running) -> None:
        """An edition that is being posted is posted to its end; what waited behind it does not begin."""
        began, released = asyncio.Event(), asyncio.Event()
        ended: list[str] = []

        async def work(key: str) -> None:
            began.set()
            await released.wait()
            ended.append(key)

        async with running(work) as jobs:
            for number in range(20):
                await jobs.start(job(f"{number}", f"{number}"))
            await began.wait()
            asyncio.get_running_loop().call_later(0.05, released.set)
        assert ended == ["0"]
