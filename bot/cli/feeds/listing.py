"""Shows the feeds that are read: how each does, when it was and will be asked, how much it brings, what to do about it."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.cli.feeds.forms import report_form
from bot.cli.screen import clean, output, print_json, remarks
from bot.cli.session import settings_of
from bot.core import health
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.core.entities import FeedReport
    from bot.settings import Settings

_MARKS = {
    health.State.GONE: ("✗", "red"),
    health.State.FAILING: ("✗", "red"),
    health.State.NEW: ("·", "dim"),
    health.State.WELL: ("✓", "green"),
}


def register(commands: typer.Typer) -> None:
    """Add the command to *commands*."""
    commands.command("list")(list_feeds)


def list_feeds(
    context: typer.Context,
    *,
    failing: Annotated[
        bool, typer.Option("--failing", help="Only those that somebody has to look after.")
    ] = False,
    topic: Annotated[str, typer.Option(help="Only those of this topic.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with whole addresses.")] = False,
) -> None:
    """Show all feeds and their health, those first that need somebody."""
    reports, now = asyncio.run(_looked_up(settings_of(context), topic))
    chosen = [report for report in reports if not failing or health.health(report.feed).is_ill]
    if as_json:
        print_json([report_form(report) for report in chosen])
        return
    if chosen:
        output().print(table(chosen, now), soft_wrap=False)
    output().print(_summary(reports))


async def _looked_up(settings: "Settings", topic: str) -> "tuple[tuple[FeedReport, ...], dt.datetime]":
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    with remarks().status("looking up the feeds"):
        async with open_curator(settings) as curator:
            return await curator.reports(topic), curator.app.needs.clock.now()


def table(reports: "Sequence[FeedReport]", now: dt.datetime) -> Table:
    """Return the feeds as a table that fits the terminal: what is wrong stands below the name."""
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    shown.add_column("", width=1)
    shown.add_column("Feed", ratio=1, min_width=20, overflow="fold")
    shown.add_column("Topics", max_width=16, overflow="fold")
    for title in ("Read", "Next", "Brings"):
        shown.add_column(title, no_wrap=True)
    for report in reports:
        feed = report.feed
        state = health.health(feed).state
        shown.add_row(
            Text(*_MARKS[state]),
            _described(report),
            clean(", ".join(report.topics)),
            health.ago(feed.succeeded_at, now),
            "-" if feed.is_gone else health.until(feed.next_check_at, now),
            health.rhythm(feed.pace) or "-",
        )
    return shown


def _described(report: "FeedReport") -> Text:
    feed, found = report.feed, health.health(report.feed)
    host = clean(health.host(feed))
    name = clean(feed.title) or host
    lines = Text(name, style="bold")
    if name not in host:
        lines.append(f"  {host}", style="not bold dim")
    if found.reason:
        lines.append(f"\n{clean(found.state.value)}: {clean(found.reason)}", style="not bold red")
    if found.cure:
        lines.append(f"\n→ {clean(found.cure)}", style="not bold yellow")
    return lines


def _summary(reports: "Sequence[FeedReport]") -> Text:
    states = [health.health(report.feed).state for report in reports]
    ill = states.count(health.State.FAILING) + states.count(health.State.GONE)
    parts = [counted(len(states), "feed"), f"{ill:,} failing" if ill else "none failing"]
    if new := states.count(health.State.NEW):
        parts.append(f"{new:,} not read yet")
    return Text(f"{', '.join(parts)}.", style="dim")
