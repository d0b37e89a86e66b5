"""Commands that put right what was posted: correct, withdraw."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.screen import output
from bot.cli.session import settings_of

if TYPE_CHECKING:
    from bot.core.entities import Notice
    from bot.settings import Settings

_Edition = Annotated[int, typer.Argument(help="The edition's number, as the newsroom and `why` tell it.")]
_Reason = Annotated[str, typer.Option(help="Why; it stands in the messages.")]


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(correct)
    program.command()(withdraw)


def correct(
    context: typer.Context,
    edition: _Edition,
    story: Annotated[int, typer.Argument(help="The story's place in it, from 1.")],
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="The number of a sentence, or title: the publisher's own words take its place. story: it is written anew.",
        ),
    ],
    *,
    reason: _Reason = "",
    here: Annotated[
        bool, typer.Option("--here", help="In this edition only, not in others that say the same.")
    ] = False,
) -> None:
    """Put right what an edition says; its posted messages are edited and say so."""
    from bot.cli import reports  # noqa: PLC0415 -- --help stays fast

    notice = asyncio.run(_correct(settings_of(context), edition, story, what, reason, everywhere=not here))
    output().print(reports.reply_report(notice))


def withdraw(context: typer.Context, edition: _Edition, *, reason: _Reason = "") -> None:
    """Take an edition back; its posted messages are edited and say so."""
    from bot.cli import reports  # noqa: PLC0415 -- --help stays fast

    output().print(reports.reply_report(asyncio.run(_withdraw(settings_of(context), edition, reason))))


async def _correct(
    settings: "Settings", edition: int, story: int, what: str, reason: str, *, everywhere: bool
) -> "Notice":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast
    from bot.core.entities import EditionId  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await app.desk.correct(EditionId(edition), story, what, reason, everywhere=everywhere)


async def _withdraw(settings: "Settings", edition: int, reason: str) -> "Notice":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast
    from bot.core.entities import EditionId  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await app.desk.withdraw(EditionId(edition), reason)
