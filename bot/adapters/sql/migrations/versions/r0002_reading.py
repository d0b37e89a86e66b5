"""What reading feeds with good manners has to remember, and what entries bring along.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
TEXT = sa.Text()


def upgrade() -> None:
    """Add columns; all may be empty, so no table is written anew."""
    for column in (
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
