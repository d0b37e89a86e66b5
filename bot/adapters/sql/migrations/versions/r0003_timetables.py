"""Timetables of several days and times, quiet hours, pauses, silence where there is nothing to tell; watches and mutes.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_SUBSCRIPTION = sa.table("subscription", sa.column("id", sa.BigInteger), sa.column("timetable", sa.JSON))


def upgrade() -> None:
    """Add columns, and write "daily at" as every day at that time."""
    op.add_column("subscription", sa.Column("when_empty", sa.Text, nullable=False, server_default="line"))
    for name in ("paused_at", "resumed_at", "looked_until"):
        op.add_column("subscription", sa.Column(name, _INSTANT))
    _open_to_watches()
    _rewrite_timetables()


def _open_to_watches() -> None:
    """A channel has one subscription to a topic for each subject; SQLite changes a constraint only with a new table."""
    named = "uq_subscription_topic_id_workspace_id_channel_origin"
    with op.batch_alter_table("subscription", table_kwargs={"sqlite_autoincrement": True}) as subscription:
        subscription.add_column(sa.Column("subject", sa.Text, nullable=False, server_default=""))
        subscription.drop_constraint(named, type_="unique")
        subscription.create_unique_constraint(
            f"{named}_subject", ["topic_id", "workspace_id", "channel", "origin", "subject"]
        )
    op.add_column("edition", sa.Column("recap", sa.JSON))
    op.create_table(
        "mute",
        sa.Column("topic_id", ID, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("workspace_id", ID, sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("topic_id", "workspace_id", "channel", "words"),
    )
    op.create_index("ix_mute_workspace_id_channel", "mute", ["workspace_id", "channel"])


def _rewrite_timetables() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_SUBSCRIPTION)).all():
        old = row.timetable
        new = {"days": [1, 2, 3, 4, 5, 6, 7], "times": [old["at"]], "zone": old["zone"], "quiet": None}
        connection.execute(_SUBSCRIPTION.update().where(_SUBSCRIPTION.c.id == row.id).values(timetable=new))
