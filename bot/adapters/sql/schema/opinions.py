"""What readers say about what they read. All of it goes with what it is about, or when it is too old."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import Id, column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, Words
from bot.core.entities import FlagState, Rating

flag = table(
    "flag",
    owned_by("edition"),
    column("story_id", Id),
    column("text", Key()),
    column("user", Key()),
    column("reason", Words()),
    column("at", Instant()),
    column("state", Choice(FlagState)),
    column("finding", Words()),
    sa.UniqueConstraint("edition_id", "text", "user"),
    sa.Index(None, "state", "at"),
    sa.Index(None, "at"),
)

judgement = sa.Table(
    "judgement",
    metadata,
    owned_by("question"),
    column("user", Key()),
    column("rating", Choice(Rating)),
    column("at", Instant()),
    sa.PrimaryKeyConstraint("question_id", "user"),
    sa.Index(None, "at"),
)

steer = sa.Table(
    "steer",  # what a channel wants more or less of
    metadata,
    owned_by("topic"),
    owned_by("workspace"),
    column("channel", Key()),
    column("subject", Key()),
    column("user", Key()),
    column("amount", sa.Float()),
    column("why", Words()),
    column("source", Key()),
    column("at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel", "subject", "user"),
    sa.Index(None, "workspace_id", "channel"),
    sa.Index(None, "at"),
)
