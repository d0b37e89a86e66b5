"""The program's tree of commands, and the options before a command's name."""

import importlib.metadata
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import bench, chats, correcting, costs, demo, doctor, feeds, reading, roles, running, writing
from bot.cli import eval as evaluating
from bot.cli.session import Options

program = typer.Typer(
    name="newsthread",
    help="Feeds in, stories out: editions for Slack, Discord and a page of your own, and answers in the thread.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would show local variables, secrets among them
    context_settings={"help_option_names": ["-h", "--help"]},
)


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _show_version(is_asked: bool) -> None:
    if is_asked:
        print(f"newsthread {importlib.metadata.version('newsthread')}")
        raise typer.Exit


@program.callback()
def options(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(help="The configuration file, else NEWSTHREAD_CONFIG or config/newsthread.toml."),
    ] = None,
    log_level: Annotated[
        LogLevel | None, typer.Option(help="How much to log. Default: info while running, else warning.")
    ] = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log JSON lines.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep the options for the command that follows."""
    del version  # its callback has answered
    context.obj = Options(config=config, log_level=log_level or "", log_json=log_json)


for group in (running, demo, reading, writing, correcting, costs, doctor, evaluating, roles):
    group.register(program)
program.add_typer(feeds.commands, name="feeds")
program.add_typer(bench.commands, name="bench")
program.add_typer(chats.slack, name="slack")
program.add_typer(chats.discord, name="discord")
