"""Our own messages, found again by the key that each was posted with, so that none is posted twice.

Each message is posted with a nonce made of its key: within a few minutes a repeat gives the first message back
(https://discord.com/developers/docs/resources/message#create-message, enforce_nonce). That makes harmless what discord.py
does unasked: after a short rate limit or an HTTP 500, 502, 504 or 524 it sends a request again, five times in all. Later
than that, the key is found again in the id of the message's container, which is ours to choose and comes back with the
channel's history.
"""

import datetime as dt
import hashlib
from collections.abc import Collection

import discord

from bot.adapters.discord.errors import UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.core.errors import ChatError

_NONCE_BYTES = 12
"""In hexadecimal 24 characters, of the 25 that Discord takes."""

_MARKER_BITS = 30
_HISTORY = 1_000


def nonce(key: str) -> str:
    """Return what a message with this key is posted with."""
    return hashlib.blake2b(key.encode(), digest_size=_NONCE_BYTES).hexdigest()


def marker(key: str) -> int:
    """Return the id of the container of a message with this key.

    A component's id is a 32-bit integer. The highest bit that we set keeps clear of the ids that Discord gives.
    """
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return 1 << _MARKER_BITS | int.from_bytes(digest) % (1 << _MARKER_BITS)


async def search(client: discord.Client, channel: int, mark: int, since: dt.datetime) -> str | None:
    """Return our message with *mark*, None if it surely is not there."""
    seen = 0
    messages = client.get_partial_messageable(channel).history(limit=_HISTORY, after=since)
    async for message in messages:
        seen += 1
        if message.author == client.user and _is_marked(message, mark):
            return str(message.id)
    if seen == _HISTORY or (not seen and not await _may_read(client, channel)):
        raise ChatError(f"Discord channel {channel}: its history cannot be read far enough back")
    return None


async def mark_of(client: discord.Client, channel: int, number: int, marks: Collection[int]) -> int | None:
    """Return which of these *marks* the message with that number bears; None if it bears none, or is not ours, or is gone."""
    try:
        message = await client.get_partial_messageable(channel).fetch_message(number)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        return None
    is_ours = message.author == client.user
    return next((mark for mark in marks if is_ours and _is_marked(message, mark)), None)


async def search_thread(client: discord.Client, thread: int, mark: int, since: dt.datetime) -> str | None:
    """A thread that was never opened holds nothing."""
    try:
        return await search(client, thread, mark, since)
    except discord.NotFound as error:
        if error.code != UNKNOWN_CHANNEL:
            raise
        return None


async def _may_read(client: discord.Client, channel: int) -> bool:
    """Whether an empty history means an empty channel: without the permission Discord shows none either.

    Without a gateway nobody has told us our permissions. Then a message that cannot be there is asked for: who may read
    hears that it is not there, others that they may not
    (https://discord.com/developers/docs/resources/message#get-channel-message).
    """
    found = client.get_channel(channel)
    if isinstance(found, discord.TextChannel | discord.Thread):
        return found.permissions_for(found.guild.me).read_message_history
    try:
        await client.get_partial_messageable(channel).fetch_message(channel)
    except discord.Forbidden:
        return False
    except discord.NotFound as error:
        return error.code == UNKNOWN_MESSAGE
    return True


def _is_marked(message: discord.Message, mark: int) -> bool:
    return any(isinstance(part, discord.Container) and part.id == mark for part in message.components)
