"""Bringing a database to the newest schema. Plain and synchronous: Alembic cannot run inside a running event loop.

It refuses to touch an SQLite file that another newsthread holds, and does nothing, fast, where nothing is to be done.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import sqlalchemy as sa
import structlog

from bot.adapters.sql import schema
from bot.adapters.sql.engine import file_of, masked, parse_url, prepare_sqlite, translate_errors
from bot.adapters.sql.locking import only_process
from bot.core.errors import StoreError

log = structlog.get_logger()

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is done, how much of it, and of how much: while a migration visits every row."""

SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 7_240_815_300
"""Any number of ours: PostgreSQL lets one process migrate while the others wait for it."""


_STEP = 2_000
"""Rows that a migration visits between two reports."""


def migrate(url: str, progress: Progress | None = None) -> None:
    """Create the database at *url*, or bring it to the newest schema.

    Call it before the event loop starts, or in a thread. Many processes may call it at once. *progress* None: the log tells
    how far it is.

    Raises:
        StoreError: it cannot be opened or changed; StoreBusyError: another newsthread holds the file that needs changing.
    """
    parsed = parse_url(url)
    path = file_of(parsed)
    engine = make_engine(parsed)
    try:
        with translate_errors(parsed):
            if revision_of(engine) != schema.REVISION:
                with only_process(path) if path else contextlib.nullcontext():
                    _upgrade(engine, progress or _logged)
    finally:
        engine.dispose()


def revision_of(engine: sa.Engine) -> str | None:
    """Return the revision that the database stands at, None where it has no tables yet."""
    with engine.connect() as connection:
        return stored_revision(connection)


def stored_revision(connection: sa.Connection) -> str | None:
    """Return the revision that the database stands at, None where it has no tables yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def make_engine(url: sa.URL) -> sa.Engine:
    """Return a synchronous engine, which Alembic needs."""
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, hide_parameters=True, connect_args={"connect_timeout": 10})
    engine = sa.create_engine(url.set(drivername="sqlite"), hide_parameters=True)
    prepare_sqlite(engine)
    return engine


def _logged(what: str, done: int, total: int) -> None:
    """Log the first step, each tenth, and the last."""
    if done == total or done * 10 // total > (done - _STEP) * 10 // total:
        log.info("migrating", what=what, done=done, of=total)


def _upgrade(engine: sa.Engine, progress: Progress) -> None:
    # Imported here: a start that has nothing to migrate saves a quarter of a second.
    from alembic import command, util  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        config.attributes |= {"connection": connection, "progress": progress}
        try:
            command.upgrade(config, "head")
        except util.CommandError as error:
            raise StoreError(
                f"{masked(engine.url)} was migrated by a newer newsthread: run that version, or name another database"
            ) from error
