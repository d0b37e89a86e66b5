"""The tags that a topic used, so that later ones are spelled alike.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TEXT = sa.Text()


def upgrade() -> None:
    """Add a table."""
    op.create_table(
        "tag",
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "key"),
    )
