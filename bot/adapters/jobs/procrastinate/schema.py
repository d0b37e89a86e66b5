"""procrastinate's tables: in a PostgreSQL schema of their own, so that ours are all that migrations have to know.

The schema's name tells the version of its tables. Another version gets another schema rather than a migration: nothing in
there is the only record of anything. So processes of two versions run side by side while they are restarted one by one, and
the older schema goes when nobody works with it any more.
"""

import hashlib

import psycopg
import structlog
from procrastinate.schema import SchemaManager
from psycopg import sql

from bot.core.errors import StoreError

log = structlog.get_logger()

_LOCK = 7_240_815_301
"""Any number of ours: one process makes the tables while the others wait for it."""

_KEY_INDEX = "CREATE UNIQUE INDEX newsthread_one_per_key ON procrastinate_jobs (queueing_lock) WHERE status IN ('todo', 'doing')"
"""procrastinate lets a second job with the key wait while the first one runs; our port does not."""

_PREFIX = "newsthread_jobs_"
_TABLES = f"{SchemaManager.get_schema()}\n{_KEY_INDEX}"
NAME = _PREFIX + hashlib.sha256(_TABLES.encode()).hexdigest()[:8]
"""The schema that this version works with."""


def install(url: str) -> None:
    """Make the tables in the database at *url* (libpq's form), if they are not there. Many processes may call it at once.

    Raises:
        StoreError: the database is away, or its user may make no schema.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            if connection.execute("SELECT to_regnamespace(%s)", [NAME]).fetchone() == (None,):
                _make(connection)
            _drop_deserted(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreError(
            "the database's user may make no schema, which the jobs of many processes need: "
            "GRANT CREATE ON DATABASE … TO … as its owner"
        ) from error
    except psycopg.Error as error:
        raise StoreError(f"the jobs' tables cannot be made: {first_line(error)}") from error


def first_line(error: BaseException) -> str:
    """Return what went wrong: PostgreSQL's later lines may quote a row."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _make(connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(NAME)))
    connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(NAME)))
    connection.execute(_TABLES.encode())
    log.info("jobs_installed", schema=NAME)


def _drop_deserted(connection: psycopg.Connection) -> None:
    """Drop the schemas of other versions that no living worker uses."""
    names = connection.execute(
        "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) AND nspname <> %s", [_PREFIX, NAME]
    ).fetchall()
    for (name,) in names:
        workers = sql.Identifier(name, "procrastinate_workers")
        alive = sql.SQL("SELECT 1 FROM {} WHERE last_heartbeat > now() - interval '1 minute'").format(workers)
        if connection.execute(alive).fetchone() is None:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
            log.info("jobs_of_another_version_dropped", schema=name)
