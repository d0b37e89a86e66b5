"""Editions that stand in a thread: updates of stories that were told.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; all editions so far stand in their channel."""
    op.add_column("edition", sa.Column("thread", sa.Text))
