"""What `newsthread bench` measures: the very parts that the bot runs, without chats."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.adapters.clock import SystemClock
from bot.adapters.sql import SqlStore, migrate, open_store
from bot.app.building import open_reading
from bot.app.reading import Reading
from bot.core.entities import Feed, NewTopic, Platform
from bot.core.errors import ConfigError
from bot.core.text import is_http_url
from bot.flows import refresh
from bot.settings import ReadingSettings

_TOPIC = "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one poll came to: *seconds* from the first request until all is stored and grouped.

    *indexing_seconds* passed from then until searches found it.
    *entries* are all that are stored now; *errors* are addresses with what is wrong.
    """

    seconds: float
    indexing_seconds: float
    entries: int
    errors: tuple[tuple[str, str], ...]


async def poll(
    urls: Sequence[str],
    folder: Path,
    *,
    is_cold: bool,
    workers: int,
    on_outcome: Callable[[refresh.FeedOutcome], None],
) -> Poll:
    """Read each of *urls* once, *workers* at a time, into the database in *folder*.

    All manners but waiting are kept: no gap between requests to a host, as many of them as there are workers. Pages of
    excerpts are not fetched. The hosts may be private, since they were named on purpose.

    Raises:
        ConfigError: a cold poll finds a database there, or a warm one none.
    """
    database = folder / "newsthread.db"
    if await asyncio.to_thread(database.exists) == is_cold:
        raise ConfigError([_wrong_state(folder, is_cold=is_cold)])
    await asyncio.to_thread(migrate, f"sqlite:///{database}")
    clock, sound = SystemClock(), [url for url in urls if is_http_url(url)]
    hosts = {urlsplit(url).netloc.rpartition("@")[2] for url in sound}
    settings = ReadingSettings(allowed_private=tuple(sorted(hosts)), fetch_articles=False, host_gap_seconds=0)
    async with (
        open_store(f"sqlite:///{database}", exclusive=True) as store,
        open_reading(settings, store, clock, requests_per_host=workers) as reading,
    ):
        feeds = await _declared(store, sound, clock.now())
        known = await store.entry_count()
        seconds, outcomes = await _timed(reading, feeds, workers, on_outcome)
        began = time.perf_counter()
        await reading.take_in()
        indexing_seconds = time.perf_counter() - began
    addresses = {feed.id: feed.url for feed in feeds}
    failed = [(addresses[outcome.feed_id], outcome.error) for outcome in outcomes if outcome.error]
    unsound = [(url, "that is no web address") for url in urls if url not in sound]
    return Poll(
        seconds=seconds,
        indexing_seconds=indexing_seconds,
        entries=known + sum(outcome.stored for outcome in outcomes),
        errors=(*unsound, *failed),
    )


async def _timed(
    reading: Reading,
    feeds: Sequence[Feed],
    workers: int,
    on_outcome: Callable[[refresh.FeedOutcome], None],
) -> tuple[float, list[refresh.FeedOutcome]]:
    """Read *feeds* and group what they bring; return how many seconds it took, and what came of each."""
    outcomes: list[refresh.FeedOutcome] = []

    async def note(feed: Feed, outcome: refresh.FeedOutcome) -> None:
        del feed
        outcomes.append(outcome)
        on_outcome(outcome)

    began = time.perf_counter()
    await refresh.read_round(
        feeds, refresh=reading.read_now, group=reading.group, at_once=workers, on_outcome=note
    )
    return time.perf_counter() - began, outcomes


async def _declared(store: SqlStore, urls: Sequence[str], now: dt.datetime) -> tuple[Feed, ...]:
    workspace = await store.add_workspace(Platform.TERMINAL, _TOPIC, _TOPIC)
    topic = NewTopic(name=_TOPIC, command=f"/{_TOPIC}", title=_TOPIC, feeds=tuple(dict.fromkeys(urls)))
    await store.declare_topics(workspace.id, [topic], now)
    return await store.feeds()


def _wrong_state(folder: Path, *, is_cold: bool) -> str:
    if is_cold:
        return f"{folder} has a database already: name an empty folder, or measure the phase warm."
    return f"{folder} has no database: measure the phase cold first."
