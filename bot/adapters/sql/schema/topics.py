"""Who wants what: workspaces, their topics, and the wishes of channels."""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.adapters.sql.schema.making import column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, Optional, Value, Words
from bot.core.entities import NO_FILTER, Filter, Origin, Platform, Timetable, WhenEmpty

workspace = table(
    "workspace",
    column("platform", Choice(Platform)),
    column("external_id", Key()),
    column("name", Words()),
    sa.Column("stopped_until", Instant()),  # its installation is dead: nothing is done for it before then
    sa.UniqueConstraint("platform", "external_id"),
)

topic = table(
    "topic",
    owned_by("workspace"),
    column("name", Key()),
    column("command", Words()),
    column("title", Words()),
    column("language", Words()),
    column("aliases", Value(Mapping[str, tuple[str, ...]])),
    column("include", Value(tuple[str, ...])),
    column("exclude", Value(tuple[str, ...])),
    column("origin", Choice(Origin)),
    sa.Column("filter", Optional(Filter, NO_FILTER)),
    sa.UniqueConstraint("workspace_id", "name", "origin"),
)

tag = sa.Table(
    "tag",  # what a topic used before: how each key is spelled
    metadata,
    owned_by("topic"),
    column("key", Key()),
    column("label", Words()),
    column("uses", sa.BigInteger()),
    column("used_at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "key"),
)

story_tag = sa.Table(
    "story_tag",  # with which tags a topic told a story
    metadata,
    owned_by("topic"),
    column("key", Key()),
    owned_by("story"),
    column("told_at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "key", "story_id"),
    sa.Index(None, "topic_id", "key", "told_at"),
    sa.Index(None, "story_id"),
)

topic_feed = sa.Table(
    "topic_feed",
    metadata,
    owned_by("topic"),
    owned_by("feed"),
    column("origin", Choice(Origin)),
    sa.PrimaryKeyConstraint("topic_id", "feed_id", "origin"),
    sa.Index(None, "feed_id"),
)

subscription = table(
    "subscription",
    owned_by("topic"),
    owned_by("workspace"),
    column("channel", Key()),
    column("timetable", Value(Timetable)),
    column("language", Words()),
    column("size", sa.Integer()),
    column("origin", Choice(Origin)),
    column("created_at", Instant()),
    sa.Column("when_empty", Choice(WhenEmpty), nullable=False, server_default=WhenEmpty.LINE.value),
    sa.Column("paused_at", Instant()),
    sa.Column("resumed_at", Instant()),
    sa.Column("looked_until", Instant()),  # where its window begins, if later than its last edition's end
    sa.Column("subject", Key(), nullable=False, server_default=""),
    sa.Column("filter", Optional(Filter, NO_FILTER)),
    sa.UniqueConstraint("topic_id", "workspace_id", "channel", "origin", "subject"),
    sa.Index(None, "workspace_id", "channel"),
)

mute = sa.Table(
    "mute",
    metadata,
    owned_by("topic"),
    owned_by("workspace"),
    column("channel", Key()),
    column("words", Key()),
    column("by", Words()),
    column("at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel", "words"),
    sa.Index(None, "workspace_id", "channel"),
)

channel_filter = sa.Table(
    "channel_filter",  # what the people of a channel set; one that lets all in says who ended it
    metadata,
    owned_by("topic"),
    owned_by("workspace"),
    column("channel", Key()),
    column("filter", Value(Filter)),
    column("by", Words()),
    column("at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel"),
    sa.Index(None, "workspace_id", "channel"),
)

asked_edition = sa.Table(
    "asked_edition",  # what somebody asked for, until the edition is there or it is too late
    metadata,
    owned_by("subscription"),
    column("planned_key", Key()),
    column("asked_at", Instant()),
    sa.PrimaryKeyConstraint("subscription_id", "planned_key"),
    sa.Index(None, "asked_at"),
)
