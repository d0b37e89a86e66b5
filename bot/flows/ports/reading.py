"""Ports for reading the web: fetch bytes, parse feeds, extract articles."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from bot.core.entities import ParsedFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed?", byte for byte; "" where it gave nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that arrived. *url* is where it came from in the end.

    *moved_to* is set when every redirect on the way was permanent (301, 308). *fresh_for* is how long the server says
    the body will not change (Cache-Control, Expires).
    """

    url: str
    moved_to: str
    body: bytes
    content_type: str
    validators: Validators
    fresh_for: dt.timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that what we have is still right: 304, or 200 with the ETag that we know.

    *moved_to* as for `Fetched`: what we have is what stands there, so it may be kept as if it had been parsed.
    """

    validators: Validators
    fresh_for: dt.timedelta | None
    moved_to: str = ""


class Fetcher(Protocol):
    """Reads public http(s) URLs politely and safely."""

    async def fetch_feed(self, url: str, validators: Validators) -> Fetched | NotModified:
        """Ask for a feed, conditionally where *validators* allow.

        Raises:
            FetchError: it cannot be read now; FeedGoneError: 410; FetchForbiddenError: private address or foreign scheme.
        """

    async def fetch_page(self, url: str) -> Fetched:
        """Ask for an article's page. Raises as `fetch_feed` does."""


class FeedParser(Protocol):
    """Turns the bytes of a feed into entries of plain text."""

    async def parse(self, fetched: Fetched) -> ParsedFeed:
        """Parse RSS, Atom or JSON Feed.

        Raises:
            FeedParseError: it is no feed (an HTML page, an empty body), or it broke a limit of size or time.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The article of a page: plain text, paragraphs parted by an empty line, without the page's furniture."""

    title: str
    text: str
    language: str


class ArticleExtractor(Protocol):
    """Finds the article in a page."""

    async def extract(self, page: Fetched) -> Article | None:
        """Return the article, or None where the page has none worth reading."""
