"""Commands that are not there yet: each says so in one line, and what to use meanwhile."""

from collections.abc import Callable
from typing import NoReturn

import typer
from rich.text import Text

from bot.cli.screen import remarks

_COMMANDS = {
    "prune": (
        "Delete what is older than the configuration keeps",
        "Nothing is deleted yet, so there is nothing to do.",
    ),
}
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    for name, (purpose, meanwhile) in _COMMANDS.items():
        register_one(program, name, purpose, meanwhile)


def register_one(commands: typer.Typer, name: str, purpose: str, meanwhile: str) -> None:
    """Add the command *name*, which is not there yet, to *commands*."""
    help_text = f"{purpose}. (Not there yet.)"
    commands.command(name, help=help_text, context_settings=_ANYTHING)(_refusal(name, meanwhile))


def _refusal(name: str, meanwhile: str) -> Callable[[], None]:
    def refuse() -> None:
        refuse_for_now(name, meanwhile)

    return refuse


def refuse_for_now(name: str, meanwhile: str) -> NoReturn:
    """Say that *name* is not there yet, and end with exit code 2.

    Raises:
        typer.Exit: always.
    """
    remarks().print(Text(f"`{name}` is not there yet. {meanwhile}", style="yellow"))
    raise typer.Exit(2)
