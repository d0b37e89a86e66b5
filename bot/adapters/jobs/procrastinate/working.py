"""A worker: takes jobs that wait, runs them side by side, and lets go of them in time when it has to end."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.jobs import Job as Waiting
from procrastinate.types import TimeDeltaParams
from typing_extensions import override

from bot.adapters.jobs.failing import RetryAfter, tell
from bot.adapters.jobs.procrastinate.recovering import recover
from bot.adapters.jobs.procrastinate.schema import first_line
from bot.flows.ports import Clock, Handlers, JobName

log = structlog.get_logger()

_LOOK_AGAIN = dt.timedelta(seconds=0.5)
"""PostgreSQL tells of a new job at once, but not of a lane that has become free, nor of a failed job whose time has come."""

_PAUSE = dt.timedelta(seconds=2)
"""Before a worker that lost the database looks for it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a worker behaves.

    *at_once*: jobs it runs side by side. *grace*: how long what runs may go on when it has to end. *dead_after*: a worker
    that has given no sign of life for so long is taken for dead; it gives four in that time.
    """

    at_once: int = 40
    grace: dt.timedelta = dt.timedelta(seconds=20)
    dead_after: dt.timedelta = dt.timedelta(seconds=15)


class Work:
    """What the jobs do, which are at work, and what becomes of those that fail.

    Where jobs are only started it stays without handlers. *workers* and *jobs* are procrastinate's ids.
    """

    def __init__(self, clock: Clock, decide: RetryAfter) -> None:
        self._handlers: Handlers = {}
        self._retry = _Retry(clock, decide)
        self.workers: set[int] = set()
        self.jobs: set[int] = set()

    def use(self, handlers: Handlers) -> None:
        """Say what each job does."""
        self._handlers = handlers

    def register(self, app: procrastinate.App) -> None:
        """Make a task of each name that a job can have."""
        for name in JobName:
            app.task(name=name, retry=self._retry, pass_context=True)(self._task(name))

    def _task(self, name: JobName) -> Callable[..., Awaitable[None]]:
        async def run(context: procrastinate.JobContext, args: list[int | str]) -> None:
            with self._noted(context.job):
                await self._handlers[name](*args)

        return run

    @contextlib.contextmanager
    def _noted(self, job: Waiting) -> Iterator[None]:
        job_id, worker_id = job.id or 0, job.worker_id or 0  # a job that runs has both
        self.workers.add(worker_id)
        self.jobs.add(job_id)
        try:
            yield
        finally:
            self.jobs.discard(job_id)


class _Retry(procrastinate.BaseRetryStrategy):
    """A failed job is always tried again: what is due by our tables stays due.

    Until then it is less urgent than all others, and the less the longer it has to wait: procrastinate lets whoever stands
    before it in a lane hold up the lane, also while it waits for its time.
    """

    def __init__(self, clock: Clock, decide: RetryAfter) -> None:
        self._clock = clock
        self._decide = decide

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Waiting) -> procrastinate.RetryDecision:
        failures = job.attempts + 1
        wait = self._decide(exception, failures, self._clock.now())
        milliseconds = TimeDeltaParams(milliseconds=int(wait / dt.timedelta(milliseconds=1)))
        if not isinstance(exception, Exception):  # we have to end: another worker takes it as it was
            return procrastinate.RetryDecision(retry_in=milliseconds)
        tell(exception, name=job.task_name, key=job.queueing_lock or "", failures=failures, wait=wait)
        return procrastinate.RetryDecision(retry_in=milliseconds, priority=-failures)


@contextlib.asynccontextmanager
async def working(app: procrastinate.App, work: Work, rules: Rules) -> AsyncIterator[None]:
    """Run *app*'s jobs, which do *work*, and recover those of workers that died, until the block is left."""
    tasks = [
        asyncio.create_task(_work(app, rules), name="worker"),
        asyncio.create_task(recover(app, work, rules.dead_after), name="recovery of jobs"),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        # Cancelled, procrastinate takes no more jobs, waits for those that run while the grace lasts, then cancels them.
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.warning("worker_ended_badly", error=str(outcome))


async def _work(app: procrastinate.App, rules: Rules) -> None:
    """Work until cancelled. procrastinate's worker ends when it loses the database; a new one begins when it is back."""
    while True:
        try:
            await app.run_worker_async(
                concurrency=rules.at_once,
                fetch_job_polling_interval=_LOOK_AGAIN.total_seconds(),
                shutdown_graceful_timeout=rules.grace.total_seconds(),
                delete_jobs=DeleteJobCondition.ALWAYS,
                install_signal_handlers=False,
                update_heartbeat_interval=rules.dead_after.total_seconds() / 4,
                stalled_worker_timeout=rules.dead_after.total_seconds(),
            )
        except (ConnectorException, psycopg.Error) as error:
            log.warning("worker_lost_its_database", error=first_line(error.__cause__ or error))
        else:
            log.warning("worker_begins_anew")  # procrastinate has said why
        await asyncio.sleep(_PAUSE.total_seconds())
