"""`HttpSlackChat`: Slack for many workspaces, over HTTP. People install the app themselves; each workspace has its own token.

It needs a public address with TLS before it. Its addresses are served beside the page.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from starlette.types import ASGIApp
from typing_extensions import override

from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.adapters.slack.granting import Credentials
from bot.adapters.slack.hearing import Hearing
from bot.adapters.slack.installed import InstalledWorkspaces
from bot.adapters.slack.installing import oauth_flow
from bot.adapters.slack.leaving import Leaving
from bot.adapters.slack.manifest import INSTALL_PATH
from bot.adapters.slack.posting import TIME_LIMIT, Posting, missing_scopes
from bot.adapters.slack.rotating import Rotator
from bot.adapters.slack.sealing import Seal
from bot.adapters.slack.web import web_app
from bot.adapters.slack.workspaces import Workspaces, client_of
from bot.core.entities import Platform
from bot.core.errors import ChatError, InstallationGoneError
from bot.flows.ports import Clock, Inbound, Pace, Store

log = structlog.get_logger()

_WRONG_APP = {
    "invalid_client_id": "SLACK_CLIENT_ID is of no app",
    "bad_client_secret": "SLACK_CLIENT_SECRET is not the one of this app",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackApp:
    """The app as Slack knows it: what stands under Basic Information. *token_key* is ours: tokens are kept encrypted with it."""

    credentials: Credentials
    signing_secret: str = field(repr=False)
    token_key: str = field(repr=False)
    public_url: str
    api_url: str = "https://slack.com/api/"


class HttpSlackChat(Posting):
    """The `Chat` of Slack, for all workspaces in which people installed the app.

    *pace* and *time_limit* as for `Posting`.
    """

    def __init__(
        self,
        app: SlackApp,
        store: Store,
        *,
        inbound: Inbound,
        clock: Clock,
        pace: Pace | None = None,
        time_limit: dt.timedelta = TIME_LIMIT,
    ) -> None:
        seal = Seal(app.token_key)
        rotator = Rotator(store, seal, clock, app.credentials)
        self._installed = InstalledWorkspaces(
            store, seal, rotator, app.api_url, app.public_url + INSTALL_PATH
        )
        super().__init__(self._installed, clock, pace, time_limit)
        self._app = app
        self._store = store
        self._seal = seal
        self._inbound = inbound

    async def run(self) -> None:
        """Keep connections to Slack open until cancelled: what Slack sends comes in by `web`."""
        async with self._installed.connected():
            log.info("slack_ready", url=self._app.public_url)
            await asyncio.Event().wait()

    @override
    async def direct(self, workspace: str, user: str) -> str:
        """Open the direct messages with somebody, and remember whose workspace that is. Raises as `Chat.direct` says."""
        channel = await super().direct(workspace, user)
        self._installed.remember(channel, workspace)
        return channel

    def web(self) -> ASGIApp:
        """Return what answers at Slack's addresses."""
        client = client_of(None, self._app.api_url)
        flow = oauth_flow(
            self._store,
            self._seal,
            self._clock,
            client,
            credentials=self._app.credentials,
            public_url=self._app.public_url,
        )
        app = AsyncApp(
            client=client,
            oauth_settings=flow.settings,
            oauth_flow=flow,
            authorize=_Authorize(self._installed),  # type: ignore[arg-type]  # Bolt takes None, too: not installed
            request_verification_enabled=False,  # `web_app` has done it, before anything was read
            attaching_conversation_kwargs_enabled=False,
            user_facing_authorize_error_message=(
                f"newsthread is not installed in this workspace (any more). Install it: {self._app.public_url}{INSTALL_PATH}"
            ),
        )
        Hearing(self._installed, self._inbound).listen(app)
        Leaving(self._store).listen(app)
        return web_app(app, flow, self._app.signing_secret, self._clock)

    async def wrong_with_app(self) -> str:
        """Return what of id and secret Slack does not know, "" where they are right: it is asked with a code that nobody has.

        Raises:
            ChatUnavailableError: Slack cannot be asked.
        """
        client = client_of(None, self._app.api_url)
        with nothing_at_stake(), translate_errors(self._clock, "Slack"):
            try:
                await self._app.credentials.exchange(client, code="0")
            except SlackApiError as error:
                return _WRONG_APP.get(error.response.get("error") or "", "")
        return ""

    async def missing_scopes(self) -> AsyncIterator[tuple[str, tuple[str, ...] | ChatError]]:
        """Yield each workspace's name, with the permissions that it lacks of our manifest's, or why it cannot be asked."""
        for installation in await self._store.installations(Platform.SLACK):
            workspace = installation.workspace
            try:
                with nothing_at_stake(), translate_errors(self._clock, workspace.name):
                    yield (
                        workspace.name,
                        await missing_scopes(await self._installed.of(workspace.external_id)),
                    )
            except ChatError as error:
                yield workspace.name, error


class _Authorize(AsyncAuthorize):
    """Lets in what comes from a workspace with the app. Bolt's own would ask Slack about the token of each event."""

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        self._workspaces = workspaces

    @override
    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Return who we are there; None where we are not installed."""
        try:
            access = await self._workspaces.of(team_id or "")
        except InstallationGoneError as error:
            log.warning("slack_workspace_unknown", workspace=team_id, error=str(error))
            return None
        us = await access.us()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=us.team,
            bot_user_id=us.user,
            bot_token=access.client.token,
            user_id=user_id,
        )
