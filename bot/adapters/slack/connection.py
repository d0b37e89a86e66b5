"""One Socket Mode connection: opened so that a wrong token is noticed, watched, and closed with all its tasks.

Left alone, the SDK tries for ever with a token that Slack refuses, and its reconnects have hung before
(github.com/slackapi/python-slack-sdk issues 1110, 1446, 1701). Whoever runs us restarts us: a clean end is better.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.core.errors import ChatUnavailableError
from bot.flows.ports import Clock

_CHECKS = 12
"""How often we look at the connection while patience lasts."""


@asynccontextmanager
async def connected(
    handler: AsyncSocketModeHandler, clock: Clock, patience: dt.timedelta
) -> AsyncIterator[SocketModeClient]:
    """Connect, and close in the end.

    Raises:
        ChannelGoneError: the app token is wrong. ChatUnavailableError: no connection within *patience*.
    """
    client = handler.client
    try:
        with nothing_at_stake(), translate_errors(clock, "Slack Socket Mode"):
            client.wss_uri = await client.issue_new_wss_url()
            async with asyncio.timeout(patience.total_seconds()):
                await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        yield client
    finally:
        await _close(client)


async def stay_connected(client: SocketModeClient, patience: dt.timedelta) -> None:
    """Watch the connection; ChatUnavailableError when it stays lost for *patience*."""
    missed = 0
    while missed < _CHECKS:
        await asyncio.sleep(patience.total_seconds() / _CHECKS)
        missed = 0 if await client.is_connected() else missed + 1
    raise ChatUnavailableError("Slack: the connection was lost and did not come back")


async def _close(client: SocketModeClient) -> None:
    """Close, and wait for the SDK's tasks: it cancels them, but leaves before they have ended."""
    await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
    tasks = [client.message_processor, client.message_receiver, client.current_session_monitor]
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
