"""Marks lie together by week, so that new ones never spread over the whole table; and each day's entries are counted.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Write the marks anew, and count the entries of each day by them."""
    op.execute("CREATE TEMPORARY TABLE former_mark AS SELECT term, day, entry_id FROM mark")
    op.drop_table("mark")
    op.create_table(
        "mark",
        sa.Column("week", sa.Integer, nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("week", "term", "day", "entry_id"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO mark (week, term, day, entry_id) "
        "SELECT day / 7, term, day, entry_id FROM former_mark ORDER BY day / 7, term, day, entry_id"
    )
    op.execute(
        "INSERT INTO term (term, entries) "
        "SELECT '@' || day, count(DISTINCT entry_id) FROM former_mark GROUP BY day"
    )
    op.execute("DROP TABLE former_mark")
