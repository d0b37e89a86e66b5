"""The tables. They are the only truth: what runs the jobs may be emptied at any moment without loss or repetition.

What belongs to a workspace (topics, and through them feed links; subscriptions, editions, transcripts, questions)
says so; feeds, entries and stories are shared by all. Editions outlive their subscription and topic, so they name
both without a foreign key, and no id is ever given twice.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.types import (
    Choice,
    Instant,
    Key,
    Optional,
    OptionalKey,
    OptionalWords,
    Span,
    Value,
    Words,
)
from bot.core.entities import (
    Answer,
    Bullet,
    Coverage,
    DeliveryState,
    Enclosure,
    Item,
    Origin,
    Outcome,
    Platform,
    Speaker,
    Timetable,
    WhenEmpty,
    Wishes,
)

REVISION = "0010"
"""The newest migration: what `metadata` describes."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # only INTEGER counts up by itself there


def _table(name: str, *parts: sa.Column[Any] | sa.Constraint | sa.Index) -> sa.Table:
    """Return a table whose *id* is never given again, even after its row went."""
    return sa.Table(name, metadata, sa.Column("id", _Id, primary_key=True), *parts, sqlite_autoincrement=True)


def _column(name: str, kind: sa.types.TypeEngine[Any], *parts: sa.ForeignKey) -> sa.Column[Any]:
    return sa.Column(name, kind, *parts, nullable=False)


def _owned_by(table: str) -> sa.Column[Any]:
    return _column(f"{table}_id", _Id, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"))


workspace = _table(
    "workspace",
    _column("platform", Choice(Platform)),
    _column("external_id", Key()),
    _column("name", Words()),
    sa.Column("stopped_until", Instant()),  # its installation is dead: nothing is done for it before then
    sa.UniqueConstraint("platform", "external_id"),
)

feed = _table(
    "feed",
    _column("url", Words()),
    _column("url_key", Key()),  # the URL as it can be indexed, whatever its length
    sa.Column("host", Key()),  # whose server it is on; NULL until a feed of an older version is read
    _column("title", Words()),
    _column("site_url", Words()),
    _column("language", Words()),
    _column("etag", Words()),
    _column("last_modified", Words()),
    _column("body_hash", Words()),
    sa.Column("body_error", OptionalWords()),
    _column("next_check_at", Instant()),
    sa.Column("checked_at", Instant()),
    sa.Column("succeeded_at", Instant()),
    _column("failures", sa.Integer()),
    _column("error", Words()),
    _column("is_gone", sa.Boolean()),
    sa.Column("failing_since", Instant()),
    sa.Column("noticed_at", Instant()),
    sa.Column("wishes", Optional(Wishes, Wishes())),
    sa.Column("pace", Span()),
    sa.UniqueConstraint("url_key"),
    sa.Index(None, "is_gone", "next_check_at"),
    sa.Index(None, "host"),
)

former_url = sa.Table(
    "former_url",  # where a feed was read before it moved for good: whoever names it there means the same feed
    metadata,
    sa.Column("url_key", Key(), primary_key=True),
    _owned_by("feed"),
    sa.Index(None, "feed_id"),
)

topic = _table(
    "topic",
    _owned_by("workspace"),
    _column("name", Key()),
    _column("command", Words()),
    _column("title", Words()),
    _column("language", Words()),
    _column("aliases", Value(Mapping[str, tuple[str, ...]])),
    _column("include", Value(tuple[str, ...])),
    _column("exclude", Value(tuple[str, ...])),
    _column("origin", Choice(Origin)),
    sa.UniqueConstraint("workspace_id", "name", "origin"),
)

tag = sa.Table(
    "tag",  # what a topic used before: how each key is spelled
    metadata,
    _owned_by("topic"),
    _column("key", Key()),
    _column("label", Words()),
    _column("uses", sa.BigInteger()),
    _column("used_at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "key"),
)

topic_feed = sa.Table(
    "topic_feed",
    metadata,
    _owned_by("topic"),
    _owned_by("feed"),
    _column("origin", Choice(Origin)),
    sa.PrimaryKeyConstraint("topic_id", "feed_id", "origin"),
    sa.Index(None, "feed_id"),
)

story = _table("story", sa.Column("founder_id", _Id))  # the entry that began it

entry = _table(
    "entry",
    _owned_by("feed"),
    sa.Column("story_id", _Id, sa.ForeignKey("story.id")),
    sa.Column("guid", OptionalKey()),
    sa.Column("link", OptionalKey()),
    sa.Column("content_hash", OptionalKey()),
    _column("url", Words()),
    _column("title", Words()),
    _column("publisher", Words()),
    _column("language", Words()),
    _column("published_at", Instant()),
    _column("stored_at", Instant()),
    _column("is_excerpt", sa.Boolean()),
    sa.Column("excerpt_reason", OptionalWords()),
    sa.Column("canonical", OptionalKey()),
    sa.Column("image", OptionalWords()),
    sa.Column("enclosures", Optional(tuple[Enclosure, ...], ())),
    _column("text", Words()),  # last, since SQLite reads all of a row that stands before a column
    sa.UniqueConstraint("feed_id", "guid"),
    sa.Index(None, "feed_id", "link"),
    sa.Index(None, "feed_id", "content_hash"),
    sa.Index(None, "feed_id", "stored_at"),
    sa.Index(None, "link"),
    sa.Index(None, "canonical"),
    sa.Index(None, "published_at"),
    sa.Index(None, "story_id"),
)

entry_form = sa.Table(
    "entry_form",  # the newest identity ladder of an entry that its publisher changed since it was stored
    metadata,
    sa.Column(
        "entry_id", _Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    _owned_by("feed"),
    sa.Column("guid", OptionalKey()),
    sa.Column("link", OptionalKey()),
    sa.Column("content_hash", OptionalKey()),
    sa.Index(None, "feed_id", "guid"),
    sa.Index(None, "feed_id", "link"),
    sa.Index(None, "feed_id", "content_hash"),
)

entry_text = sa.Table(
    "entry_text",
    metadata,
    sa.Column(
        "entry_id", _Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    _column("folded", Words()),
)

entry_features = sa.Table(
    "entry_features",
    metadata,
    sa.Column(
        "entry_id", _Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    _column("features", sa.Text()),
)

# Words of an index are letters and digits, so they are plain texts; both tables are little more than their keys.
term = sa.Table(
    "term",
    metadata,
    sa.Column("term", sa.Text(), primary_key=True),
    _column("entries", sa.BigInteger()),
    sqlite_with_rowid=False,
)

mark = sa.Table(
    "mark",
    metadata,
    _column("week", sa.Integer()),  # new marks lie together, however many old ones there are
    _column("term", sa.Text()),
    _column("day", sa.Integer()),  # on which the entry was published, counted from the year 1
    _column(
        "entry_id", _Id
    ),  # no foreign key: it would need an index as large as the table, and old days go as a whole
    sa.PrimaryKeyConstraint("week", "term", "day", "entry_id"),
    sqlite_with_rowid=False,
)

summary = sa.Table(
    "summary",
    metadata,
    sa.Column("key", Key(), primary_key=True),
    _column("title", Words()),
    _column("bullets", Value(tuple[Bullet, ...])),
    _column("tags", Value(tuple[str, ...])),
    _column("language", Words()),
    _column("writer", Words()),
    sa.Column("written_at", Instant()),
    sa.Index(None, "written_at"),
)

lease = sa.Table(
    "lease", metadata, sa.Column("name", Key(), primary_key=True), _column("until_at", Instant())
)

usage = _table(
    "usage",
    _column("at", Instant()),
    _column("purpose", Words()),
    _column("writer", Words()),
    _column("prompt_tokens", sa.BigInteger()),
    _column("completion_tokens", sa.BigInteger()),
    _column("cost_micros", sa.BigInteger()),
    sa.Column("workspace_id", _Id),  # without a foreign key: what a workspace cost outlives it
    sa.Column("outcome", Choice(Outcome), nullable=False, server_default=Outcome.REPLIED.value),
    sa.Index(None, "at"),
)

decision = _table(
    "decision",
    _owned_by("entry"),
    sa.Column("subscription_id", _Id),
    _column("stage", Words()),
    _column("reason", Words()),
    _column("at", Instant()),
    sa.Index(None, "entry_id", "at"),
)

subscription = _table(
    "subscription",
    _owned_by("topic"),
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("timetable", Value(Timetable)),
    _column("language", Words()),
    _column("size", sa.Integer()),
    _column("origin", Choice(Origin)),
    _column("created_at", Instant()),
    sa.Column("when_empty", Choice(WhenEmpty), nullable=False, server_default=WhenEmpty.LINE.value),
    sa.Column("paused_at", Instant()),
    sa.Column("resumed_at", Instant()),
    sa.Column("looked_until", Instant()),  # where its window begins, if later than its last edition's end
    sa.Column("subject", Key(), nullable=False, server_default=""),
    sa.UniqueConstraint("topic_id", "workspace_id", "channel", "origin", "subject"),
    sa.Index(None, "workspace_id", "channel"),
)

mute = sa.Table(
    "mute",
    metadata,
    _owned_by("topic"),
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("words", Key()),
    _column("by", Words()),
    _column("at", Instant()),
    sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel", "words"),
    sa.Index(None, "workspace_id", "channel"),
)

asked_edition = sa.Table(
    "asked_edition",  # what somebody asked for, until the edition is there or it is too late
    metadata,
    _owned_by("subscription"),
    _column("planned_key", Key()),
    _column("asked_at", Instant()),
    sa.PrimaryKeyConstraint("subscription_id", "planned_key"),
    sa.Index(None, "asked_at"),
)

edition = _table(
    "edition",
    _column("subscription_id", _Id),
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("topic_name", Key()),
    _column("command", Words()),
    _column("title", Words()),
    _column("language", Words()),
    _column("planned_key", Key()),
    _column("planned_at", Instant()),
    _column("zone", Words()),
    _column("is_scheduled", sa.Boolean()),
    _column("is_first", sa.Boolean()),
    _column("coverage", Value(Coverage)),
    _column("covered_until", Instant()),  # the end of the coverage's window, to be compared
    _column("composed_at", Instant()),
    sa.Column("recap", Optional(tuple[str, ...], ())),
    sa.Column("thread", OptionalKey()),
    sa.UniqueConstraint("subscription_id", "planned_key"),
    sa.Index(None, "subscription_id", "is_scheduled", "planned_at"),
    sa.Index(None, "workspace_id", "channel", "topic_name"),
)

edition_item = sa.Table(
    "edition_item",
    metadata,
    _owned_by("edition"),
    _column("position", sa.Integer()),
    _column("story_id", _Id),
    _column("item", Value(Item)),
    sa.PrimaryKeyConstraint("edition_id", "position"),
)

delivery = _table(
    "delivery",
    _owned_by("edition"),
    _column("part", sa.Integer()),
    _column("key", Key()),
    _column("state", Choice(DeliveryState)),
    _column("attempts", sa.Integer()),
    _column("due_at", Instant()),  # while it is being sent: when the lease ends, or when to look for it
    _column("message_id", Words()),
    _column("error", Words()),
    sa.UniqueConstraint("edition_id", "part"),
    sa.UniqueConstraint("key"),
    sa.Index(None, "state", "due_at"),
)

chat_event = sa.Table(
    "chat_event",
    metadata,
    _column("platform", Choice(Platform)),
    _column("key", Key()),
    _column("at", Instant()),
    sa.PrimaryKeyConstraint("platform", "key"),
)

thread = sa.Table(
    "thread",
    metadata,
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("root", Key()),
    _owned_by("edition"),
    sa.PrimaryKeyConstraint("workspace_id", "channel", "root"),
    sa.Index(None, "edition_id"),
)

message = _table(
    "message",
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("thread", Key()),
    sa.Column("message_id", OptionalKey()),
    _column("speaker", Choice(Speaker)),
    _column("user", Words()),
    _column("kind", Words()),
    _column("body", sa.JSON()),
    _column("at", Instant()),
    sa.UniqueConstraint("workspace_id", "channel", "message_id"),
    sa.Index(None, "workspace_id", "channel", "thread", "at"),
)

question = _table(
    "question",
    _owned_by("workspace"),
    _column("channel", Key()),
    _column("thread", Key()),
    _column("user", Words()),
    _column("text", Words()),
    _column("asked_at", Instant()),
    _column("is_open", sa.Boolean()),
    _column("attempts", sa.Integer()),
    _column("due_at", Instant()),  # while it is being answered: when the lease ends
    sa.Column("answer", Value(Answer)),  # composed, but not posted for sure
    _column("error", Words()),
    sa.Index(None, "is_open", "due_at"),
)
