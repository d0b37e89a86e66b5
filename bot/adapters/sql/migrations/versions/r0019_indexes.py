"""Indexes for what read a growing table whole: deleting what is old, where a story was told, and a workspace's questions.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

INDEXES = (
    ("edition", "composed_at"),
    ("edition_item", "story_id"),
    ("chat_event", "at"),
    ("message", "at"),
    ("question", "workspace_id"),
    ("question", "asked_at"),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
