"""Slash commands, buttons and forms on Discord: acknowledged in time, passed on, answered to their caller alone."""

from dataclasses import replace
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.adapters.discord import views
from bot.adapters.discord.modals import FormModal
from bot.core import wording
from bot.core.entities import Caller, FormName, Notice, Platform, Reply, Topic
from bot.core.errors import ConfigError
from bot.core.forms import NOTHING_TO_FILL_IN
from bot.core.language import Reader, say
from bot.core.text import shorten
from bot.flows.ports import Inbound
from bot.flows.readers import language_of

log = structlog.get_logger()

_MAX_DESCRIPTION = 100
_REQUEST = say(
    "Nothing for the news, a subject, or: {commands}",
    commands="ask …, digest, subscribe daily 09:00 Europe/Berlin, help",
)
_ELSEWHERE = Notice(title=say("This works in a channel of a server only."))
_FILE = say("For “feeds import”: a list of feeds (OPML)")
_LARGEST_FILE = 8 * 1024 * 1024
_TOO_LARGE = Notice(
    title=say("That file is too large"), lines=(say("A list of feeds has at most 8 MiB here."),)
)
_MAX_CHOICES = 25
_MAX_CHOICE = 100
"""Characters of what is offered while somebody types."""


def caller_of(guild_id: int, guild: discord.Guild | None, channel: object, user: discord.abc.User) -> Caller:
    """Return who speaks. A thread belongs to the channel that it stands in."""
    home = channel.parent_id if isinstance(channel, discord.Thread) else getattr(channel, "id", "")
    return Caller(
        platform=Platform.DISCORD,
        workspace=str(guild_id),
        workspace_name=guild.name if guild else "",
        channel=str(home),
        user=str(user.id),
        name=user.display_name,
    )


def slash_command(topic: Topic, inbound: Inbound) -> "app_commands.Command[Any, ..., None]":
    """The topic's command: one optional line of free text, in the grammar that all platforms share.

    Raises:
        ConfigError: Discord takes no command of this name.
    """
    name = topic.command.removeprefix("/")

    def described(text: str) -> str:
        return shorten(wording.told(text, topic.language), _MAX_DESCRIPTION)

    @app_commands.describe(request=described(_REQUEST), file=described(_FILE))
    @app_commands.rename(request="request", file="file")
    async def run(
        interaction: discord.Interaction[Any],
        request: str = "",
        file: discord.Attachment | None = None,
    ) -> None:
        await serve(interaction, inbound, f"/{name}", request, file=file)

    async def complete(interaction: discord.Interaction[Any], begun: str) -> list[app_commands.Choice[str]]:
        return await _complete(interaction, inbound, f"/{name}", begun)

    purpose = say("{topic}: news, answers, subscriptions", topic=topic.title)
    about = described(purpose)
    contexts = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
    try:
        made: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=name, description=about, callback=run, allowed_contexts=contexts
        )
    except (ValueError, TypeError) as error:
        cure = f"topic {topic.name}: Discord takes no command “{topic.command}”; use 1 to 32 small letters and digits"
        raise ConfigError([cure]) from error
    made.autocomplete("request")(complete)
    return made


async def _complete(
    interaction: discord.Interaction[Any], inbound: Inbound, command: str, begun: str
) -> list[app_commands.Choice[str]]:
    """Offer what may be typed next; a failure offers nothing, and nobody is held up."""
    if interaction.guild_id is None:
        return []
    caller = caller_of(interaction.guild_id, interaction.guild, interaction.channel, interaction.user)
    try:
        offered = await inbound.suggest(caller, command, begun)
    except Exception:
        log.exception("discord_suggestions_failed", interaction=interaction.id)
        return []
    fitting = (text for text in offered if text.strip() and len(text) <= _MAX_CHOICE)
    return [app_commands.Choice(name=text, value=text) for text in fitting][:_MAX_CHOICES]


async def open_form(
    interaction: discord.Interaction[Any], inbound: Inbound, command: str, name: FormName, about: str
) -> None:
    """Open a form at once: that is its acknowledgement."""
    if interaction.guild_id is None:
        return
    caller = caller_of(interaction.guild_id, interaction.guild, interaction.channel, interaction.user)
    form = await inbound.form(caller, command, name, about)
    if form is None:
        language = await language_of(inbound, caller, command)
        await _tell(interaction, wording.spoken_notice(NOTHING_TO_FILL_IN, Reader(language)))
        return

    async def say(submitted: discord.Interaction[Any], text: str) -> None:
        await serve(submitted, inbound, command, text)

    await interaction.response.send_modal(FormModal(form, say, _tell))


async def _tell(interaction: discord.Interaction[Any], notice: Notice) -> None:
    await interaction.response.send_message(view=views.reply_layouts(notice)[0], ephemeral=True)


async def serve(
    interaction: discord.Interaction[Any],
    inbound: Inbound,
    command: str,
    text: str,
    *,
    replaces: bool = False,
    file: discord.Attachment | None = None,
) -> None:
    """Acknowledge within Discord's three seconds, do what is asked, and show the reply to the caller alone.

    Acknowledged first: Discord sends a command once, and would only tell its caller that nobody answers. *replaces*: the
    reply takes the place of the message whose button was pressed.
    """
    try:
        await interaction.response.defer(ephemeral=True, thinking=not replaces)
        reply = await _reply(interaction, inbound, command, text, file)
        if reply is None:
            if not replaces:
                await interaction.delete_original_response()
            return
        first, *others = views.reply_layouts(reply)
        await interaction.edit_original_response(view=first, attachments=views.files(reply))
        for view in others:
            await interaction.followup.send(view=view, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("discord_reply_failed", interaction=interaction.id, code=error.code, status=error.status)


async def _reply(
    interaction: discord.Interaction[Any],
    inbound: Inbound,
    command: str,
    text: str,
    file: discord.Attachment | None,
) -> Reply | None:
    if interaction.guild_id is None:
        language = await language_of(inbound, None, command)
        return wording.spoken_notice(_ELSEWHERE, Reader(language))
    if file is not None and file.size > _LARGEST_FILE:
        language = await language_of(inbound, None, command)
        return wording.spoken_notice(_TOO_LARGE, Reader(language))
    caller = caller_of(interaction.guild_id, interaction.guild, interaction.channel, interaction.user)
    may = interaction.permissions
    is_admin = may.administrator or may.manage_guild

    async def progress(notice: Notice) -> None:
        try:
            await interaction.edit_original_response(view=views.reply_layouts(notice)[0])
        except discord.HTTPException as error:  # the reply itself may still get through
            log.warning("discord_progress_failed", interaction=interaction.id, code=error.code)

    try:
        return await inbound.command(
            replace(
                caller,
                is_manager=is_admin or may.manage_channels,
                is_admin=is_admin,
                is_reader=not (is_admin or may.send_messages),
            ),
            command,
            text,
            str(interaction.id),
            file=await file.read() if file is not None else None,
            progress=progress,
        )
    except Exception:
        log.exception("discord_command_failed", interaction=interaction.id)
        language = await language_of(inbound, caller, command)
        return wording.spoken_notice(wording.OUR_MISTAKE, Reader(language))
