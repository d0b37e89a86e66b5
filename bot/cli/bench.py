"""Measuring: how fast this machine reads feeds."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from bot.cli.screen import clean, output, remarks, without_logins
from bot.cli.session import begin_logging
from bot.core.errors import ConfigError

if TYPE_CHECKING:
    from bot.app.measuring import Poll

commands = typer.Typer(help="Measure speed on this machine.", no_args_is_help=True)
_SHOWN_ERRORS = 20


class Phase(StrEnum):
    """What is known before: nothing, or everything that the cold poll brought."""

    COLD = "cold"
    WARM = "warm"


@commands.callback()
def _group() -> None:
    """Keep the group a group."""


@commands.command()
def poll(
    context: typer.Context,
    *,
    urls: Annotated[Path, typer.Option(help="A file with one feed URL a line.", exists=True, dir_okay=False)],
    state: Annotated[
        Path, typer.Option(help="The folder of the database that is measured.", file_okay=False)
    ],
    phase: Annotated[Phase, typer.Option(help="cold: into an empty folder; warm: once more.")] = Phase.COLD,
    workers: Annotated[int, typer.Option(min=1, max=1_000, help="Feeds that are read at once.")] = 20,
) -> None:
    """Read each URL once and group what is new. The last three lines are INDEXED, WALL, and ENTRIES with ERRORS.

    WALL is seconds from the first request until all is stored and grouped, INDEXED how many more until searches find it.
    """
    lines = urls.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    addresses = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not addresses:
        raise ConfigError([f"{urls} is empty: write one feed URL a line."])
    from bot.settings import Secrets  # noqa: PLC0415 -- --help stays fast

    begin_logging(context, Secrets.model_construct(), log_level="warning")
    found = asyncio.run(_poll(addresses, state, is_cold=phase is Phase.COLD, workers=workers))
    for address, error in found.errors[:_SHOWN_ERRORS]:
        remarks().print(clean(without_logins(f"{address}: {error}")))
    if len(found.errors) > _SHOWN_ERRORS:
        remarks().print(f"… and {len(found.errors) - _SHOWN_ERRORS} more")
    output().print(f"INDEXED {found.indexing_seconds:.3f}")
    output().print(f"WALL {found.seconds:.3f}")
    output().print(f"ENTRIES {found.entries} ERRORS {len(found.errors)}")


async def _poll(addresses: list[str], state: Path, *, is_cold: bool, workers: int) -> "Poll":
    from bot.app import measuring  # noqa: PLC0415 -- --help stays fast

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    screen = remarks()
    # What is drawn takes its share of what is measured: seldom, and only where somebody looks.
    with Progress(
        *columns, console=screen, transient=True, refresh_per_second=2, disable=not screen.is_terminal
    ) as progress:
        bar = progress.add_task("reading feeds", total=len(addresses))
        return await measuring.poll(
            addresses, state, is_cold=is_cold, workers=workers, on_outcome=lambda _: progress.advance(bar)
        )
