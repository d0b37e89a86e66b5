"""Commands that look things up: search, ask, why, try."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from bot.cli.screen import output, print_json
from bot.cli.session import settings_of

if TYPE_CHECKING:
    from bot.app import App
    from bot.core.entities import Reply
    from bot.settings import Settings

Topic: TypeAlias = Annotated[str, typer.Option(help="The topic, else the first.")]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(search)
    program.command()(ask)
    program.command()(why)
    program.command("try")(try_out)


def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help='A subject, such as xiaomi or "xiaomi since:7d".')],
    *,
    topic: Topic = "",
    as_json: AsJson = False,
) -> None:
    """Find stories about a subject, newest first."""
    _show(context, lambda app: app.search(topic, text), as_json=as_json)


def ask(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A question about what was read.")],
    *,
    topic: Topic = "",
    as_json: AsJson = False,
) -> None:
    """Answer a question from what was read, with the source of each sentence."""
    _show(context, lambda app: app.ask(topic, text), as_json=as_json)


def why(
    context: typer.Context,
    article: Annotated[
        str, typer.Argument(help="The article's web address, its story's number, or words of its title.")
    ],
    *,
    topic: Topic = "",
    as_json: AsJson = False,
) -> None:
    """Say why an article was or was not posted, in every channel."""
    _show(context, lambda app: app.why(topic, article), as_json=as_json)


def try_out(
    context: typer.Context,
    wish: Annotated[
        str, typer.Argument(help='Such as "daily 18:00 Europe/Berlin filter publishers>=2 days:7".')
    ],
    *,
    topic: Topic = "",
    as_json: AsJson = False,
) -> None:
    """Say what the last days' editions would have been with a timetable and a filter; post and keep nothing."""
    _show(context, lambda app: app.try_out(topic, wish), as_json=as_json)


def _show(
    context: typer.Context, look_up: "Callable[[App], Awaitable[Reply | None]]", *, as_json: bool
) -> None:
    from bot.cli import forms, reports  # noqa: PLC0415 -- --help stays fast

    found = asyncio.run(_looked_up(settings_of(context), look_up))
    if as_json:
        print_json(forms.reply_form(found))
    else:
        output().print(reports.reply_report(found))


async def _looked_up(
    settings: "Settings", look_up: "Callable[[App], Awaitable[Reply | None]]"
) -> "Reply | None":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await look_up(app)
