"""What people say on Discord, on its way in: slash commands, and questions in threads, replies and mentions.

It acknowledges in time, passes on who said what, and shows the reply. It refuses to decide whether a message is a question
for us, and to read history: what it passes on is what the gateway brought.

Without the message-content intent Discord leaves `content` empty, except in messages that mention the bot or reply to
it with a ping (https://discord.com/developers/docs/events/gateway#message-content-intent).
"""

import re

import discord
import structlog
from discord import app_commands
from typing_extensions import override

from bot.adapters.discord.buttons import SayButton
from bot.adapters.discord.errors import CONNECTION_ERRORS
from bot.adapters.discord.serving import caller_of, open_form, serve, slash_command
from bot.core.entities import Caller, NewQuestion, Platform, opening
from bot.flows.ports import Inbound

log = structlog.get_logger()

_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_SPOKEN = {discord.MessageType.default, discord.MessageType.reply}
_VOTES = {"👍": 1, "👎": -1}
"""A thumb may have its skin's colour behind it."""

_MAX_RATE_LIMIT_WAIT = 30.0
"""Seconds; discord.py takes nothing less. Whatever is told to wait longer is put off by us instead."""


class NewsClient(discord.Client):
    """The gateway's client. A command or question belongs to the channel that its thread stands in."""

    def __init__(self, inbound: Inbound, *, message_content: bool) -> None:
        # Nobody who reads the log of a bot that only writes has to install what voice needs.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(
                guilds=True, guild_messages=True, guild_reactions=True, message_content=message_content
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_MAX_RATE_LIMIT_WAIT,
        )
        self.tree = app_commands.CommandTree(self)
        self._inbound = inbound
        self.add_dynamic_items(SayButton)

    async def pressed(
        self, interaction: discord.Interaction["NewsClient"], command: str, text: str, settles: bool
    ) -> None:
        """Do what a button says; where it settles its message, the reply takes its place."""
        await serve(interaction, self._inbound, command, text, replaces=settles)

    async def opened(self, interaction: discord.Interaction["NewsClient"], command: str, form: str) -> None:
        """Open the form that a button names."""
        opened = opening(form)
        if opened is not None:
            await open_form(interaction, self._inbound, command, *opened)

    @override
    async def setup_hook(self) -> None:
        """Make a command for each topic. discord.py calls this on logging in, before anything can arrive."""
        self.tree.clear_commands(guild=None)
        for topic in {topic.command: topic for topic in await self._inbound.topics()}.values():
            self.tree.add_command(slash_command(topic, self._inbound))

    async def on_ready(self) -> None:
        """Connected, once or again after an outage. Only who is connected serves commands, and so registers them."""
        log.info("discord_connected", servers=len(self.guilds))
        try:
            await self._register()
        except (discord.DiscordException, *CONNECTION_ERRORS) as error:
            log.warning("discord_commands_not_synced", error=str(error))

    async def _register(self) -> None:
        """Tell Discord the commands only if it knows other ones: it takes 200 new ones a day."""
        wanted = [_shape(command.to_dict(self.tree)) for command in self.tree.get_commands()]
        known = [_shape({**command.to_dict()}) for command in await self.tree.fetch_commands()]
        if sorted(wanted) != sorted(known):
            await self.tree.sync()
            log.info("discord_commands_synced", commands=len(wanted))

    async def on_message(self, message: discord.Message) -> None:
        """Pass on what a person said in a thread, in reply to us, or to us by name."""
        question = self._question(message)
        if question is None:
            return
        try:
            is_ours = await self._inbound.question(question)
        except Exception:
            log.exception("discord_question_failed", message=message.id)
        else:
            log.debug("discord_question_heard", message=message.id, is_ours=is_ours)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Pass on a thumb on a message of ours."""
        await self._reaction(payload, is_added=True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Pass on that somebody took a thumb back."""
        await self._reaction(payload, is_added=False)

    async def _reaction(self, payload: discord.RawReactionActionEvent, *, is_added: bool) -> None:
        vote = _VOTES.get(payload.emoji.name[:1], 0)
        is_ours = payload.message_author_id in (None, self.user.id if self.user else None)
        if (
            not vote
            or not is_ours
            or payload.guild_id is None
            or (self.user and payload.user_id == self.user.id)
        ):
            return
        channel = self.get_channel(payload.channel_id)
        home = channel.parent_id if isinstance(channel, discord.Thread) else payload.channel_id
        guild = self.get_guild(payload.guild_id)
        caller = Caller(
            platform=Platform.DISCORD,
            workspace=str(payload.guild_id),
            workspace_name=guild.name if guild else "",
            channel=str(home),
            user=str(payload.user_id),
        )
        try:
            await self._inbound.reaction(caller, str(payload.message_id), vote if is_added else 0)
        except Exception:
            log.exception("discord_reaction_failed", message=payload.message_id)

    def _question(self, message: discord.Message) -> NewQuestion | None:
        is_from_person = not message.author.bot and message.type in _SPOKEN
        text = " ".join(_MENTION.sub(" ", message.content).split())
        thread = self._thread(message)
        if not is_from_person or message.guild is None or not text or thread is None:
            return None
        return NewQuestion(
            caller=caller_of(message.guild.id, message.guild, message.channel, message.author),
            thread=thread,
            text=text,
            event_key=str(message.id),
            asked_at=message.created_at,
            is_addressed=self._is_addressed(message),
            is_below_us=self._is_below_us(message),
        )

    def _thread(self, message: discord.Message) -> str | None:
        """The first message of the thread: a thread's own id, the message of ours replied to, or one that names us."""
        if isinstance(message.channel, discord.Thread):
            return str(message.channel.id)
        answered = _answered(message)
        if answered is not None and answered.author == self.user:
            return str(answered.id)
        return str(message.id) if self._is_addressed(message) else None

    def _is_below_us(self, message: discord.Message) -> bool:
        """A thread is opened by a message of ours that is known still, or the reply is to one."""
        channel = message.channel
        opening = channel.starter_message if isinstance(channel, discord.Thread) else _answered(message)
        return opening is not None and opening.author == self.user

    def _is_addressed(self, message: discord.Message) -> bool:
        """By a mention (a reply with a ping is one), or by a mention of the role that Discord made for the bot."""
        role = message.guild.self_role if message.guild else None
        return self.user in message.mentions or (role is not None and role in message.role_mentions)


def _answered(message: discord.Message) -> discord.Message | None:
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None


def _shape(command: dict[str, object]) -> str:
    """What makes two registrations of a command the same. Not the contexts: discord.py 2.7 reads them back wrongly."""
    options = command.get("options")
    parts = [
        (
            option["name"],
            option["description"],
            option["type"],
            bool(option.get("required")),
            bool(option.get("autocomplete")),
        )
        for option in (options if isinstance(options, list) else [])
    ]
    return repr((command["name"], command["description"], parts))
