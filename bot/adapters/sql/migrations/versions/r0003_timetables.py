"""Timetables of several days and times, quiet hours, pauses, and silence where there is nothing to tell.

Frozen: it says what the database looked like at this revision, whatever `schema` says today.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.DateTime(timezone=True)
_SUBSCRIPTION = sa.table("subscription", sa.column("id", sa.BigInteger), sa.column("timetable", sa.JSON))


def upgrade() -> None:
    """Add columns, and write "daily at" as every day at that time."""
    op.add_column("subscription", sa.Column("when_empty", sa.Text, nullable=False, server_default="line"))
    for name in ("paused_at", "resumed_at", "looked_until"):
        op.add_column("subscription", sa.Column(name, _INSTANT))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_SUBSCRIPTION)).all():
        old = row.timetable
        new = {"days": [1, 2, 3, 4, 5, 6, 7], "times": [old["at"]], "zone": old["zone"], "quiet": None}
        connection.execute(_SUBSCRIPTION.update().where(_SUBSCRIPTION.c.id == row.id).values(timetable=new))
