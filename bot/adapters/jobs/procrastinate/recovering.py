"""Finding jobs that nobody is at though they count as begun, so that they are done: procrastinate knows, but leaves it to us.

There are two kinds: those of a worker that died, and those that a worker ended just when the database could not be told.
"""

import asyncio
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Protocol

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Begun

from bot.adapters.jobs.procrastinate.schema import first_line

log = structlog.get_logger()

_LOCK = 7_240_815_302
"""Any number of ours. One at a time looks: who looked before another one acted would take a job back from its new worker."""


class AtWork(Protocol):
    """What this process is at: ids of procrastinate's workers and jobs."""

    @property
    def workers(self) -> Collection[int]:
        """The names it has worked under: a worker that lost the database goes on under another."""

    @property
    def jobs(self) -> Collection[int]:
        """What it runs just now."""


async def recover(app: procrastinate.App, at_work: AtWork, dead_after: dt.timedelta) -> None:
    """Let jobs wait again that nobody is at, until cancelled; a worker is dead that was silent for *dead_after*."""
    suspected: set[int] = set()
    while True:
        await asyncio.sleep(dead_after.total_seconds() / 4)
        try:
            await _recover_from_the_dead(app, dead_after)
            suspected = await _recover_our_own(app, at_work, suspected)
        except (ConnectorException, psycopg.Error) as error:
            log.warning("jobs_not_recovered", error=first_line(error.__cause__ or error))


async def _recover_from_the_dead(app: procrastinate.App, dead_after: dt.timedelta) -> None:
    connector = app.connector
    if not isinstance(connector, procrastinate.PsycopgConnector):
        raise TypeError("jobs are recovered in PostgreSQL only")
    async with connector.pool.connection() as connection:
        mine = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if await mine.fetchone() != (True,):
            return
        seconds = dead_after.total_seconds()
        await _let_wait(app, await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
        await app.job_manager.prune_stalled_workers(seconds)


async def _recover_our_own(app: procrastinate.App, at_work: AtWork, suspected: Collection[int]) -> set[int]:
    """Recover what was *suspected* at the last look and still is; return what is suspected now."""
    begun = await app.job_manager.list_jobs_async(status="doing")
    ours = [job for job in begun if job.worker_id in at_work.workers and job.id not in at_work.jobs]
    # A job that was just fetched, or whose end is just being written, is not at work either: but not twice.
    await _let_wait(app, [job for job in ours if job.id in suspected])
    return {job.id for job in ours if job.id is not None}


async def _let_wait(app: procrastinate.App, jobs: Iterable[Begun]) -> None:
    for job in jobs:
        await app.job_manager.retry_job(job)
        log.warning("job_recovered", job=job.task_name, key=job.queueing_lock)
