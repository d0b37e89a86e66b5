"""What waits for a yes in a channel, and who changed what.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add two tables."""
    op.create_table(
        "proposal",
        _owned_by("workspace"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        _owned_by("topic"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "key"),
    )
    op.create_index("ix_proposal_at", "proposal", ["at"])
    op.create_table(
        "change",
        sa.Column("id", ID, primary_key=True),
        _owned_by("topic"),
        _owned_by("workspace"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_workspace_id_channel_at", "change", ["workspace_id", "channel", "at"])
    op.create_index("ix_change_at", "change", ["at"])


def _owned_by(table: str) -> "sa.Column[int]":
    return sa.Column(f"{table}_id", ID, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)
