"""Jobs in one process: APScheduler ticks, and runs the jobs inside the event loop.

Nothing is kept: what is due is read from our own tables at each tick, so a crash needs no recovery of its own.
"""

import asyncio
import contextlib
import contextvars
import datetime as dt
import functools
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

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
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_stopping = False
        self._context = contextvars.copy_context()

    async def start(self, job: Job) -> bool:
        """Start *job* as soon as its lane is free. False if its key waits or runs already."""
        if job.key in self._keys:
            return False
        self._keys.add(job.key)
        # misfire_grace_time=None: a blocked loop must delay a job, never drop it (the default drops it after a second).
        add = functools.partial(
            self._scheduler.add_job, self._run, args=(job,), id=job.key, misfire_grace_time=None
        )
        # The scheduler's timers inherit the caller's context; a chat event's must not stay with all later ticks.
        self._context.copy().run(add)
        return True

    @contextlib.asynccontextmanager
    async def running(self, handlers: Handlers, tick: Tick, every: dt.timedelta) -> AsyncIterator[None]:
        """Run jobs with *handlers*, and call *tick* at once and then *every* so often, until the block is left.

        On leaving, what runs gets to finish; what waits for its lane is dropped, and due again at the next start.
        """
        self._handlers = handlers
        self._is_stopping = False
        self._scheduler.add_job(self._tick, args=(tick,), id="first tick", misfire_grace_time=None)
        self._scheduler.add_job(
            self._tick,
            "interval",
            args=(tick,),
            seconds=every.total_seconds(),
            id="tick",
            misfire_grace_time=None,
        )
        self._scheduler.start()
        try:
            yield
        finally:
            await self._drain()

    async def _drain(self) -> None:
        """Stop ticking, wait for what runs, and only then shut down: `shutdown` would cancel running coroutine jobs."""
        self._is_stopping = True
        self._scheduler.pause()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    async def _tick(self, tick: Tick) -> None:
        with self._tracked():
            try:
                await tick()
            except BotError as error:
                # Expected, such as a database that is away for a moment: the next tick tries again.
                log.error("tick_failed", error=str(error))  # noqa: TRY400 -- no traceback for an expected failure

    async def _run(self, job: Job) -> None:
        with self._tracked():
            try:
                async with self._lanes[job.lane]:
                    if not self._is_stopping:
                        await self._handlers[job.name](*job.args)
            except Exception:
                # The loop over jobs is where everything unexpected ends: one bad job must not stop the others.
                log.exception("job_failed", job=job.name, key=job.key)
            finally:
                self._keys.discard(job.key)

    @contextlib.contextmanager
    def _tracked(self) -> Iterator[None]:
        """Know what runs, so that it can be waited for."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("jobs run inside the event loop")
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)
