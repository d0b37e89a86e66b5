"""What flows rely on, whatever runs their jobs."""

import asyncio

import pytest
import structlog.testing

from tests.adapters.jobs.running import failing_here, job, running

pytestmark = pytest.mark.parametrize("kind", ["inline", "local"])


async def test_a_job_gets_its_args(kind: str) -> None:
    """A refresh reads the feed that was due, and no other."""
    done: asyncio.Queue[tuple[object, ...]] = asyncio.Queue()

    async def work(*args: object) -> None:
        done.put_nowait(args)

    async with running(kind, work) as jobs:
        assert await jobs.start(job("a", 7, "x"))
        assert await done.get() == (7, "x")


async def test_a_key_that_runs_is_not_started_again(kind: str) -> None:
    """A feed that is being read is not read a second time at once; when it is done, it may be."""
    done: asyncio.Queue[str] = asyncio.Queue()
    refused: list[bool] = []

    async def work(key: str) -> None:
        if not refused:
            refused.append(not await jobs.start(job("a", "a")))
        done.put_nowait(key)

    async with running(kind, work) as jobs:
        assert await jobs.start(job("a", "a"))
        await jobs.start(job("after a", "after a"))
        assert [await done.get(), await done.get()] == ["a", "after a"]
        assert refused == [True]
        assert await jobs.start(job("a", "a"))
        assert await done.get() == "a"


async def test_a_lane_runs_one_after_another(kind: str) -> None:
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

    async with running(kind, work) as jobs:
        for key in "abc":
            await jobs.start(job(key, key))
        assert [await done.get() for _ in "abc"] == ["a", "b", "c"]
    assert at_once == [1, 1, 1]


async def test_a_failing_job_stops_no_other_and_frees_its_key(kind: str) -> None:
    """One bad feed does not cost the others of its host, nor its own next turn."""
    done: asyncio.Queue[str] = asyncio.Queue()

    async def work(key: str) -> None:
        done.put_nowait(key)
        if key == "bad":
            raise LookupError

    with structlog.testing.capture_logs() as logged:
        async with running(kind, work) as jobs:
            for key in ("bad", "good", "bad"):
                with failing_here(kind):
                    assert await jobs.start(job(key, key))
                assert await done.get() == key
            with failing_here(kind):
                await jobs.start(job("last", "last"))
            await done.get()
    expected = [("job_failed", "bad")] * 2 if kind == "local" else []
    assert [(each["event"], each["key"]) for each in logged] == expected
