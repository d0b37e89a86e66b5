"""What a chat platform wants to know before the bot can live there: Slack's manifest, Discord's invitation link."""

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import typer
from rich.text import Text

from bot.cli.roles import play
from bot.cli.screen import output, print_json, remarks
from bot.cli.session import settings_of
from bot.core.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings import Settings

slack = typer.Typer(help="Slack's side of the set-up.", no_args_is_help=True)
discord = typer.Typer(help="Discord's side of the set-up.", invoke_without_command=True)

_PERMISSIONS = {
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "EMBED_LINKS": 1 << 14,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
}
"""Bits of https://discord.com/developers/docs/topics/permissions."""


@slack.callback()
def _slack() -> None:
    """Keep the group a group."""


@slack.command()
def manifest(context: typer.Context) -> None:
    """Print the manifest that creates the Slack app: paste it at api.slack.com/apps, Create New App, From a manifest."""
    settings = settings_of(context)
    from bot.app.upkeep import slack_manifest  # noqa: PLC0415 -- --help stays fast

    print_json(slack_manifest(settings))


@discord.callback()
def _discord(context: typer.Context) -> None:
    """Without a command: serve Discord's gateway, beside other processes on PostgreSQL."""
    if context.invoked_subcommand is None:
        play(context, "discord")


@discord.command()
def invite(context: typer.Context) -> None:
    """Print the link that invites the bot to a server, with the permissions it needs and no others."""
    settings = settings_of(context)
    output().print(Text(_invitation(_application_id(settings))))
    if settings.discord.message_content:
        remarks().print(
            Text(
                "message_content is on: grant the Message Content intent under Bot, Privileged Gateway Intents."
            )
        )


def _invitation(application_id: str) -> str:
    query = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": sum(_PERMISSIONS.values()),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def _application_id(settings: "Settings") -> str:
    """The first part of a bot's token is its application's id in base64; nobody has to be asked."""
    token = settings.secrets.discord_token
    if token is None:
        raise ConfigError([".env: DISCORD_TOKEN is not set. See .env.example for where to get it."])
    first = token.get_secret_value().split(".")[0]
    try:
        number = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        number = ""
    if not number.isdecimal():
        raise ConfigError(
            [
                ".env: DISCORD_TOKEN is no bot token. Take the one under Bot, not the client secret or public key."
            ]
        )
    return number
