"""Bringing a database to the newest schema. Plain and synchronous: Alembic cannot run inside a running event loop.

It refuses to touch an SQLite file that another newsthread holds, and does nothing, fast, where nothing is to be done.
"""

import contextlib
from pathlib import Path

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import file_of, masked, parse_url, prepare_sqlite, translate_errors
from bot.adapters.sql.locking import only_process
from bot.core.errors import StoreError

SCRIPTS = Path(__file__).parent / "migrations"

_LOCK = 7_240_815_300
"""Any number of ours: PostgreSQL lets one process migrate while the others wait for it."""


def migrate(url: str) -> None:
    """Create the database at *url*, or bring it to the newest schema.

    Call it before the event loop starts, or in a thread. Many processes may call it at once.

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
                    _upgrade(engine)
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


def _upgrade(engine: sa.Engine) -> None:
    # Imported here: a start that has nothing to migrate saves a quarter of a second.
    from alembic import command, util  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except util.CommandError as error:
            raise StoreError(
                f"{masked(engine.url)} was migrated by a newer newsthread: run that version, or name another database"
            ) from error
