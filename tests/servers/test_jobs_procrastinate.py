"""The jobs of many processes keep the contract, on PostgreSQL; and what only they must do: outlive a worker, and a server."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator

import psycopg
import pytest
import structlog.testing

from bot.adapters.jobs.failing import RetryAfter
from bot.adapters.jobs.procrastinate import ProcrastinateJobs, install, open_jobs, schema
from bot.adapters.jobs.procrastinate.working import Rules
from bot.core.errors import StoreError
from bot.flows.ports import Jobs
from tests.adapters.jobs.contract import LaterJobsContract, Running
from tests.adapters.jobs.running import Work, all_doing, at_once, job
from tests.fakes.clock import FakeClock
from tests.servers.postgresql import Cluster

pytestmark = pytest.mark.server

QUICK = Rules(grace=dt.timedelta(seconds=1), dead_after=dt.timedelta(seconds=1))


@pytest.fixture
def url(database_url: str) -> str:
    """A database with procrastinate's tables."""
    install(database_url)
    return database_url


@contextlib.asynccontextmanager
async def working(url: str, work: Work, decide: RetryAfter = at_once) -> AsyncIterator[ProcrastinateJobs]:
    """Open the jobs and a worker. Fails if that hangs."""
    async with (
        asyncio.timeout(20),
        open_jobs(url, FakeClock(), rules=QUICK, decide=decide) as jobs,
        jobs.running(all_doing(work)),
    ):
        yield jobs


class TestProcrastinateJobs(LaterJobsContract):
    """With one worker."""

    @pytest.fixture
    def running(self, url: str) -> Running:
        """Opens them."""

        @contextlib.asynccontextmanager
        async def running(work: Work, decide: RetryAfter = at_once) -> AsyncIterator[Jobs]:
            async with working(url, work, decide) as jobs:
                yield jobs

        return running


async def test_what_one_process_starts_another_runs(url: str):
    """A question that the web process hears is answered by a worker, within a moment."""
    answered = asyncio.Event()

    async def answer() -> None:
        answered.set()

    async with open_jobs(url, FakeClock()) as web, working(url, answer):
        assert await web.start(job("answer:1"))
        await answered.wait()


async def test_workers_share_lanes_and_urgency(url: str):
    """Two workers do not ask one host at the same moment, and both have something to do."""
    done: asyncio.Queue[int] = asyncio.Queue()
    under_way: set[int] = set()
    collisions: list[set[int]] = []

    async def work(number: int) -> None:
        under_way.add(number)
        if len({each % 2 for each in under_way}) < len(under_way):
            collisions.append(set(under_way))
        await asyncio.sleep(0)
        under_way.discard(number)
        done.put_nowait(number)

    async with working(url, work) as first, working(url, work) as second:
        for number in range(20):
            jobs = first if number % 3 else second
            await jobs.start(job(f"{number}", number, lane=f"host {number % 2}"))
        ran = [await done.get() for _ in range(20)]
    assert sorted(ran) == list(range(20))
    assert [number for number in ran if number % 2] == list(range(1, 20, 2))
    assert collisions == []


async def test_what_a_dead_worker_held_another_one_does(url: str):
    """A worker that was killed gives no sign of life any more; soon another one has its job, with key and lane."""
    done: asyncio.Queue[str] = asyncio.Queue()

    async def work(key: str) -> None:
        done.put_nowait(key)

    async with open_jobs(url, FakeClock()) as clock:
        await clock.start(job("publish:7", "publish:7"))
        await clock.start(job("behind it", "behind it"))
        _let_a_worker_die_on(url, "publish:7")
        assert not await clock.start(job("publish:7", "publish:7"))
        with structlog.testing.capture_logs() as logged:
            async with working(url, work):
                assert [await done.get(), await done.get()] == ["publish:7", "behind it"]
    assert [(each["event"], each["key"]) for each in logged] == [("job_recovered", "publish:7")]


def _let_a_worker_die_on(url: str, key: str) -> None:
    """Leave what a worker leaves that took a job and was killed."""
    _execute(url, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')")
    _execute(
        url,
        f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = 1 WHERE queueing_lock = '{key}'",  # noqa: S608 - a key of ours
    )


async def test_a_job_whose_end_was_lost_is_done_again(url: str):
    """The connection broke as a worker wrote that a job is done: its key and lane are not taken for as long as the worker lives."""
    released = asyncio.Event()
    done: asyncio.Queue[str] = asyncio.Queue()

    async def work(key: str) -> None:
        done.put_nowait(key)
        if key == "long":
            await released.wait()

    async with working(url, work) as jobs:
        await jobs.start(job("long", "long"))
        assert await done.get() == "long"
        await jobs.start(job("lost", "lost"))
        _execute(
            url,
            "UPDATE procrastinate_jobs SET status = 'doing', lock = 'elsewhere', worker_id = (SELECT max(id) FROM procrastinate_workers) "
            "WHERE queueing_lock = 'lost'",
        )
        assert await done.get() == "lost"
        assert done.empty()  # what takes long is at work, however long
        released.set()


async def test_what_does_not_end_in_time_goes_to_another(url: str):
    """A restart waits for what runs, but not for ever: what it cancels is done by the next worker, as urgent as it was."""
    began, done = asyncio.Event(), asyncio.Event()
    cancelled: list[bool] = []

    async def hang() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(True)

    async def work() -> None:
        done.set()

    async with open_jobs(url, FakeClock()) as clock:
        async with working(url, hang):
            await clock.start(job("publish:7"))
            await began.wait()
        assert cancelled == [True]
        assert not await clock.start(job("publish:7"))
        async with working(url, work):
            await done.wait()


async def test_a_worker_outlives_its_database(url: str, postgresql: Cluster):
    """PostgreSQL is restarted in the middle of a job: it is done all the same, by whoever is there, and so is what comes then."""
    began, released = asyncio.Event(), asyncio.Event()
    done: asyncio.Queue[str] = asyncio.Queue()

    async def work(key: str) -> None:
        began.set()
        await released.wait()
        done.put_nowait(key)

    async with open_jobs(url, FakeClock()) as clock, working(url, work):
        await clock.start(job("before", "before"))
        await began.wait()
        await asyncio.to_thread(postgresql.restart)
        released.set()
        await clock.start(job("after", "after", lane="another"))
        assert {await done.get() for _ in range(2)} == {"before", "after"}


async def test_it_may_be_emptied_at_any_moment(url: str):
    """Nothing in there is the only record of anything: what our tables still have due is simply started again."""
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    async with open_jobs(url, FakeClock()) as clock:
        assert await clock.start(job("publish:7"))
        assert not await clock.start(job("publish:7"))
        _execute(url, "TRUNCATE procrastinate_jobs CASCADE")
        assert await clock.start(job("publish:7"))
        async with working(url, work):
            await done.wait()


async def test_nothing_is_kept_of_what_is_done(url: str):
    """A year of work leaves no rows behind."""
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    async with working(url, work) as jobs:
        await jobs.start(job("publish:7"))
        await done.wait()
    for table in ("procrastinate_jobs", "procrastinate_events", "procrastinate_workers"):
        assert _execute(url, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608 - names of ours


async def test_a_database_that_is_away_is_named(url: str, postgresql: Cluster):
    """Whoever starts a job hears in our words that it was not, and why."""
    async with open_jobs(url, FakeClock()) as jobs:
        postgresql.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")
        with pytest.raises(StoreError, match="the jobs' database cannot be used"):
            await jobs.start(job("publish:7"))
    postgresql.execute(f"CREATE DATABASE {url.rpartition('/')[2]}")


async def test_many_processes_may_install_at_once(database_url: str):
    """Web, clock and workers of a new installation start together, and the tables are made once."""
    await asyncio.gather(*(asyncio.to_thread(install, database_url) for _ in range(4)))
    assert _execute(database_url, "SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_the_tables_of_another_version_go_when_nobody_works_with_them(url: str):
    """While processes are restarted one by one, those of the older version work on with their own tables."""
    old = "newsthread_jobs_0000"
    _execute(url, f"CREATE SCHEMA {old}")
    _execute(url, f"CREATE TABLE {old}.procrastinate_workers (last_heartbeat timestamptz)")
    _execute(url, f"INSERT INTO {old}.procrastinate_workers VALUES (now())")  # noqa: S608 - a name of ours
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'newsthread%' ORDER BY nspname"
    install(url)
    assert _execute(url, schemas) == [(name,) for name in sorted([old, schema.NAME])]
    _execute(url, f"UPDATE {old}.procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")  # noqa: S608 - a name of ours
    install(url)
    assert _execute(url, schemas) == [(schema.NAME,)]


def test_a_user_who_may_make_no_schema_is_told_what_to_do(database_url: str, postgresql: Cluster):
    """The cure is one statement of the database's owner."""
    postgresql.execute("CREATE ROLE guest LOGIN")
    try:
        with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE"):
            install(database_url.replace("newsthread@", "guest@"))
    finally:
        postgresql.execute("DROP ROLE guest")


def _execute(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement among procrastinate's tables."""
    options = f"-c search_path={schema.NAME}"
    with psycopg.connect(url, autocommit=True, options=options) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []
