"""The feeds that are read."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from bot.cli.later import register_one
from bot.cli.screen import address, clean, output, print_json
from bot.cli.session import settings_of
from bot.core.wording import counted, moment

if TYPE_CHECKING:
    from bot.core.entities import Feed
    from bot.settings import Settings

commands = typer.Typer(help="The feeds that are read.", no_args_is_help=True)
_IN_THE_FILE = "Meanwhile use the list of feeds in the configuration file"


@commands.callback()
def _group() -> None:
    """Keep the group a group."""


@commands.command("list")
def list_feeds(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show all feeds and their health."""
    feeds = asyncio.run(_feeds(settings_of(context)))
    if as_json:
        print_json([_form(feed) for feed in feeds])
        return
    for feed in feeds:
        output().print(_line(feed))


async def _feeds(settings: "Settings") -> "tuple[Feed, ...]":
    from bot.app import open_app  # noqa: PLC0415 -- --help stays fast

    async with open_app(settings) as app:
        return await app.feeds()


def _form(feed: "Feed") -> dict[str, object]:
    return {
        "title": feed.title,
        "url": feed.url,
        "succeeded_at": feed.succeeded_at and feed.succeeded_at.isoformat(),
        "next_check_at": None if feed.is_gone else feed.next_check_at.isoformat(),
        "failures": feed.failures,
        "error": feed.error,
        "is_gone": feed.is_gone,
    }


def _line(feed: "Feed") -> Text:
    return Text.assemble(_mark(feed), (clean(feed.title) or address(feed.url), "bold"), "  ", _state(feed))


def _mark(feed: "Feed") -> tuple[str, str]:
    if feed.failures or feed.is_gone:
        return ("✗ ", "red")
    return ("✓ ", "green") if feed.succeeded_at else ("· ", "dim")


def _state(feed: "Feed") -> str:
    if feed.is_gone:
        return "gone for good, and not asked again"
    following = f"next {moment(feed.next_check_at)}"
    if feed.failures:
        return f"failed {counted(feed.failures, 'time')}: {clean(feed.error)} ({following})"
    return (
        f"read {moment(feed.succeeded_at)}, {following}"
        if feed.succeeded_at
        else f"not read yet, {following}"
    )


for _name, _purpose, _meanwhile in (
    ("add", "Add a feed", f"{_IN_THE_FILE}."),
    ("check", "Try a feed before adding it", f"{_IN_THE_FILE} and `newsthread doctor`."),
    ("import", "Read feeds from OPML", f"{_IN_THE_FILE}."),
    ("export", "Write feeds as OPML", "Meanwhile use `newsthread feeds list --json`."),
):
    register_one(commands, _name, _purpose, _meanwhile)
