"""Marks in the full-text index, words of headlines, and the tags that stories were told with.

Frozen: it says what the database looked like at this revision, whatever `schema` says today; but words are folded as they
are looked for today. It visits every entry, so it says how far it is.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.adapters.sql.migrations.progress import report
from bot.core.tagging import key as key_of
from bot.core.text import search_tokens

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
PIECE = 2_000

ENTRIES = """
SELECT entry.id, feed_id, publisher, title, published_at FROM entry JOIN entry_text ON entry_id = entry.id
WHERE entry.id > :first AND entry.id <= :last ORDER BY entry.id
"""
REINDEX = """
INSERT INTO entry_index (rowid, folded) SELECT entry_id, folded FROM entry_text
WHERE entry_id > :first AND entry_id <= :last ORDER BY entry_id
"""
MARK = "UPDATE entry_text SET folded = ltrim(folded || ' ' || :marks) WHERE entry_id = :id"
TOLD = """
SELECT item, story_id, composed_at, topic.id AS topic_id FROM edition_item
JOIN edition ON edition.id = edition_id JOIN story ON story.id = story_id
JOIN topic ON topic.workspace_id = edition.workspace_id AND topic.name = topic_name
WHERE edition_id > :first AND edition_id <= :last ORDER BY edition_id
"""


def upgrade() -> None:
    """Make the tables and fill them, and mark what is indexed."""
    op.create_table(
        "headline_word",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_tag",
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("story_id", ID, sa.ForeignKey("story.id", ondelete="CASCADE"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "key", "story_id"),
    )
    op.create_index("ix_story_tag_topic_id_key_told_at", "story_tag", ["topic_id", "key", "told_at"])
    op.create_index("ix_story_tag_story_id", "story_tag", ["story_id"])
    connection = op.get_bind()
    _mark(connection)
    _keep_tags(connection)


def _mark(connection: sa.Connection) -> None:
    """Mark all entries and count the words of their headlines."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.execute(sa.text("INSERT INTO entry_index (entry_index) VALUES ('delete-all')"))
    counts: Counter[str] = Counter()
    for piece, done, total in _pieces(connection, "entry"):
        rows = connection.execute(sa.text(ENTRIES), piece).all()
        if rows:
            connection.execute(sa.text(MARK), [{"id": row.id, "marks": _marks(row)} for row in rows])
        if rows and is_sqlite:
            connection.execute(sa.text(REINDEX), piece)
        for row in rows:
            counts.update(set(search_tokens(row.title)))
        report("marking entries for searching", done, total)
    _insert(
        connection,
        sa.table("headline_word", sa.column("word"), sa.column("entries")),
        [{"word": word, "entries": entries} for word, entries in sorted(counts.items())],
    )


def _marks(row: Any) -> str:
    day = _day(row.published_at)
    words = dict.fromkeys(search_tokens(row.publisher)[:12])
    spans = (f"§d{day}", f"§w{day // 7}")
    return " ".join((f"§f{row.feed_id}", *spans, *(f"§p{word}" for word in words)))


def _day(instant: str | dt.datetime) -> int:
    if isinstance(instant, str):  # SQLite keeps instants as texts, in UTC
        return dt.datetime.fromisoformat(instant).toordinal()
    return instant.astimezone(dt.UTC).toordinal()


def _keep_tags(connection: sa.Connection) -> None:
    kept: dict[tuple[int, str, int], Any] = {}
    for piece, done, total in _pieces(connection, "edition"):
        for row in connection.execute(sa.text(TOLD), piece):
            item = json.loads(row.item) if isinstance(row.item, str) else row.item
            for tag in filter(None, map(key_of, item["summary"]["tags"])):
                kept[row.topic_id, tag, row.story_id] = row.composed_at
        report("keeping the tags of editions", done, total)
    names = ("topic_id", "key", "story_id", "told_at")
    rows = [dict(zip(names, (*key, told_at), strict=True)) for key, told_at in kept.items()]
    _insert(connection, sa.table("story_tag", *map(sa.column, names)), rows)


def _insert(connection: sa.Connection, table: sa.TableClause, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), PIECE):
        connection.execute(table.insert(), rows[start : start + PIECE])


def _pieces(connection: sa.Connection, table: str) -> Iterator[tuple[dict[str, int], int, int]]:
    """Yield stretches of the ids of *table*, so that an archive of any size fits into memory, each with how far that is."""
    last = connection.execute(sa.text(f"SELECT coalesce(max(id), 0) FROM {table}")).scalar_one()  # noqa: S608 -- ours
    for first in range(0, last, PIECE):
        until = min(first + PIECE, last)
        yield {"first": first, "last": until}, until, last
