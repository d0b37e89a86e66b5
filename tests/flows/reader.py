"""A program that reads, tick by tick, for tests of manners: from a fake network, or from a server on loopback that counts."""

import datetime as dt
from dataclasses import dataclass, field

from bot.adapters.article_extractor import TrafilaturaExtractor
from bot.adapters.feed_parser import ProcessFeedParser
from bot.adapters.jobs import InlineJobs
from bot.core.entities import Feed, NewTopic, Platform
from bot.flows.ports import Fetcher, JobName, Store
from bot.flows.refresh import RefreshRules, refresh_due, refresh_feed
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Publisher
from tests.flows.children import extract_here, parse_here

URL = "https://news.example/feed"
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TEXT = "The port authority said on Monday that the new pier of Northport takes ships of 300 metres. " * 8


def rss(*numbers: int, extra: str = "") -> bytes:
    """A feed with these articles, published one an hour up to noon."""
    items = "".join(
        f"<item><title>Title {number}</title><guid>g{number}</guid><link>https://news.example/{number}</link>"
        f"<description>{TEXT}</description><pubDate>Mon, 23 Nov 2026 {12 - number:02}:00:00 GMT</pubDate></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>News</title>{extra}{items}</channel></rss>".encode()


@dataclass
class Reader:
    """A program that reads, tick by tick. *parsed* counts what was given to the parser."""

    store: Store
    fetcher: Fetcher
    clock: FakeClock
    parsed: list[bytes] = field(default_factory=list)

    async def _parse(self, request: bytes) -> bytes:
        self.parsed.append(request)
        return await parse_here(request)

    async def read(self, *urls: str) -> None:
        """Declare a topic with these feeds, as each start of the program does."""
        workspace = await self.store.add_workspace(Platform.PAGE, "page", "The page")
        topic = NewTopic(name="ev", command="/ev", title="Electric cars", feeds=urls)
        await self.store.declare_topics(workspace.id, [topic], self.clock.now())

    async def tick(self) -> None:
        """Read what is due now."""
        jobs = InlineJobs()
        jobs.use({JobName.REFRESH: self._refresh})
        await refresh_due(store=self.store, jobs=jobs, clock=self.clock, limit=1_000)

    async def pass_time(self, by: dt.timedelta, step: dt.timedelta = 10 * MINUTE) -> None:
        """Let time pass, ticking at its beginning and at every step."""
        until = self.clock.now() + by
        await self.tick()
        while self.clock.now() < until:
            self.clock.advance(step)
            await self.tick()

    async def feed(self, url: str = URL) -> Feed:
        return await self.store.add_feed(url, self.clock.now())

    async def stored(self) -> int:
        return len(await self.store.ungrouped_entries(1_000))

    async def _refresh(self, feed_id: int) -> None:
        feed = next(feed for feed in await self.store.feeds() if feed.id == feed_id)
        await refresh_feed(
            feed.id,
            store=self.store,
            fetcher=self.fetcher,
            parser=ProcessFeedParser(self._parse),
            extractor=TrafilaturaExtractor(extract_here),
            clock=self.clock,
            rules=RefreshRules(pages=0),
        )


@dataclass
class Wire:
    """A publisher on loopback, and a program that reads from it."""

    publisher: Publisher
    reader: Reader

    def asked(self, path: str = "/feed") -> list[dict[str, str]]:
        """The conditions of each request for *path*, in order."""
        names = ("if-none-match", "if-modified-since")
        requests = [request for request in self.publisher.requests if request.path == path]
        return [
            {name: request.headers[name] for name in names if name in request.headers} for request in requests
        ]


def network(reader: Reader) -> FakeFetcher:
    assert isinstance(reader.fetcher, FakeFetcher)
    return reader.fetcher
