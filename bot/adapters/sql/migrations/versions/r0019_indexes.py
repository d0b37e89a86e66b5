"""Indexes for what read a growing table whole: deleting what is old, where a story was told, and a workspace's questions.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

from alembic import op

from bot.adapters.sql.migrations.progress import report

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
    for done, (table, column) in enumerate(INDEXES, start=1):
        op.create_index(f"ix_{table}_{column}", table, [column])
        report("making indexes", done, len(INDEXES))
