"""Tokens that change: where an app has token rotation on, one is good for twelve hours and comes with another that brings the next.

Such a refresh token may be used once (https://docs.slack.dev/authentication/using-token-rotation/), so one process at a time
asks for new ones, and all read what it kept. Bolt's own rotation runs when something is heard only, and under no lock.
"""

import datetime as dt

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.adapters.slack.granting import Credentials, ends_at
from bot.adapters.slack.sealing import Seal, Tokens
from bot.core.entities import Installation, WorkspaceId
from bot.core.errors import ChatError, ChatUnavailableError
from bot.flows import leases
from bot.flows.ports import Clock, Store

log = structlog.get_logger()

_AHEAD = dt.timedelta(hours=2)
"""So long before the end the next one is asked for: time enough for a Slack in trouble to come back."""

_REST = dt.timedelta(minutes=1)
"""So long nobody asks again where Slack gave none while the old one is good: whoever writes there would wait for it."""


class Rotator:
    """Keeps tokens fresh, as the app with these *credentials*."""

    def __init__(self, store: Store, seal: Seal, clock: Clock, credentials: Credentials) -> None:
        self._store = store
        self._seal = seal
        self._clock = clock
        self._credentials = credentials
        self._ask_at: dict[WorkspaceId, dt.datetime] = {}

    def is_due(self, installation: Installation) -> bool:
        """Whether its token ends soon, and may be asked for anew."""
        if installation.expires_at is None or installation.expires_at - _AHEAD > self._clock.now():
            return False
        ask_at = self._ask_at.get(installation.workspace.id)
        return ask_at is None or ask_at <= self._clock.now() or self._is_over(installation)

    async def renewed(self, installation: Installation, tokens: Tokens, client: AsyncWebClient) -> Tokens:
        """Return fresh tokens, kept; the old ones, while they are good, where somebody else is at it or Slack gives none.

        Raises:
            ChatUnavailableError: there is none just now. InstallationGoneError: there will be none.
        """
        name = f"slack-token:{installation.workspace.id}"
        async with leases.held(self._store, name, self._clock) as is_ours:
            newest = await self._store.installation_in(installation.workspace.id) or installation
            kept = self._seal.open(newest.sealed, newest.workspace.external_id) or tokens
            if not self.is_due(newest):
                return kept
            try:
                if not is_ours:
                    raise ChatUnavailableError(f"{newest.workspace.name}: its token is being renewed")
                return await self._renew(newest, kept, client)
            except ChatError:
                if self._is_over(newest):
                    raise
                self._ask_at[newest.workspace.id] = self._clock.now() + _REST
                return kept

    def _is_over(self, installation: Installation) -> bool:
        return installation.expires_at is not None and installation.expires_at <= self._clock.now()

    async def _renew(self, installation: Installation, tokens: Tokens, client: AsyncWebClient) -> Tokens:
        workspace = installation.workspace
        try:
            with nothing_at_stake(), translate_errors(self._clock, f"{workspace.name}: a new token"):
                answer = await self._credentials.exchange(
                    client, grant_type="refresh_token", refresh_token=tokens.refresh
                )
        except ChatError as error:
            log.error("slack_token_not_renewed", workspace=workspace.external_id, error=str(error))  # noqa: TRY400 -- expected
            raise
        fresh = Tokens(bot=answer["access_token"], refresh=answer.get("refresh_token") or "")
        sealed = self._seal.close(fresh, workspace.external_id)
        if await self._store.renew_installation(installation, sealed, ends_at(answer, self._clock.now())):
            log.info("slack_token_renewed", workspace=workspace.external_id)
        return fresh
