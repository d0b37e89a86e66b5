"""What was read: feeds and their entries, shared by all workspaces."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import Id, column, metadata, owned_by, table
from bot.adapters.sql.types import Instant, Key, Optional, OptionalKey, OptionalWords, Span, Words
from bot.core.entities import Enclosure, Wishes

feed = table(
    "feed",
    column("url", Words()),
    column("url_key", Key()),  # the URL as it can be indexed, whatever its length
    sa.Column("host", Key()),  # whose server it is on; NULL until a feed of an older version is read
    column("title", Words()),
    column("site_url", Words()),
    column("language", Words()),
    column("etag", Words()),
    column("last_modified", Words()),
    column("body_hash", Words()),
    sa.Column("body_error", OptionalWords()),
    column("next_check_at", Instant()),
    sa.Column("checked_at", Instant()),
    sa.Column("succeeded_at", Instant()),
    column("failures", sa.Integer()),
    column("error", Words()),
    column("is_gone", sa.Boolean()),
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
    owned_by("feed"),
    sa.Index(None, "feed_id"),
)

entry = table(
    "entry",
    owned_by("feed"),
    sa.Column("story_id", Id, sa.ForeignKey("story.id")),
    sa.Column("guid", OptionalKey()),
    sa.Column("link", OptionalKey()),
    sa.Column("content_hash", OptionalKey()),
    column("url", Words()),
    column("title", Words()),
    column("publisher", Words()),
    column("language", Words()),
    column("published_at", Instant()),
    column("stored_at", Instant()),
    column("is_excerpt", sa.Boolean()),
    sa.Column("excerpt_reason", OptionalWords()),
    sa.Column("canonical", OptionalKey()),
    sa.Column("image", OptionalWords()),
    sa.Column("enclosures", Optional(tuple[Enclosure, ...], ())),
    column("text", Words()),  # last, since SQLite reads all of a row that stands before a column
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
        "entry_id", Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    owned_by("feed"),
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
        "entry_id", Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    column("folded", Words()),  # search tokens, and marks by which the index narrows a search: see `fulltext`
)

headline_word = sa.Table(
    "headline_word",  # in how many headlines each folded word stood: what a beginning or a misspelling may mean
    metadata,
    sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    column("entries", sa.BigInteger()),
    sqlite_with_rowid=False,
)

horizon = sa.Table(
    "horizon",  # one row: how far editions have looked, so that nothing is stored behind it
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    column("at", Instant()),
)
