"""What migrating must do: bring any database to the very schema that the code describes."""

import contextlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.adapters.sql import migrate, migrating, schema
from bot.adapters.sql.engine import parse_url
from bot.core.errors import StoreError

_POSTGRESQL = (
    """
    SELECT table_name, column_name, data_type, is_nullable, generation_expression
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
)


@contextlib.contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """Open a transaction on the database at *url*."""
    engine = migrating.make_engine(parse_url(url))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def described(connection: sa.Connection) -> set[tuple[object, ...]]:
    """Return everything that the database says about its schema, but for Alembic's own table."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT tbl_name, name, sql FROM sqlite_schema").all()
        found: set[tuple[object, ...]] = {(table, name, _parts(sql)) for table, name, sql in rows}
    else:
        found = {tuple(row) for query in _POSTGRESQL for row in connection.exec_driver_sql(query)}
    return {row for row in found if row[0] != "alembic_version"}


def _parts(sql: str | None) -> frozenset[str]:
    """Return the parts of a definition, in no order: columns that were added stand behind the constraints.

    SQLite quotes the name of a table that was made anew under another name.
    """
    definition, _, inside = "".join((sql or "").replace('"', "").split()).partition("(")
    parts, depth = [""], 0
    for character in inside.removesuffix(")"):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return frozenset([definition, *parts])


def is_described(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Tell what `metadata` describes from the full-text index, which it does not."""
    is_index = (kind, name) in {("column", "tokens"), ("index", "ix_entry_text_tokens")}
    return not is_index and not (kind == "table" and str(name).startswith("entry_index"))


class MigrationContract:
    """Migrations: fresh schema equals migrated schema. *empty_url* is a database without any table."""

    def test_fresh_schema_equals_migrated_schema(self, database_url: str, empty_url: str):
        """A bot that was upgraded stores and finds exactly what a new one does."""
        with connected(empty_url) as connection:
            schema.metadata.create_all(connection)
            fresh = described(connection)
        with connected(database_url) as connection:
            migrated = described(connection)
        assert migrated == fresh
        assert len(fresh) > len(schema.metadata.tables)

    def test_nothing_is_left_to_migrate(self, database_url: str):
        """A table that was changed without a migration is noticed before it is released."""
        with connected(database_url) as connection:
            options = {"compare_type": True, "include_object": is_described}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, schema.metadata) == []

    def test_migrating_ends_at_the_revision_the_code_names(self, database_url: str):
        """A start finds its database migrated without loading Alembic, by the number of the newest revision."""
        migrate(database_url)
        with connected(database_url) as connection:
            assert migrating.stored_revision(connection) == schema.REVISION
        assert ScriptDirectory(str(migrating.SCRIPTS)).get_current_head() == schema.REVISION

    def test_a_newer_database_is_left_alone(self, database_url: str):
        """Going back to an older version neither changes nor breaks a database that a newer one migrated."""
        with connected(database_url) as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(StoreError, match="was migrated by a newer newsthread"):
            migrate(database_url)
        with connected(database_url) as connection:
            assert migrating.stored_revision(connection) == "9999"
