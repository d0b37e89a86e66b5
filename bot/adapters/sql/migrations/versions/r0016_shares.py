"""Stories that people share with their channel.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; nothing was shared so far."""
    op.add_column("edition", sa.Column("shared_by", sa.Text))
