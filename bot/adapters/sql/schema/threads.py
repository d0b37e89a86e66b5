"""What was said, and what waits for an answer."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, OptionalKey, Value, Words
from bot.core.entities import Answer, Platform, Speaker

chat_event = sa.Table(
    "chat_event",
    metadata,
    column("platform", Choice(Platform)),
    column("key", Key()),
    column("at", Instant()),
    sa.PrimaryKeyConstraint("platform", "key"),
    sa.Index(None, "at"),
)

thread = sa.Table(
    "thread",
    metadata,
    owned_by("workspace"),
    column("channel", Key()),
    column("root", Key()),
    owned_by("edition"),
    sa.PrimaryKeyConstraint("workspace_id", "channel", "root"),
    sa.Index(None, "edition_id"),
)

message = table(
    "message",
    owned_by("workspace"),
    column("channel", Key()),
    column("thread", Key()),
    sa.Column("message_id", OptionalKey()),
    column("speaker", Choice(Speaker)),
    column("user", Words()),
    column("kind", Words()),
    column("body", sa.JSON()),
    column("at", Instant()),
    sa.UniqueConstraint("workspace_id", "channel", "message_id"),
    sa.Index(None, "workspace_id", "channel", "thread", "at"),
    sa.Index(None, "at"),
)

question = table(
    "question",
    owned_by("workspace"),
    column("channel", Key()),
    column("thread", Key()),
    column("user", Words()),
    column("text", Words()),
    column("asked_at", Instant()),
    column("is_open", sa.Boolean()),
    column("attempts", sa.Integer()),
    column("due_at", Instant()),  # while it is being answered: when the lease ends
    sa.Column("answer", Value(Answer)),  # composed, but not posted for sure
    column("error", Words()),
    sa.Index(None, "is_open", "due_at"),
    sa.Index(None, "workspace_id"),
    sa.Index(None, "asked_at"),
)
