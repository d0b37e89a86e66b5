"""The fetcher over TLS: the name's certificate at the checked address, and HTTP/2 where it is offered."""

import ssl

import pytest
import trustme

from bot.adapters.http_fetcher import Limits
from bot.flows.ports import NotModified, Validators
from tests.adapters.http_fetching import FEED, error_of, fetched
from tests.fakes.http2_publisher import Http2Publisher
from tests.fakes.internet import Internet
from tests.fakes.publisher import Answer, Publisher

PUBLIC = "93.184.216.34"
AT_ONCE = Limits(gap_seconds=0)


class Secure:
    """What a publisher at feeds.example needs for TLS: a certificate, of an authority that its internet trusts."""

    def __init__(self, *, name: str = "feeds.example") -> None:
        self.authority = trustme.CA()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(self.tls)
        self.internet = Internet()
        self.internet.names["feeds.example"] = [[PUBLIC]]
        self.internet.homes.add(PUBLIC)
        self.internet.certificates = self._trusting

    def _trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


async def test_https_is_to_the_name_at_the_checked_address() -> None:
    """The address was looked up once; the certificate and the Host are those of the name."""
    secure = Secure()
    async with Publisher.open(secure.tls) as publisher, secure.internet.fetcher() as fetcher:
        publisher.answers["/feed"] = Answer(body=FEED)
        assert (await fetched(fetcher, publisher.url("/feed", "feeds.example"))).body == FEED
        assert publisher.requests[0].headers["host"] == f"feeds.example:{publisher.port}"
    assert secure.internet.reached == [PUBLIC]


async def test_wrong_certificate_is_refused() -> None:
    """A server with another's certificate is not asked anything, and the words say what is wrong."""
    secure = Secure(name="other.example")
    async with Publisher.open(secure.tls) as publisher, secure.internet.fetcher() as fetcher:
        error = await error_of(fetcher, publisher.url("/feed", "feeds.example"))
    assert "certificate cannot be trusted (Hostname mismatch" in str(error)
    assert publisher.requests == []


async def test_permanent_move_out_of_https_is_not_remembered() -> None:
    """A redirect from https to http is followed, but the address stays: https must not be lost for good by one answer."""
    secure = Secure()
    async with (
        Publisher.open() as publisher,
        Publisher.open(secure.tls) as door,
        secure.internet.fetcher(limits=AT_ONCE) as fetcher,
    ):
        plain = publisher.url("/feed", "feeds.example")
        publisher.answers["/feed"] = Answer(body=FEED)
        door.answers["/feed"] = Answer(status=301, headers={"Location": plain})
        found = await fetched(fetcher, door.url("/feed", "me:pass@feeds.example"))
    assert (found.url, found.moved_to) == (plain, "")
    assert "authorization" not in publisher.requests[0].headers


async def test_http_2_is_spoken_where_offered() -> None:
    """Over HTTP/2 the same is asked and understood, over one connection."""
    secure = Secure()
    async with (
        Http2Publisher.open(secure.tls) as publisher,
        secure.internet.fetcher(limits=AT_ONCE) as fetcher,
    ):
        publisher.answers["/feed"] = ({":status": "200", "etag": '"\xe9"'}, FEED)
        url = f"https://me:pass@feeds.example:{publisher.port}/feed"
        first = await fetched(fetcher, url)
        publisher.answers["/feed"] = ({":status": "304"}, b"")
        second = await fetcher.fetch_feed(url, first.validators)
    assert (first.body, first.validators) == (FEED, Validators(etag='"\xe9"'))
    assert isinstance(second, NotModified)
    assert publisher.connections == 1
    assert publisher.asked[1] == {
        ":method": "GET",
        ":authority": f"feeds.example:{publisher.port}",
        ":scheme": "https",
        ":path": "/feed",
        "user-agent": "newsthread/1 (+https://newsthread.example/about)",
        "accept": "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, */*;q=0.1",
        "accept-encoding": "gzip, br",
        "if-none-match": '"\xe9"',
        "authorization": "Basic bWU6cGFzcw==",
    }


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/flood", "without end"),
        ("/status", "not proper HTTP"),
        ("/headers", "not proper HTTP"),
        ("/large", "larger than"),
        ("/missing", "404"),
    ],
)
async def test_bad_answers_over_http_2_become_clear_errors(path: str, words: str) -> None:
    """What goes wrong in HTTP/2 ends in a clear error, costs the connection, and leaves the next feed as it is."""
    secure, limits = Secure(), Limits(gap_seconds=0, body_bytes=10_000)
    async with (
        Http2Publisher.open(secure.tls) as publisher,
        secure.internet.fetcher(limits=limits) as fetcher,
    ):
        publisher.answers = {
            "/status": ({":status": "abc"}, b""),
            "/headers": ({":status": "200", "x-huge": "x" * 100_000}, b""),
            "/large": ({":status": "200"}, bytes(16_000)),
            "/missing": ({":status": "404"}, bytes(10_000)),
            "/feed": ({":status": "200"}, FEED),
        }
        site = f"https://feeds.example:{publisher.port}"
        assert words in str(await error_of(fetcher, f"{site}{path}"))
        assert (await fetched(fetcher, f"{site}/feed")).body == FEED
    assert publisher.connections == 2
