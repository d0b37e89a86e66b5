"""The workspaces that we speak for: the one whose token is in the environment, or all in which people installed the app.

Whoever posts or listens asks here for access, and never knows how many there are.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.events import Us
from bot.core.entities import Place

TIMEOUT = 20
"""Seconds that one call may take."""


@dataclass(slots=True, kw_only=True)
class Access:
    """A client that speaks for us in one workspace. *known*: where that is, and who we are there."""

    client: AsyncWebClient
    known: Us | None = None

    async def us(self) -> Us:
        """Return where that is, and who we are there; Slack is asked once. Raises what the SDK raises."""
        if self.known is None:
            test = await self.client.auth_test()
            self.known = Us(team=test["team_id"], team_name=test["team"], user=test["user_id"])
        return self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A channel, as Slack describes it, and access to its workspace."""

    access: Access
    channel: AsyncSlackResponse


class Workspaces(Protocol):
    """Where we speak. All raise what the SDK raises, and `InstallationGoneError` where we are not installed (any more)."""

    async def at(self, place: Place) -> Access:
        """Return access to the workspace of a channel that is known to us."""

    async def of(self, team: str) -> Access:
        """Return access to the workspace that Slack calls so."""

    async def holding(self, channel: str) -> Found:
        """Find a channel. `ChannelGoneError`: there is none, as far as we may see."""

    def connected(self) -> AbstractAsyncContextManager[None]:
        """Keep connections to Slack open until the block is left."""


class OneWorkspace:
    """The workspace of the bot token in the environment."""

    def __init__(self, token: str, api_url: str) -> None:
        self.access = Access(client=client_of(token, api_url))

    async def at(self, place: Place) -> Access:
        """Return access: there is but one."""
        del place
        return self.access

    async def of(self, team: str) -> Access:
        """Return access: there is but one, also where a guest from another one speaks."""
        del team
        return self.access

    async def holding(self, channel: str) -> Found:
        """Find a channel."""
        return Found(access=self.access, channel=await self.access.client.conversations_info(channel=channel))

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep connections to Slack open until the block is left."""
        async with session() as opened:
            self.access.client.session = opened
            try:
                yield
            finally:
                self.access.client.session = None


def session() -> aiohttp.ClientSession:
    """Open connections to Slack that calls share."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))


def client_of(token: str | None, api_url: str, opened: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """Return a client that repeats nothing by itself: the SDK would post again after a broken connection."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT, session=opened, retry_handlers=[])
