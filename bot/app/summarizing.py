"""One article, from a file, a web address or standard input, in three bullets: what `newsthread summarize` does."""

import asyncio
import contextlib
import functools
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from bot.adapters import article_extractor
from bot.adapters.clock import SystemClock
from bot.adapters.sql import migrate, open_store
from bot.adapters.workers.pool import open_workers
from bot.app.building import PARSING_SECONDS, open_web
from bot.app.joining import budget_of
from bot.app.writers import detect_language, open_language_models
from bot.core import articles
from bot.core.articles import Article, Verdict
from bot.core.entities import Entry, EntryId, FeedId, Story, StoryId, Summary
from bot.core.errors import CommandError
from bot.core.extractive import article_text
from bot.core.text import content_hash, is_http_url, publisher_of
from bot.flows.opinions import second_opinion
from bot.flows.ports import ArticleExtractor, Clock, Fetched, Validators
from bot.flows.summarize import Ledger, extracts, summarize_story
from bot.settings import ReadingSettings, Settings

Write = Callable[[Story], Awaitable[Summary]]
"""Writes a story's summary."""

Doubt = Callable[[str, Sequence[str]], Awaitable[bool | None]]
"""Says whether sentences bear out a claim; None: it does not know."""

_HTML_MARKS = (b"<!doctype html", b"<html")
_HEAD = 2_000
_ONE = 1


async def summarize_article(settings: Settings | None, source: str) -> Summary:
    """Summarize *source*: a path, an http(s) address, or "-" for standard input.

    Without settings, or without a language model in them, no database is needed: the bullets are extracts.

    Raises:
        CommandError: it cannot be read, or there is no article in it. FetchError: the address cannot be read.
    """
    clock = SystemClock()
    story = _story(await _article(settings, source, clock), source, clock)
    async with open_writer(settings, clock) as write:
        summary = await write(story)
    if not summary.bullets:
        raise CommandError(f"There is nothing to summarize in {_name(source)}: it has no whole sentence.")
    return summary


@contextlib.asynccontextmanager
async def open_writer(settings: Settings | None, clock: Clock) -> AsyncIterator[Write]:
    """Open what writes summaries: the language model, else, or without settings, what makes extracts.

    A language model writes through the database: what is kept is not asked again, and every call is counted.
    """
    if settings is None or settings.language_model is None:
        yield _extracted
        return
    topic = settings.topics[0] if settings.topics else None
    async with _open_ledger(settings, clock) as ledger:
        yield functools.partial(
            summarize_story,
            ledger=ledger,
            language=topic.language if topic else "en",
            aliases=topic.aliases if topic else {},
            detect_language=detect_language,
            wants_opinions=settings.language_model.second_opinion,
        )


@contextlib.asynccontextmanager
async def open_doubter(settings: Settings, clock: Clock) -> AsyncIterator[Doubt]:
    """Open what is asked for a second opinion: the first language model of *settings*, which must have one."""
    async with _open_ledger(settings, clock) as ledger:
        yield functools.partial(second_opinion, ledger.writers[0])


@contextlib.asynccontextmanager
async def _open_ledger(settings: Settings, clock: Clock) -> AsyncIterator[Ledger]:
    await asyncio.to_thread(migrate, settings.database_url)
    async with (
        open_store(settings.database_url, exclusive=False) as store,
        open_language_models(settings, clock) as language_models,
    ):
        yield Ledger(
            store=store,
            clock=clock,
            budget=budget_of(settings.language_model),
            language_models=language_models,
        )


async def _extracted(story: Story) -> Summary:
    return extracts(story, story.lead.language or "en", {})


async def _article(settings: Settings | None, source: str, clock: Clock) -> Article:
    page = await _page(settings, source, clock)
    if not any(mark in page.body[:_HEAD].lower() for mark in _HTML_MARKS):
        title, text = article_text(_decoded(page.body, source))
        return Article(
            titles=(title,) if title else (), text=text, detected_language=detect_language(f"{title}\n{text}")
        )
    async with _extractor() as extractor:
        article = await extractor.extract(page)
    verdict = articles.judge_alone(article)
    if article is None or verdict is not Verdict.WHOLE:
        what = articles.reason(verdict)
        raise CommandError(
            f"{_name(source)} cannot be summarized: {what}. Save the article's text in a file, and summarize that."
        )
    return article


async def _page(settings: Settings | None, source: str, clock: Clock) -> Fetched:
    if is_http_url(source):
        async with open_web(settings.reading if settings else ReadingSettings(), clock) as fetcher:
            return await fetcher.fetch_page(source)
    if "://" in source:
        raise CommandError(f"{source} cannot be read: only http(s) addresses and files.")
    try:
        body = await asyncio.to_thread(_bytes_of, source)
    except OSError as error:
        raise CommandError(f"{_name(source)} cannot be read: {error.strerror}.") from error
    return Fetched(url="", moved_to="", body=body, content_type="", validators=Validators(), fresh_for=None)


def _bytes_of(source: str) -> bytes:
    return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()


def _decoded(body: bytes, source: str) -> str:
    """Return *body* as text.

    Raises:
        CommandError: it is none.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_text(source) from error
    if "\0" in text:
        raise _no_text(source)
    return text


def _no_text(source: str) -> CommandError:
    return CommandError(f"{_name(source)} is no text. Save it as UTF-8 text or as a web page.")


def _name(source: str) -> str:
    return "standard input" if source == "-" else source


@contextlib.asynccontextmanager
async def _extractor() -> AsyncIterator[ArticleExtractor]:
    async with open_workers(article_extractor.FUNCTION, count=1, seconds=PARSING_SECONDS) as workers:
        yield article_extractor.TrafilaturaExtractor(workers.ask)


def _story(article: Article, source: str, clock: Clock) -> Story:
    """Return the article as a story of one entry.

    Raises:
        CommandError: it is empty.
    """
    if not article.text.strip():
        raise CommandError(f"There is nothing to summarize in {_name(source)}: it is empty.")
    url = source if is_http_url(source) else ""
    entry = Entry(
        id=EntryId(_ONE),
        feed_id=FeedId(_ONE),
        story_id=StoryId(_ONE),
        url=url,
        title=article.title,
        text=article.text,
        publisher=publisher_of(url) if url else _name(source),
        language=articles.language_of([article.language], article.detected_language),
        published_at=clock.now(),
        stored_at=clock.now(),
        is_excerpt=False,
        content_hash=content_hash(article.title, article.text),
    )
    return Story(id=StoryId(_ONE), entries=(entry,))
