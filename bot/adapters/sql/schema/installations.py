"""Where the app was installed by the people of a workspace."""

import sqlalchemy as sa

from bot.adapters.sql.schema.making import Id, column, metadata
from bot.adapters.sql.types import Instant, Key, Value, Words

installation = sa.Table(
    "installation",
    metadata,
    sa.Column(
        "workspace_id",
        Id,
        sa.ForeignKey("workspace.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    column("bot_user", Key()),
    column("scopes", Value(tuple[str, ...])),
    column("sealed", sa.LargeBinary()),  # the tokens, encrypted: the key is in the environment alone
    sa.Column("expires_at", Instant()),
    column("installed_by", Words()),
    column("installed_at", Instant()),
)
