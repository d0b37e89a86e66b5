"""The fetcher against a publisher on loopback: manners, limits, and doors that stay shut."""

import asyncio
import datetime as dt
import gzip
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import brotli  # type: ignore[import-untyped] # it ships no types
import pytest

from bot.adapters.http_fetcher import HttpFetcher, Limits, open_fetcher
from bot.core.errors import FeedGoneError, FetchError, FetchForbiddenError
from bot.flows.ports import Fetched, Fetcher, NotModified, Validators
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Answer, Publisher

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"
ETAG = 'W/"a b\xe9-1"'
DATE = "Sun, 22 Nov 2026 07:08:09 GMT"
SMALL = Limits(body_bytes=100_000, seconds=20)


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.open() as opened:
        yield opened


def opened(publisher: Publisher, limits: Limits = SMALL) -> AbstractAsyncContextManager[HttpFetcher]:
    """A fetcher that may read this publisher, and no other private address."""
    return open_fetcher(
        clock=FakeClock(),
        user_agent="newsthread/1 (+https://newsthread.example/about)",
        allowed_private=(f"127.0.0.1:{publisher.port}",),
        limits=limits,
    )


async def body_of(fetcher: Fetcher, url: str) -> bytes:
    found = await fetcher.fetch_feed(url, Validators())
    assert isinstance(found, Fetched)
    return found.body


async def error_of(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch_feed(url, Validators())
    return caught.value


@pytest.fixture(params=["real", "fake"])
async def contract(
    request: pytest.FixtureRequest, publisher: Publisher
) -> AsyncIterator[tuple[Fetcher, str]]:
    """The real fetcher and the fake, both with a feed at the URL, and something that is gone at URL + "/gone"."""
    url = publisher.url("/feed")
    if request.param == "real":
        publisher.answers["/feed"] = Answer(headers={"ETag": '"one"'}, body=FEED)
        publisher.answers["/feed/gone"] = Answer(status=410)
        async with opened(publisher) as fetcher:
            yield fetcher, url
        return
    fake = FakeFetcher()
    fake.serve(url, FEED, etag='"one"')
    fake.fail(f"{url}/gone", FeedGoneError("gone", url=url))
    yield fake, url


async def test_unchanged_feed_is_not_sent_again(contract: tuple[Fetcher, str]) -> None:
    """What came with a validator is asked for conditionally the next time, and costs no body."""
    fetcher, url = contract
    first = await fetcher.fetch_feed(url, Validators())
    assert isinstance(first, Fetched)
    assert first.body == FEED
    second = await fetcher.fetch_feed(url, first.validators)
    assert second == NotModified(validators=Validators(etag='"one"'), fresh_for=None)


async def test_gone_and_missing_are_told_apart(contract: tuple[Fetcher, str]) -> None:
    """A feed that is gone for good (410) is another error than one that is not there now."""
    fetcher, url = contract
    assert type(await error_of(fetcher, f"{url}/gone")) is FeedGoneError
    assert type(await error_of(fetcher, f"{url}/missing")) is FetchError


async def test_request_has_good_manners(publisher: Publisher) -> None:
    """Every request says who we are and what we can read; none carries cookies or a Referer, though one was set."""
    publisher.answers["/old"] = Answer(
        status=302, headers={"Location": "/feed", "Set-Cookie": "id=1; Path=/"}
    )
    publisher.answers["/feed"] = Answer(headers={"Set-Cookie": "id=2; Path=/"}, body=FEED)
    async with opened(publisher) as fetcher:
        for _ in range(2):
            await fetcher.fetch_feed(publisher.url("/old"), Validators())
    asked = publisher.requests[-1].headers
    assert asked["user-agent"] == "newsthread/1 (+https://newsthread.example/about)"
    assert asked["accept"].startswith("application/atom+xml, application/rss+xml")
    assert asked["accept-encoding"] == "gzip, br"
    assert not {"cookie", "referer", "if-none-match", "if-modified-since"} & asked.keys()


async def test_validators_go_back_byte_for_byte(publisher: Publisher) -> None:
    """ETag and Last-Modified come back to the server exactly as it sent them, odd bytes included."""
    publisher.answers["/feed"] = Answer(headers={"ETag": ETAG, "Last-Modified": DATE}, body=FEED)
    async with opened(publisher) as fetcher:
        first = await fetcher.fetch_feed(publisher.url("/feed"), Validators())
        second = await fetcher.fetch_feed(publisher.url("/feed"), first.validators)
    asked = publisher.requests[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (ETAG, DATE)
    assert second == NotModified(validators=first.validators, fresh_for=None)


async def test_unasked_304_is_an_error(publisher: Publisher) -> None:
    """A server that answers "not modified" to a first request has given us nothing."""
    publisher.answers["/feed"] = Answer(status=304)
    async with opened(publisher) as fetcher:
        assert "304" in str(await error_of(fetcher, publisher.url("/feed")))


@pytest.mark.parametrize(
    ("statuses", "is_permanent"),
    [((301, 308), True), ((301, 302), False), ((307, 301), False), ((303,), False)],
)
async def test_only_permanent_moves_are_remembered(
    publisher: Publisher, statuses: tuple[int, ...], is_permanent: bool
) -> None:
    """A feed's address is replaced only when every redirect on the way was permanent."""
    for number, status in enumerate(statuses):
        publisher.answers[f"/{number}"] = Answer(status=status, headers={"Location": f"{number + 1}#x"})
    publisher.answers[f"/{len(statuses)}"] = Answer(body=FEED)
    async with opened(publisher) as fetcher:
        found = await fetcher.fetch_feed(publisher.url("/0"), Validators())
    assert isinstance(found, Fetched)
    end = publisher.url(f"/{len(statuses)}")
    assert (found.url, found.moved_to) == (end, end if is_permanent else "")


async def test_redirect_loop_ends(publisher: Publisher) -> None:
    """A loop of redirects costs six requests and a clear error."""
    publisher.answers["/feed"] = Answer(status=301, headers={"Location": "/feed"})
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "it redirects more than 5 times"
    assert len(publisher.requests) == 6


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_compressed_body_is_unpacked(publisher: Publisher, encoding: str) -> None:
    """Compressed feeds arrive as the feed."""
    body = FEED * 100
    packed = gzip.compress(body) if encoding == "gzip" else brotli.compress(body)
    publisher.answers["/feed"] = Answer(headers={"Content-Encoding": encoding}, body=packed)
    async with opened(publisher) as fetcher:
        assert await body_of(fetcher, publisher.url("/feed")) == body


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_bomb_stops_at_the_limit(publisher: Publisher, encoding: str) -> None:
    """A body that unpacks to 64 MiB out of some KiB is refused at the limit."""
    zeros = bytes(2**26)
    packed = gzip.compress(zeros, 6) if encoding == "gzip" else brotli.compress(zeros, quality=1)
    publisher.answers["/feed"] = Answer(headers={"Content-Encoding": encoding}, body=packed)
    async with opened(publisher, Limits(body_bytes=2**20)) as fetcher:
        assert str(await error_of(fetcher, publisher.url("/feed"))) == "it is larger than 1 MiB"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(is_endless=True), "larger than"),
        (Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(FEED)[:-9]), "cut off"),
        (Answer(headers={"Content-Encoding": "gzip"}, body=b"no gzip at all"), "damaged"),
        (Answer(headers={"Content-Encoding": "br"}, body=b"\xff\xff no brotli"), "damaged"),
        (Answer(headers={"Content-Encoding": "zstd"}, body=b"x"), "not asked for"),
        (Answer(headers={"Content-Length": "999"}, body=b"<rss>"), "connection broke"),
        (Answer(headers={"X-Huge": "x" * 200_000}), "connection broke"),
        (Answer(status=301), "without saying where"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "only http and https"),
        (Answer(status=302, headers={"Location": "http://[::1"}), "not proper HTTP"),
        (Answer(status=403, headers={"cf-mitigated": "challenge"}), "Cloudflare"),
        (Answer(status=404), "404: nothing is there; check the address"),
        (Answer(status=500), "500: the server has a fault"),
        (Answer(status=204), "204"),
    ],
)
async def test_bad_answers_become_clear_errors(publisher: Publisher, answer: Answer, words: str) -> None:
    """Whatever a server does wrong ends in a FetchError whose words say what it was."""
    publisher.answers["/feed"] = answer
    async with opened(publisher) as fetcher:
        assert words in str(await error_of(fetcher, publisher.url("/feed")))


async def test_slow_body_ends_in_time(publisher: Publisher) -> None:
    """A server that starts to answer and never ends costs the time limit, and no more."""
    publisher.answers["/feed"] = Answer(hangs=True, body=b"<rss")
    async with opened(publisher, Limits(seconds=0.5)) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "no complete answer within 0.5 seconds"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7200"}, dt.timedelta(hours=2)),
        (
            {"Retry-After": "Mon, 23 Nov 2026 10:00:00 GMT", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"},
            dt.timedelta(hours=1),
        ),
        ({"Retry-After": "Mon, 23 Nov 2026 13:30:00 GMT"}, dt.timedelta(minutes=90)),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_understood(
    publisher: Publisher, headers: dict[str, str], wait: dt.timedelta | None
) -> None:
    """Retry-After counts in seconds, or as a date by the server's own clock."""
    publisher.answers["/feed"] = Answer(status=429, headers=headers)
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert error.retry_at == (NOON + wait if wait else None)


@pytest.mark.parametrize(
    ("headers", "fresh_for"),
    [
        ({"Cache-Control": "public, max-age=5400"}, dt.timedelta(minutes=90)),
        ({"Cache-Control": "no-cache, max-age=5400"}, None),
        ({"Cache-Control": "s-maxage=5400"}, None),
        ({"Expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, dt.timedelta(hours=2)),
        (
            {"Expires": "Mon, 23 Nov 2026 14:00:00 GMT", "Date": "Mon, 23 Nov 2026 13:00:00 GMT"},
            dt.timedelta(hours=1),
        ),
        ({"Expires": "0"}, None),
        ({"Cache-Control": "max-age=0"}, None),
    ],
)
async def test_freshness_is_understood(
    publisher: Publisher, headers: dict[str, str], fresh_for: dt.timedelta | None
) -> None:
    """max-age and Expires say how long to leave the server alone."""
    publisher.answers["/feed"] = Answer(headers=headers, body=FEED)
    async with opened(publisher) as fetcher:
        found = await fetcher.fetch_feed(publisher.url("/feed"), Validators())
    assert found.fresh_for == fresh_for


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.2",
        "0.0.0.0",  # noqa: S104 - a target to refuse, not an address to listen on
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
        "[64:ff9b:1::7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[fec0::1]",
        "10.0.0.1",
        "169.254.169.254",
        "[fd00::1]",
        "[fe80::1]",
        "[ff0e::1]",
        "[3fff::1]",
        "[4000::1]",
        "224.0.0.1",
    ],
)
async def test_private_addresses_see_no_packet(publisher: Publisher, host: str) -> None:
    """However a private address is spelled, it is refused before anything is sent, though another spelling is allowed."""
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed", host))
    assert type(error) is FetchForbiddenError
    assert "to allowed_private in [reading]" in str(error)
    assert publisher.connections == 0


async def test_redirect_into_the_private_network_is_refused(publisher: Publisher) -> None:
    """A public page cannot send us to a private address."""
    publisher.answers["/feed"] = Answer(
        status=301, headers={"Location": publisher.url("/secret", "localhost")}
    )
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert type(error) is FetchForbiddenError
    assert [request.path for request in publisher.requests] == ["/feed"]


@pytest.mark.parametrize(
    ("allowed", "host", "is_read"),
    [
        ("127.0.0.1:{port}", "127.0.0.1", True),
        ("127.0.0.1:1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.0/8", "127.0.0.1", True),
        ("10.0.0.0/8", "127.0.0.1", False),
        ("LOCALHOST:{port}", "localhost", True),
        ("localhost", "127.0.0.1", False),
    ],
)
async def test_allowed_private_addresses_are_exact(
    publisher: Publisher, allowed: str, host: str, is_read: bool
) -> None:
    """An exception opens the host, the port or the network it names, and nothing beside it."""
    publisher.answers["/feed"] = Answer(body=FEED)
    exceptions = (allowed.format(port=publisher.port),)
    async with open_fetcher(clock=FakeClock(), user_agent="t/1", allowed_private=exceptions) as fetcher:
        if is_read:
            assert await body_of(fetcher, publisher.url("/feed", host)) == FEED
        else:
            assert type(await error_of(fetcher, publisher.url("/feed", host))) is FetchForbiddenError


async def test_one_request_at_a_time_to_a_host(publisher: Publisher) -> None:
    """Ten feeds of one host are asked for one after another, not all at once."""
    publisher.answers = {f"/{number}": Answer(body=FEED) for number in range(10)}
    async with opened(publisher) as fetcher:
        await asyncio.gather(*(fetcher.fetch_page(publisher.url(path)) for path in publisher.answers))
    assert (len(publisher.requests), publisher.most_at_once) == (10, 1)


async def test_unknown_host_and_closed_port_are_named() -> None:
    """No such host, and nobody listening, are errors in words."""
    async with open_fetcher(clock=FakeClock(), user_agent="t/1", allowed_private=("127.0.0.1",)) as fetcher:
        assert "there is no host named" in str(await error_of(fetcher, "http://no-such-host.invalid/feed"))
        assert "no connection" in str(await error_of(fetcher, "http://127.0.0.1:1/feed"))
        assert "not an address" in str(await error_of(fetcher, "http://0177.0.0.1/feed"))
        assert "only http" in str(await error_of(fetcher, "ftp://example.org/feed"))
