"""Commands that look things up: search, ask."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.screen import output, print_json
from bot.cli.session import settings_of

if TYPE_CHECKING:
    from bot.core.entities import Answer, Reply
    from bot.settings import Settings


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(search)
    program.command()(ask)


def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help='A subject, such as xiaomi or "xiaomi since:7d".')],
    *,
    topic: Annotated[str, typer.Option(help="The topic, else the first.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find stories about a subject, newest first."""
    from bot.cli import forms, reports  # noqa: PLC0415 -- --help stays fast

    found = asyncio.run(_search(settings_of(context), topic, text))
    if as_json:
        print_json(forms.reply_form(found))
    else:
        output().print(reports.reply_report(found))


async def _search(settings: "Settings", topic: str, text: str) -> "Reply | None":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await app.search(topic, text)


def ask(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A question about what was read.")],
    *,
    topic: Annotated[str, typer.Option(help="The topic, else the first.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Answer a question from what was read, with the source of each sentence."""
    from bot.cli import forms, reports  # noqa: PLC0415 -- --help stays fast

    answer = asyncio.run(_ask(settings_of(context), topic, text))
    if as_json:
        print_json(forms.answer_form(answer))
    else:
        output().print(reports.answer_report(answer))


async def _ask(settings: "Settings", topic: str, text: str) -> "Answer":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await app.ask(topic, text)
