"""What reading feeds with good manners has to remember, and what entries bring along.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
TEXT = sa.Text()


def upgrade() -> None:
    """Add columns, all of which may be empty, so that no table of entries is written anew; and what grouping works with."""
    _extend_entries()
    _index_for_grouping()


def _extend_entries() -> None:
    for column in (
        sa.Column("failing_since", INSTANT),
        sa.Column("noticed_at", INSTANT),
        sa.Column("wishes", sa.JSON),
        sa.Column("pace", sa.BigInteger),
    ):
        op.add_column("feed", column)
    for column in (
        sa.Column("canonical", TEXT),
        sa.Column("image", TEXT),
        sa.Column("enclosures", sa.JSON),
    ):
        op.add_column("entry", column)
    op.create_index("ix_entry_canonical", "entry", ["canonical"])


def _index_for_grouping() -> None:
    """The counts are of another kind of words from here on, so they begin anew."""
    op.add_column("story", sa.Column("founder_id", ID))
    op.create_table(
        "entry_features",
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("features", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.drop_table("term")
    op.create_table(
        "term",
        sa.Column("term", TEXT, primary_key=True),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mark",
        sa.Column("term", TEXT, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("term", "day", "entry_id"),
        sqlite_with_rowid=False,
    )
