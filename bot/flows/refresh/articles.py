"""Makes whole articles of excerpts: looks at their pages, and takes the article where it is the one.

What a page does wrong leaves its entry an excerpt, marked as such.
"""

import dataclasses
from collections.abc import Sequence

import structlog

from bot.core import polling
from bot.core.entities import NewEntry
from bot.core.errors import FetchError
from bot.core.text import is_http_url
from bot.flows.ports import ArticleExtractor, Fetcher

log = structlog.get_logger()


async def with_full_texts(
    entries: Sequence[NewEntry], *, fetcher: Fetcher, extractor: ArticleExtractor, limit: int
) -> tuple[NewEntry, ...]:
    """Look at the pages of the newest excerpts, *limit* at most; the other excerpts stay, marked as such."""
    teasers = [entry for entry in entries if polling.looks_like_excerpt(entry.text)]
    teasers.sort(key=lambda entry: entry.published_at, reverse=True)
    looked_at = {entry.guid for entry in teasers[:limit]}
    marked = {entry.guid: dataclasses.replace(entry, is_excerpt=True) for entry in teasers}
    return tuple(
        [
            await _full(marked[entry.guid], fetcher, extractor)
            if entry.guid in looked_at
            else marked.get(entry.guid, entry)
            for entry in entries
        ]
    )


async def _full(entry: NewEntry, fetcher: Fetcher, extractor: ArticleExtractor) -> NewEntry:
    """The content hash stays the feed's: by it the entry is known again."""
    if not is_http_url(entry.url):
        return entry
    try:
        article = await extractor.extract(await fetcher.fetch_page(entry.url))
    except FetchError as error:
        log.info("page_unread", entry=entry.guid, reason=str(error))
        return entry
    if article is None or not polling.may_replace(
        entry.text, title=entry.title, article_title=article.title, article_text=article.text
    ):
        return entry
    language = entry.language or article.language
    return dataclasses.replace(entry, text=article.text, language=language, is_excerpt=False)
