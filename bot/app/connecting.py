"""Keeping a chat connected while everything else goes on."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.core.errors import ChatUnavailableError, ChatUncertainError, StoreError
from bot.flows.ports import Chat

log = structlog.get_logger()

_FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 300.0
"""Seconds between two attempts at a chat that cannot be reached: at first, and at most."""


async def keep_connected(chat: Chat, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Run *chat*, again and again, until cancelled: a platform that cannot be reached now is reached later.

    So is our own database, which is asked on the way: a disk that is full for a moment ends nothing.

    *pause* waits for so many seconds.

    Raises:
        ConfigError: its token or its rights are wrong, so that trying again would not help. ChatError: likewise.
    """
    seconds = _FIRST_PAUSE
    while True:
        reason = "the platform ended the connection"
        try:
            await chat.run()
        except (ChatUnavailableError, ChatUncertainError, StoreError) as error:
            reason = str(error)
        log.warning("chat_unreachable", platform=chat.platform, reason=reason, again_in_seconds=seconds)
        await pause(seconds)
        seconds = min(2 * seconds, _LONGEST_PAUSE)
