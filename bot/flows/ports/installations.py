"""Port to where the app is installed: a part of the database, as `bot.flows.ports.storing` is.

Only for workspaces whose people installed it themselves. A token from the environment is in no table.
"""

import datetime as dt
from typing import Protocol

from bot.core.entities import Installation, NewInstallation, Platform, Workspace, WorkspaceId


class InstallationStore(Protocol):
    """One installation for each workspace: the newest."""

    async def install(
        self, platform: Platform, external_id: str, name: str, installation: NewInstallation
    ) -> Workspace:
        """Keep an installation in place of an earlier one, and return its workspace, new or known. It is not stopped any more."""

    async def installation(self, platform: Platform, external_id: str) -> Installation | None:
        """The installation in the workspace that the platform calls so; None where there is none."""

    async def installation_in(self, workspace_id: WorkspaceId) -> Installation | None:
        """The installation in a workspace of ours; None where there is none."""

    async def installations(self, platform: Platform) -> tuple[Installation, ...]:
        """All of a platform, oldest first."""

    async def renew_installation(
        self, installation: Installation, sealed: bytes, expires_at: dt.datetime | None
    ) -> bool:
        """Keep new tokens in place of those that *installation* has; False where it was replaced or removed meanwhile."""

    async def uninstall(
        self, platform: Platform, external_id: str, *, at: dt.datetime, until: dt.datetime
    ) -> bool:
        """Forget the tokens of a workspace that took the app out at *at*, and let nothing be due for it before *until*.

        False: it is not installed there, or was installed again since.
        """
