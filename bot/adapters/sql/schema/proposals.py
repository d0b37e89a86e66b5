"""What waits for a yes, and who changed what."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import column, metadata, owned_by, table
from bot.adapters.sql.types import Choice, Instant, Key, Value, Words
from bot.core.entities import ProposalKind, ProposedFeed

proposal = sa.Table(
    "proposal",
    metadata,
    owned_by("workspace"),
    column("channel", Key()),
    column("key", Key()),
    owned_by("topic"),
    column("kind", Choice(ProposalKind)),
    column("feeds", Value(tuple[ProposedFeed, ...])),
    column("by", Words()),
    column("at", Instant()),
    sa.Column("settled_at", Instant()),
    sa.PrimaryKeyConstraint("workspace_id", "channel", "key"),
    sa.Index(None, "at"),
)

change = table(
    "change",
    owned_by("topic"),
    owned_by("workspace"),
    column("channel", Key()),  # "": all of the workspace
    column("by", Words()),
    column("what", Words()),
    column("at", Instant()),
    sa.Index(None, "workspace_id", "channel", "at"),
    sa.Index(None, "at"),
)
