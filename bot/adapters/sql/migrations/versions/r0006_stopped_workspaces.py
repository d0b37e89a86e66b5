"""A workspace whose installation is dead rests for a while.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add a column that may be empty."""
    op.add_column("workspace", sa.Column("stopped_until", sa.DateTime(timezone=True)))
