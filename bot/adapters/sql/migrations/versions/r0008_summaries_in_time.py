"""Summaries know when they were written, so that old ones can be pruned.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column; what was written before counts as written today."""
    op.add_column("summary", sa.Column("written_at", sa.DateTime(timezone=True)))
    op.create_index("ix_summary_written_at", "summary", ["written_at"])
    op.execute("UPDATE summary SET written_at = CURRENT_TIMESTAMP")
