"""What channels get. Editions outlive their subscription and topic, so they name both without a foreign key."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import Id, column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, Optional, OptionalKey, OptionalWords, Value, Words
from bot.core.entities import Correction, Coverage, DeliveryState, EditState, Item

edition = table(
    "edition",
    column("subscription_id", Id),
    owned_by("workspace"),
    column("channel", Key()),
    column("topic_name", Key()),
    column("command", Words()),
    column("title", Words()),
    column("language", Words()),
    column("planned_key", Key()),
    column("planned_at", Instant()),
    column("zone", Words()),
    column("is_scheduled", sa.Boolean()),
    column("is_first", sa.Boolean()),
    column("coverage", Value(Coverage)),
    column("covered_until", Instant()),  # the end of the coverage's window, to be compared
    column("composed_at", Instant()),
    sa.Column("recap", Optional(tuple[str, ...], ())),
    sa.Column("thread", OptionalKey()),
    sa.Column("corrections", Optional(tuple[Correction, ...], ())),
    sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),  # how many corrections there are
    sa.Column("shared_by", OptionalWords()),
    sa.UniqueConstraint("subscription_id", "planned_key"),
    sa.Index(None, "subscription_id", "is_scheduled", "planned_at"),
    sa.Index(None, "workspace_id", "channel", "topic_name"),
    sa.Index(None, "composed_at"),
)

edition_item = sa.Table(
    "edition_item",
    metadata,
    owned_by("edition"),
    column("position", sa.Integer()),
    column("story_id", Id),
    column("item", Value(Item)),
    sa.PrimaryKeyConstraint("edition_id", "position"),
    sa.Index(None, "story_id"),
)

delivery = table(
    "delivery",
    owned_by("edition"),
    column("part", sa.Integer()),
    column("key", Key()),
    column("state", Choice(DeliveryState)),
    column("attempts", sa.Integer()),
    column("due_at", Instant()),  # while it is being sent: when the lease ends, or when to look for it
    column("message_id", Words()),
    column("error", Words()),
    sa.UniqueConstraint("edition_id", "part"),
    sa.UniqueConstraint("key"),
    sa.Index(None, "state", "due_at"),
)

edit = sa.Table(
    "edit",  # a posted message that has to show corrections; while it is being edited, due when the lease ends
    metadata,
    sa.Column(
        "delivery_id",
        Id,
        sa.ForeignKey("delivery.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    column("revision", sa.Integer()),
    column("state", Choice(EditState)),
    column("attempts", sa.Integer()),
    column("due_at", Instant()),
    column("error", Words()),
    sa.Index(None, "state", "due_at"),
)
