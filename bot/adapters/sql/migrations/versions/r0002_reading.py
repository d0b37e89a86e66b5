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
    """Add columns, all of which may be empty, so that no table is written anew; and tables of what was once known otherwise."""
    _add_columns()
    _index_for_grouping()
    op.create_table(
        "former_url",
        sa.Column("url_key", TEXT, primary_key=True),
        sa.Column("feed_id", ID, sa.ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_former_url_feed_id", "former_url", ["feed_id"])
    op.create_table(
        "entry_form",
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("feed_id", ID, sa.ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
        sa.Column("guid", TEXT),
        sa.Column("link", TEXT),
        sa.Column("content_hash", TEXT),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    for rung in ("guid", "link", "content_hash"):
        op.create_index(f"ix_entry_form_feed_id_{rung}", "entry_form", ["feed_id", rung])


def _add_columns() -> None:
    for column in (
        sa.Column("host", TEXT),
        sa.Column("body_error", TEXT),
        sa.Column("failing_since", INSTANT),
        sa.Column("noticed_at", INSTANT),
        sa.Column("wishes", sa.JSON),
        sa.Column("pace", sa.BigInteger),
    ):
        op.add_column("feed", column)
    for column in (
        sa.Column("excerpt_reason", TEXT),
        sa.Column("canonical", TEXT),
        sa.Column("image", TEXT),
        sa.Column("enclosures", sa.JSON),
    ):
        op.add_column("entry", column)
    op.create_index("ix_entry_canonical", "entry", ["canonical"])
    op.create_index("ix_feed_host", "feed", ["host"])


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
