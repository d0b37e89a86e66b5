"""Jobs as a port: an implementation, running, whose jobs do what a test says."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.adapters.jobs import InlineJobs, LocalJobs
from bot.adapters.jobs.failing import RetryAfter
from bot.flows.ports import Handlers, Job, JobName, Jobs
from tests.fakes.clock import FakeClock

Work = Callable[..., Awaitable[object]]

SELDOM = dt.timedelta(hours=1)
OFTEN = dt.timedelta(milliseconds=1)


def job(key: str, *args: int | str, lane: str = "lane", name: JobName = JobName.REFRESH) -> Job:
    """A job that runs the work given to `running`."""
    return Job(name=name, key=key, lane=lane, args=args)


def all_doing(work: Work) -> Handlers:
    """Let every job do *work*."""
    return dict.fromkeys(JobName, work)


async def no_tick() -> None:
    """Do nothing."""


def at_once(error: BaseException, failures: int, now: dt.datetime) -> dt.timedelta:
    """Decide that what failed is tried again without waiting."""
    del error, failures, now
    return dt.timedelta()


def never(error: BaseException, failures: int, now: dt.datetime) -> dt.timedelta:
    """Decide that what failed is tried again when the test is long over."""
    del error, failures, now
    return SELDOM


@contextlib.asynccontextmanager
async def inline(work: Work, decide: RetryAfter = at_once) -> AsyncIterator[Jobs]:
    """Run jobs where they are started. *decide* is never asked: who started a job hears of its failure."""
    del decide
    async with asyncio.timeout(20):
        jobs = InlineJobs()
        jobs.use(all_doing(work))
        yield jobs


@contextlib.asynccontextmanager
async def local(work: Work, decide: RetryAfter = at_once) -> AsyncIterator[Jobs]:
    """Run jobs on this loop. Fails if that hangs."""
    async with asyncio.timeout(20):
        jobs = LocalJobs(FakeClock(), decide=decide)
        async with jobs.running(all_doing(work), no_tick, SELDOM):
            yield jobs
