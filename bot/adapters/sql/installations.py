"""Where the app is installed. What it keeps of tokens is sealed, and only whoever sealed it can open it."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import read, values
from bot.adapters.sql.workspaces import meet
from bot.core.entities import Installation, NewInstallation, Platform, Workspace, WorkspaceId

_installation = schema.installation.c
_workspace = schema.workspace.c

_INSTALLATIONS = (
    sa.select(
        schema.installation, _workspace.id, _workspace.platform, _workspace.external_id, _workspace.name
    )
    .join(schema.workspace, _workspace.id == _installation.workspace_id)
    .order_by(_installation.installed_at, _workspace.id)
)


class SqlInstallations(Concept):
    """The port's `InstallationStore`."""

    async def install(
        self, platform: Platform, external_id: str, name: str, installation: NewInstallation
    ) -> Workspace:
        """Keep an installation in place of an earlier one, and return its workspace, new or known. It is not stopped any more."""
        kept = values(installation)
        async with self._database.writing() as connection:
            workspace = await meet(self._database, connection, platform, external_id, name)
            insert = self._database.insert(schema.installation).values(kept | {"workspace_id": workspace.id})
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[_installation.workspace_id], set_=kept)
            )
        return workspace

    async def installation(self, platform: Platform, external_id: str) -> Installation | None:
        """Return the installation in the workspace that the platform calls so; None where there is none."""
        return await self._one(_is_called(platform, external_id))

    async def installation_in(self, workspace_id: WorkspaceId) -> Installation | None:
        """Return the installation in a workspace of ours; None where there is none."""
        return await self._one(_workspace.id == workspace_id)

    async def _one(self, condition: sa.ColumnElement[bool]) -> Installation | None:
        found = await self._installations(_INSTALLATIONS.where(condition))
        return found[0] if found else None

    async def installations(self, platform: Platform) -> tuple[Installation, ...]:
        """Return all of a platform, oldest first."""
        return await self._installations(_INSTALLATIONS.where(_workspace.platform == platform))

    async def _installations(self, query: sa.Select[Any]) -> tuple[Installation, ...]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(Installation, row, workspace=read(Workspace, row)) for row in rows)

    async def renew_installation(
        self, installation: Installation, sealed: bytes, expires_at: dt.datetime | None
    ) -> bool:
        """Keep new tokens in place of those that *installation* has; False where it was replaced or removed meanwhile."""
        is_same = sa.and_(
            _installation.workspace_id == installation.workspace.id,
            _installation.sealed == installation.sealed,
        )
        update = schema.installation.update().where(is_same).values(sealed=sealed, expires_at=expires_at)
        async with self._database.writing() as connection:
            return (await connection.execute(update)).rowcount > 0

    async def uninstall(
        self, platform: Platform, external_id: str, *, at: dt.datetime, until: dt.datetime
    ) -> bool:
        """Forget the tokens of a workspace that took the app out at *at*, and let nothing be due for it before *until*.

        False: it is not installed there, or was installed again since.
        """
        workspace_id = sa.select(_workspace.id).where(_is_called(platform, external_id)).scalar_subquery()
        gone = schema.installation.delete().where(
            _installation.workspace_id == workspace_id, _installation.installed_at <= at
        )
        stop = schema.workspace.update().where(_is_called(platform, external_id)).values(stopped_until=until)
        async with self._database.writing() as connection:
            was_there = (await connection.execute(gone)).rowcount > 0
            if was_there:
                await connection.execute(stop)
        return was_there


def _is_called(platform: Platform, external_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(_workspace.platform == platform, _workspace.external_id == external_id)
