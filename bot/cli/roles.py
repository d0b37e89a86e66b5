"""The roles that many processes share out among themselves on PostgreSQL, and what every process that stays has in common."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.cli.screen import remarks
from bot.cli.session import run_until_stopped, settings_of

if TYPE_CHECKING:
    from bot.settings import Settings


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(web)
    program.command()(clock)
    program.command()(worker)


def web(
    context: typer.Context,
    *,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The page's port, else the configuration's; 0: any.")
    ] = None,
) -> None:
    """Serve the page and Slack's connection, beside other processes on PostgreSQL."""
    play(context, "web", port=port)


def clock(context: typer.Context) -> None:
    """Start what is due, for workers to do. Two of them do no harm."""
    play(context, "clock")


def worker(context: typer.Context) -> None:
    """Do what is due: read feeds, write editions, post, answer. Start as many as you like."""
    play(context, "worker")


def play(context: typer.Context, role: str, *, port: int | None = None) -> None:
    """Be what *role* (the value of a `Role`) says, until stopped. *port*: the page's, if not the configuration's."""
    settings = settings_of(context, log_level="info")
    if port is not None:
        page = settings.page.model_copy(update={"port": port})
        settings = settings.model_copy(update={"page": page})
    run_until_stopped(_serve(settings, role))


async def _serve(settings: "Settings", role: str) -> None:
    from bot.app import Role, open_app  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings, is_serving=True, role=Role(role)) as app:
        if app.page is not None:
            app.page.listen()
            remarks().print(Text.assemble("The page: ", (app.url, "bold")))
        await app.run()
