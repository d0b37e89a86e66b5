"""`make scale`: a large house on this machine: how many feeds a minute, how many editions, how late, and in how much memory.

`python -m tests.scale [--feeds 10000] [--hosts 2000] [--topics 200] [--subscriptions 2000] [--workers 0 1 2 4]`, from the
project's root. Workers 0 is one process on SQLite; more run on PostgreSQL beside a `clock` and a `web`. Publishers, Slack and
a language model that thinks for a second are simulated, on this machine too, so they take some of it.

Three things are timed: every feed read and grouped for the first time; every feed asked again, unchanged; and the rush: all
subscriptions, in all time zones, have their edition planned for one and the same minute.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.status import Status
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.adapters.sql import migrate
from tests.fakes.openai_server import open_openai_server
from tests.scale.deployment import Deployment, House, Outside, configuration
from tests.scale.slack import BusySlack
from tests.servers.postgresql import Cluster, open_cluster

_CLOCK = SystemClock()
_THINKS_SECONDS = 1.0
_LEAD = dt.timedelta(seconds=45)
"""From the second start to the planned minute, at least; the unchanged round takes place in it."""

_PATIENCE_SECONDS = 1_800.0
_STANDS_STILL_SECONDS = 120.0
_SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one form came to. Seconds; *late* from the planned minute to each channel's message; *most* MiB by role."""

    cold: float
    unchanged: float
    late: tuple[float, ...]
    doubled: int
    asked: int
    most: dict[str, float]


def main() -> None:
    """Measure each form, one after the other, and show all."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale")
    for name, default in (("feeds", 10_000), ("hosts", 2_000), ("topics", 200), ("subscriptions", 2_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--workers", type=int, nargs="+", default=[0, 1, 2, 4])
    asked = parser.parse_args()
    house = House(
        feeds=asked.feeds, hosts=asked.hosts, topics=asked.topics, subscriptions=asked.subscriptions
    )
    console, found = Console(), {}
    with console.status("writing the feeds") as status, _publishers(house) as port:
        for workers in asked.workers:
            found[workers] = asyncio.run(_measured(house, port, workers, status))
            console.print(_table(house, found))


@contextlib.contextmanager
def _publishers(house: House) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.scale.publishers", str(house.feeds), str(house.hosts)]
    with subprocess.Popen(  # noqa: S603 -- our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


async def _measured(house: House, port: int, workers: int, status: Status) -> Found:
    """Run one form from an empty database to the last edition."""
    roles = ["clock", "web", *["worker"] * workers] if workers else ["run"]
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsthread-scale-")))
        url = stack.enter_context(_database(folder, is_shared=workers > 0))
        slack = BusySlack()
        await stack.enter_async_context(slack.running())
        model = await stack.enter_async_context(open_openai_server())
        model.delay_seconds = _THINKS_SECONDS
        outside = Outside(publishers_port=port, slack_url=slack.api_url, model_url=model.url)
        deployment = Deployment(folder, url)
        database = stack.enter_context(_looking(url))
        show = _shower(status, workers)

        async with deployment.running(configuration(house, outside, None), roles):
            cold = await _until(lambda: _unread(database, house), show("feeds to read and group"))
        began_at = _CLOCK.now()
        _let_it_be_running_for_days(database)
        planned_at = (began_at + _LEAD + dt.timedelta(minutes=1)).replace(second=0, microsecond=0)
        async with deployment.running(configuration(house, outside, planned_at), roles):
            unchanged = await _until(lambda: _unasked(database, began_at), show("feeds to ask again"))
            await asyncio.sleep(max(0.0, (planned_at - _CLOCK.now()).total_seconds()))
            await _until(
                lambda: house.subscriptions - len(slack.arrived), show("editions to come"), is_patient=False
            )
        return Found(
            cold=cold,
            unchanged=unchanged,
            late=tuple(sorted((at - planned_at).total_seconds() for at in slack.arrived.values())),
            doubled=len(slack.doubled),
            asked=len(model.requests),
            most=deployment.most,
        )


@contextlib.contextmanager
def _database(folder: Path, *, is_shared: bool) -> Iterator[str]:
    """Make an empty database, and return its URL."""
    if not is_shared:
        url = f"sqlite:///{folder / 'newsthread.db'}"
        migrate(url)
        yield url
        return
    cluster: Cluster
    with open_cluster(is_safe=True) as cluster:
        cluster.execute(f"CREATE DATABASE scale TEMPLATE {cluster.template}")
        yield cluster.url("scale")


@contextlib.contextmanager
def _looking(url: str) -> Iterator[sa.Engine]:
    """Look into the database from outside, without our own code."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        yield engine
    finally:
        engine.dispose()


def _count(database: sa.Engine, query: str, **parameters: object) -> int:
    with database.connect() as connection:
        return int(connection.execute(sa.text(query), parameters).scalar_one())


def _unread(database: sa.Engine, house: House) -> int:
    read = _count(database, "SELECT count(*) FROM feed WHERE succeeded_at IS NOT NULL")
    return house.feeds - read or _count(database, "SELECT count(*) FROM entry WHERE story_id IS NULL")


def _unasked(database: sa.Engine, since: dt.datetime) -> int:
    at = since if database.dialect.name == "postgresql" else since.replace(tzinfo=None).isoformat(sep=" ")
    return _count(database, "SELECT count(*) FROM feed WHERE checked_at < :at", at=at)


def _let_it_be_running_for_days(database: sa.Engine) -> None:
    """Let entries have been stored when they were published, so that an edition covers a day of them, and all feeds be due."""
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE entry SET stored_at = published_at"))
        connection.execute(sa.text("UPDATE feed SET next_check_at = checked_at"))


def _shower(status: Status, workers: int) -> Callable[[str], Callable[[int], None]]:
    form = f"PostgreSQL, {workers} workers" if workers else "SQLite, one process"
    return lambda what: lambda left: status.update(f"{form}: {left:,} {what}")


async def _until(left: Callable[[], int], show: Callable[[int], None], *, is_patient: bool = True) -> float:
    """Wait until nothing is *left*, and return how many seconds that took. Not *is_patient*: or until it has long stood still.

    Raises:
        TimeoutError: it takes too long.
    """
    began, before, stood_since = time.monotonic(), -1, time.monotonic()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while (now := await asyncio.to_thread(left)) > 0:
            if now != before:
                before, stood_since = now, time.monotonic()
            if not is_patient and time.monotonic() - stood_since > _STANDS_STILL_SECONDS:
                break
            show(now)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
    return time.monotonic() - began


def _table(house: House, found: dict[int, Found]) -> Table:
    title = f"{house.feeds:,} feeds on {house.hosts:,} hosts, {house.subscriptions:,} subscriptions to {house.topics:,} topics"
    table = Table("", *(f"{each} workers" if each else "one process" for each in found), title=title)
    rows: dict[str, Callable[[Found], str]] = {
        "feeds a minute, all new": lambda one: f"{60 * house.feeds / one.cold:,.0f}",
        "feeds a minute, unchanged": lambda one: f"{60 * house.feeds / one.unchanged:,.0f}",
        "editions posted, twice": lambda one: f"{len(one.late):,}, {one.doubled}",
        "editions a minute": lambda one: f"{60 * len(one.late) / one.late[-1]:,.0f}" if one.late else "none",
        "late: median, 95 of 100, last": lambda one: _lateness(one.late),
        "language model asked": lambda one: f"{one.asked:,}",
        "MiB at most": lambda one: ", ".join(f"{role} {most:,.0f}" for role, most in one.most.items()),
    }
    for name, shown in rows.items():
        table.add_row(name, *(shown(one) for one in found.values()))
    return table


def _lateness(late: tuple[float, ...]) -> str:
    if not late:
        return "none"
    at_95 = late[int(0.95 * (len(late) - 1))]
    return f"{statistics.median(late):.1f} s, {at_95:.1f} s, {late[-1]:.1f} s"


if __name__ == "__main__":
    main()
