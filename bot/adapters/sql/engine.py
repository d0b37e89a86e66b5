"""Connections: URLs, drivers, transactions, errors. The only part that knows how SQLite and PostgreSQL differ in these.

It refuses databases in memory: tasks would share one connection, and one task's rollback undo another's work.
"""

import asyncio
import contextlib
import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.errors import StoreError

T = TypeVar("T")

_FORMS = "sqlite:///path/to/file.db or postgresql://user:password@host/database"
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "cache_size = -8000",
    "wal_autocheckpoint = 4000",
)
_SETTINGS = (
    "SET jit = off",  # short statements take longer to compile than to run
    "SET max_parallel_workers_per_gather = 0",  # and a helper longer to start; other processes need the processors, too
)
_WRITES = "newsthread_writes"
_CONNECTIONS = 5
_PATIENCE = dt.timedelta(minutes=5)
_USERINFO = re.compile(r"//[^/@]*:[^/@]*@")


def parse_url(url: str) -> sa.URL:
    """Return a plain database URL with the name of our driver added.

    Raises:
        StoreError: it is no URL of a database that we know.
    """
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(f"the database URL cannot be read; it should look like {_FORMS}") from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None or (driver.startswith("sqlite") and parsed.database in {None, "", ":memory:"}):
        raise StoreError(f"{masked(parsed)} is no database we can use; it should look like {_FORMS}")
    return parsed.set(drivername=driver)


def libpq_url(url: str) -> str:
    """Return the URL of a PostgreSQL database as libpq reads it, password included: for libraries that connect by themselves.

    Raises:
        StoreError: it is no URL of a database that we know.
    """
    return parse_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def masked(url: sa.URL) -> str:
    """Return *url* as it may be shown: without password, driver and options."""
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)


def file_of(url: sa.URL) -> Path | None:
    """Return the file of an SQLite database, its folder made where it is missing; None for PostgreSQL.

    Raises:
        StoreError: the folder cannot be made.
    """
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {path.parent} cannot be made ({error.strerror}): name another database"
        ) from error
    return path


@contextlib.contextmanager
def translate_errors(url: sa.URL) -> Iterator[None]:
    """Raise what SQLAlchemy, the drivers and stored values raise as `StoreError`, without any value that was written."""
    try:
        yield
    except sa.exc.OperationalError as error:
        raise StoreError(f"{masked(url)} cannot be used: {_reason(error)}. {_cure(url)}") from error
    except sa.exc.SQLAlchemyError as error:
        raise StoreError(f"{masked(url)} refused: {_reason(error)}") from error
    except OverflowError as error:
        raise StoreError(f"{masked(url)} refused a number that no column holds") from error
    except ValidationError as error:
        raise StoreError(f"{masked(url)} holds a {error.title} that this version cannot read") from error


def _reason(error: sa.exc.SQLAlchemyError) -> str:
    """Return the first line: PostgreSQL's later ones may quote the row, and a feed's URL may hold a secret."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    lines = str(cause).splitlines() or [type(error).__name__]
    return _USERINFO.sub("//***@", lines[0]).rstrip(". ")


def _cure(url: sa.URL) -> str:
    if url.get_backend_name() == "sqlite":
        return "Check that the file and its folder are writable and the disk is not full"
    return "Check that the server runs, and host, port, user, password and database name in the URL"


class Database:
    """Hands out transactions. A read sees one moment; a write is alone on SQLite, and commits or leaves no trace."""

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        self._engine = _make_engine(url)
        self._writers: AbstractAsyncContextManager[None] = contextlib.nullcontext()
        self._threads: sa.Engine | None = None
        if self.is_sqlite:
            self._reader, self._writer = self._engine, self._engine.execution_options(**{_WRITES: True})
            self._writers = asyncio.Lock()
            self._threads = _make_threads(url).execution_options(**{_WRITES: True})
            # Not one of the loop's: there chats' libraries look up names, and a name server that hangs would hold the writer.
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        else:
            self._reader = self._engine.execution_options(isolation_level="REPEATABLE READ")
            self._writer = self._engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; else it is PostgreSQL."""
        return self._url.get_backend_name() == "sqlite"

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads."""
        with translate_errors(self._url):
            async with self._reader.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that writes.

        SQLite has one writer: tasks of this process queue up fairly here rather than poll the file's lock.
        """
        with translate_errors(self._url):
            async with self._writers, self._writer.begin() as connection:
                yield connection

    async def transact(self, work: Callable[[sa.Connection], T]) -> T:
        """Run *work*, plain code for hot transactions, as a whole transaction that writes, and return what it returns.

        On SQLite it runs in a thread. As `writing`, every statement would come back to the event loop several times and wait
        for its turn there, all the while holding the one writer that others wait for. Who is cancelled waits for its end.
        """
        if self._threads is None:
            async with self.writing() as connection:
                return await connection.run_sync(work)
        with translate_errors(self._url):
            async with self._writers:
                loop = asyncio.get_running_loop()
                return await _to_its_end(loop.run_in_executor(self._thread, self._run, self._threads, work))

    @staticmethod
    def _run(engine: sa.Engine, work: Callable[[sa.Connection], T]) -> T:
        with engine.begin() as connection:
            return work(connection)

    async def queue(self, connection: AsyncConnection, number: int) -> None:
        """Wait until no other transaction that queued under *number* is under way; SQLite's writers always queue."""
        await connection.run_sync(queue, number)

    def insert(self, table: sa.Table) -> "sqlite.Insert | postgresql.Insert":
        """Return an INSERT of this database that knows ON CONFLICT."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def close(self) -> None:
        """Close all connections, that of a transaction under way in the thread when it has ended."""
        if self._threads is not None:
            await asyncio.to_thread(self._thread.shutdown)
            self._threads.dispose()
        await self._engine.dispose()


async def _to_its_end(running: "asyncio.Future[T]") -> T:
    """Return the result of what nothing can stop: whoever is cancelled, and be it several times, waits for its end."""
    try:
        return await asyncio.shield(running)
    finally:
        while not running.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([running])


def queue(connection: sa.Connection, number: int) -> None:
    """Do what `Database.queue` does, in plain code."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


class Concept:
    """A part of the store: it holds the database, and its methods are one transaction each."""

    def __init__(self, database: Database) -> None:
        self._database = database


def _make_engine(url: sa.URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        # Each connection is a thread, and more of them answer no faster: whoever comes then waits its turn.
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_timeout=_PATIENCE.total_seconds(),
        )
        prepare_sqlite(engine.sync_engine)
        return engine
    engine = create_async_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 10}
    )
    _prepare_postgresql(engine.sync_engine)
    return engine


def _prepare_postgresql(engine: sa.Engine) -> None:
    """Let connections run statements as they are: a pooler before the server may refuse such settings in the URL."""

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for setting in _SETTINGS:
            cursor.execute(setting)
        cursor.close()
        connection.commit()


def _make_threads(url: sa.URL) -> sa.Engine:
    """Make the engine of `Database.transact`: one connection, for its one thread."""
    engine = sa.create_engine(url.set(drivername="sqlite"), hide_parameters=True, pool_size=1, max_overflow=0)
    prepare_sqlite(engine)
    return engine


def prepare_sqlite(engine: sa.Engine) -> None:
    """Let SQLAlchemy begin transactions, since Python's sqlite3 begins none for SELECT and DDL; a write takes the lock at once.

    https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
    """

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        untyped: Any = connection  # the protocol does not know what is sqlite3's own
        untyped.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
