"""Sending a message on Discord: into a channel, into a thread that may have to be opened first, or to one person alone.

Direct messages are called "@server/person" by us: who left the server gets nothing of it any more. They have no threads, so
what belongs into one replies to the message that would open it.
"""

import discord

from bot.adapters.discord import history, views
from bot.adapters.discord.errors import THREAD_EXISTS, UNKNOWN_CHANNEL
from bot.core.errors import ChannelGoneError

_DIRECT = "@"


def direct_name(server: str, person: str) -> str:
    """Return what we call the direct messages with *person*, as a member of *server*."""
    return f"{_DIRECT}{server}/{person}"


def is_direct(channel: str) -> bool:
    """Say whether a channel is somebody's direct messages."""
    return channel.startswith(_DIRECT)


def subject_of(channel: str) -> str:
    """Return what is called *channel* in an error: of direct messages not whose."""
    return "Discord direct messages" if is_direct(channel) else f"Discord channel {channel}"


def id_of(channel: str) -> int:
    """Return a channel's id. Raises `ChannelGoneError` if it is none."""
    if not channel.isascii() or not channel.isdigit():
        raise ChannelGoneError(
            f"“{channel}” is no Discord id: copy it from the channel's menu (Copy Channel ID)"
        )
    return int(channel)


class Sending:
    """Sends through *client*, which is logged in. Raises discord.py's exceptions, and `ChannelGoneError`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def address(self, channel: str) -> int:
        """Return the id of *channel*; direct messages are opened, to members of their server only."""
        if not is_direct(channel):
            return id_of(channel)
        server, _, person = channel.removeprefix(_DIRECT).partition("/")
        await self._client.http.get_member(id_of(server), id_of(person))
        return (await self._client.create_dm(discord.Object(id_of(person)))).id

    async def channel(self, channel: int) -> discord.TextChannel | discord.Thread:
        """Return a channel of a server. Raises `ChannelGoneError` if it holds no plain messages."""
        found = self._client.get_channel(channel) or await self._client.fetch_channel(channel)
        if not isinstance(found, discord.TextChannel | discord.Thread):
            raise ChannelGoneError(
                f"Discord channel {channel} holds no plain messages; choose a text channel"
            )
        return found

    async def send(self, target: int, card: views.Card, key: str, *, replies_to: str = "") -> str:
        """Send a message with *key* and return its id."""
        view = views.layout(card.page, history.marker(key), card.actions)
        messages = self._client.get_partial_messageable(target)
        nonce = history.nonce(key)
        if replies_to:
            opening = messages.get_partial_message(id_of(replies_to))
            message = await opening.reply(view=view, nonce=nonce, suppress_embeds=True)
        else:
            message = await messages.send(view=view, nonce=nonce, suppress_embeds=True)
        return str(message.id)

    async def send_in_thread(self, channel: str, thread: str, name: str, card: views.Card, key: str) -> str:
        """Send into the thread of message *thread*; where it has none yet, open it and send again."""
        if is_direct(channel):
            return await self.send(await self.address(channel), card, key, replies_to=thread)
        try:
            return await self.send(id_of(thread), card, key)
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
        await self.open_thread(channel, thread, name)
        return await self.send(id_of(thread), card, key)

    async def open_thread(self, channel: str, message: str, name: str) -> None:
        """Open the thread of a message, unless it has one."""
        home = await self.channel(id_of(channel))
        if isinstance(home, discord.Thread):
            raise ChannelGoneError(
                f"Discord channel {channel} is a thread, which can't hold threads; choose its channel"
            )
        try:
            await home.get_partial_message(id_of(message)).create_thread(name=name)
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise

    async def wake(self, thread: int) -> None:
        """Bring a thread back that has gone to sleep, so that what stands in it can be edited."""
        found = await self.channel(thread)
        if isinstance(found, discord.Thread):
            await found.edit(archived=False)
