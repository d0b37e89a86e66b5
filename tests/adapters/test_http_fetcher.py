"""The fetcher against a publisher on loopback: what it asks, what it understands, where it is led."""

import datetime as dt
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import brotli  # type: ignore[import-untyped] # it ships no types
import pytest

from bot.adapters.http_fetcher import HttpFetcher
from bot.core.errors import FeedGoneError, FetchError, ThrottledError
from bot.flows.ports import Fetched, Fetcher, NotModified, Validators
from tests.adapters.http_fetching import FEED, error_of, fetched
from tests.fakes.clock import NOON
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.internet import Internet
from tests.fakes.publisher import Answer, Publisher

ETAG = 'W/"a b\xe9-1"'
DATE = "Sun, 22 Nov 2026 07:08:09 GMT"


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.open() as opened:
        yield opened


def opened(publisher: Publisher) -> AbstractAsyncContextManager[HttpFetcher]:
    """A fetcher that may read this publisher, and no other private address."""
    return Internet().fetcher(f"127.0.0.1:{publisher.port}")


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
    first = await fetched(fetcher, url)
    assert first.body == FEED
    second = await fetcher.fetch_feed(url, first.validators)
    assert second == NotModified(validators=Validators(etag='"one"'), fresh_for=None)


async def test_gone_and_missing_are_told_apart(contract: tuple[Fetcher, str]) -> None:
    """A feed that is gone for good (410) is another error than one that is not there now."""
    fetcher, url = contract
    assert type(await error_of(fetcher, f"{url}/gone")) is FeedGoneError
    assert type(await error_of(fetcher, f"{url}/missing")) is FetchError


async def test_request_has_good_manners(publisher: Publisher) -> None:
    """A request says who we are and what we can read, and nothing else: no cookie though one was set, no Referer."""
    publisher.answers["/old"] = Answer(
        status=302, headers={"Location": "/feed", "Set-Cookie": "id=1; Path=/"}
    )
    publisher.answers["/feed"] = Answer(headers={"Set-Cookie": "id=2; Path=/"}, body=FEED)
    async with opened(publisher) as fetcher:
        for _ in range(2):
            await fetcher.fetch_feed(publisher.url("/old"), Validators())
    asked = publisher.requests[-1]
    assert asked.path == "/feed"
    assert asked.headers == {
        "host": f"127.0.0.1:{publisher.port}",
        "user-agent": "newsthread/1 (+https://newsthread.example/about)",
        "accept": "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, */*;q=0.1",
        "accept-encoding": "gzip, br",
    }


async def test_query_is_sent_as_it_stands(publisher: Publisher) -> None:
    """A feed's address may be signed or hold a key: its query is sent letter by letter, the fragment not at all."""
    path = "/feed?key=a%2Fb+c~%7e&empty=&x"
    publisher.answers[path] = Answer(body=FEED)
    async with opened(publisher) as fetcher:
        assert (await fetched(fetcher, publisher.url(f"{path}#top"))).body == FEED


async def test_validators_go_back_byte_for_byte(publisher: Publisher) -> None:
    """ETag and Last-Modified come back to the server exactly as it sent them, odd bytes included."""
    publisher.answers["/feed"] = Answer(headers={"ETag": ETAG, "Last-Modified": DATE}, body=FEED)
    async with opened(publisher) as fetcher:
        first = await fetched(fetcher, publisher.url("/feed"))
        second = await fetcher.fetch_feed(publisher.url("/feed"), first.validators)
    asked = publisher.requests[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (ETAG, DATE)
    assert second == NotModified(validators=first.validators, fresh_for=None)


async def test_validators_are_never_made_up(publisher: Publisher) -> None:
    """A server that gave no validators, only a Date, is not asked with any."""
    publisher.answers["/feed"] = Answer(headers={"Date": DATE}, body=FEED)
    async with opened(publisher) as fetcher:
        first = await fetched(fetcher, publisher.url("/feed"))
        await fetcher.fetch_feed(publisher.url("/feed"), first.validators)
    assert not {"if-none-match", "if-modified-since"} & publisher.requests[1].headers.keys()


async def test_304_renews_validators(publisher: Publisher) -> None:
    """What a 304 brings replaces what we had; what it leaves out stays."""
    publisher.answers["/feed"] = Answer(status=304, headers={"Last-Modified": DATE})
    async with opened(publisher) as fetcher:
        found = await fetcher.fetch_feed(publisher.url("/feed"), Validators(etag='"one"', last_modified="x"))
    assert found.validators == Validators(etag='"one"', last_modified=DATE)


async def test_unasked_304_is_an_error(publisher: Publisher) -> None:
    """A server that answers "not modified" to a first request has given us nothing."""
    publisher.answers["/feed"] = Answer(status=304)
    async with opened(publisher) as fetcher:
        assert "304" in str(await error_of(fetcher, publisher.url("/feed")))


@pytest.mark.parametrize(
    ("known", "headers", "is_unchanged"),
    [
        ('"one"', {"ETag": '"one"', "Last-Modified": DATE}, True),
        ('"one"', {"ETag": 'W/"one"'}, True),
        ('W/"one"', {"ETag": '"one"'}, True),
        ('"one"', {"ETag": '"two"'}, False),
        ('"one"', {}, False),
        ('""', {"ETag": '""'}, False),
        ("one", {"ETag": "one"}, False),
        ('"one"', {"ETag": '"one"', "Expires": "0"}, False),
    ],
)
async def test_known_tag_on_a_full_answer_is_no_news(
    publisher: Publisher, known: str, headers: dict[str, str], is_unchanged: bool
) -> None:
    """A server that sends everything again under the tag that we know has nothing new, unless its tags mean nothing."""
    publisher.ignores_conditions = True
    publisher.answers["/feed"] = Answer(headers=headers, body=FEED)
    async with opened(publisher) as fetcher:
        found = await fetcher.fetch_feed(publisher.url("/feed"), Validators(etag=known))
    assert isinstance(found, NotModified) is is_unchanged
    if is_unchanged:
        expected = Validators(etag=headers["ETag"], last_modified=headers.get("Last-Modified", ""))
        assert found.validators == expected


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
    publisher.answers[f"/{len(statuses)}"] = Answer(headers={"ETag": '"one"'}, body=FEED)
    end = publisher.url(f"/{len(statuses)}")
    async with opened(publisher) as fetcher:
        found = await fetched(fetcher, publisher.url("/0"))
        assert (found.url, found.moved_to) == (end, end if is_permanent else "")
        unchanged = await fetcher.fetch_feed(publisher.url("/0"), found.validators)
    assert isinstance(unchanged, NotModified)
    assert unchanged.moved_to == found.moved_to


async def test_redirect_loop_ends(publisher: Publisher) -> None:
    """A loop of redirects costs six requests and a clear error."""
    publisher.answers["/feed"] = Answer(status=301, headers={"Location": "/feed"})
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "it redirects more than 5 times"
    assert len(publisher.requests) == 6


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:500_000]) + gzip.compress(body[500_000:])),
        ("gzip", lambda body: gzip.compress(body) + bytes(512)),
        ("br", brotli.compress),
        ("UTF-8", bytes),
    ],
    ids=["gzip", "gzip of two members", "gzip with padding", "br", "none"],
)
async def test_compressed_body_is_unpacked(
    publisher: Publisher, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Compressed feeds arrive as the feed, all of it; what some servers take for a compression is none."""
    body = FEED * 10_000
    assert len(body) > 500_000
    publisher.answers["/feed"] = Answer(headers={"Content-Encoding": encoding}, body=pack(body))
    async with opened(publisher) as fetcher:
        assert (await fetched(fetcher, publisher.url("/feed"))).body == body


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7200"}, dt.timedelta(hours=2)),
        (
            {"Retry-After": "Mon, 23 Nov 2026 10:00:00 GMT", "Date": "Mon, 23 Nov 2026 09:00:00 GMT"},
            dt.timedelta(hours=1),
        ),
        ({"Retry-After": "Mon, 23 Nov 2026 13:30:00 GMT"}, dt.timedelta(minutes=90)),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, dt.timedelta(days=366)),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_understood(
    publisher: Publisher, status: int, headers: dict[str, str], wait: dt.timedelta | None
) -> None:
    """Retry-After counts in seconds, or as a date by the server's own clock, and for a year at most."""
    publisher.answers["/feed"] = Answer(status=status, headers=headers)
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert error.retry_at == (NOON + wait if wait else None)


@pytest.mark.parametrize(
    ("answer", "is_throttled"),
    [
        (Answer(status=429), True),
        (Answer(status=503, headers={"Retry-After": "60"}), True),
        (Answer(status=503), False),
        (Answer(status=403, headers={"cf-mitigated": "challenge"}), True),
        (Answer(status=403), False),
    ],
)
async def test_host_that_wants_to_be_left_alone_says_so(
    publisher: Publisher, answer: Answer, is_throttled: bool
) -> None:
    """A host that is asked too often is told from a feed that is broken."""
    publisher.answers["/feed"] = answer
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert isinstance(error, ThrottledError) is is_throttled


@pytest.mark.parametrize(
    ("headers", "fresh_for"),
    [
        ({"Cache-Control": "public, max-age=5400"}, dt.timedelta(minutes=90)),
        ({"Cache-Control": "max-age=5400", "Age": "1800"}, dt.timedelta(minutes=60)),
        ({"Cache-Control": "max-age=5400", "Age": "5400"}, None),
        (
            {"Cache-Control": "max-age=60", "Expires": "Mon, 23 Nov 2026 14:00:00 GMT"},
            dt.timedelta(minutes=1),
        ),
        ({"Cache-Control": "no-cache, max-age=5400"}, None),
        ({"Cache-Control": "no-store", "Expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, None),
        ({"Cache-Control": "s-maxage=5400"}, None),
        ({"Expires": "Mon, 23 Nov 2026 14:00:00 GMT"}, dt.timedelta(hours=2)),
        (
            {"Expires": "Mon, 23 Nov 2026 14:00:00 GMT", "Date": "Mon, 23 Nov 2026 13:00:00 GMT"},
            dt.timedelta(hours=1),
        ),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, dt.timedelta(days=366)),
        ({"Expires": "Mon, 01 Jan 0001 00:00:00 +2300"}, None),
        ({"Expires": "0"}, None),
        ({"Cache-Control": "max-age=0"}, None),
    ],
)
async def test_freshness_is_understood(
    publisher: Publisher, headers: dict[str, str], fresh_for: dt.timedelta | None
) -> None:
    """max-age and Expires say how long to leave the server alone, less what a cache has used up of it."""
    publisher.answers["/feed"] = Answer(headers=headers, body=FEED)
    async with opened(publisher) as fetcher:
        found = await fetcher.fetch_feed(publisher.url("/feed"), Validators())
    assert found.fresh_for == fresh_for


async def test_page_is_asked_for_as_a_page(publisher: Publisher) -> None:
    """An article's page is asked for as a page, without conditions."""
    publisher.answers["/page"] = Answer(body=b"<p>", headers={"Content-Type": "text/html"})
    async with opened(publisher) as fetcher:
        page = await fetcher.fetch_page(publisher.url("/page"))
    assert isinstance(page, Fetched)
    assert (page.body, page.content_type) == (b"<p>", "text/html")
    assert publisher.requests[0].headers["accept"].startswith("text/html")
