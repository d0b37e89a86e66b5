"""The same feed polled again and again through the refresh flow, on a real store: nothing twice, and nothing lost."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.article_extractor import TrafilaturaExtractor
from bot.adapters.sql import SqlStore, open_store
from bot.core.entities import ParsedFeed
from bot.flows.ports import Fetched
from bot.flows.refresh import RefreshRules, refresh_feed
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.whims import Publisher

URL = "https://news.example/feed"
POLLS = 100


class Documents:
    """A parser that was told what each body says."""

    def __init__(self) -> None:
        self.parsed: dict[bytes, ParsedFeed] = {}

    async def parse(self, fetched: Fetched) -> ParsedFeed:
        return self.parsed[fetched.body]


async def no_page(request: bytes) -> bytes:
    raise AssertionError(request)  # pages are switched off


async def poll(store: SqlStore, publisher: Publisher) -> list[str]:
    """Poll the publisher's feed a hundred times, and return the numbers of the articles that were stored."""
    feed, fetcher, parser, clock = await store.add_feed(URL, NOON), FakeFetcher(), Documents(), FakeClock()
    for number in range(POLLS):
        body = f"document {number}".encode()
        entries = publisher.document()
        parser.parsed[body] = ParsedFeed(title="News", site_url="", language="en", entries=entries)
        fetcher.serve(URL, body)
        outcome = await refresh_feed(
            feed.id,
            store=store,
            fetcher=fetcher,
            parser=parser,
            extractor=TrafilaturaExtractor(no_page),
            clock=clock,
            rules=RefreshRules(pages=0),
            is_forced=True,
        )
        assert outcome.error == ""
    return [entry.publisher for entry in await store.ungrouped_entries(100_000)]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=10)
def test_a_hundred_polls_bring_each_article_once(migrated_template: Path, seed: int) -> None:
    """Articles that move, are edited, get new guids, fall off the end and come back: each is stored once."""

    async def stored(path: Path) -> list[str]:
        async with open_store(f"sqlite:///{path}", exclusive=False) as store:
            return await poll(store, publisher)

    publisher = Publisher(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsthread.db"
        shutil.copyfile(migrated_template, path)
        numbers = asyncio.run(stored(path))
    assert sorted(numbers, key=int) == [str(number) for number in sorted(publisher.listed)]
