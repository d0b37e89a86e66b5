"""What readers say about what they read: flags, judgements of answers, and what a channel wants more or less of.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _owned_by(owner: str) -> "sa.Column[int]":
    return sa.Column(f"{owner}_id", ID, sa.ForeignKey(f"{owner}.id", ondelete="CASCADE"), nullable=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Add three tables."""
    op.create_table(
        "flag",
        sa.Column("id", ID, primary_key=True),
        _owned_by("edition"),
        sa.Column("story_id", ID, nullable=False),
        *map(_text, ("text", "user", "reason")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *map(_text, ("state", "finding")),
        sa.UniqueConstraint("edition_id", "text", "user"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_flag_state_at", "flag", ["state", "at"])
    op.create_index("ix_flag_at", "flag", ["at"])
    op.create_table(
        "judgement",
        _owned_by("question"),
        *map(_text, ("user", "rating")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "user"),
    )
    op.create_index("ix_judgement_at", "judgement", ["at"])
    op.create_table(
        "steer",
        _owned_by("topic"),
        _owned_by("workspace"),
        *map(_text, ("channel", "subject", "user")),
        sa.Column("amount", sa.Float(), nullable=False),
        *map(_text, ("why", "source")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel", "subject", "user"),
    )
    op.create_index("ix_steer_workspace_id_channel", "steer", ["workspace_id", "channel"])
    op.create_index("ix_steer_at", "steer", ["at"])
