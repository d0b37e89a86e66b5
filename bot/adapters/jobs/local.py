"""Jobs in one process: APScheduler ticks, and runs the jobs inside the event loop.

Nothing is kept: what is due is read from our own tables at each tick, so a crash needs no recovery of its own. All lanes run
side by side, so what is urgent never waits for what is not, but for its own lane. Only editions are written a few at a time:
at nine thousands are due, and side by side all of them would be ready when the last one is.
"""

import asyncio
import contextlib
import contextvars
import datetime as dt
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.adapters.jobs.failing import RetryAfter, tell
from bot.adapters.jobs.lanes import Lanes
from bot.core.errors import BotError
from bot.core.retrying import retry_after
from bot.flows.ports import Clock, Handlers, Job, JobName
from bot.flows.turns import Turns

log = structlog.get_logger()

Tick = Callable[[], Awaitable[None]]

_DRAIN = dt.timedelta(seconds=20)
_SECONDS_TO_CANCEL = 5.0
_EDITIONS_AT_ONCE = 16


class LocalJobs:
    """Runs jobs on the loop that called `running`: one per key, and one at a time per lane.

    *drain*: how long what runs may go on when `running` is left, before it is cancelled. *decide*: after how long a job that
    failed is tried again.
    """

    def __init__(
        self, clock: Clock, *, drain: dt.timedelta = _DRAIN, decide: RetryAfter = retry_after
    ) -> None:
        self._clock = clock
        self._drain_seconds = drain.total_seconds()
        self._decide = decide
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._handlers: Handlers = {}
        self._keys: set[str] = set()
        self._lanes = Lanes()
        self._few = {JobName.PUBLISH: Turns(_EDITIONS_AT_ONCE)}
        self._at_work: dict[asyncio.Task[Any], str] = {}
        self._is_stopping = False
        self._context = contextvars.copy_context()

    async def start(self, job: Job) -> bool:
        """Start *job* as soon as its lane is free. False if its key waits or runs already."""
        if job.key in self._keys:
            return False
        self._keys.add(job.key)
        self._schedule(self._run, job, id=job.key)
        return True

    @contextlib.asynccontextmanager
    async def running(self, handlers: Handlers, tick: Tick, every: dt.timedelta) -> AsyncIterator[None]:
        """Run jobs with *handlers*, and call *tick* at once and then *every* so often, until the block is left.

        On leaving, what runs gets to finish while *drain* lasts, and is then cancelled; what waits for its lane is dropped.
        Both are due again at the next start.
        """
        self._handlers = handlers
        self._is_stopping = False
        self._schedule(self._tick_first, tick, every, id="first tick")
        self._context.copy().run(self._scheduler.start)
        try:
            yield
        finally:
            await self._drain()

    def _schedule(self, work: Callable[..., Awaitable[None]], *args: object, **when: Any) -> None:
        # misfire_grace_time=None: a blocked loop must delay a job, never drop it (the default drops it after a second).
        add = functools.partial(self._scheduler.add_job, work, args=args, misfire_grace_time=None, **when)
        # The scheduler's timers inherit the caller's context; a chat event's must not stay with all later ticks.
        self._context.copy().run(add)

    async def _drain(self) -> None:
        """Stop ticking, wait for what runs, and only then shut down: `shutdown` would cancel running coroutine jobs."""
        self._is_stopping = True
        self._scheduler.pause()
        try:
            if self._at_work:
                await asyncio.wait(self._at_work, timeout=self._drain_seconds)
            if self._at_work:
                await self._cancel()
        finally:
            self._scheduler.shutdown(wait=False)
            self._keys.clear()

    async def _cancel(self) -> None:
        log.warning("jobs_cancelled", keys=sorted(self._at_work.values()), seconds=self._drain_seconds)
        for task in self._at_work:
            task.cancel()
        await asyncio.wait(self._at_work, timeout=_SECONDS_TO_CANCEL)

    async def _tick_first(self, tick: Tick, every: dt.timedelta) -> None:
        """Tick, and only then begin to count: two ticks are never under way at once."""
        await self._tick(tick)
        self._schedule(self._tick, tick, id="tick", trigger="interval", seconds=every.total_seconds())

    async def _tick(self, tick: Tick) -> None:
        with self._dropping(), self._tracked("tick"):
            try:
                if not self._is_stopping:
                    await tick()
            except BotError as error:
                # Expected, such as a database that is away for a moment: the next tick tries again.
                log.error("tick_failed", error=str(error))  # noqa: TRY400 -- no traceback for an expected failure
            except Exception:
                # One row that we cannot read must not end all work for good: it is told, and the next tick tries again.
                log.exception("tick_failed")

    async def _run(self, job: Job) -> None:
        """Run *job* until it succeeds. While it waits to be tried again it has its key, and its lane is free."""
        failures = 0
        try:
            with self._dropping():
                while (error := await self._try(job)) is not None:
                    failures += 1
                    wait = self._decide(error, failures, self._clock.now())
                    tell(error, name=job.name, key=job.key, failures=failures, wait=wait)
                    await asyncio.sleep(wait.total_seconds())
        finally:
            self._keys.discard(job.key)

    async def _try(self, job: Job) -> Exception | None:
        """Run *job* once, when it is its turn, and return what it raised."""
        async with self._lanes.turn(job.lane, job.priority), self._turn_of(job):
            if self._is_stopping:
                return None
            with self._tracked(job.key):
                try:
                    await self._handlers[job.name](*job.args)
                except Exception as error:  # noqa: BLE001 -- everything unexpected ends here, and is told by who called
                    return error
        return None

    def _turn_of(self, job: Job) -> contextlib.AbstractAsyncContextManager[None]:
        few = self._few.get(job.name)
        return few.turn(job.priority) if few else contextlib.nullcontext()

    @contextlib.contextmanager
    def _dropping(self) -> Iterator[None]:
        """End quietly what we cancelled on leaving: APScheduler would log each as a failure, with a traceback."""
        try:
            yield
        except asyncio.CancelledError:
            if not self._is_stopping:
                raise

    @contextlib.contextmanager
    def _tracked(self, what: str) -> Iterator[None]:
        """Know what runs, so that it can be waited for."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("jobs run inside the event loop")
        self._at_work[task] = what
        try:
            yield
        finally:
            del self._at_work[task]
