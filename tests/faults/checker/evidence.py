"""Evidence: rows of the database and lines of the histories, as plain dictionaries."""

import contextlib
import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]

_TABLES = (
    "subscription", "workspace", "edition", "edition_item", "delivery", "question", "usage", "summary", "feed", "thread",
    "edit", "flag",
)  # fmt: skip
_PARTS = ("slack", "discord", "language_model", "publishers", "people", "faults", "processes")
_QUERIES = {
    **{name: f"SELECT * FROM {name}" for name in _TABLES},  # noqa: S608 -- names of ours
    "entry": "SELECT id, feed_id, story_id, guid, url, stored_at FROM entry",
    "decision": "SELECT entry_id, subscription_id, stage FROM decision WHERE subscription_id IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was not kept: the *kind* of promise, and *what* happened."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """*tables*: rows by table. *histories*: lines by part of the world, oldest first."""

    tables: dict[str, list[Row]]
    histories: dict[str, list[Row]]

    def by_id(self, table: str) -> dict[int, Row]:
        """Return the rows of a table by their ids."""
        return {row["id"]: row for row in self.tables[table]}

    def happened(self, part: str, what: str) -> list[Row]:
        """Return the lines of one kind."""
        return [line for line in self.histories[part] if line["what"] == what]


def read_evidence(database_url: str, histories: Path) -> Evidence:
    """Read all there is, the database in one transaction."""
    reading = _postgresql if database_url.startswith("postgres") else _sqlite
    lines = {
        part: [json.loads(line) for line in (histories / f"{part}.jsonl").read_text().splitlines()]
        for part in _PARTS
    }
    return Evidence(tables=reading(database_url), histories=lines)


def instant(value: Any) -> dt.datetime:
    """Return an instant, however it was written; without a zone it is UTC."""
    read = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def document(value: Any) -> Any:
    """Return what a JSON column says: SQLite gives its text."""
    return json.loads(value) if isinstance(value, str) else value


def _sqlite(url: str) -> dict[str, list[Row]]:
    file = url.removeprefix("sqlite:///")
    with contextlib.closing(
        sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    ) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN")
        return {name: [dict(row) for row in connection.execute(query)] for name, query in _QUERIES.items()}


def _postgresql(url: str) -> dict[str, list[Row]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return {name: _all(connection, query) for name, query in _QUERIES.items()}


def _all(connection: "psycopg.Connection[Row]", query: str) -> list[Row]:
    return connection.execute(query.encode()).fetchall()
