"""Makes whole articles of excerpts: looks at their pages, and takes the article where it is the one.

What a page does wrong leaves its entry an excerpt, marked as such, with the reason in words. It is polite: few pages at a
time, only of entries that are news, each once, and none any more from a site that refuses.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

import structlog

from bot.core import articles
from bot.core.articles import Article, Verdict
from bot.core.entities import NewEntry
from bot.core.errors import FetchError, FetchRefusedError
from bot.core.language import say
from bot.core.text import is_home_page, is_http_url, publisher_of
from bot.flows.ports import ArticleExtractor, Fetcher

log = structlog.get_logger()

_NO_LINK = say("the feed gives no link to its page")
_OLD = say("it was old when it was first seen, so its page was not fetched")
_TOO_MANY = say("its feed brought more excerpts at once than pages are fetched")
_REFUSED = say("its page was not asked for, because the site had just refused another")
_OF_THE_ARTICLE = frozenset({Verdict.WHOLE, Verdict.TOO_SHORT, Verdict.PAYWALL})


async def with_full_texts(
    entries: Sequence[NewEntry],
    *,
    fetcher: Fetcher,
    extractor: ArticleExtractor,
    limit: int,
    now: dt.datetime,
) -> tuple[NewEntry, ...]:
    """Look at the pages of the newest excerpts, *limit* at most; the other excerpts stay, marked as such."""
    teasers = [entry for entry in entries if articles.looks_like_excerpt(entry.text)]
    reading = _Reading(fetcher, extractor, limit)
    done: dict[str, NewEntry] = {}
    for entry in sorted(teasers, key=lambda entry: entry.published_at, reverse=True):
        done[entry.guid] = await reading.full(entry, now)
    return tuple(done.get(entry.guid, entry) for entry in entries)


class _Reading:
    """The pages that one refresh reads."""

    def __init__(self, fetcher: Fetcher, extractor: ArticleExtractor, limit: int) -> None:
        self._fetcher = fetcher
        self._extractor = extractor
        self._left = limit
        self._pages: dict[str, _Page | str] = {}
        self._refusing: set[str] = set()

    async def full(self, entry: NewEntry, now: dt.datetime) -> NewEntry:
        """Return the entry with its page's text, or marked as an excerpt. The content hash, its identity, stays the feed's."""
        page = await self._page(entry, now)
        if isinstance(page, str):
            return dataclasses.replace(entry, is_excerpt=True, excerpt_reason=page)
        verdict = articles.judge(
            page.article, title=entry.title, excerpt=entry.text, url=entry.url, page_url=page.url
        )
        log.info("page_judged", host=publisher_of(page.url), verdict=verdict.value)
        if page.article and verdict in _OF_THE_ARTICLE:
            entry = _enriched(entry, page.article)
        if page.article is None or verdict is not Verdict.WHOLE:
            return dataclasses.replace(entry, is_excerpt=True, excerpt_reason=articles.reason(verdict))
        # The features were made of the teaser.
        return dataclasses.replace(entry, text=page.article.text, is_excerpt=False, features=b"")

    async def _page(self, entry: NewEntry, now: dt.datetime) -> "_Page | str":
        """Return the entry's page, or in words why it is not read."""
        if not is_http_url(entry.url) or is_home_page(entry.url):
            return _NO_LINK
        if entry.link not in self._pages:
            if entry.published_at < now - articles.FRESH:
                return _OLD
            if self._refusing and publisher_of(entry.url) in self._refusing:
                return _REFUSED
            if not self._left:
                return _TOO_MANY
            self._left -= 1
            await self._read(entry)
        return self._pages[entry.link]

    async def _read(self, entry: NewEntry) -> None:
        found: _Page | str
        try:
            fetched = await self._fetcher.fetch_page(entry.url)
        except FetchError as error:
            log.info("page_unread", host=publisher_of(entry.url), reason=str(error))
            if isinstance(error, FetchRefusedError):
                self._refusing |= {publisher_of(entry.url), publisher_of(error.url)}
            found = f"its page could not be read: {error}"
        else:
            found = _Page(url=fetched.url, article=await self._extractor.extract(fetched))
            if found.article and found.article.canonical:
                self._pages.setdefault(found.article.canonical, found)
        self._pages[entry.link] = found


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What was found, and where in the end."""

    url: str
    article: Article | None


def _enriched(entry: NewEntry, article: Article) -> NewEntry:
    """Add what the article's own page says of it; a picture of the feed's stays."""
    declared: Iterable[str] = (entry.language, article.language)
    return dataclasses.replace(
        entry,
        canonical=article.canonical,
        image=entry.image or article.image,
        language=articles.language_of(declared, article.detected_language),
    )
