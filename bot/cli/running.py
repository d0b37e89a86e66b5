"""Commands that keep the bot going: run, refresh, migrate, prune, backup."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.text import Text

from bot.cli.roles import play
from bot.cli.screen import address, clean, output, print_json, remarks
from bot.cli.session import settings_of
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.core.entities import Feed
    from bot.flows.refresh import FeedOutcome
    from bot.settings import Settings


_COLUMNS = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())


def register(program: typer.Typer) -> None:
    """Add the commands to *program*."""
    program.command()(run)
    program.command()(refresh)
    program.command()(migrate)
    program.command()(prune)
    program.command()(backup)


def run(context: typer.Context) -> None:
    """Run everything in one process: read, publish, answer. Ctrl-C stops it."""
    play(context, "run")


def refresh(context: typer.Context) -> None:
    """Read all feeds that are due, once; exit code 1 if none of them could be read."""
    outcomes = asyncio.run(_refresh(settings_of(context)))
    if not outcomes:
        output().print("No feed is due; `newsthread feeds list` says when each is.")
        return
    stored = sum(outcome.stored for outcome in outcomes)
    failed = sum(bool(outcome.error) for outcome in outcomes)
    read = f"{counted(len(outcomes) - failed, 'feed')} read, {failed:,} failed"
    output().print(f"{read}, {counted(stored, 'new entry', 'new entries')}.")
    if failed == len(outcomes):
        raise typer.Exit(1)


async def _refresh(settings: "Settings") -> "list[FeedOutcome]":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    outcomes: list[FeedOutcome] = []
    async with open_app(settings) as app:
        with Progress(*_COLUMNS, console=remarks(), transient=True) as progress:
            bar = progress.add_task("reading feeds", total=len(await app.feeds()))

            def show(feed: "Feed", outcome: "FeedOutcome") -> None:
                outcomes.append(outcome)
                progress.console.print(_line(feed, outcome))
                progress.advance(bar)

            await app.refresh(show)
    return outcomes


def _line(feed: "Feed", outcome: "FeedOutcome") -> Text:
    name = clean(feed.title) or address(feed.url)
    if outcome.error:
        return Text.assemble(("✗ ", "red"), name, ": ", clean(outcome.error))
    return Text.assemble(("✓ ", "green"), name, f": {outcome.stored:,} new")


def prune(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Delete what is older than the configuration keeps. `run` does it once a day by itself."""
    settings = settings_of(context)
    from bot.app.upkeep import prune_database  # noqa: PLC0415 -- --help stays fast

    with remarks().status("deleting what is old"):
        pruned = asyncio.run(prune_database(settings))
    if as_json:
        print_json(dict(pruned))
        return
    went = ", ".join(f"{count:,} {what}" for what, count in pruned.items() if count)
    output().print(Text(f"Deleted: {went or 'nothing, all of it is younger'}"))


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
) -> None:
    """Write a copy of the SQLite database, also while newsthread runs. On PostgreSQL use pg_dump."""
    settings = settings_of(context)
    from bot.app.upkeep import back_up_database  # noqa: PLC0415 -- --help stays fast

    with remarks().status("copying the database"):
        size = asyncio.run(back_up_database(settings, file))
    output().print(
        Text(f"Written to {file}: {size:,} bytes. It holds all that the bot knows: keep it to yourself.")
    )


def migrate(context: typer.Context) -> None:
    """Bring the database to this version's form. `run` does it by itself; use this before starting many processes."""
    settings = settings_of(context)
    from bot.app.upkeep import migrate_database  # noqa: PLC0415 -- --help stays fast

    with Progress(*_COLUMNS, console=remarks(), transient=True) as progress:
        bars: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(what, total=total)
            progress.update(bars[what], completed=done)

        where = asyncio.run(migrate_database(settings, show))
    output().print(Text(f"The database is up to date: {where}"))
