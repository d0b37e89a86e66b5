"""Jobs as a port: either implementation, running, and a log of what its jobs did."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from bot.adapters.jobs import InlineJobs, LocalJobs
from bot.flows.ports import Job, JobName, Jobs

Work = Callable[..., Awaitable[object]]

SELDOM = dt.timedelta(hours=1)
OFTEN = dt.timedelta(milliseconds=1)


def job(key: str, *args: int | str, lane: str = "lane", name: JobName = JobName.REFRESH) -> Job:
    """A job that runs the work given to `running`."""
    return Job(name=name, key=key, lane=lane, args=args)


async def no_tick() -> None:
    """Do nothing."""


@contextlib.asynccontextmanager
async def running(kind: str, work: Work) -> AsyncIterator[Jobs]:
    """Run jobs of *kind* ("inline" or "local"), each of which does *work*, until the block is left. Fails if that hangs."""
    async with asyncio.timeout(20):
        if kind == "inline":
            inline = InlineJobs()
            inline.use({JobName.REFRESH: work})
            yield inline
        else:
            local = LocalJobs()
            async with local.running({JobName.REFRESH: work}, no_tick, SELDOM):
                yield local


@contextlib.contextmanager
def failing_here(kind: str) -> Iterator[None]:
    """Inline jobs raise where they were started, others do not."""
    with contextlib.suppress(*([LookupError] if kind == "inline" else [])):
        yield
