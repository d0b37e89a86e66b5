"""`SlackChat`: Slack for one workspace, over Socket Mode, with the two tokens of the environment. No public address is needed."""

import datetime as dt
import logging

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.connection import connected, stay_connected
from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.adapters.slack.hearing import Hearing
from bot.adapters.slack.posting import TIME_LIMIT, Posting, missing_scopes
from bot.adapters.slack.workspaces import TIMEOUT, Access, OneWorkspace
from bot.core.errors import ChannelGoneError, ConfigError
from bot.flows.ports import Clock, Inbound, Pace

log = structlog.get_logger()


class SlackChat(Posting):
    """The `Chat` of Slack, for one workspace.

    *pace* and *time_limit* as for `Posting`. *patience* is how long it may stay disconnected before `run` gives up.
    """

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_url: str = "https://slack.com/api/",
        *,
        inbound: Inbound,
        clock: Clock,
        pace: Pace | None = None,
        patience: dt.timedelta = dt.timedelta(minutes=1),
        time_limit: dt.timedelta = TIME_LIMIT,
    ) -> None:
        self._one = OneWorkspace(bot_token, api_url)
        super().__init__(self._one, clock, pace, time_limit)
        self._app_token = app_token
        self._api_url = api_url
        self._inbound = inbound
        self._patience = patience

    async def run(self) -> None:
        """Connect and serve events until cancelled.

        Raises:
            ConfigError: a token is wrong; the text says what to do. ChatError: Slack cannot be used, or was lost.
        """
        async with self._one.connected():
            try:
                await self._serve()
            except ChannelGoneError as error:
                raise ConfigError([str(error)]) from error

    async def missing_scopes(self) -> tuple[str, ...]:
        """Return the permissions that our manifest has and this installation lacks. Raises as `Chat.workspace_of` says."""
        with nothing_at_stake(), translate_errors(self._clock, "Slack"):
            return await missing_scopes(self._one.access)

    async def _serve(self) -> None:
        access = self._one.access
        with nothing_at_stake(), translate_errors(self._clock, "Slack"):
            us = await access.us()
        async with connected(self._listeners(access), self._clock, self._patience) as client:
            log.info("slack_connected", workspace=us.team, name=us.team_name)
            await stay_connected(client, self._patience)

    def _listeners(self, access: Access) -> AsyncSocketModeHandler:
        logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
        app = AsyncApp(
            client=access.client,
            request_verification_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        if (
            app.oauth_flow is not None
        ):  # Bolt reads the environment, and would then take no event for this token
            raise ConfigError(
                [
                    "Slack: SLACK_CLIENT_ID is for Slack over HTTP (public_url in [slack]); unset it, or set that"
                ]
            )
        Hearing(self._workspaces, self._inbound).listen(app)
        return AsyncSocketModeHandler(
            app, self._app_token, web_client=AsyncWebClient(base_url=self._api_url, timeout=TIMEOUT)
        )


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt warns of SLACK_BOT_TOKEN in the environment, which is just where the token of our client comes from."""
    return record.getMessage() != warning_client_prioritized_and_token_skipped()
