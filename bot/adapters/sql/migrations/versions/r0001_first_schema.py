"""The first schema, with its full-text index.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
TEXT = sa.Text()

SQLITE_INDEX = (
    """
    CREATE VIRTUAL TABLE entry_index
    USING fts5 (folded, content='entry_text', content_rowid='entry_id', tokenize='ascii')
    """,
    """
    CREATE TRIGGER entry_text_added AFTER INSERT ON entry_text BEGIN
        INSERT INTO entry_index (rowid, folded) VALUES (new.entry_id, new.folded);
    END
    """,
    """
    CREATE TRIGGER entry_text_removed AFTER DELETE ON entry_text BEGIN
        INSERT INTO entry_index (entry_index, rowid, folded) VALUES ('delete', old.entry_id, old.folded);
    END
    """,
)
POSTGRESQL_INDEX = (
    """
    ALTER TABLE entry_text
    ADD COLUMN tokens tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(folded, ' '))) STORED
    """,
    "CREATE INDEX ix_entry_text_tokens ON entry_text USING gin (tokens)",
)


def upgrade() -> None:
    """Create everything."""
    _create_reading()
    _create_editions()
    _create_talk()
    for statement in SQLITE_INDEX if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_INDEX:
        op.execute(statement)


def _create_reading() -> None:
    op.create_table(
        "feed",
        sa.Column("id", ID, primary_key=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("url_key", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("site_url", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("next_check_at", INSTANT, nullable=False),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("succeeded_at", INSTANT, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        sa.UniqueConstraint("url_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_is_gone_next_check_at", "feed", ["is_gone", "next_check_at"])
    op.create_table("story", sa.Column("id", ID, primary_key=True), sqlite_autoincrement=True)
    op.create_table(
        "entry",
        sa.Column("id", ID, primary_key=True),
        sa.Column("feed_id", ID, sa.ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
        sa.Column("story_id", ID, sa.ForeignKey("story.id"), nullable=True),
        sa.Column("guid", TEXT, nullable=True),
        sa.Column("link", TEXT, nullable=True),
        sa.Column("content_hash", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("is_excerpt", sa.Boolean, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.UniqueConstraint("feed_id", "guid"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_feed_id_content_hash", "entry", ["feed_id", "content_hash"])
    op.create_index("ix_entry_feed_id_link", "entry", ["feed_id", "link"])
    op.create_index("ix_entry_feed_id_stored_at", "entry", ["feed_id", "stored_at"])
    op.create_index("ix_entry_link", "entry", ["link"])
    op.create_index("ix_entry_published_at", "entry", ["published_at"])
    op.create_index("ix_entry_story_id", "entry", ["story_id"])
    op.create_table(
        "entry_text",
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_table(
        "term",
        sa.Column("term", TEXT, primary_key=True),
        sa.Column("entries", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "summary",
        sa.Column("key", TEXT, primary_key=True),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("bullets", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("writer", TEXT, nullable=False),
    )
    op.create_table(
        "lease",
        sa.Column("name", TEXT, primary_key=True),
        sa.Column("until_at", INSTANT, nullable=False),
    )
    op.create_table(
        "usage",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("writer", TEXT, nullable=False),
        sa.Column("prompt_tokens", sa.BigInteger, nullable=False),
        sa.Column("completion_tokens", sa.BigInteger, nullable=False),
        sa.Column("cost_micros", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_usage_at", "usage", ["at"])
    op.create_table(
        "decision",
        sa.Column("id", ID, primary_key=True),
        sa.Column("entry_id", ID, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("subscription_id", ID, nullable=True),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decision_entry_id_at", "decision", ["entry_id", "at"])


def _create_editions() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", ID, primary_key=True),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.UniqueConstraint("platform", "external_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "topic",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("command", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("aliases", sa.JSON, nullable=False),
        sa.Column("include", sa.JSON, nullable=False),
        sa.Column("exclude", sa.JSON, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.UniqueConstraint("workspace_id", "name", "origin"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "topic_feed",
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("feed_id", ID, sa.ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "feed_id", "origin"),
    )
    op.create_index("ix_topic_feed_feed_id", "topic_feed", ["feed_id"])
    op.create_table(
        "subscription",
        sa.Column("id", ID, primary_key=True),
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("timetable", sa.JSON, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("topic_id", "workspace_id", "channel", "origin"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscription_workspace_id_channel", "subscription", ["workspace_id", "channel"])
    op.create_table(
        "edition",
        sa.Column("id", ID, primary_key=True),
        sa.Column("subscription_id", ID, nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("topic_name", TEXT, nullable=False),
        sa.Column("command", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("planned_key", TEXT, nullable=False),
        sa.Column("planned_at", INSTANT, nullable=False),
        sa.Column("zone", TEXT, nullable=False),
        sa.Column("is_scheduled", sa.Boolean, nullable=False),
        sa.Column("is_first", sa.Boolean, nullable=False),
        sa.Column("coverage", sa.JSON, nullable=False),
        sa.Column("covered_until", INSTANT, nullable=False),
        sa.Column("composed_at", INSTANT, nullable=False),
        sa.UniqueConstraint("subscription_id", "planned_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_edition_subscription_id_is_scheduled_planned_at",
        "edition",
        ["subscription_id", "is_scheduled", "planned_at"],
    )
    op.create_index(
        "ix_edition_workspace_id_channel_topic_name", "edition", ["workspace_id", "channel", "topic_name"]
    )
    op.create_table(
        "edition_item",
        sa.Column("edition_id", ID, sa.ForeignKey("edition.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("item", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "position"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", ID, primary_key=True),
        sa.Column("edition_id", ID, sa.ForeignKey("edition.id", ondelete="CASCADE"), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.UniqueConstraint("edition_id", "part"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"])


def _create_talk() -> None:
    op.create_table(
        "chat_event",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "key"),
    )
    op.create_table(
        "thread",
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("root", TEXT, nullable=False),
        sa.Column("edition_id", ID, sa.ForeignKey("edition.id", ondelete="CASCADE"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel", "root"),
    )
    op.create_index("ix_thread_edition_id", "thread", ["edition_id"])
    op.create_table(
        "message",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=True),
        sa.Column("speaker", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("workspace_id", "channel", "message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_message_workspace_id_channel_thread_at", "message", ["workspace_id", "channel", "thread", "at"]
    )
    op.create_table(
        "question",
        sa.Column("id", ID, primary_key=True),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("thread", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("answer", sa.JSON, nullable=True),
        sa.Column("error", TEXT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_is_open_due_at", "question", ["is_open", "due_at"])
