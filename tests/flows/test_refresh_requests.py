"""Good manners towards publishers, through the refresh flow: what is asked for, and under which address."""

import pytest

from bot.adapters.article_extractor import TrafilaturaExtractor
from bot.adapters.feed_parser import ProcessFeedParser
from bot.core.errors import FetchError
from bot.flows.refresh import refresh_feed
from tests.fakes.clock import NOON
from tests.fakes.publisher import Answer
from tests.flows.children import extract_here
from tests.flows.reader import DAY, HOUR, MINUTE, URL, Reader, Wire, network, rss

HTML = b"<html><title>Domain for sale</title><body>Make an offer.</body></html>"


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


async def test_feed_that_was_broken_recovers_when_its_body_changes(reader: Reader) -> None:
    """As soon as a feed stands there again it is read, and nothing of its failure is left."""
    network(reader).serve(URL, rss(1), etag='"1"')
    await reader.tick()
    network(reader).serve(URL, HTML, etag='"2"')
    await reader.pass_time(DAY)
    network(reader).fail(URL, FetchError("the server answered 500", url=URL))
    await reader.pass_time(DAY)
    network(reader).serve(URL, HTML, etag='"2"')
    await reader.pass_time(2 * DAY)
    assert "a web page, not a feed" in (await reader.feed()).error  # not the 500's words
    network(reader).serve(URL, rss(1, 2), etag='"3"')
    await reader.pass_time(DAY + HOUR)
    feed = await reader.feed()
    assert (feed.error, feed.body_error, feed.failures, feed.failing_since) == ("", "", 0, None)
    assert (await reader.stored(), len(reader.parsed)) == (2, 3)


async def test_same_broken_body_without_validators_is_not_parsed_again(reader: Reader) -> None:
    """A server without validators that sends the same page again costs no parsing, and still fails."""
    network(reader).serve(URL, HTML)
    await reader.pass_time(DAY)
    assert len(reader.parsed) == 1
    assert "a web page, not a feed" in (await reader.feed()).error


async def test_parser_that_died_is_no_verdict(reader: Reader) -> None:
    """A parser that was killed, by its limits or by our shutdown, is given the body again: its entries are not lost."""
    network(reader).serve(URL, rss(1), etag='"1"')

    async def dies(request: bytes) -> bytes:
        raise ChildProcessError(f"it was ended with {len(request)} bytes to read")

    feed = await reader.feed()
    outcome = await refresh_feed(
        feed.id,
        store=reader.store,
        fetcher=reader.fetcher,
        parser=ProcessFeedParser(dies),
        extractor=TrafilaturaExtractor(extract_here),
        clock=reader.clock,
    )
    assert "the parser failed" in outcome.error
    await reader.pass_time(2 * HOUR)
    assert (await reader.stored(), (await reader.feed()).error) == (1, "")


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


async def test_two_feeds_that_became_one_are_asked_for_once(reader: Reader) -> None:
    """A feed that moved onto another is not asked for any more, and its articles come from the other."""
    old = "https://old.example/feed"
    await reader.read(old, URL)
    network(reader).serve(URL, rss(1), etag='"1"')
    network(reader).serve(old, rss(1), etag='"1"', moved_to=URL)
    await reader.tick()
    await reader.read(old, URL)
    network(reader).asked.clear()
    await reader.pass_time(DAY)
    assert {url for url, _ in network(reader).asked} == {URL}


async def test_gone_feed_is_asked_once(wire: Wire) -> None:
    """After a 410 there is no further request, for years."""
    wire.publisher.answers["/feed"] = Answer(status=410)
    await wire.reader.pass_time(300 * DAY, 10 * DAY)
    assert len(wire.publisher.requests) == 1
    assert (await wire.reader.feed(wire.publisher.url("/feed"))).is_gone
