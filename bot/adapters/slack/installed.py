"""The workspaces in which people installed the app themselves: each with its own token, from our tables."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.events import Us
from bot.adapters.slack.rotating import Rotator
from bot.adapters.slack.sealing import Seal
from bot.adapters.slack.workspaces import Access, Found, client_of, session
from bot.core.entities import Installation, Place, Platform
from bot.core.errors import ChannelGoneError, InstallationGoneError
from bot.flows.ports import Store

_NOT_HERE = frozenset({"channel_not_found", "not_in_channel", "missing_scope", "team_access_not_granted"})
_DEAD = frozenset({"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"})
"""What a workspace says that cannot tell us of a channel: the others are asked all the same."""


class InstalledWorkspaces:
    """All of them. *install_url* is where a person installs the app."""

    def __init__(self, store: Store, seal: Seal, rotator: Rotator, api_url: str, install_url: str) -> None:
        self._store = store
        self._seal = seal
        self._rotator = rotator
        self._api_url = api_url
        self._install_url = install_url
        self._session: aiohttp.ClientSession | None = None
        self._teams: dict[str, str] = {}

    async def at(self, place: Place) -> Access:
        """Return access to the workspace of a channel that is known to us."""
        return await self._access(await self._store.installation_in(place.workspace_id), "this workspace")

    async def of(self, team: str) -> Access:
        """Return access to the workspace that Slack calls so."""
        return await self._access(await self._store.installation(Platform.SLACK, team), f"workspace {team}")

    async def holding(self, channel: str) -> Found:
        """Find a channel: where it was found before, else in every workspace. Ids of channels are Slack's, not a workspace's."""
        installations = await self._store.installations(Platform.SLACK)
        if not installations:
            raise ChannelGoneError(f"the app is installed in no workspace yet: open {self._install_url}")
        known, unheard = self._teams.get(channel), None
        for installation in sorted(installations, key=lambda each: each.workspace.external_id != known):
            try:
                found = await self._look(channel, installation)
            except SlackApiError as error:
                unheard = error  # another one may have it
                continue
            if found is not None:
                self.remember(channel, installation.workspace.external_id)
                return found
        if unheard is not None:
            raise unheard
        raise ChannelGoneError(
            f"no workspace with the app has the channel {channel}: check the id, and invite the bot with /invite @newsthread"
        )

    def remember(self, channel: str, team: str) -> None:
        """Remember that a channel is that workspace's, so that no other one is asked for it."""
        self._teams[channel] = team

    async def _look(self, channel: str, installation: Installation) -> Found | None:
        try:
            access = await self._access(installation, installation.workspace.name)
            return Found(access=access, channel=await access.client.conversations_info(channel=channel))
        except InstallationGoneError:
            return None
        except SlackApiError as error:
            if error.response.get("error") in _NOT_HERE | _DEAD:
                return None
            raise

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep connections to Slack open until the block is left."""
        async with session() as opened:
            self._session = opened
            try:
                yield
            finally:
                self._session = None

    async def _access(self, installation: Installation | None, name: str) -> Access:
        if installation is None:
            raise InstallationGoneError(
                f"{name}: the app is not installed there (any more): open {self._install_url}"
            )
        workspace = installation.workspace
        tokens = self._seal.open(installation.sealed, workspace.external_id)
        if tokens is None:
            raise InstallationGoneError(
                f"{workspace.name}: its token cannot be opened with SLACK_TOKEN_KEY. Set the key with which it was kept, "
                f"or install the app again: {self._install_url}"
            )
        if self._rotator.is_due(installation):
            app = client_of(None, self._api_url, self._session)
            tokens = await self._rotator.renewed(installation, tokens, app)
        return Access(
            client=client_of(tokens.bot, self._api_url, self._session),
            known=Us(team=workspace.external_id, team_name=workspace.name, user=installation.bot_user),
        )
