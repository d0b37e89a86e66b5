"""Good manners towards publishers, through the refresh flow: when each is asked again."""

import contextlib
import datetime as dt
import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.sql import open_store
from bot.core.entities import Wishes
from bot.core.errors import FetchError, ThrottledError
from bot.flows.ports import Validators
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Answer
from tests.flows.reader import DAY, HOUR, MINUTE, URL, Reader, Wire, network, rss


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


async def test_other_hosts_are_read_meanwhile(reader: Reader) -> None:
    """One host's 429 is not another's, and an error that is no refusal stops no other feed of its host."""
    others = ("https://other.example/feed", "https://broken.example/1", "https://broken.example/2")
    await reader.read(URL, *others)
    network(reader).fail(URL, ThrottledError("429", url=URL, retry_at=NOON + 5 * HOUR))
    network(reader).fail(others[1], FetchError("the server answered 500", url=others[1]))
    network(reader).serve(others[0], rss(1))
    network(reader).serve(others[2], rss(2))
    await reader.tick()
    assert {url for url, _ in network(reader).asked} == {URL, *others}
    assert await reader.stored() == 2


async def test_feed_cannot_silence_another_host(reader: Reader) -> None:
    """A hostile feed that leads to a page of somebody else's that says 429 keeps only itself from being read."""
    hostile = "https://hostile.example/feed"
    await reader.read(hostile, URL)
    network(reader).fail(hostile, ThrottledError("429", url=URL, retry_at=NOON + DAY))
    network(reader).serve(URL, rss(*range(1, 11)), etag='"1"')
    await reader.pass_time(3 * HOUR)
    assert [url for url, _ in network(reader).asked].count(URL) >= 3
    assert [url for url, _ in network(reader).asked].count(hostile) == 1


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


async def test_feed_is_asked_as_often_as_it_publishes(reader: Reader) -> None:
    """A feed that brings an entry an hour is asked every hour; one that fell silent, four times a day, not more."""
    network(reader).serve(URL, rss(*range(1, 11)), etag='"1"')
    await reader.pass_time(4 * HOUR + 50 * MINUTE)
    assert len(network(reader).asked) == 5
    await reader.pass_time(9 * DAY, HOUR)
    network(reader).asked.clear()
    await reader.pass_time(4 * DAY, 30 * MINUTE)
    assert 14 <= len(network(reader).asked) <= 16


async def test_nothing_is_asked_early(reader: Reader) -> None:
    """Two requests for a feed are at least an hour apart, and their minute moves, so that not all fall on the hour."""
    network(reader).serve(URL, rss(*range(1, 11)), etag='"1"')
    instants = []
    for _ in range(6 * 60):
        before = len(network(reader).asked)
        await reader.tick()
        instants += [reader.clock.now()] * (len(network(reader).asked) - before)
        reader.clock.advance(MINUTE)
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


async def test_failing_feed_is_asked_less_and_less_and_comes_back_by_itself(reader: Reader) -> None:
    """A week of failures is a dozen requests, not a hundred; nobody has to click before it is read again."""
    network(reader).fail(URL, FetchError("no connection", url=URL))
    await reader.pass_time(7 * DAY, 30 * MINUTE)
    assert 9 <= len(network(reader).asked) <= 12
    network(reader).serve(URL, rss(1))
    await reader.pass_time(DAY + HOUR)
    assert await reader.stored() == 1


async def test_feeds_come_back_with_our_network(reader: Reader) -> None:
    """After a night without a network all feeds are read within hours of its end, but for those that were dead before."""
    urls = [f"https://host{number}.example/feed" for number in range(5)]
    dead = "https://dead.example/feed"
    await reader.read(dead, *urls)
    for url in urls:
        network(reader).serve(url, rss(*range(1, 11)), etag='"1"')
    await reader.pass_time(7 * DAY, HOUR)
    for url in urls:
        network(reader).fail(url, FetchError("no connection", url=url))
    await reader.pass_time(5 * DAY, HOUR)
    for url in urls:
        network(reader).serve(url, rss(*range(1, 11)), etag='"1"')
    resting = await reader.feed(dead)
    woken = min([(await reader.feed(url)).next_check_at for url in urls])
    reader.clock.at = woken
    await reader.tick()
    await reader.tick()
    assert {(await reader.feed(url)).error for url in urls} == {""}
    assert (await reader.feed(dead)).next_check_at == resting.next_check_at


async def test_wishes_are_kept_with_the_feed(reader: Reader) -> None:
    """Hours that a document asked us to skip are skipped after a 304 too, when there is no document to read them from."""
    network(reader).serve(URL, rss(*range(1, 11)), etag='"1"')
    await reader.tick()
    wishes = Wishes(skip_hours=(13, 14, 15, 16, 17))
    await reader.store.save_feed(replace(await reader.feed(), wishes=wishes, next_check_at=NOON))
    await reader.tick()
    reader.clock.advance(6 * HOUR - MINUTE)
    await reader.tick()
    assert len(network(reader).asked) == 2
    reader.clock.advance(31 * MINUTE)
    await reader.tick()
    assert len(network(reader).asked) == 3


@pytest.mark.parametrize("jump", [-400 * DAY, -HOUR, HOUR, 400 * DAY])
async def test_clock_that_jumps_and_comes_back_does_no_harm(reader: Reader, jump: dt.timedelta) -> None:
    """However wrong the clock was for a while, a feed is asked at most once for it, and no later than usual afterwards."""
    network(reader).serve(URL, rss(*range(1, 11)), etag='"1"')
    await reader.tick()
    reader.clock.advance(jump)
    await reader.tick()
    await reader.tick()
    assert len(network(reader).asked) <= 2
    reader.clock.advance(-jump)
    await reader.pass_time(5 * HOUR)
    assert 3 <= len(network(reader).asked) - 1 <= 6


async def test_whole_list_of_a_platform_does_not_starve_the_others(reader: Reader) -> None:
    """Of five hundred feeds that are due at once each host has its turn, however many one of them has."""
    platform = [f"https://platform.example/{number}" for number in range(50)]
    await reader.read(*platform, URL)
    for url in platform:
        await reader.store.save_feed(replace(await reader.feed(url), next_check_at=NOON - DAY))
    due = await reader.store.due_feeds(NOON, 5)
    assert URL in {feed.url for feed in due[:2]}
