"""A Discord server to talk in: simcord runs the real discord.py client against a Discord in memory, in this process.

How a test gets at it, with fixtures:

    @pytest.fixture
    def simcord_bot(chat):                  # chat: the `DiscordChat`
        return chat.client                  # simcord logs it in and says READY, so `chat.run` is NOT to be run

    @pytest.fixture
    def place(simcord_env):                 # simcord's own fixture; it needs `simcord_bot`
        return DiscordPlace.of(simcord_env)

    async def test_something(place):
        result = await place.alice.slash(place.news, "ev", request="xiaomi")
        assert "Waiting list" in shown(result.response)

and with the whole app, whose `work` does all that `run` does but connect the chats:

    async with open_app(settings, is_serving=True) as app:      # [discord] enabled, a token, message_content
        async with simcord.run(app.needs.chats[Platform.DISCORD].client) as env:
            place = DiscordPlace.of(env)                        # its ids are not known before: subscribe by `/ev subscribe`
            working = asyncio.create_task(app.work())
            await place.alice.slash(place.news, "ev", request="subscribe daily 09:00 Europe/Berlin")
            await place.alice.slash(place.news, "ev", request="digest")     # then wait for place.posts()
            await place.alice.send(place.thread(), "How long is the waiting list?")  # then for place.posts(place.thread())

simcord's verbs (`slash`, `send`) come back when the client has nothing left to do; they wait for database threads too.
What the app does in its jobs is not waited for. Make that wait one for the store (is the delivery sent?), not for the
message: a question asked before its edition is recorded as sent is not known to be ours.

simcord takes nonces but does not act on them; its clock (`env.now()`) stands in 2026 and is in the ids of messages.
"""

from dataclasses import dataclass
from typing import Any, Self

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.results import ResponseMessage

from bot.core.entities import Place, Platform, WorkspaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordPlace:
    """One server with a channel *news* and two people: *alice* may manage channels, *bob* may not."""

    env: simcord.Env
    guild: GuildHandle
    news: ChannelHandle
    alice: MemberActor
    bob: MemberActor

    @classmethod
    def of(cls, env: simcord.Env) -> Self:
        """Build it in a running simcord environment."""
        guild = env.create_guild("EV traders")
        editor = guild.create_role("editor", permissions=discord.Permissions(manage_channels=True))
        alice = guild.add_member(env.create_user("alice"), roles=[editor])
        bob = guild.add_member(env.create_user("bob"))
        news = guild.create_text_channel("news")
        return cls(env=env, guild=guild, news=news, alice=alice, bob=bob)

    @property
    def here(self) -> Place:
        """The channel as the core knows it."""
        return Place(workspace_id=WorkspaceId(1), platform=Platform.DISCORD, channel=str(self.news.id))

    @property
    def mention(self) -> str:
        """What a person types to name the bot."""
        assert self.env.bot.user is not None
        return self.env.bot.user.mention

    def thread(self) -> ChannelHandle:
        """The only thread of the channel."""
        (thread,) = self.news.threads
        return thread

    def posts(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """The bot's messages in *channel* (else in news), oldest first."""
        history = (channel or self.news).history()
        spoken = (discord.MessageType.default, discord.MessageType.reply)
        return [message for message in history if message.author.bot and message.type in spoken]

    def sent(self, method: str, path_end: str) -> list[Any]:
        """The JSON bodies of the requests that the client made to paths with this end."""
        requests = self.env.http_requests
        return [one.json for one in requests if one.method == method and one.path.endswith(path_end)]


def shown(message: discord.Message | ResponseMessage | None) -> str:
    """All text of a message in Components V2, from top to bottom."""
    assert message is not None, "there is no message"
    native = message.message if isinstance(message, ResponseMessage) else message
    view = discord.ui.LayoutView.from_message(native)
    return "\n".join(
        part.content for part in view.walk_children() if isinstance(part, discord.ui.TextDisplay)
    )
