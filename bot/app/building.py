"""The composition root: settings become a running program. Opens everything, and closes it in reverse order."""

import asyncio
import contextlib
import datetime as dt
import importlib.metadata
from collections.abc import AsyncIterator

from bot.adapters import article_extractor, feed_parser
from bot.adapters.clock import SystemClock
from bot.adapters.http_fetcher import HttpFetcher, Limits, open_fetcher
from bot.adapters.jobs import LocalJobs
from bot.adapters.sql import migrate, open_store
from bot.adapters.workers.pool import open_workers
from bot.app.app import App, Reading
from bot.app.chats import PageRecords, make_discord, make_page, make_slack
from bot.app.declaring import Declarations
from bot.core.entities import Platform
from bot.flows.answer import Answering
from bot.flows.converse import Conversation, Conversing
from bot.flows.find import Finding
from bot.flows.ledger import Budget
from bot.flows.manage import Managing
from bot.flows.ports import Chat, Clock, LanguageModel, Store
from bot.flows.publish import Publishing
from bot.flows.refresh import RefreshRules
from bot.settings import LanguageModelSettings, ReadingSettings, Settings

ABOUT = "https://newsthread.example"
"""Where publishers may read about us, unless the operator names a page of their own."""

_MIB = 1024 * 1024
_MICROS = 1_000_000
_PARSERS = 2
PARSING_SECONDS = 20.0
_PAGES = 8


@contextlib.asynccontextmanager
async def open_app(
    settings: Settings, *, is_serving: bool = False, clock: Clock | None = None
) -> AsyncIterator[App]:
    """Open the program: the database (migrated first), the network, the language model, the chats.

    *is_serving*: it will post and answer, so it holds the database file against a second newsthread, and has chats.

    Raises:
        StoreError: the database cannot be opened. StoreBusyError: another newsthread runs on it.
    """
    clock = clock or SystemClock()
    await asyncio.to_thread(migrate, settings.database_url)  # Alembic cannot run inside a running loop
    async with contextlib.AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url, exclusive=is_serving))
        reading = await stack.enter_async_context(open_reading(settings.reading, store, clock))
        language_model = await stack.enter_async_context(open_language_model(settings, clock))
        yield _joined(settings, store, clock, reading, language_model, is_serving=is_serving)


@contextlib.asynccontextmanager
async def open_reading(settings: ReadingSettings, store: Store, clock: Clock) -> AsyncIterator[Reading]:
    """Open what reading feeds needs: connections, and processes for parsing."""
    async with (
        open_web(settings, clock) as fetcher,
        open_workers(feed_parser.FUNCTION, count=_PARSERS, seconds=PARSING_SECONDS) as parsers,
        open_workers(article_extractor.FUNCTION, count=1, seconds=PARSING_SECONDS) as extractors,
    ):
        yield Reading(
            store=store,
            fetcher=fetcher,
            parser=feed_parser.ProcessFeedParser(parsers.ask),
            extractor=article_extractor.TrafilaturaExtractor(extractors.ask),
            clock=clock,
            rules=RefreshRules(
                interval=dt.timedelta(minutes=settings.interval_minutes),
                pages=_PAGES if settings.fetch_articles else 0,
            ),
        )


def open_web(settings: ReadingSettings, clock: Clock) -> contextlib.AbstractAsyncContextManager[HttpFetcher]:
    """Open the connections to publishers."""
    about = " ".join(part for part in (settings.about_url or ABOUT, settings.user_agent_contact) if part)
    return open_fetcher(
        clock=clock,
        user_agent=f"newsthread/{importlib.metadata.version('newsthread')} (+{about})",
        allowed_private=settings.allowed_private,
        limits=Limits(body_bytes=int(settings.max_body_mib * _MIB), seconds=settings.timeout_seconds),
    )


@contextlib.asynccontextmanager
async def open_language_model(settings: Settings, clock: Clock) -> AsyncIterator[LanguageModel | None]:
    """Open the connection to the language model; None without one."""
    wanted = settings.language_model
    if wanted is None or not wanted.name:
        yield None
        return
    from bot.adapters.openai_model import OpenAIModel, Prices  # noqa: PLC0415 -- a second of start-up, for those who use it

    key = settings.secrets.openai_api_key
    language_model = OpenAIModel(
        name=wanted.name,
        base_url=wanted.base_url,
        key=key.get_secret_value() if key else "",
        clock=clock,
        timeout=wanted.timeout_seconds,
        temperature=wanted.temperature,
        prices=Prices(prompt=wanted.input_price, completion=wanted.output_price),
    )
    try:
        yield language_model
    finally:
        await language_model.aclose()


def budget_of(settings: LanguageModelSettings | None) -> Budget:
    """Return what may be spent a day."""
    daily = settings.daily_budget if settings else None
    return Budget(daily_micros=None if daily is None else int(daily * _MICROS))


def _joined(
    settings: Settings,
    store: Store,
    clock: Clock,
    reading: Reading,
    language_model: LanguageModel | None,
    *,
    is_serving: bool,
) -> App:
    jobs = LocalJobs()
    chats: dict[Platform, Chat] = {}  # filled below: chats speak to flows, and flows to chats
    budget = budget_of(settings.language_model)
    publishing = Publishing(
        store=store, jobs=jobs, clock=clock, chats=chats, language_model=language_model, budget=budget
    )
    answering = Answering(
        store=store, jobs=jobs, clock=clock, chats=chats, language_model=language_model, budget=budget
    )
    finding = Finding(store=store, clock=clock, writer=language_model.name if language_model else "")
    conversation = Conversation(
        Conversing(
            store=store,
            clock=clock,
            answering=answering,
            finding=finding,
            managing=Managing(store=store, clock=clock),
            publishing=publishing,
            declared=[topic.declared() for topic in settings.topics],
        )
    )
    page = None
    if is_serving and settings.page.enabled:
        page = make_page(settings, conversation, PageRecords(store, conversation), clock)
        chats[Platform.PAGE] = page
    if is_serving and settings.slack.enabled:
        chats[Platform.SLACK] = make_slack(settings, conversation, clock)
    if is_serving and settings.discord.enabled:
        chats[Platform.DISCORD] = make_discord(settings, conversation, clock)
    return App(
        store=store,
        clock=clock,
        chats=chats,
        jobs=jobs,
        conversation=conversation,
        declarations=Declarations(settings, conversation, store, chats, clock),
        reading=reading,
        publishing=publishing,
        answering=answering,
        page=page,
    )
