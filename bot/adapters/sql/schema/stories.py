"""Which entries tell the same event, what was written about them, what that cost, and why."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import Id, column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, Said, Value, Words
from bot.core.entities import Bullet, Outcome

story = table("story", sa.Column("founder_id", Id))  # the entry that began it

entry_features = sa.Table(
    "entry_features",
    metadata,
    sa.Column(
        "entry_id", Id, sa.ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    column("features", sa.LargeBinary()),
)

# Words of an index are letters and digits, so they are plain texts; both tables are little more than their keys.
term = sa.Table(
    "term",
    metadata,
    sa.Column("term", sa.Integer(), primary_key=True, autoincrement=False),
    column("entries", sa.BigInteger()),
)

mark = sa.Table(
    "mark",
    metadata,
    column("week", sa.Integer()),  # new marks lie together, however many old ones there are
    column("term", sa.Integer()),
    column("day", sa.Integer()),  # on which the entry was published, counted from the year 1
    column(
        "entry_id", Id
    ),  # no foreign key: it would need an index as large as the table, and old days go as a whole
    sa.PrimaryKeyConstraint("week", "term", "day", "entry_id"),
    sqlite_with_rowid=False,
)

summary = sa.Table(
    "summary",
    metadata,
    sa.Column("key", Key(), primary_key=True),
    column("title", Words()),
    column("bullets", Value(tuple[Bullet, ...])),
    column("tags", Value(tuple[str, ...])),
    column("language", Words()),
    column("writer", Words()),
    sa.Column("written_at", Instant()),
    sa.Index(None, "written_at"),
)

lease = sa.Table("lease", metadata, sa.Column("name", Key(), primary_key=True), column("until_at", Instant()))

usage = table(
    "usage",
    column("at", Instant()),
    column("purpose", Words()),
    column("writer", Words()),
    column("prompt_tokens", sa.BigInteger()),
    column("completion_tokens", sa.BigInteger()),
    column("cost_micros", sa.BigInteger()),
    sa.Column("workspace_id", Id),  # without a foreign key: what a workspace cost outlives it
    sa.Column("outcome", Choice(Outcome), nullable=False, server_default=Outcome.REPLIED.value),
    sa.Index(None, "at"),
)

decision = table(
    "decision",
    owned_by("entry"),
    sa.Column("subscription_id", Id),
    column("stage", Words()),
    column("reason", Said()),
    column("at", Instant()),
    sa.Index(None, "entry_id", "at"),
)
