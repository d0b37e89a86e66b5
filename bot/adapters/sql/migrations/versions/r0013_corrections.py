"""Editions that are put right, and the posted messages that have to show it.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add two columns, with no correction so far, and a table."""
    op.add_column("edition", sa.Column("corrections", sa.JSON))
    op.add_column("edition", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "edit",
        sa.Column(
            "delivery_id",
            ID,
            sa.ForeignKey("delivery.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
    )
    op.create_index("ix_edit_state_due_at", "edit", ["state", "due_at"])
