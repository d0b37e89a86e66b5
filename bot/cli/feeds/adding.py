"""Finds feeds and shows them, adds them to a topic, takes them out of it, and tries those that are read."""

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.prompt import IntPrompt
from rich.text import Text

from bot.cli.doctor import check_form, show_checks
from bot.cli.feeds.forms import found_form
from bot.cli.feeds.previews import preview_report
from bot.cli.screen import address, clean, complain, output, print_json, remarks
from bot.cli.session import settings_of
from bot.core.errors import BotError, CommandError, FetchError
from bot.core.wording import counted

if TYPE_CHECKING:
    from bot.app import Check, Curator
    from bot.core.entities import Topic
    from bot.flows.curate import Overlap, Removed
    from bot.flows.discover import Discovered
    from bot.settings import Settings

AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_ADDRESS = "A site or a feed: example.com, https://example.com/feed, a channel, a profile."


def register(commands: typer.Typer) -> None:
    """Add the commands to *commands*."""
    commands.command()(check)
    commands.command()(add)
    commands.command()(remove)


def check(
    context: typer.Context,
    addresses: Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help=_ADDRESS)] = None,
    *,
    topic: Annotated[str, typer.Option(help="The topic to compare with, else the first.")] = "",
    as_json: AsJson = False,
) -> None:
    """Find the feeds of addresses and show what they bring; without an address, try all feeds that are read."""
    settings = settings_of(context)
    if addresses:
        is_well = asyncio.run(_check_addresses(settings, addresses, topic, as_json=as_json))
    else:
        is_well = asyncio.run(_check_all(settings, as_json=as_json))
    if not is_well:
        raise typer.Exit(1)


async def _check_addresses(
    settings: "Settings", addresses: list[str], topic_name: str, *, as_json: bool
) -> bool:
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    forms, failed = [], 0
    async with open_curator(settings) as curator:
        topic = await curator.app.topic(topic_name)
        for typed in addresses:
            try:
                found = await _found(curator, typed, topic)
            except BotError as error:
                complain(error)
                failed += 1
                continue
            forms += [found_form(each, overlap) for each, overlap in found]
            if not as_json:
                _show(found)
    if as_json:
        print_json(forms)
    return not failed


async def _found(curator: "Curator", typed: str, topic: "Topic") -> "list[tuple[Discovered, Overlap]]":
    with remarks().status(Text(f"looking for feeds: {clean(typed)[:60]}")):
        try:
            found = await curator.find(typed)
        except FetchError as error:  # it says what is wrong, but not with which of several addresses
            where = address(typed) if "//" in typed else typed
            raise CommandError(f"{where}: {error}") from error
        return [(each, await curator.overlap(each, topic)) for each in found]


def _show(found: "list[tuple[Discovered, Overlap]]") -> None:
    if found[0][0].is_guessed:
        remarks().print(
            Text("What is there is no feed and names none; this one is in a usual place.", style="yellow")
        )
    for number, (each, overlap) in enumerate(found, 1):
        output().print(
            preview_report(each.preview, overlap, number if len(found) > 1 else None), soft_wrap=False
        )


async def _check_all(settings: "Settings", *, as_json: bool) -> bool:
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    checks: list[Check] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with open_curator(settings) as curator:
        total, looking = await curator.checks()
        # Closed by hand: printing to a pipe that was closed ends the loop.
        with Progress(*columns, console=remarks(), transient=True) as progress:
            bar = progress.add_task("trying feeds", total=total)
            async with contextlib.aclosing(looking) as results:
                async for result in results:
                    checks.append(result)
                    show_checks([result], as_json=as_json)
                    progress.advance(bar)
    failed = sum(not each.ok for each in checks)
    if as_json:
        print_json([check_form(each) for each in checks])
    else:
        output().print(f"{counted(len(checks), 'feed')} tried, {failed or 'none'} failed.")
    return not failed


def add(
    context: typer.Context,
    address: Annotated[str, typer.Argument(metavar="URL", help=_ADDRESS)],
    *,
    topic: Annotated[str, typer.Option(help="The topic that is to read it, else the first.")] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: add the first that is found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find the feed of an address, show what it brings, and let a topic read it. A running newsthread takes it up."""
    if not yes and not sys.stdin.isatty():
        raise CommandError(
            "Nobody is there to be asked: add --yes, which takes the first feed that is found."
        )
    asyncio.run(_add(settings_of(context), address, topic, yes=yes, as_json=as_json))


async def _add(settings: "Settings", typed: str, topic_name: str, *, yes: bool, as_json: bool) -> None:
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    async with open_curator(settings) as curator:
        topic = await curator.app.topic(topic_name)
        found = await _found(curator, typed, topic)
        if yes and found[0][0].is_guessed:
            raise CommandError(
                f"What is there is no feed and names none. {found[0][0].preview.url} is one, in a usual place: add it by that address."
            )
        if not as_json:
            _show(found)
        chosen, overlap = found[0] if yes else _chosen(found)
        if not yes and topic.name not in overlap.topics:
            typer.confirm(f"Add it to {clean(topic.title)}?", default=True, abort=True, err=True)
        with remarks().status("adding it"):
            stored = await curator.add(chosen, topic)
    if as_json:
        print_json(
            found_form(chosen, overlap)
            | {"topic": topic.name, "is_added": stored is not None, "stored": stored or 0}
        )
    else:
        output().print(Text(_told(chosen, topic, stored), style="green" if stored is not None else "yellow"))


def _chosen(found: "list[tuple[Discovered, Overlap]]") -> "tuple[Discovered, Overlap]":
    if len(found) == 1:
        return found[0]
    numbers = [str(number) for number, _ in enumerate(found, 1)]
    number = IntPrompt.ask("Which one?", choices=numbers, default=1, console=remarks())
    return found[number - 1]


def _told(chosen: "Discovered", topic: "Topic", stored: int | None) -> str:
    name = clean(chosen.preview.title) or "It"
    if stored is None:
        return f"{clean(topic.title)} reads it already; nothing was added."
    return f"{name} was added to {clean(topic.title)}: {counted(stored, 'new entry', 'new entries')}."


def remove(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="URL|NAME", help="Its address, title or host.")],
    *,
    topic: Annotated[str, typer.Option(help="Only out of this topic, else of all.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let a topic not read a feed any more. What it brought stays."""
    removed = asyncio.run(_remove(settings_of(context), named, topic))
    if as_json:
        print_json(
            {"url": removed.feed.url, "topics": list(removed.topics), "still_in": list(removed.still_in)}
        )
        return
    output().print(
        Text(
            f"{clean(removed.feed.name)} was taken out of {', '.join(removed.topics)}. What it brought stays."
        )
    )
    if removed.still_in:
        topics = ", ".join(removed.still_in)
        remarks().print(
            Text(
                f"The configuration file still lets {topics} read it: take it out there too.", style="yellow"
            )
        )


async def _remove(settings: "Settings", named: str, topic: str) -> "Removed":
    from bot.app import open_curator  # noqa: PLC0415 -- --help stays fast

    async with open_curator(settings) as curator:
        return await curator.remove(named, topic)
