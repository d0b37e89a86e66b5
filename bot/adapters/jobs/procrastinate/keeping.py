"""Starting jobs that any worker may run. They wait in PostgreSQL; all of them may vanish, since our own tables know what is due.

What `Jobs` calls a key is procrastinate's queueing lock, a lane its lock, and the priority its priority.
"""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation

from bot.adapters.jobs.failing import RetryAfter
from bot.adapters.jobs.procrastinate import schema
from bot.adapters.jobs.procrastinate.working import Rules, Work, working
from bot.core.errors import StoreError
from bot.core.retrying import retry_after
from bot.flows.ports import Clock, Handlers, Job

_CONNECTIONS = 6
_PATIENCE = dt.timedelta(seconds=5)
"""How long to wait for a connection."""

_WAITS_OR_RUNS = """
SELECT EXISTS (
    SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(key)s AND status IN ('todo', 'doing')
) AS is_known
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcrastinateJobs:
    """Jobs that are started here and run wherever `running` is. Made by `open_jobs`."""

    app: procrastinate.App
    work: Work
    rules: Rules

    async def start(self, job: Job) -> bool:
        """Let *job* wait for a worker. False if one with the same key waits or runs already.

        Raises:
            StoreError: the database is away.
        """
        with _translate_errors():
            if await self._is_known(job.key):
                return False
            waiting = self.app.configure_task(
                job.name, lock=job.lane, queueing_lock=job.key, priority=job.priority
            )
            try:
                await waiting.defer_async(args=list(job.args))
            except (AlreadyEnqueued, UniqueViolation):
                return False  # somebody started it since we looked
        return True

    async def _is_known(self, key: str) -> bool:
        """Look before: a clock starts again at each tick what still waits, and PostgreSQL logs each refusal as an error."""
        found = await self.app.connector.execute_query_one_async(_WAITS_OR_RUNS, key=key)
        return bool(found["is_known"])

    @contextlib.asynccontextmanager
    async def running(self, handlers: Handlers) -> AsyncIterator[None]:
        """Run jobs with *handlers* until the block is left, whoever started them.

        On leaving, what runs gets to finish while the grace lasts; what is cancelled then, another worker does.
        """
        self.work.use(handlers)
        async with working(self.app, self.work, self.rules):
            yield


@contextlib.asynccontextmanager
async def open_jobs(
    url: str, clock: Clock, *, rules: Rules | None = None, decide: RetryAfter = retry_after
) -> AsyncIterator[ProcrastinateJobs]:
    """Open the jobs kept in the database at *url* (libpq's form), where `schema.install` was called.

    *decide*: after how long a job that failed is tried again.

    Raises:
        StoreError: the database is away.
    """
    connector = procrastinate.PsycopgConnector(
        conninfo=url,
        kwargs={"options": f"-c search_path={schema.NAME}", "connect_timeout": 10},
        min_size=1,
        max_size=_CONNECTIONS,
        timeout=_PATIENCE.total_seconds(),
    )
    app = procrastinate.App(connector=connector)
    work = Work(clock, decide)
    work.register(app)
    with _translate_errors():
        await app.open_async()
    try:
        yield ProcrastinateJobs(app=app, work=work, rules=rules or Rules())
    finally:
        await app.close_async()


@contextlib.contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        reason = schema.first_line(error.__cause__ or error)
        raise StoreError(
            f"the jobs' database cannot be used: {reason}. Check that the server runs"
        ) from error
