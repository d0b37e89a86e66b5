"""The composition root: settings become a running program. Opens everything, and closes it in reverse order."""

import asyncio
import contextlib
import datetime as dt
import importlib.metadata
from collections.abc import AsyncIterator

from bot.adapters import article_extractor, feed_parser, link_finder
from bot.adapters.clock import SystemClock
from bot.adapters.http_fetcher import HttpFetcher, Limits, open_fetcher
from bot.adapters.opml import Opml
from bot.adapters.sql import migrate, open_store
from bot.adapters.workers.pool import open_workers
from bot.app.app import App
from bot.app.engine import open_engine
from bot.app.joining import join
from bot.app.reading import Reading
from bot.app.roles import Role, check_role
from bot.app.writers import open_language_models
from bot.flows.ports import Clock, FeedParser, FeedTools, Looking, Store
from bot.flows.refresh import Grouping, RefreshRules
from bot.settings import ReadingSettings, Settings

_MIB = 1024 * 1024
_PARSERS = 2
PARSING_SECONDS = 20.0
_PAGES = 8


@contextlib.asynccontextmanager
async def open_app(
    settings: Settings, *, is_serving: bool = False, role: Role = Role.ALL, clock: Clock | None = None
) -> AsyncIterator[App]:
    """Open the program: the database (migrated first), the network, the language model, the chats.

    *is_serving*: it will post and answer, so it holds the database file against a second newsthread, and has chats. *role*:
    what this process does of that.

    Raises:
        ConfigError: the role cannot be played with these settings.
        StoreError: the database cannot be opened. StoreBusyError: another newsthread runs on it.
    """
    check_role(role, settings)
    clock = clock or SystemClock()
    await asyncio.to_thread(migrate, settings.database_url)  # Alembic cannot run inside a running loop
    async with contextlib.AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url, exclusive=is_serving))
        reading = await stack.enter_async_context(open_reading(settings.reading, store, clock))
        language_models = await stack.enter_async_context(open_language_models(settings, clock))
        engine = await stack.enter_async_context(open_engine(settings, role, clock))
        tools = await stack.enter_async_context(_open_tools(reading))
        app = join(settings, reading, language_models, engine, tools=tools, is_serving=is_serving)
        for chat in app.needs.chats.values():
            stack.push_async_callback(chat.close)
        yield app


@contextlib.asynccontextmanager
async def open_reading(
    settings: ReadingSettings, store: Store, clock: Clock, *, requests_per_host: int = 1
) -> AsyncIterator[Reading]:
    """Open what reading feeds needs: connections, and processes for parsing."""
    async with (
        open_web(settings, clock, requests_per_host=requests_per_host) as fetcher,
        open_parser() as parser,
        open_workers(article_extractor.FUNCTION, count=1, seconds=PARSING_SECONDS) as extractors,
    ):
        yield Reading(
            store=store,
            fetcher=fetcher,
            parser=parser,
            extractor=article_extractor.TrafilaturaExtractor(extractors.ask),
            clock=clock,
            grouping=Grouping(store, clock),
            rules=RefreshRules(
                interval=dt.timedelta(minutes=settings.interval_minutes),
                longest_interval=dt.timedelta(hours=settings.max_interval_hours),
                pages=_PAGES if settings.fetch_articles else 0,
            ),
        )


@contextlib.asynccontextmanager
async def _open_tools(reading: Reading) -> AsyncIterator[FeedTools]:
    """Open what feeds are found with, at addresses that people paste, and what lists of them are read with."""
    async with open_workers(link_finder.FUNCTION, count=1, seconds=PARSING_SECONDS) as workers:
        looking = Looking(
            fetcher=reading.fetcher,
            parser=reading.parser,
            links=link_finder.LxmlLinkFinder(workers.ask),
            clock=reading.clock,
        )
        yield FeedTools(looking=looking, lists=Opml())


@contextlib.asynccontextmanager
async def open_parser() -> AsyncIterator[FeedParser]:
    """Open processes for parsing feeds."""
    async with open_workers(
        feed_parser.FUNCTION, count=_PARSERS, seconds=PARSING_SECONDS, memory=feed_parser.MEMORY
    ) as workers:
        yield feed_parser.ProcessFeedParser(workers.ask)


def open_web(
    settings: ReadingSettings, clock: Clock, *, requests_per_host: int = 1
) -> contextlib.AbstractAsyncContextManager[HttpFetcher]:
    """Open the connections to publishers, who are told who we are and, where that is configured, whom to write to."""
    whom = [f"+{settings.about_url}"] if settings.about_url else []
    whom += [settings.user_agent_contact] if settings.user_agent_contact else []
    comment = f" ({'; '.join(whom)})" if whom else ""
    return open_fetcher(
        clock=clock,
        user_agent=f"newsthread/{importlib.metadata.version('newsthread')}{comment}",
        allowed_private=settings.allowed_private,
        limits=Limits(
            body_bytes=int(settings.max_body_mib * _MIB),
            seconds=settings.timeout_seconds,
            requests_per_host=requests_per_host,
            gap_seconds=settings.host_gap_seconds,
        ),
    )
