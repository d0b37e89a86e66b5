"""`make bench-grouping`: how long a new entry takes to find its story, as the archive grows. Ratios are what counts.

`python -m tests.bench.grouping [--sizes 1000 10000 100000 1000000] [--batch 100] [--rounds 9]`, from the project's root.
"""

import argparse
import asyncio
import contextlib
import itertools
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.adapters.sql import SqlStore, migrate, open_store
from bot.core.entities import EntryId
from bot.flows.refresh.grouping import Grouping
from tests.bench.archive import A_DAY, NOW, Draft, add, drafts, fill, stored
from tests.fakes.clock import FakeClock

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_RECENT = 3 * A_DAY


@dataclass
class Archive:
    """A database of *size* entries, with entries that are *new* to it; what measuring them came to so far.

    *spent*: seconds of processor and of wall for each batch. *joined* of *known* new entries that tell an event that was
    *told* before are in its story.
    """

    size: int
    database: Path
    new: Iterator[Draft]
    told: set[int]
    spent: list[tuple[float, float]] = field(default_factory=list)
    known: int = 0
    joined: int = 0

    def milliseconds(self, batch: int) -> tuple[float, float]:
        """Return the medians for an entry: of processor, and of wall. The first batch warms up."""
        processor, wall = (
            statistics.median(each) / batch * 1_000 for each in zip(*self.spent[1:], strict=True)
        )
        return processor, wall


def main() -> None:
    """Write each size into a database of its own, measure them in turn, and show the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.grouping")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="where databases are kept for another time")
    asked = parser.parse_args()
    console = Console()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        archives = [_opened(asked.folder or Path(folder), size, console) for size in asked.sizes]
        with console.status("measuring") as status:
            asyncio.run(_measure_in_turn(archives, asked.batch, asked.rounds, status.update))
        console.print(_table(archives, asked.batch))


def _opened(folder: Path, size: int, console: Console) -> Archive:
    database = folder / f"{size}.db"
    if not database.exists():
        migrate(f"sqlite:///{database}")
        with Progress(console=console, transient=True) as progress:
            bar = progress.add_task(f"writing {size:,} entries", total=size)
            fill(database, size, lambda written: progress.update(bar, completed=written))
    start = stored(database)
    recent = min(start, _RECENT)
    told = {each.event for each in drafts(size, recent, start=start - recent) if each.event}
    return Archive(size=size, database=database, new=drafts(size, size * 100, start=start), told=told)


async def _measure_in_turn(
    archives: Sequence[Archive], batch: int, rounds: int, show: Callable[[str], None]
) -> None:
    """Measure one batch of each archive in each round, so that whatever else this machine does slows all of them down."""
    async with contextlib.AsyncExitStack() as stack:
        stores = [
            await stack.enter_async_context(open_store(f"sqlite:///{each.database}", exclusive=True))
            for each in archives
        ]
        for number in range(rounds + 1):
            for archive, store in zip(archives, stores, strict=True):
                show(f"round {number} of {rounds}: {archive.size:,} entries")
                await _measure(archive, store, batch)


async def _measure(archive: Archive, store: SqlStore, batch: int) -> None:
    some = list(itertools.islice(archive.new, batch))
    await asyncio.to_thread(add, archive.database, some)
    # Like that of a new process, it remembers nothing, so everything is looked for in the archive.
    grouping = Grouping(store, FakeClock(NOW))
    processor, wall = time.process_time(), time.perf_counter()
    await grouping.group_new_entries()
    archive.spent.append((time.process_time() - processor, time.perf_counter() - wall))
    again = await _told_again(store, some, archive.told)
    archive.known += len(again)
    archive.joined += sum(again.values())


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


def _table(archives: Sequence[Archive], batch: int) -> Table:
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
    first = archives[0].milliseconds(batch)
    for archive in archives:
        processor, wall = archive.milliseconds(batch)
        table.add_row(
            f"{archive.size:,}",
            f"{processor:.2f}",
            f"{processor / first[0]:.2f}",
            f"{wall:.2f}",
            f"{wall / first[1]:.2f}",
            f"{archive.joined} of {archive.known}",
            f"{archive.database.stat().st_size / 2**20:.0f}",
        )
    return table


if __name__ == "__main__":
    main()
