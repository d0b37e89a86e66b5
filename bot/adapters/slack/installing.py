"""Installing the app in a workspace, in somebody's browser: to Slack, and back with a code that is worth a token (OAuth 2.0).

Whoever comes back has to bring the state that this browser was given, and each is good once
(https://docs.slack.dev/authentication/installing-with-oauth/). The code and what it brings are in no log.
"""

import datetime as dt
import html
from collections.abc import Sequence
from urllib.parse import urljoin

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as SdkInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.adapters.slack.errors import CONNECTION_ERRORS
from bot.adapters.slack.granting import Credentials, ends_at
from bot.adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH, SCOPES
from bot.adapters.slack.sealing import Seal, Tokens
from bot.core.entities import NewInstallation, Platform
from bot.core.errors import StoreError
from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_PATIENCE = dt.timedelta(minutes=10)
"""How long somebody may take to say yes at Slack."""

_REASONS = {
    "access_denied": "It was not allowed at Slack. Nothing was installed.",
    "invalid_browser": "This browser did not begin the installation here, or waited for too long.",
    "invalid_state": "This was used already, or waited for too long.",
    "invalid_code": "Slack did not hand over a token. It is installed in one workspace, not for a whole organization.",
    "storage_error": "It could not be kept just now.",
}


class States(AsyncOAuthStateStore):
    """States are signed, so that none has to be kept before it comes back; what came back is remembered, so that it comes once."""

    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock

    @override
    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new state."""
        return self._seal.state(self._clock.now())

    @override
    async def async_consume(self, state: str) -> bool:
        """Say whether a state is ours, young, and here for the first time."""
        now, made_at = self._clock.now(), self._seal.made_at(state)
        if made_at is None or not now - _PATIENCE <= made_at <= now + _PATIENCE:
            return False
        return await self._store.record_event(Platform.SLACK, f"state:{state}", now)


class Installations(AsyncInstallationStore):
    """Keeps what was installed, sealed, in our own tables."""

    def __init__(self, store: Store, seal: Seal, clock: Clock) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock

    @override
    async def async_save(self, installation: SdkInstallation) -> None:
        """Keep an installation.

        Raises:
            BoltError: the database is away.
        """
        now, ends = self._clock.now(), installation.bot_token_expires_at
        team = installation.team_id or ""
        tokens = Tokens(bot=installation.bot_token or "", refresh=installation.bot_refresh_token or "")
        new = NewInstallation(
            bot_user=installation.bot_user_id or "",
            scopes=tuple(installation.bot_scopes or ()),
            sealed=self._seal.close(tokens, team),
            expires_at=dt.datetime.fromtimestamp(ends, dt.UTC) if ends else None,
            installed_by=installation.user_id,
            installed_at=now,
        )
        try:
            await self._store.install(Platform.SLACK, team, installation.team_name or team, new)
        except StoreError as error:
            log.error("slack_installation_not_kept", workspace=team, error=str(error))  # noqa: TRY400 -- expected
            raise BoltError("the installation could not be kept") from error
        log.info("slack_installed", workspace=team, by=installation.user_id)


class Flow(AsyncOAuthFlow):
    """Bolt's flow, which logs no code, and asks for the token alone."""

    def __init__(
        self, client: AsyncWebClient, settings: AsyncOAuthSettings, credentials: Credentials, clock: Clock
    ) -> None:
        super().__init__(client=client, settings=settings)
        self._credentials = credentials
        self._clock = clock

    @override
    async def run_installation(self, code: str) -> SdkInstallation | None:
        """Exchange the code; None where Slack gives nothing for it."""
        try:
            answer = await self._credentials.exchange(
                self.client, code=code, redirect_uri=self.settings.redirect_uri or ""
            )
        except SlackApiError as error:
            log.warning("slack_code_refused", reason=error.response.get("error"))
            return None
        except CONNECTION_ERRORS as error:
            log.warning("slack_code_not_exchanged", reason=type(error).__name__)
            return None
        return _installation(answer, ends_at(answer, self._clock.now()))


def _installation(answer: AsyncSlackResponse, ends: dt.datetime | None) -> SdkInstallation | None:
    """Return what Slack granted; None where it is no bot in one workspace."""
    team, person = answer.get("team") or {}, answer.get("authed_user") or {}
    if answer.get("is_enterprise_install") or not team.get("id") or not answer.get("access_token"):
        log.warning(
            "slack_installation_refused", is_for_organization=bool(answer.get("is_enterprise_install"))
        )
        return None
    return SdkInstallation(
        team_id=team["id"],
        team_name=team.get("name"),
        bot_token=answer["access_token"],
        bot_user_id=answer.get("bot_user_id"),
        bot_scopes=answer.get("scope") or "",
        bot_refresh_token=answer.get("refresh_token"),
        bot_token_expires_at=int(ends.timestamp()) if ends else None,
        user_id=person.get("id") or "",
    )


def oauth_flow(
    store: Store,
    seal: Seal,
    clock: Clock,
    client: AsyncWebClient,
    *,
    credentials: Credentials,
    public_url: str,
) -> Flow:
    """Return the flow of the app with these credentials, which Slack reaches at *public_url*."""
    settings = AsyncOAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        redirect_uri=public_url + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=urljoin(client.base_url, "/oauth/v2/authorize"),
        callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        installation_store=Installations(store, seal, clock),
        state_store=States(store, seal, clock),
        state_expiration_seconds=int(_PATIENCE.total_seconds()),
    )
    return Flow(client, settings, credentials, clock)


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    name = html.escape(args.installation.team_name or "your workspace")
    lines = [
        f"newsthread is installed in {name}.",
        "In Slack, invite it to a channel: <code>/invite @newsthread</code>",
        "Then type <code>/ev help</code> there, or the command of another topic.",
    ]
    return _page(args, 200, lines)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = _REASONS.get(args.reason, "Slack ended the installation.")
    again = f'<a href="{html.escape(args.settings.install_path)}">Try again</a>'
    return _page(args, args.suggested_status_code, [reason, again])


def _page(args: AsyncSuccessArgs | AsyncFailureArgs, status: int, lines: Sequence[str]) -> BoltResponse:
    text = "".join(f"<p>{line}</p>" for line in lines)
    body = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>newsthread</title>{text}</html>'
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Set-Cookie": [args.settings.state_utils.build_set_cookie_for_deletion()],
    }
    return BoltResponse(status=status, body=body, headers=headers)
