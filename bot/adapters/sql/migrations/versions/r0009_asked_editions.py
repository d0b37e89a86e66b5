"""Editions that somebody asked for are known until they are there, whatever happens to the jobs.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "asked_edition",
        sa.Column(
            "subscription_id", ID, sa.ForeignKey("subscription.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("planned_key", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "planned_key"),
    )
    op.create_index("ix_asked_edition_asked_at", "asked_edition", ["asked_at"])
