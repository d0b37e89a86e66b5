"""Good manners towards publishers, through the refresh flow: every request is counted.

What is on the wire is asked of a server on loopback through the real fetcher; where the wire does not matter, the network is
a fake. The store is a real one, and outlives the process that opened it.
"""

import contextlib
import datetime as dt
import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.adapters.article_extractor import TrafilaturaExtractor, extracting
from bot.adapters.feed_parser import ProcessFeedParser, reading
from bot.adapters.http_fetcher import open_fetcher
from bot.adapters.jobs import InlineJobs
from bot.adapters.sql import open_store
from bot.core.entities import Feed, NewTopic, Platform, Wishes
from bot.core.errors import FetchError, ThrottledError
from bot.flows.ports import Fetcher, JobName, Store, Validators
from bot.flows.refresh import RefreshRules, refresh_due, refresh_feed
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Answer, Publisher

URL = "https://news.example/feed"
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
HTML = b"<html><title>Domain for sale</title><body>Make an offer.</body></html>"
TEXT = "The port authority said on Monday that the new pier of Northport takes ships of 300 metres. " * 8


def rss(*numbers: int, extra: str = "") -> bytes:
    """A feed with these articles, published one an hour up to noon."""
    items = "".join(
        f"<item><title>Title {number}</title><guid>g{number}</guid><link>https://news.example/{number}</link>"
        f"<description>{TEXT}</description><pubDate>Mon, 23 Nov 2026 {12 - number:02}:00:00 GMT</pubDate></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>News</title>{extra}{items}</channel></rss>".encode()


async def parse_here(request: bytes) -> bytes:
    return reading.answer(request)


async def extract_here(request: bytes) -> bytes:
    return extracting.answer(request)


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


@pytest.fixture
async def fake(store: Store) -> Reader:
    """A program with a fake network, that reads one feed."""
    reader = Reader(store, FakeFetcher(), FakeClock())
    await reader.read(URL)
    return reader


@pytest.fixture
async def wire(store: Store) -> AsyncIterator[Wire]:
    """A program that reads one feed of a real server."""
    clock = FakeClock()
    async with (
        Publisher.open() as publisher,
        open_fetcher(clock=clock, user_agent="newsthread/test", allowed_private=("127.0.0.1",)) as fetcher,
    ):
        reader = Reader(store, fetcher, clock)
        await reader.read(publisher.url("/feed"))
        yield Wire(publisher, reader)


def network(reader: Reader) -> FakeFetcher:
    assert isinstance(reader.fetcher, FakeFetcher)
    return reader.fetcher


async def test_one_unconditional_request_for_ever(wire: Wire) -> None:
    """After the first request all others bring both validators back, byte for byte, whatever happened in between."""
    headers = {"ETag": 'W/"\xe91"', "Last-Modified": "Mon, 23 Nov 2026 09:00:00 +0000"}
    wire.publisher.answers["/feed"] = Answer(headers=headers, body=rss(1, 2))
    await wire.reader.tick()
    for answer in (Answer(status=500), Answer(headers=headers, body=rss(1, 2)), Answer(status=404)):
        wire.publisher.answers["/feed"] = answer
        wire.reader.clock.advance(DAY + HOUR)
        await wire.reader.tick()
    expected = {"if-none-match": headers["ETag"], "if-modified-since": headers["Last-Modified"]}
    assert wire.asked() == [{}, expected, expected, expected]
    assert len(wire.reader.parsed) == 1


async def test_validators_are_never_made_up(wire: Wire) -> None:
    """A server that gives no validators is asked without any: no date is built from Date, pubDate or our clock."""
    wire.publisher.answers["/feed"] = Answer(
        headers={"Date": "Mon, 23 Nov 2026 12:00:00 GMT"}, body=rss(1, 2)
    )
    await wire.reader.pass_time(3 * HOUR, HOUR + 10 * MINUTE)
    assert wire.asked() == [{}] * 4
    assert len(wire.reader.parsed) == 1


async def test_broken_body_is_asked_for_once_and_parsed_once(wire: Wire) -> None:
    """A page in place of the feed is not sent again: a 304 means "still broken", with the same words, and unparsed."""
    wire.publisher.answers["/feed"] = Answer(headers={"ETag": '"broken"'}, body=HTML)
    await wire.reader.tick()
    url = wire.publisher.url("/feed")
    first = await wire.reader.feed(url)
    await wire.reader.pass_time(2 * DAY, HOUR)
    feed = await wire.reader.feed(url)
    assert "a web page, not a feed" in first.error
    assert (feed.error, feed.succeeded_at, feed.failing_since) == (first.error, None, NOON)
    assert feed.failures > 3
    assert wire.asked() == [{}, *[{"if-none-match": '"broken"'}] * (feed.failures - 1)]
    assert len(wire.reader.parsed) == 1


async def test_feed_that_was_broken_recovers_when_its_body_changes(fake: Reader) -> None:
    """As soon as a feed stands there again it is read, and nothing of its failure is left."""
    network(fake).serve(URL, rss(1), etag='"1"')
    await fake.tick()
    network(fake).serve(URL, HTML, etag='"2"')
    await fake.pass_time(DAY)
    network(fake).fail(URL, FetchError("the server answered 500", url=URL))
    await fake.pass_time(DAY)
    network(fake).serve(URL, HTML, etag='"2"')
    await fake.pass_time(2 * DAY)
    assert "a web page, not a feed" in (await fake.feed()).error  # not the 500's words
    network(fake).serve(URL, rss(1, 2), etag='"3"')
    await fake.pass_time(DAY + HOUR)
    feed = await fake.feed()
    assert (feed.error, feed.body_error, feed.failures, feed.failing_since) == ("", "", 0, None)
    assert (await fake.stored(), len(fake.parsed)) == (2, 3)


async def test_same_broken_body_without_validators_is_not_parsed_again(fake: Reader) -> None:
    """A server without validators that sends the same page again costs no parsing, and still fails."""
    network(fake).serve(URL, HTML)
    await fake.pass_time(DAY)
    assert len(fake.parsed) == 1
    assert "a web page, not a feed" in (await fake.feed()).error


async def test_parser_that_died_is_no_verdict(fake: Reader) -> None:
    """A parser that was killed, by its limits or by our shutdown, is given the body again: its entries are not lost."""
    network(fake).serve(URL, rss(1), etag='"1"')

    async def dies(request: bytes) -> bytes:
        raise ChildProcessError(f"it was ended with {len(request)} bytes to read")

    feed = await fake.feed()
    outcome = await refresh_feed(
        feed.id,
        store=fake.store,
        fetcher=fake.fetcher,
        parser=ProcessFeedParser(dies),
        extractor=TrafilaturaExtractor(extract_here),
        clock=fake.clock,
    )
    assert "the parser failed" in outcome.error
    await fake.pass_time(2 * HOUR)
    assert (await fake.stored(), (await fake.feed()).error) == (1, "")


@pytest.mark.parametrize("status", [301, 308])
async def test_permanent_move_is_kept(wire: Wire, status: int) -> None:
    """After a 301 or 308 that led to a feed only the new address is asked, conditionally from the first time on."""
    new = wire.publisher.url("/new")
    wire.publisher.answers["/feed"] = Answer(status=status, headers={"Location": new})
    wire.publisher.answers["/new"] = Answer(headers={"ETag": '"1"'}, body=rss(1))
    await wire.reader.tick()
    await wire.reader.read(
        wire.publisher.url("/feed")
    )  # a restart, with the old address in the configuration
    await wire.reader.pass_time(3 * HOUR, HOUR + 10 * MINUTE)
    assert wire.asked() == [{}]
    assert wire.asked("/new") == [{}, *[{"if-none-match": '"1"'}] * 3]


async def test_permanent_move_of_an_unchanged_feed_is_kept(wire: Wire) -> None:
    """Where the new address answers 304, what we have is what stands there, so the move is believed."""
    wire.publisher.answers["/feed"] = Answer(headers={"ETag": '"1"'}, body=rss(1))
    await wire.reader.tick()
    wire.publisher.answers["/new"] = wire.publisher.answers["/feed"]
    wire.publisher.answers["/feed"] = Answer(status=301, headers={"Location": wire.publisher.url("/new")})
    await wire.reader.pass_time(3 * HOUR, HOUR + 10 * MINUTE)
    assert wire.asked() == [{}, {"if-none-match": '"1"'}]
    assert wire.asked("/new") == [{"if-none-match": '"1"'}] * 3


@pytest.mark.parametrize("status", [302, 307])
async def test_passing_redirect_is_followed_and_not_kept(wire: Wire, status: int) -> None:
    """After a 302 or 307 the old address is asked again."""
    wire.publisher.answers["/feed"] = Answer(status=status, headers={"Location": wire.publisher.url("/new")})
    wire.publisher.answers["/new"] = Answer(headers={"ETag": '"1"'}, body=rss(1))
    await wire.reader.pass_time(HOUR + 10 * MINUTE, HOUR + 10 * MINUTE)
    assert wire.asked() == [{}, {"if-none-match": '"1"'}]
    assert await wire.reader.stored() == 1


async def test_move_to_what_is_no_feed_is_not_kept(wire: Wire) -> None:
    """A domain that was sold redirects for good to a page; the feed stays where it was, for the day it comes back."""
    wire.publisher.answers["/feed"] = Answer(status=301, headers={"Location": wire.publisher.url("/sale")})
    wire.publisher.answers["/sale"] = Answer(headers={"ETag": '"sale"'}, body=HTML)
    await wire.reader.pass_time(HOUR + 10 * MINUTE, HOUR + 10 * MINUTE)
    assert wire.asked() == [{}, {"if-none-match": '"sale"'}]
    assert wire.asked("/sale") == [{}, {"if-none-match": '"sale"'}]


async def test_two_feeds_that_became_one_are_asked_for_once(fake: Reader) -> None:
    """A feed that moved onto another is not asked for any more, and its articles come from the other."""
    old = "https://old.example/feed"
    await fake.read(old, URL)
    network(fake).serve(URL, rss(1), etag='"1"')
    network(fake).serve(old, rss(1), etag='"1"', moved_to=URL)
    await fake.tick()
    await fake.read(old, URL)
    network(fake).asked.clear()
    await fake.pass_time(DAY)
    assert {url for url, _ in network(fake).asked} == {URL}


async def test_gone_feed_is_asked_once(wire: Wire) -> None:
    """After a 410 there is no further request, for years."""
    wire.publisher.answers["/feed"] = Answer(status=410)
    await wire.reader.pass_time(300 * DAY, 10 * DAY)
    assert len(wire.publisher.requests) == 1
    assert (await wire.reader.feed(wire.publisher.url("/feed"))).is_gone


@pytest.mark.parametrize(
    ("answer", "hours"),
    [
        pytest.param(Answer(status=429, headers={"Retry-After": "18000"}), 5, id="429 in seconds"),
        pytest.param(
            Answer(
                status=503,
                headers={
                    "Date": "Mon, 23 Nov 2026 09:00:00 GMT",
                    "Retry-After": "Mon, 23 Nov 2026 14:00:00 GMT",
                },
            ),
            5,
            id="503 with a date, by a clock that is slow",
        ),
        pytest.param(Answer(status=429, headers={"Retry-After": "99999999"}), 24, id="a day at most"),
        pytest.param(Answer(status=429), 4, id="429 without a time"),
        pytest.param(
            Answer(status=403, headers={"cf-mitigated": "challenge"}), 4, id="a challenge of Cloudflare's"
        ),
    ],
)
async def test_host_that_refuses_is_left_alone_with_all_its_feeds(
    wire: Wire, answer: Answer, hours: int
) -> None:
    """Platforms count the requests for all their feeds together: after one refusal none of them is asked for a while."""
    feeds = [wire.publisher.url(f"/{number}") for number in range(5)]
    await wire.reader.read(*feeds)
    wire.publisher.answers |= {f"/{number}": answer for number in range(5)}
    await wire.reader.pass_time(hours * HOUR - 10 * MINUTE)
    assert len(wire.publisher.requests) == 1
    wire.publisher.answers |= {f"/{number}": Answer(body=rss(number)) for number in range(5)}
    await wire.reader.pass_time(50 * MINUTE)
    assert {request.path for request in wire.publisher.requests} == {f"/{number}" for number in range(5)}


async def test_other_hosts_are_read_meanwhile(fake: Reader) -> None:
    """One host's 429 is not another's, and an error that is no refusal stops no other feed of its host."""
    others = ("https://other.example/feed", "https://broken.example/1", "https://broken.example/2")
    await fake.read(URL, *others)
    network(fake).fail(URL, ThrottledError("429", url=URL, retry_at=NOON + 5 * HOUR))
    network(fake).fail(others[1], FetchError("the server answered 500", url=others[1]))
    network(fake).serve(others[0], rss(1))
    network(fake).serve(others[2], rss(2))
    await fake.tick()
    assert {url for url, _ in network(fake).asked} == {URL, *others}
    assert await fake.stored() == 2


async def test_feed_cannot_silence_another_host(fake: Reader) -> None:
    """A hostile feed that leads to a page of somebody else's that says 429 keeps only itself from being read."""
    hostile = "https://hostile.example/feed"
    await fake.read(hostile, URL)
    network(fake).fail(hostile, ThrottledError("429", url=URL, retry_at=NOON + DAY))
    network(fake).serve(URL, rss(*range(1, 11)), etag='"1"')
    await fake.pass_time(3 * HOUR)
    assert [url for url, _ in network(fake).asked].count(URL) >= 3
    assert [url for url, _ in network(fake).asked].count(hostile) == 1


@pytest.mark.parametrize(
    ("headers", "extra", "hours"),
    [
        pytest.param({"Cache-Control": "public, max-age=18000"}, "", 5, id="max-age"),
        pytest.param({"Cache-Control": "max-age=18000, no-cache"}, "", 1, id="max-age beside no-cache"),
        pytest.param(
            {"Date": "Mon, 23 Nov 2026 12:00:00 GMT", "Expires": "Mon, 23 Nov 2026 15:00:00 GMT"},
            "",
            3,
            id="Expires",
        ),
        pytest.param({}, "<ttl>240</ttl>", 4, id="ttl"),
        pytest.param({}, "<ttl>1</ttl>", 1, id="a ttl that is shorter than an hour"),
        pytest.param({"Cache-Control": "max-age=7200"}, "<ttl>240</ttl>", 4, id="the longest of them"),
    ],
)
async def test_server_and_document_may_ask_for_patience(
    wire: Wire, headers: dict[str, str], extra: str, hours: int
) -> None:
    """max-age, Expires and ttl are waited for, after a 200 and just so after a 304."""
    wire.publisher.answers["/feed"] = Answer(
        headers={"ETag": '"1"', **headers}, body=rss(1, 2, 3, 4, extra=extra)
    )
    for _ in range(2):
        seen = len(wire.publisher.requests)
        await wire.reader.tick()
        wire.reader.clock.advance(hours * HOUR - MINUTE)
        await wire.reader.tick()
        assert len(wire.publisher.requests) == seen + 1
        wire.reader.clock.advance(31 * MINUTE)
        if "Expires" in headers:
            break  # as a date it has passed by now


async def test_feed_is_asked_as_often_as_it_publishes(fake: Reader) -> None:
    """A feed that brings an entry an hour is asked every hour; one that fell silent, four times a day, not more."""
    network(fake).serve(URL, rss(*range(1, 11)), etag='"1"')
    await fake.pass_time(4 * HOUR + 50 * MINUTE)
    assert len(network(fake).asked) == 5
    await fake.pass_time(9 * DAY, HOUR)
    network(fake).asked.clear()
    await fake.pass_time(4 * DAY, 30 * MINUTE)
    assert 14 <= len(network(fake).asked) <= 16


async def test_nothing_is_asked_early(fake: Reader) -> None:
    """Two requests for a feed are at least an hour apart, and their minute moves, so that not all fall on the hour."""
    network(fake).serve(URL, rss(*range(1, 11)), etag='"1"')
    instants = []
    for _ in range(6 * 60):
        before = len(network(fake).asked)
        await fake.tick()
        instants += [fake.clock.now()] * (len(network(fake).asked) - before)
        fake.clock.advance(MINUTE)
    gaps = [after - before for before, after in itertools.pairwise(instants)]
    assert len(gaps) >= 4
    assert all(HOUR < gap <= 1.2 * HOUR for gap in gaps)


@pytest.fixture
def database(migrated_template: Path, tmp_path: Path) -> Path:
    """A file that outlives the process that opened it."""
    return shutil.copyfile(migrated_template, tmp_path / "restart.db")


async def test_restart_asks_for_nothing_early(database: Path) -> None:
    """A new process on the same database, with the same configuration, waits until each feed's time has come."""
    clock, asked = FakeClock(), FakeFetcher()
    urls = [f"https://host{number}.example/feed" for number in range(9)]
    for url in urls[1:]:
        asked.serve(url, rss(*range(1, 11)), etag='"1"')
    asked.fail(urls[0], FetchError("the server answered 500", url=urls[0]))

    @contextlib.asynccontextmanager
    async def process() -> AsyncIterator[Reader]:
        async with open_store(f"sqlite:///{database}", exclusive=True) as store:
            reader = Reader(store, asked, clock)
            await reader.read(*urls)
            yield reader

    async with process() as first:
        await first.tick()
    assert len(asked.asked) == 9
    clock.advance(59 * MINUTE)
    async with process() as second:
        await second.tick()
        assert len(asked.asked) == 9
        clock.advance(20 * MINUTE)
        await second.tick()
    assert asked.asked[9:] != []
    assert all(validators == Validators(etag='"1"') for url, validators in asked.asked[9:] if url != urls[0])


async def test_failing_feed_is_asked_less_and_less_and_comes_back_by_itself(fake: Reader) -> None:
    """A week of failures is a dozen requests, not a hundred; nobody has to click before it is read again."""
    network(fake).fail(URL, FetchError("no connection", url=URL))
    await fake.pass_time(7 * DAY, 30 * MINUTE)
    assert 9 <= len(network(fake).asked) <= 12
    network(fake).serve(URL, rss(1))
    await fake.pass_time(DAY + HOUR)
    assert await fake.stored() == 1


async def test_feeds_come_back_with_our_network(fake: Reader) -> None:
    """After a night without a network all feeds are read within hours of its end, but for those that were dead before."""
    urls = [f"https://host{number}.example/feed" for number in range(5)]
    dead = "https://dead.example/feed"
    await fake.read(dead, *urls)
    for url in urls:
        network(fake).serve(url, rss(*range(1, 11)), etag='"1"')
    await fake.pass_time(7 * DAY, HOUR)
    for url in urls:
        network(fake).fail(url, FetchError("no connection", url=url))
    await fake.pass_time(5 * DAY, HOUR)
    for url in urls:
        network(fake).serve(url, rss(*range(1, 11)), etag='"1"')
    resting = await fake.feed(dead)
    woken = min([(await fake.feed(url)).next_check_at for url in urls])
    fake.clock.at = woken
    await fake.tick()
    await fake.tick()
    assert {(await fake.feed(url)).error for url in urls} == {""}
    assert (await fake.feed(dead)).next_check_at == resting.next_check_at


async def test_wishes_are_kept_with_the_feed(fake: Reader) -> None:
    """Hours that a document asked us to skip are skipped after a 304 too, when there is no document to read them from."""
    network(fake).serve(URL, rss(*range(1, 11)), etag='"1"')
    await fake.tick()
    wishes = Wishes(skip_hours=(13, 14, 15, 16, 17))
    await fake.store.save_feed(replace(await fake.feed(), wishes=wishes, next_check_at=NOON))
    await fake.tick()
    fake.clock.advance(6 * HOUR - MINUTE)
    await fake.tick()
    assert len(network(fake).asked) == 2
    fake.clock.advance(31 * MINUTE)
    await fake.tick()
    assert len(network(fake).asked) == 3


@pytest.mark.parametrize("jump", [-400 * DAY, -HOUR, HOUR, 400 * DAY])
async def test_clock_that_jumps_and_comes_back_does_no_harm(fake: Reader, jump: dt.timedelta) -> None:
    """However wrong the clock was for a while, a feed is asked at most once for it, and no later than usual afterwards."""
    network(fake).serve(URL, rss(*range(1, 11)), etag='"1"')
    await fake.tick()
    fake.clock.advance(jump)
    await fake.tick()
    await fake.tick()
    assert len(network(fake).asked) <= 2
    fake.clock.advance(-jump)
    await fake.pass_time(5 * HOUR)
    assert 3 <= len(network(fake).asked) - 1 <= 6


async def test_whole_list_of_a_platform_does_not_starve_the_others(fake: Reader) -> None:
    """Of five hundred feeds that are due at once each host has its turn, however many one of them has."""
    platform = [f"https://platform.example/{number}" for number in range(50)]
    await fake.read(*platform, URL)
    for url in platform:
        await fake.store.save_feed(replace(await fake.feed(url), next_check_at=NOON - DAY))
    due = await fake.store.due_feeds(NOON, 5)
    assert URL in {feed.url for feed in due[:2]}
