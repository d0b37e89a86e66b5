"""Finding what a worker that died had begun, so that another one does it: procrastinate knows, but leaves the doing to us."""

import asyncio
import datetime as dt

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException

from bot.adapters.jobs.procrastinate.schema import first_line

log = structlog.get_logger()

_LOCK = 7_240_815_302
"""Any number of ours. One at a time looks: who looked before another one acted would take a job back from its new worker."""


async def recover(app: procrastinate.App, dead_after: dt.timedelta) -> None:
    """Let jobs wait again whose worker has given no sign of life for *dead_after*, until cancelled."""
    while True:
        await asyncio.sleep(dead_after.total_seconds() / 4)
        try:
            await _recover_once(app, dead_after)
        except (ConnectorException, psycopg.Error) as error:
            log.warning("jobs_not_recovered", error=first_line(error.__cause__ or error))


async def _recover_once(app: procrastinate.App, dead_after: dt.timedelta) -> None:
    connector = app.connector
    if not isinstance(connector, procrastinate.PsycopgConnector):
        raise TypeError("jobs are recovered in PostgreSQL only")
    async with connector.pool.connection() as connection:
        mine = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if await mine.fetchone() != (True,):
            return
        seconds = dead_after.total_seconds()
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
            await app.job_manager.retry_job(job)
            log.warning("job_recovered", job=job.task_name, key=job.queueing_lock)
        await app.job_manager.prune_stalled_workers(seconds)
