"""For which workspace a language model was called, and what became of the call.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add columns that need no table to be written anew: calls of before were for nobody known, and had replied."""
    op.add_column("usage", sa.Column("workspace_id", ID))
    op.add_column("usage", sa.Column("outcome", sa.Text(), nullable=False, server_default="replied"))
