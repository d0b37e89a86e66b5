"""Workspaces: met, and stopped where their installation is dead."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.rows import read
from bot.core.entities import Platform, Workspace, WorkspaceId

_workspace = schema.workspace.c


class SqlWorkspaces(Concept):
    """The part of the port's `SubscriptionStore` about the workspaces themselves."""

    async def add_workspace(self, platform: Platform, external_id: str, name: str) -> Workspace:
        """Return the workspace, new or known; a new name replaces the old, "" leaves it. It is not stopped any more."""
        async with self._database.writing() as connection:
            return await meet(self._database, connection, platform, external_id, name)

    async def stop_workspace(self, workspace_id: WorkspaceId, until: dt.datetime) -> None:
        """Let nothing be due for this workspace before *until*, or later where it rests for longer; meeting it again (`add_workspace`) ends that."""
        is_sooner = sa.or_(_workspace.stopped_until.is_(None), _workspace.stopped_until < until)
        stop = schema.workspace.update().where(_workspace.id == workspace_id, is_sooner)
        async with self._database.writing() as connection:
            await connection.execute(stop.values(stopped_until=until))

    async def stopped_workspaces(self, now: dt.datetime) -> frozenset[WorkspaceId]:
        """Return those for which nothing is to be done now."""
        stopped = sa.select(_workspace.id).where(_workspace.stopped_until > now)
        async with self._database.reading() as connection:
            return frozenset(WorkspaceId(each) for each in await connection.scalars(stopped))


async def meet(
    database: Database, connection: AsyncConnection, platform: Platform, external_id: str, name: str
) -> Workspace:
    """Return the workspace, new or known; a new name replaces the old, "" leaves it. It is not stopped any more."""
    insert = database.insert(schema.workspace)
    insert = insert.values(platform=platform, external_id=external_id, name=name)
    kept = sa.func.coalesce(sa.func.nullif(insert.excluded.name, ""), _workspace.name)
    upsert = insert.on_conflict_do_update(
        index_elements=[_workspace.platform, _workspace.external_id],
        set_={"name": kept, "stopped_until": None},
    )
    row = (await connection.execute(upsert.returning(*schema.workspace.c))).mappings().one()
    return read(Workspace, row)
