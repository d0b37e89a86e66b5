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
        sa.Column("canonical", TEXT),
        sa.Column("image", TEXT),
        sa.Column("enclosures", sa.JSON),
    ):
        op.add_column("entry", column)
    op.create_index("ix_entry_canonical", "entry", ["canonical"])
    op.create_index("ix_feed_host", "feed", ["host"])
