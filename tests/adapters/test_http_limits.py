"""What a server may do to us, and where it ends: each in a clear error, within bounds of bytes and time."""

import asyncio
import contextlib
import gzip
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import brotli  # type: ignore[import-untyped] # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http_fetcher import HttpFetcher, Limits
from bot.adapters.http_fetcher.meter import Meter
from bot.adapters.http_fetcher.problems import UnreadableError
from bot.core.errors import FetchError
from tests.adapters.http_fetching import FEED, error_of, fetched
from tests.fakes.internet import Internet
from tests.fakes.publisher import Answer, Publisher, Raw

MIB = 2**20
SMALL = Limits(body_bytes=100_000, gap_seconds=0)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.open() as opened:
        yield opened


def opened(publisher: Publisher, limits: Limits = SMALL) -> AbstractAsyncContextManager[HttpFetcher]:
    return Internet().fetcher(f"127.0.0.1:{publisher.port}", limits=limits)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_bomb_stops_at_the_limit(publisher: Publisher, encoding: str) -> None:
    """A body that unpacks to 64 MiB out of some KiB is refused at the limit, and never held beyond it."""
    zeros = bytes(64 * MIB)
    packed = gzip.compress(zeros, 6) if encoding == "gzip" else brotli.compress(zeros, quality=1)
    del zeros
    publisher.answers["/feed"] = Answer(headers={"Content-Encoding": encoding}, body=packed)
    async with opened(publisher, Limits(body_bytes=2 * MIB)) as fetcher:
        tracemalloc.start()
        try:
            error = await error_of(fetcher, publisher.url("/feed"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert str(error) == "it is larger than 2 MiB"
    assert peak < 8 * MIB


async def test_body_is_held_once(publisher: Publisher) -> None:
    """Reading a body takes its size in memory and little more, not twice as much."""
    packed = gzip.compress(
        bytes(8 * MIB)
    )  # so that the publisher, which is in the same process, has little of it
    publisher.answers["/feed"] = Answer(headers={"Content-Encoding": "gzip"}, body=packed)
    async with opened(publisher, Limits(body_bytes=16 * MIB)) as fetcher:
        await fetched(fetcher, publisher.url("/feed"))  # what is imported and opened once is not the body's
        tracemalloc.start()
        try:
            found = await fetched(fetcher, publisher.url("/feed"))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(found.body) == 8 * MIB
    assert peak < 8 * MIB * 1.5


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Raw(start=OK + b"\r\n", again=b"x" * 65_536), "larger than"),
        (Raw(start=CHUNKED, again=b"10000\r\n" + b"x" * 65_536 + b"\r\n"), "larger than"),
        (Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(FEED)[:-9]), "cut off"),
        (
            Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(FEED) + gzip.compress(FEED)[:-9]),
            "cut off",
        ),
        (Answer(headers={"Content-Encoding": "br"}, body=brotli.compress(FEED)[:-1]), "cut off"),
        (Answer(headers={"Content-Encoding": "gzip"}, body=b"no gzip at all"), "damaged"),
        (Answer(headers={"Content-Encoding": "br"}, body=b"\xff\xff no brotli"), "damaged"),
        (Answer(headers={"Content-Encoding": "zstd"}, body=b"x"), "not asked for"),
        (
            Answer(headers={"Content-Encoding": "gzip, gzip"}, body=gzip.compress(gzip.compress(FEED))),
            "not asked for",
        ),
        # Packed data that unpacks to nothing, for ever: empty blocks.
        (
            Raw(
                start=OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10],
                again=b"\x00\x00\x00\xff\xff" * 9000,
            ),
            "larger than",
        ),
        (Raw(start=OK + b"Content-Length: 999\r\n\r\n<rss>"), "connection broke"),
        (Answer(headers={"Content-Length": "-1"}, body=b"<rss>"), "not proper HTTP"),
        (Answer(headers={"Content-Length": "9" * 5000}, body=b"<rss>"), "not proper HTTP"),
        (Answer(headers={"X-Huge": "x" * 200_000}), "without end"),
        (Answer(headers={f"X-{number}": "" for number in range(501)}), "more than 500 headers"),
        (Raw(start=OK, again=b"X-More: 1\r\n" * 1000), "without end"),
        (Raw(start=OK + b"X-Long: ", again=b"x" * 65_536), "without end"),
        (Raw(again=b"x" * 65_536), "without end"),
        (Raw(again=b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "without end"),
        (Raw(again=b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100), "without end"),
        (Raw(start=CHUNKED, again=b"1;" + b"x" * 50_000 + b"\r\na\r\n"), "without end"),
        (Raw(start=CHUNKED, again=b"1\r\na\r\n" * 10_000), "without end"),
        (Raw(start=CHUNKED, again=b"0" * 65_536), "without end"),
        (Raw(start=CHUNKED + b"0\r\n", again=b"X-Trailer: 1\r\n" * 1000), "without end"),
        (Raw(start=b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", hangs=True), "not proper HTTP"),
        (Raw(start=b"220 mail.example ESMTP\r\n\r\n", hangs=True), "not proper HTTP"),
        (Raw(), "connection broke"),
        (Answer(status=301), "without saying where"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "only http and https"),
        (
            Answer(status=302, headers={"Location": "http://[::1"}),
            "redirects to an address that cannot be read",
        ),
        (Answer(status=302, headers={"Location": "//a:b@c:d@/"}), "only http and https"),
        (
            Answer(status=302, headers={"Location": "x" * 90_000}),
            "redirects to an address that cannot be read",
        ),
        (Answer(status=403, headers={"cf-mitigated": "challenge"}), "Cloudflare"),
        (Answer(status=403), "403: it refuses automated readers"),
        (Answer(status=404), "404: nothing is there; check the address"),
        (Answer(status=500), "500: the server has a fault"),
        (Answer(status=204), "204"),
        (Answer(status=226), "226"),
    ],
)
async def test_bad_answers_become_clear_errors(
    publisher: Publisher, answer: Answer | Raw, words: str
) -> None:
    """Whatever a server does wrong ends in a FetchError whose words say what it was; the next feed is read as ever."""
    publisher.answers = {"/bad": answer, "/good": Answer(body=FEED)}
    async with opened(publisher) as fetcher:
        assert words in str(await error_of(fetcher, publisher.url("/bad")))
        assert (await fetched(fetcher, publisher.url("/good"))).body == FEED


@pytest.mark.parametrize(
    "answer", [Answer(hangs=True, body=b"<rss"), Raw(hangs=True), Raw(start=OK, hangs=True)]
)
async def test_silence_ends_in_time(publisher: Publisher, answer: Answer | Raw) -> None:
    """A server that accepts and never answers, or begins to and never ends, costs the time limit, and no more."""
    publisher.answers["/feed"] = answer
    async with opened(publisher, Limits(seconds=0.3)) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "no complete answer within 0.3 seconds"


async def test_time_is_for_all_redirects_together(publisher: Publisher) -> None:
    """A chain of redirects does not get the time limit anew at each step."""
    publisher.answers["/feed"] = Answer(status=302, headers={"Location": "/feed"})
    internet = Internet()
    internet.on_look = publisher.is_asked.set  # a second passes at each look at the time
    limits = Limits(seconds=10, redirects=100)
    async with internet.fetcher(f"127.0.0.1:{publisher.port}", limits=limits) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "no complete answer within 10 seconds"
    assert len(publisher.requests) < 10


@pytest.mark.parametrize("start", [b"", OK, OK + b"\r\n", CHUNKED + b"ff\r\n"])
async def test_a_byte_a_second_is_not_waited_for(publisher: Publisher, start: bytes) -> None:
    """A server that sends a byte a second, in the headers or in the body, is left after some seconds."""
    pace, internet = asyncio.Event(), Internet()
    pace.set()
    publisher.answers["/feed"] = Raw(start=start, again=b"H", pace=pace)
    internet.on_look = pace.set  # whenever something came in, a second has passed, and the next byte is sent
    async with internet.fetcher(f"127.0.0.1:{publisher.port}") as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert str(error) == "the answer only trickles in; it will be asked again later"


async def test_closed_port_and_unknown_names_are_told_apart() -> None:
    """Nobody listening, no such host, no address at all and a foreign scheme are errors in words of their own."""
    async with Internet().fetcher("127.0.0.1") as fetcher:
        assert "no connection" in str(await error_of(fetcher, "http://127.0.0.1:1/feed"))
        assert "there is no host named no.example" in str(await error_of(fetcher, "http://no.example/feed"))
        assert "not an address" in str(await error_of(fetcher, "http://0177.0.0.1/feed"))
        assert "no such port" in str(await error_of(fetcher, "http://example.org:0/feed"))
        assert "only http" in str(await error_of(fetcher, "ftp://example.org/feed"))


async def test_what_is_no_tls_is_named(publisher: Publisher) -> None:
    """A server that answers https with something else is an error in words."""
    publisher.greeting = b"220 mail.example ESMTP\r\n"
    async with opened(publisher) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed").replace("http://", "https://"))
    assert "does not speak TLS" in str(error)


async def test_name_server_that_fails_is_not_called_a_wrong_address() -> None:
    """A look-up that failed for now says nothing about the address."""
    internet = Internet()
    internet.unanswered.add("feeds.example")
    async with internet.fetcher() as fetcher:
        assert "could not be looked up just now" in str(await error_of(fetcher, "http://feeds.example/"))


@pytest.mark.parametrize(
    "url", ["http://me:hunter2@127.0.0.1:1/a?key=hunter2", "http://me:hunter2@[::1]/hunter2#hunter2"]
)
async def test_words_hold_no_secret(url: str) -> None:
    """An error's words can be shown to anybody: a feed's user, password and query are not in them."""
    async with Internet().fetcher("127.0.0.1") as fetcher:
        error = await error_of(fetcher, url)
    assert "hunter2" not in str(error)
    assert "me:" not in str(error)


@given(st.binary(max_size=400), st.sampled_from([b"", OK, CHUNKED, OK + b"Content-Encoding: br\r\n\r\n"]))
async def test_any_bytes_are_an_answer_or_a_clear_error(junk: bytes, start: bytes) -> None:
    """Whatever comes instead of HTTP, the fetch ends with a body or a FetchError."""
    internet = Internet()
    async with Publisher.open() as publisher, internet.fetcher("127.0.0.1", limits=SMALL) as fetcher:
        publisher.answers["/feed"] = Raw(start=start + junk)
        with contextlib.suppress(FetchError):
            await fetched(fetcher, publisher.url("/feed"))


@given(st.lists(st.tuples(st.integers(0, 65_536), st.floats(0, 30)), max_size=30))
def test_meter_lets_pass_what_is_body_and_quick(reads: list[tuple[int, float]]) -> None:
    """However an answer comes in pieces, it is not ended if it is body, and at each read fast enough."""
    meter, at, total = Meter(), 0.0, 0
    for size, pause in reads:
        at += pause if total + size >= 32 * (at + pause) else 0.0
        total += size
        meter.arrived(size, at)
        meter.delivered(size)


def test_meter_counts_from_the_first_byte() -> None:
    """A slow start is no trickle; little in a long time is."""
    meter = Meter()
    meter.arrived(1, at=500.0)
    meter.arrived(100, at=503.0)
    with pytest.raises(UnreadableError):
        meter.arrived(1, at=504.0)
