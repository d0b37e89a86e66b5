"""Grouping works on numbers of words, so counts and marks are kept by number.

Features that were kept as text go: where they are needed again, in the days about a new entry, they are made from its text.
Marks of more than five weeks before the newest go too, since hardly any new entry is of those days.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import zlib

import sqlalchemy as sa
from alembic import op

from bot.adapters.sql.migrations.progress import report

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_PIECE = 2_000


def upgrade() -> None:
    """Write counts and marks anew, by the numbers of their words, which only Python knows."""
    op.execute("CREATE TEMPORARY TABLE former_term AS SELECT term, entries FROM term")
    op.execute(
        "CREATE TEMPORARY TABLE former_mark AS SELECT week, term, day, entry_id FROM mark "
        "WHERE week >= (SELECT max(week) FROM mark) - 5"
    )
    for table in ("term", "mark", "entry_features"):
        op.drop_table(table)
    _create()
    _copy(
        "former_term",
        "SELECT term, entries FROM former_term",
        "INSERT INTO term (term, entries) VALUES (:term, :entries) "
        "ON CONFLICT (term) DO UPDATE SET entries = term.entries + excluded.entries",
    )
    _copy(
        "former_mark",
        "SELECT week, term, day, entry_id FROM former_mark ORDER BY week, term, day, entry_id",
        "INSERT INTO mark (week, term, day, entry_id) VALUES (:week, :term, :day, :entry_id) ON CONFLICT DO NOTHING",
    )
    op.execute("DROP TABLE former_term")
    op.execute("DROP TABLE former_mark")


def _create() -> None:
    op.create_table(
        "term",
        sa.Column("term", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "mark",
        sa.Column("week", sa.Integer, nullable=False),
        sa.Column("term", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("week", "term", "day", "entry_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry_features",
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("features", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )


def _copy(table: str, query: str, insert: str) -> None:
    connection = op.get_bind()
    done, total = 0, connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 -- ours
    found = connection.execute(sa.text(query).execution_options(yield_per=_PIECE))
    for piece in found.mappings().partitions():
        rows = [{**row, "term": zlib.crc32(row["term"].encode()) - 2**31} for row in piece]
        connection.execute(sa.text(insert), rows)
        done += len(rows)
        report("numbering the words of stories", done, total)
