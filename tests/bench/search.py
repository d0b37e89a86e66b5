"""`make bench-search`: how long `/ev <subject>` takes over a large archive, by what is asked, on both databases.

`python -m tests.bench.search [--size 1000000] [--rounds 5] [--folder FOLDER]`, from the project's root. Each search goes
through the flow and the real store, as a chat's does, and is asked once before it is measured. A plain LIKE over the same
articles is measured in the same run.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import sqlalchemy as sa
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.adapters.jobs import InlineJobs
from bot.adapters.sql import SqlStore, migrate, open_store
from bot.adapters.sql.engine import parse_url
from bot.adapters.sql.migrating import make_engine
from bot.core.entities import Place, Platform, Topic, WorkspaceId
from bot.core.searches import parse_search
from bot.flows import find
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from tests.bench import library
from tests.bench.archive import NOW
from tests.fakes.clock import FakeClock
from tests.servers.postgresql import Cluster, MissingServerError, open_cluster

_GOAL = 50
"""Milliseconds in which 95 of 100 searches are to be answered."""

_PER_KIND = 20
_LIKES = 3
_HERE = Place(workspace_id=WorkspaceId(1), platform=Platform.TERMINAL, channel="terminal")


@dataclass
class Measured:
    """Milliseconds of each search by its kind, for one database and topic: when first asked, and in each round after that."""

    first: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    again: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    like: float = 0


def queries(size: int) -> Mapping[str, Sequence[str]]:
    """Return the mix of searches, by kind."""
    draw = random.Random("searches")  # noqa: S311 -- the same every time
    words = library.words_of(size)
    some = draw.sample(words, _PER_KIND * 3)
    names = ["tesla", "xiaomi", "byd", "zeekr"]
    chinese = [
        "小米",
        "比亚迪",
        *("".join(chr(0x4E00 + draw.randrange(300)) for _ in range(2)) for _ in range(_PER_KIND - 2)),
    ]
    return {
        "subject": [*names, *some[: _PER_KIND - len(names)]],
        "two words": [f"{draw.choice(names)} {word}" for word in some[:_PER_KIND]],
        "alias": ["小米", "比亚迪", "小米 tesla", "byd xiaomi"],
        "beginning": [*("tesl", "xiao", "zee"), *(word[:4] for word in some[_PER_KIND:-_PER_KIND])],
        "misspelling": [*("telsa", "xaiomi", "zeeker"), *(_misspelt(word) for word in some[-_PER_KIND:])],
        "tag": [f"tag:{tag}" for tag in library.TAGS[:_PER_KIND]],
        "publisher": [f"by:{draw.randint(1, 40)}" for _ in range(_PER_KIND)],
        "since": [f"{name} since:{span}" for name in names for span in ("1d", "7d", "30d", "26w")],
        "Chinese": chinese,
        "nothing": [f"qzx{draw.randrange(10**6)}" for _ in range(_PER_KIND)],
        "latest": ["page:1", "page:2", "since:30d"],
    }


def _misspelt(word: str) -> str:
    return f"{word[:2]}{word[3]}{word[2]}{word[4:]}"


def main() -> None:
    """Write the archives where they are missing, measure, and show the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search")
    parser.add_argument("--size", type=int, default=1_000_000, help="entries; a story has ten")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where both archives are kept for another time")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument(
        "--url", help="an archive on PostgreSQL that is there already, or an empty database for it"
    )
    asked = parser.parse_args()
    console = Console()
    if asked.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            database = (asked.folder or Path(folder)) / f"library-{asked.size}.db"
            _measure("SQLite", f"sqlite:///{database}", asked, console)
    if asked.only == "sqlite":
        return
    if asked.url:
        _measure("PostgreSQL", asked.url, asked, console)
        return
    try:
        with open_cluster(kept=asked.folder and asked.folder / "postgresql") as cluster:
            _measure("PostgreSQL", _library(cluster, f"library_{asked.size}"), asked, console)
    except MissingServerError as error:
        console.print(f"PostgreSQL left out: {error}")


def _library(cluster: Cluster, name: str) -> str:
    """Return the URL of this database, made where it is missing."""
    with contextlib.suppress(psycopg.errors.DuplicateDatabase):
        cluster.execute(f"CREATE DATABASE {name}")
    return cluster.url(name)


def _measure(name: str, url: str, asked: argparse.Namespace, console: Console) -> None:
    _write_if_missing(url, asked.size, console)
    mix = queries(asked.size)
    with console.status(f"measuring {name}") as status:
        found = asyncio.run(_measured(url, mix, asked.rounds, lambda what: status.update(f"{name}: {what}")))
    for topic, measured in found.items():
        console.print(_table(f"{name}, {asked.size:,} entries, {topic}", measured))


def _write_if_missing(url: str, size: int, console: Console) -> None:
    migrate(url)
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        is_there = connection.execute(sa.text("SELECT 1 FROM headline_word LIMIT 1")).first()
    engine.dispose()
    if is_there:
        return
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("writing", total=size)
        library.fill(
            url,
            size,
            lambda what, done: progress.update(bar, description=f"{what} {size:,} entries", completed=done),
        )


async def _measured(
    url: str, mix: Mapping[str, Sequence[str]], rounds: int, show: Callable[[str], None]
) -> Mapping[str, Measured]:
    async with open_store(url, exclusive=True) as store:
        needs = _needs(store)
        topics = sorted(await store.topics(WorkspaceId(1)), key=lambda topic: topic.id)
        found: dict[str, Measured] = {}
        for topic in topics:
            feeds = len(await store.feeds(topic.id))
            measured = found[f"a topic of {feeds} feeds"] = Measured()
            for number in range(rounds + 1):
                show(f"topic “{topic.name}”, round {number} of {rounds}")
                for kind, text in _shuffled(mix, number):
                    milliseconds, count = await _one(needs, topic, text)
                    if number:
                        measured.again[kind][text].append(milliseconds)
                    else:
                        measured.first[kind].append(milliseconds)
                        measured.found[kind] += count
            show(f"topic “{topic.name}”: LIKE")
    for topic, measured in zip(topics, found.values(), strict=True):
        measured.like = await asyncio.to_thread(_like, url, topic)
    return found


def _shuffled(mix: Mapping[str, Sequence[str]], number: int) -> Iterator[tuple[str, str]]:
    every = [(kind, text) for kind, texts in mix.items() for text in texts]
    random.Random(number).shuffle(every)  # noqa: S311 -- the same every time
    yield from every


async def _one(needs: Needs, topic: Topic, text: str) -> tuple[float, int]:
    began = time.perf_counter()
    stories = await find.find(needs, topic, _HERE, parse_search(text))
    return (time.perf_counter() - began) * 1_000, len(stories.items)


def _like(url: str, topic: Topic) -> float:
    """Return the median of milliseconds that a plain LIKE takes to find the newest articles about a name."""
    statement = sa.text(
        "SELECT id FROM entry WHERE (lower(title) LIKE :what OR lower(text) LIKE :what) AND feed_id IN"
        " (SELECT feed_id FROM topic_feed WHERE topic_id = :topic) ORDER BY published_at DESC LIMIT 300"
    )
    spent = []
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        for name in ("xiaomi", "zeekr", "qzx123")[:_LIKES]:
            began = time.perf_counter()
            connection.execute(statement, {"what": f"%{name}%", "topic": topic.id}).all()
            spent.append((time.perf_counter() - began) * 1_000)
    engine.dispose()
    return statistics.median(spent)


def _needs(store: SqlStore) -> Needs:
    return Needs(
        store=store,
        jobs=InlineJobs(),
        clock=FakeClock(NOW),
        chats={},
        language_models=(),
        detect_language=lambda _: "en",
        budget=Budget(),
    )


def _table(title: str, measured: Measured) -> Table:
    table = Table(title=title)
    for heading in ("kind", "searches", "found", "median", "p95", "best, p95", "first, p95", "LIKE / p95"):
        table.add_column(heading, justify="right", no_wrap=True)
    for kind, again in measured.again.items():
        cells = _cells([*again.values()], measured.first[kind], measured.like)
        table.add_row(kind, f"{len(again)}", f"{measured.found[kind]}", *cells)
    every = [rounds for again in measured.again.values() for rounds in again.values()]
    first = [each for some in measured.first.values() for each in some]
    table.add_section()
    table.add_row(
        "all", f"{len(every)}", f"{sum(measured.found.values())}", *_cells(every, first, measured.like)
    )
    table.caption = (
        f"milliseconds; a plain LIKE takes {measured.like:,.0f}. “best” is the fastest round of each search: what is left "
        f"where other programs do not get in the way. The goal is a p95 of {_GOAL}"
    )
    return table


def _cells(searches: Sequence[Sequence[float]], first: Sequence[float], like: float) -> Iterator[str]:
    every = [each for rounds in searches for each in rounds]
    p95 = _percentile(every, 95)
    best = _percentile([min(rounds) for rounds in searches], 95)
    for figure in (statistics.median(every), p95, best, _percentile(first, 95)):
        yield f"{figure:.1f}"
    yield f"{like / p95:,.0f}"


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main()
