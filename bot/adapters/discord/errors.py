"""What Discord's refusals mean to us: discord.py's exceptions become those of `bot.core.errors`.

Codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes. It decides nothing about retrying: that is
the caller's, who knows what was at stake.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.core.errors import (
    ChannelGoneError,
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    InstallationGoneError,
    MessageGoneError,
)
from bot.flows.ports import Clock

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
THREAD_EXISTS = 160004
THREAD_ARCHIVED = 50083
_UNKNOWN_GUILD = 10004
_UNKNOWN_MEMBER = 10007
_UNKNOWN_USER = 10013
_NO_DIRECT_MESSAGES = 50007
_MISSING_ACCESS = 50001
_MISSING_PERMISSION = 50013
_CURE = {
    UNKNOWN_CHANNEL: "it does not exist; check the id",
    _UNKNOWN_GUILD: "the bot is not a member of that server; invite it",
    _UNKNOWN_MEMBER: "that person is no member of the server any more",
    _UNKNOWN_USER: "that person has no account any more",
    _NO_DIRECT_MESSAGES: "that person takes no direct messages from the members of this server",
    _MISSING_ACCESS: "the bot may not see it; give it View Channel there",
    _MISSING_PERMISSION: "a permission is missing; give the bot View Channel, Send Messages, Read Message History, "
    "Create Public Threads and Send Messages in Threads there",
}
_BAN = dt.timedelta(minutes=10)
"""How long to stay away after a 429 that names no time: it comes from the network before Discord."""

CONNECTION_ERRORS = (aiohttp.ClientError, OSError, TimeoutError)


@contextmanager
def translate_errors(clock: Clock, subject: str) -> Iterator[None]:
    """Raise what goes wrong inside as one of our errors, with *subject* (a channel) in its message.

    Raises:
        ChatUnavailableError: nothing was done, because of a rate limit or because Discord could not be reached.
        ChatUncertainError: the connection broke, or Discord failed, after the request was sent.
        ChannelGoneError: *subject* or a permission in it is missing. InstallationGoneError: we are no member of its server.
            ChatError: refused for another reason.
    """
    try:
        yield
    except discord.RateLimited as error:
        retry_at = clock.now() + dt.timedelta(seconds=error.retry_after)
        raise ChatUnavailableError(f"{subject}: over Discord's rate limit", retry_at=retry_at) from error
    except discord.HTTPException as error:
        raise _meaning(error, subject, clock.now()) from error
    except aiohttp.ClientConnectorError as error:
        raise ChatUnavailableError(f"{subject}: Discord cannot be reached") from error
    except CONNECTION_ERRORS as error:
        raise ChatUncertainError(
            f"{subject}: the connection to Discord broke, or Discord took too long"
        ) from error


@contextmanager
def nothing_at_stake() -> Iterator[None]:
    """For requests that only read: an unknown outcome is simply a reason to ask again."""
    try:
        yield
    except ChatUncertainError as error:
        raise ChatUnavailableError(str(error)) from error


def _meaning(error: discord.HTTPException, subject: str, now: dt.datetime) -> ChatError:
    if error.code == UNKNOWN_MESSAGE:
        return MessageGoneError(f"{subject}: the message was deleted")
    if error.code in _CURE:
        gone = InstallationGoneError if error.code == _UNKNOWN_GUILD else ChannelGoneError
        return gone(f"{subject}: {_CURE[error.code]} (Discord error {error.code})")
    if error.status == 429:  # noqa: PLR2004 - "Too Many Requests" (RFC 6585) is better known by its number
        return ChatUnavailableError(f"{subject}: Discord turns us away for a while", retry_at=now + _BAN)
    if error.status >= 500:  # noqa: PLR2004 - "server error" (RFC 9110) is better known by its number
        return ChatUncertainError(f"{subject}: Discord failed with HTTP {error.status}")
    return ChatError(f"{subject}: Discord refused: {error.text or error.status} (error {error.code})")
