"""Taking the app out of a workspace: its tokens are forgotten at once, and nothing is done for it until it is installed again.

Slack says it twice, in any order, and may say it late (https://docs.slack.dev/reference/events/app_uninstalled/,
https://docs.slack.dev/reference/events/tokens_revoked/): what was installed after that is left alone.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.core.entities import Platform
from bot.flows.ports import Store

log = structlog.get_logger()

_FOR_GOOD = dt.timedelta(days=365 * 100)


class Leaving:
    """The listeners for it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def listen(self, app: AsyncApp) -> None:
        """Let *app* call us, before it acknowledges: what fails is sent again."""
        app.event("app_uninstalled", middleware=[self._uninstalled])(_nothing_more)
        app.event("tokens_revoked", middleware=[self._revoked])(_nothing_more)

    async def _uninstalled(
        self, context: AsyncBoltContext, body: Mapping[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        await self._leave(context.team_id or "", body)
        await next_()

    async def _revoked(
        self,
        context: AsyncBoltContext,
        body: Mapping[str, Any],
        event: Mapping[str, Any],
        next_: Callable[[], Awaitable[None]],
    ) -> None:
        """Only where it is the bot's token that was taken back: people's we have none of."""
        installation = await self._store.installation(Platform.SLACK, context.team_id or "")
        revoked = (event.get("tokens") or {}).get("bot") or ()
        if installation is not None and installation.bot_user in revoked:
            await self._leave(context.team_id or "", body)
        await next_()

    async def _leave(self, team: str, body: Mapping[str, Any]) -> None:
        at = dt.datetime.fromtimestamp(int(body["event_time"]), dt.UTC)
        if await self._store.uninstall(Platform.SLACK, team, at=at, until=at + _FOR_GOOD):
            log.warning("slack_uninstalled", workspace=team)


async def _nothing_more() -> None:
    """The middleware has done it."""
