"""Filters: of topics and subscriptions as they are declared, and of channels as their people set them.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add columns and table; nothing was filtered so far."""
    for table in ("topic", "subscription"):
        op.add_column(table, sa.Column("filter", sa.JSON))
    op.create_table(
        "channel_filter",
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("filter", sa.JSON, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel"),
    )
    op.create_index("ix_channel_filter_workspace_id_channel", "channel_filter", ["workspace_id", "channel"])
