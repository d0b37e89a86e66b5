"""What migrating must do: bring any database to the very schema that the code describes."""

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.adapters.sql import migrate, migrating, open_store, schema
from bot.adapters.sql.engine import parse_url
from bot.core.entities import Criteria, FeedId, Subject, TopicId, Wishes
from bot.core.errors import StoreError
from bot.core.indexing import Terms, term
from bot.core.timetable import render_timetable
from bot.flows.refresh import Grouping
from tests.adapters.store_contract.world import DAY, NOON, SLACK
from tests.fakes.clock import FakeClock

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


_OLD_ROWS = (
    (
        "INSERT INTO feed (id, url, url_key, title, site_url, language, etag, last_modified, body_hash, next_check_at,"
        " failures, error, is_gone) VALUES (1, 'https://a.example/f', 'https://a.example/f', 'A', '', 'en', '\"1\"', '', '',"
        " '2026-11-23 12:00:00.000000', 0, '', FALSE)"
    ),
    (
        "INSERT INTO entry (id, feed_id, guid, link, content_hash, url, title, publisher, language, published_at,"
        " stored_at, is_excerpt, text) VALUES (1, 1, 'g', 'l', 'h', 'https://a.example/1', 'Plant opens in Wuhan', 'A',"
        " 'en', '2026-11-23 11:00:00.000000', '2026-11-23 12:00:00.000000', FALSE, 'Voltara opens a plant.')"
    ),
    "INSERT INTO entry_text (entry_id, folded) VALUES (1, 'plant opens in wuhan voltara opens a plant a')",
    "INSERT INTO workspace (id, platform, external_id, name) VALUES (1, 'slack', 'T1', 'Team')",
    (
        "INSERT INTO topic (id, workspace_id, name, command, title, language, aliases, include, exclude, origin)"
        " VALUES (1, 1, 'ev', '/ev', 'Cars', 'en', '{}', '[]', '[]', 'config')"
    ),
    "INSERT INTO topic_feed (topic_id, feed_id, origin) VALUES (1, 1, 'config')",
    (
        "INSERT INTO subscription (id, topic_id, workspace_id, channel, timetable, language, size, origin, created_at)"
        ' VALUES (7, 1, 1, \'C1\', \'{"kind": "daily", "at": "09:30:00", "zone": "Europe/Berlin"}\', \'en\', 5, \'chat\','
        " '2026-11-23 12:00:00.000000')"
    ),
    (
        "INSERT INTO edition (id, subscription_id, workspace_id, channel, topic_name, command, title, language, planned_key,"
        " planned_at, zone, is_scheduled, is_first, coverage, covered_until, composed_at) VALUES (1, 7, 1, 'C1', 'ev', '/ev',"
        " 'Cars', 'en', '2026-11-23T09:30 Europe/Berlin', '2026-11-23 08:30:00.000000', 'Europe/Berlin', TRUE, TRUE,"
        ' \'{"window": {"begins_at": "2026-11-22T08:30:00Z", "ends_at": "2026-11-23T08:30:00Z"}, "feeds_read": 1,'
        ' "feeds_failing": [], "entries": 0, "merged": 0, "left_out": 0, "fell_back": 0, "cost_micros": 0}\','
        " '2026-11-23 08:30:00.000000', '2026-11-23 08:30:00.000000')"
    ),
    (
        "INSERT INTO delivery (id, edition_id, part, key, state, attempts, due_at, message_id, error)"
        " VALUES (1, 1, 0, 'k', 'pending', 0, '2026-11-23 08:30:00.000000', '', '')"
    ),
    "INSERT INTO summary (key, title, bullets, tags, language, writer) VALUES ('s', 'T', '[]', '[]', 'en', 'extracts')",
    (
        "INSERT INTO usage (id, at, purpose, writer, prompt_tokens, completion_tokens, cost_micros)"
        " VALUES (1, '2026-11-23 08:30:00.000000', 'summary', 'w', 1, 1, 9)"
    ),
)
"""A database of the first version: an article that waits for its story, a channel, an edition that is not posted yet."""


def make_old(url: str) -> None:
    """Make a database of the first version with a few rows."""
    config = Config()
    config.set_main_option("script_location", str(migrating.SCRIPTS))
    with connected(url) as connection:
        config.attributes |= {"connection": connection, "progress": lambda *_: None}
        command.upgrade(config, "0001")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL timezone TO 'UTC'")
        for row in _OLD_ROWS:
            connection.exec_driver_sql(row)


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

    async def test_what_an_older_version_stored_is_read_and_goes_on(self, empty_url: str):
        """After the upgrade each thing is where it was: the article gets its story, the edition its post, the channel its news."""
        await asyncio.to_thread(make_old, empty_url)
        await asyncio.to_thread(migrate, empty_url)
        async with open_store(empty_url, exclusive=True) as store:
            feed = await store.feed(FeedId(1))
            assert (feed.etag, feed.wishes, feed.pace) == ('"1"', Wishes(), None)
            (outline,) = await store.ungrouped_outlines(9)
            assert term("voltara") in Terms(outline.features).weights
            assert await store.headline_words(["wuhan"]) == {"wuhan": 1}
            assert await Grouping(store, FakeClock()).group_new_entries() == 1
            about = Subject(groups=(("wuhan",),))
            criteria = Criteria(subject=about, since=NOON - DAY, now=NOON, publishers=("a",))
            assert [each.title for each in await store.find_entries(criteria, TopicId(1), 9)] == [
                "Plant opens in Wuhan"
            ]
            assert await store.ungrouped_entries(9) == ()
            (subscription,) = await store.subscriptions()
            assert render_timetable(subscription.timetable) == "daily 09:30 Europe/Berlin"
            assert (subscription.id, subscription.subject, subscription.paused_at) == (7, "", None)
            (delivery,) = await store.due_deliveries(NOON, 9, SLACK)
            edition = await store.edition(delivery.edition_id)
            assert await store.last_edition(subscription.id) == edition
            assert await store.covered_until(subscription.id) == edition.coverage.window.ends_at
            assert await store.prune_summaries(NOON - DAY) == 0
            assert await store.prune_calls(NOON) == 1
