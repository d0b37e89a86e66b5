"""Workspaces that are stopped, because their installation is dead."""

import datetime as dt

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.core.entities import WorkspaceId

_workspace = schema.workspace.c


class SqlWorkspaces(Concept):
    """The part of the port's `SubscriptionStore` about dead installations."""

    async def stop_workspace(self, workspace_id: WorkspaceId, until: dt.datetime) -> None:
        """Let nothing be due for this workspace before *until*; meeting it again (`add_workspace`) ends that."""
        stop = schema.workspace.update().where(_workspace.id == workspace_id).values(stopped_until=until)
        async with self._database.writing() as connection:
            await connection.execute(stop)

    async def stopped_workspaces(self, now: dt.datetime) -> frozenset[WorkspaceId]:
        """Return those for which nothing is to be done now."""
        stopped = sa.select(_workspace.id).where(_workspace.stopped_until > now)
        async with self._database.reading() as connection:
            return frozenset(WorkspaceId(each) for each in await connection.scalars(stopped))
