"""The feeds that are read: `listing` shows them, `adding` finds, adds and removes them, `lists` imports and exports them."""

import typer

from bot.cli.feeds import adding, listing, lists

commands = typer.Typer(help="The feeds that are read.", no_args_is_help=True)

for group in (listing, adding, lists):
    group.register(commands)
