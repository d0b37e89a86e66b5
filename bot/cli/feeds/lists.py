"""Takes feeds from other readers and hands them on, as OPML."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from bot.cli.feeds.forms import import_form
from bot.cli.screen import clean, output, print_json, remarks
from bot.cli.session import settings_of
from bot.core.errors import CommandError
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.app import Curator
    from bot.flows.curate import ImportPlan
    from bot.settings import Settings

_LARGEST = 64 * 1024 * 1024 + 1  # one more than is read: then the reader says what to do


def register(commands: typer.Typer) -> None:
    """Add the commands to *commands*."""
    commands.command("import")(import_feeds)
    commands.command("export")(export_feeds)


def import_feeds(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="An OPML file, or - for standard input.")],
    *,
    topic: Annotated[
        str,
        typer.Option(help="The topic that is to read them, else that of a folder's name, else the first."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Let topics read the feeds of an OPML file; what cannot be used is named line by line. Exit code 1: nothing could."""
    plan = asyncio.run(_import(settings_of(context), _read(file), topic, dry_run=dry_run))
    if as_json:
        print_json(import_form(plan, is_done=not dry_run))
    else:
        _report(plan, dry_run=dry_run)
    if plan.skipped and not plan.total and not plan.known:
        raise typer.Exit(1)


async def _import(settings: "Settings", data: bytes, topic: str, *, dry_run: bool) -> "ImportPlan":
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    async with open_curator(settings) as curator:
        with remarks().status("reading the list"):
            plan = await curator.plan_import(data, topic)
        if not dry_run:
            await _carry_out(curator, plan)
    return plan


async def _carry_out(curator: "Curator", plan: "ImportPlan") -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=remarks(), transient=True) as progress:
        bar = progress.add_task("adding feeds", total=plan.total)
        await curator.carry_out(plan, lambda added: progress.advance(bar, added))


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(_LARGEST)
        with Path(file).open("rb") as opened:
            return opened.read(_LARGEST)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _report(plan: "ImportPlan", *, dry_run: bool) -> None:
    for line in plan.skipped:
        where = f"line {line.line}: " if line.line else ""
        remarks().print(
            Text(f"skipped, {where}{clean(line.what) or 'untitled'}: {clean(line.reason)}", style="yellow")
        )
    for topic, feeds in plan.additions.items():
        verb = "would be added" if dry_run else "added"
        output().print(Text(f"{topic}: {counted(len(feeds), 'feed')} {verb}."))
    rest = [f"{counted(len(plan.known), 'feed')} read already"] if plan.known else []
    rest += [f"{counted(len(plan.skipped), 'line')} skipped"] if plan.skipped else []
    if rest or not plan.total:
        output().print(Text(f"{', '.join(rest) or 'The list has no feeds'}."))
    if plan.total and not dry_run:
        output().print(
            Text("They are read one after another; `newsthread feeds list` shows how far it is.", style="dim")
        )


def export_feeds(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to write it, else (or -) standard output.")
    ] = None,
    *,
    topic: Annotated[str, typer.Option(help="Only the feeds of this topic.")] = "",
) -> None:
    """Write the feeds as OPML, a folder for each topic. It has their whole addresses, secrets among them."""
    document = asyncio.run(_export(settings_of(context), topic))
    if file is None or str(file) == "-":
        sys.stdout.buffer.write(document)
        sys.stdout.flush()
        return
    try:
        file.touch(mode=0o600)  # a new file is for its owner alone
        file.write_bytes(document)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
    remarks().print(
        Text(f"Written to {file}. It has whole addresses: keep it to yourself if any of them is secret.")
    )


async def _export(settings: "Settings", topic: str) -> bytes:
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    async with open_curator(settings) as curator:
        return await curator.export(topic)
