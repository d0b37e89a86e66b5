"""Jobs in one process: APScheduler ticks, and runs the jobs inside the event loop.

Nothing is kept: what is due is read from our own tables at each tick, so a crash needs no recovery of its own.
"""

import asyncio
import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.errors import BotError
from bot.flows.ports import Handlers, Job

log = structlog.get_logger()

Tick = Callable[[], Awaitable[None]]


class LocalJobs:
    """Runs jobs on the loop that called `running`: one per key, and one at a time per lane."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._handlers: Handlers = {}
        self._keys: set[str] = set()
        self._lanes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, job: Job) -> bool:
        """Start *job* as soon as its lane is free. False if its key waits or runs already."""
        if job.key in self._keys:
            return False
        self._keys.add(job.key)
        # misfire_grace_time=None: a blocked loop must delay a job, never drop it (the default drops it after a second).
        self._scheduler.add_job(self._run, args=(job,), id=job.key, misfire_grace_time=None)
        return True

    @contextlib.asynccontextmanager
    async def running(self, handlers: Handlers, tick: Tick, every: dt.timedelta) -> AsyncIterator[None]:
        """Run jobs with *handlers*, and call *tick* at once and then *every* so often, until the block is left.

        On leaving, running jobs get to finish within the shutdown's own time limit; waiting ones are due again later.
        """
        self._handlers = handlers
        self._scheduler.add_job(
            self._tick,
            "interval",
            args=(tick,),
            seconds=every.total_seconds(),
            id="tick",
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        first = asyncio.create_task(self._tick(tick), name="first tick")
        try:
            yield
        finally:
            await self._drain(first)

    async def _drain(self, first: asyncio.Task[None]) -> None:
        """Stop ticking, wait for what runs, and only then shut down: `shutdown` would cancel running coroutine jobs."""
        self._scheduler.pause()
        self._scheduler.remove_all_jobs()
        await asyncio.gather(first, *self._tasks, return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    async def _tick(self, tick: Tick) -> None:
        try:
            await tick()
        except BotError as error:
            log.error("tick_failed", error=str(error))  # noqa: TRY400 -- an expected failure; the next tick tries again

    async def _run(self, job: Job) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 -- a coroutine always runs in a task; this tells the type checker
        self._tasks.add(task)
        try:
            async with self._lanes[job.lane]:
                await self._handlers[job.name](*job.args)
        except Exception:
            # The loop over jobs is where everything unexpected ends: one bad job must not stop the others.
            log.exception("job_failed", job=job.name, key=job.key)
        finally:
            self._tasks.discard(task)
            self._keys.discard(job.key)
