"""`make bench-grouping`: how long a new entry takes to find its story, as the archive grows. Ratios are what counts.

`python -m tests.bench.grouping [--sizes 1000 10000 100000 1000000] [--batch 100] [--rounds 9]`, from the project's root.
"""

import argparse
import asyncio
import itertools
import logging
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.adapters.sql import SqlStore, migrate, open_store
from bot.core.entities import EntryId
from bot.flows.refresh.grouping import Grouping
from tests.bench.archive import A_DAY, NOW, Draft, add, drafts, fill
from tests.fakes.clock import FakeClock

SIZES = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What grouping at one *size* came to: medians for an entry in milliseconds; *joined* of the *known* events' entries."""

    size: int
    processor: float
    wall: float
    known: int
    joined: int
    mebibytes: float = 0.0


def main() -> None:
    """Measure each size in a database of its own, and show the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.grouping")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="where databases are kept for another time")
    asked = parser.parse_args()
    console = Console()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        found = [
            _measured(asked.folder or Path(folder), size, asked.batch, asked.rounds, console)
            for size in asked.sizes
        ]
    console.print(_table(found, asked.batch))


def _measured(folder: Path, size: int, batch: int, rounds: int, console: Console) -> Found:
    database = folder / f"{size}.db"
    if not database.exists():
        migrate(f"sqlite:///{database}")
        with Progress(console=console, transient=True) as progress:
            bar = progress.add_task(f"writing {size:,} entries", total=size)
            fill(database, size, lambda written: progress.update(bar, completed=written))
    return replace(
        asyncio.run(_grouped(database, size, batch, rounds)), mebibytes=database.stat().st_size / 2**20
    )


async def _grouped(database: Path, size: int, batch: int, rounds: int) -> Found:
    async with open_store(f"sqlite:///{database}", exclusive=True) as store:
        clock = FakeClock(NOW)
        start = await store.entry_count()
        new = drafts(size, batch * (rounds + 1), start=start)
        measured: list[tuple[float, float]] = []
        recent = drafts(size, min(start, 3 * A_DAY), start=max(start - 3 * A_DAY, 0))
        told = {each.event for each in recent if each.event}
        known = joined = 0
        for some in _batches(new, batch):
            await asyncio.to_thread(add, database, some)
            # A new process each time: it remembers nothing, so everything is looked for in the archive.
            grouping = Grouping(store, clock)
            processor, wall = time.process_time(), time.perf_counter()
            await grouping.group_new_entries()
            spent = (time.process_time() - processor, time.perf_counter() - wall)
            measured.append(spent)
            again = await _told_again(store, some, told)
            known, joined = known + len(again), joined + sum(again.values())
    processors, walls = zip(*measured[1:], strict=True)  # the first warms up
    return Found(
        size=size,
        processor=statistics.median(processors) / batch * 1_000,
        wall=statistics.median(walls) / batch * 1_000,
        known=known,
        joined=joined,
    )


async def _told_again(store: SqlStore, some: Sequence[Draft], told: set[int]) -> Mapping[EntryId, bool]:
    """Return which entries tell an event that was *told* before, with whether they joined its story; add to *told*."""
    again: dict[EntryId, bool] = {}
    for each in some:
        if each.event in told:
            again[each.outline.id] = False
        if each.event:
            told.add(each.event)
    outlines = await store.outlines(again)
    stories = await store.stories([each.story_id for each in outlines if each.story_id is not None])
    together = {entry.id for story in stories if len(story.entries) > 1 for entry in story.entries}
    return {entry_id: entry_id in together for entry_id in again}


def _batches(new: Iterator[Draft], size: int) -> Iterator[list[Draft]]:
    while some := list(itertools.islice(new, size)):
        yield some


def _table(found: Sequence[Found], batch: int) -> Table:
    table = Table(title=f"grouping {batch} new entries at a time")
    for heading in (
        "entries before",
        "ms of processor an entry",
        "ratio",
        "ms an entry",
        "ratio",
        "joined",
        "MiB of database",
    ):
        table.add_column(heading, justify="right")
    first = found[0]
    for each in found:
        table.add_row(
            f"{each.size:,}",
            f"{each.processor:.2f}",
            f"{each.processor / first.processor:.2f}",
            f"{each.wall:.2f}",
            f"{each.wall / first.wall:.2f}",
            f"{each.joined} of {each.known}",
            f"{each.mebibytes:.0f}",
        )
    return table


if __name__ == "__main__":
    main()
