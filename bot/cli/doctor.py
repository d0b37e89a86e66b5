"""The doctor: checks everything the bot needs, and says of each thing that is wrong what to do about it."""

import asyncio
import contextlib
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.cli.screen import clean, output, print_json, remarks
from bot.cli.session import settings_of
from bot.core.errors import ConfigError
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.app import Check
    from bot.settings import Settings


def register(program: typer.Typer) -> None:
    """Add the command to *program*."""
    program.command()(doctor)


def doctor(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check configuration, database, feeds, chats, language model and page; exit code 1 if anything is wrong."""
    from bot.app import Check  # noqa: PLC0415 -- --help stays fast

    checks: list[Check] = []
    try:
        settings = settings_of(context)
    except ConfigError as error:
        checks += [
            Check(name="configuration", ok=False, detail=clean(text), cure="") for text in error.problems
        ]
        show_checks(checks, as_json=as_json)
    else:
        checks.append(Check(name="configuration", ok=True, detail=_described(settings), cure=""))
        asyncio.run(_examine(settings, checks, as_json=as_json))
    if as_json:
        print_json([check_form(each) for each in checks])
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def _described(settings: "Settings") -> str:
    topics = counted(len(settings.topics), "topic")
    return f"{topics}, {counted(len(settings.subscriptions), 'subscription')}"


async def _examine(settings: "Settings", checks: "list[Check]", *, as_json: bool) -> None:
    from bot.app import check  # noqa: PLC0415 -- --help stays fast

    show_checks(checks, as_json=as_json)
    with remarks().status("checking"):
        # Closed by hand: printing to a pipe that was closed ends the loop.
        async with contextlib.aclosing(check(settings)) as results:
            async for result in results:
                checks.append(result)
                show_checks([result], as_json=as_json)
    failed = sum(not each.ok for each in checks)
    if not as_json:
        output().print(f"\n{counted(len(checks), 'check')}, {failed or 'none'} failed.")


def check_form(check: "Check") -> dict[str, object]:
    """Return a finding for scripts."""
    return {"name": check.name, "ok": check.ok, "detail": check.detail, "cure": check.cure}


def show_checks(checks: "list[Check]", *, as_json: bool) -> None:
    """Show findings as they come, with what to do; nothing where JSON follows in the end."""
    if as_json:
        return
    for check in checks:
        mark = ("✓ ", "green") if check.ok else ("✗ ", "red")
        output().print(Text.assemble(mark, (clean(check.name), "bold"), "  ", clean(check.detail)))
        if check.cure:
            output().print(Text(f"    → {clean(check.cure)}", style="yellow"))
