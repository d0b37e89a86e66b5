"""Documents that mean harm: each ends in a clean answer, in little memory, and the next feed is read as ever."""

import json
import re
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.feed_parser import FUNCTION, MEMORY, reading, wire
from bot.adapters.feed_parser.wire import Request
from bot.adapters.workers.pool import Workers, open_workers
from bot.core.entities import ParsedFeed
from bot.core.indexing import features_of, pack
from bot.core.text import is_http_url
from tests.adapters.test_feed_parser import DATA, URL, item, rss
from tests.adapters.test_feed_parser_readers import feeds

MIB = 1024 * 1024
MOST_MORE = 64 * MIB


def bytes_of(inside: str) -> bytes:
    return rss(inside).encode()


def entry_of(text: str) -> bytes:
    return bytes_of(f"<item><title>T</title><description>{text}</description></item>")


def typed(declarations: str, feed: bytes) -> bytes:
    return f'<!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">{declarations}]>'.encode() + feed


def html_of(text: str) -> bytes:
    return entry_of(f"<![CDATA[{text}]]>")


def json_of(items: str) -> bytes:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}'.encode()


def attributes(count: int) -> str:
    return " ".join(f'a{number}="1"' for number in range(count))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "two million entries": lambda: bytes_of("<item/>" * 2_000_000),
    "two million entries, broken": lambda: bytes_of("& " + "<item/>" * 2_000_000),
    "nested tags": lambda: bytes_of("<item>" + "<a>" * 200_000 + "</a>" * 200_000 + "</item>"),
    "nested tags, broken": lambda: bytes_of("<item>& " + "<a>" * 200_000),
    "nested markup": lambda: html_of("<div>" * 200_000 + "deep"),
    "entity bomb": lambda: typed("".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)), entry_of("&a8;")),
    "quadratic entities": lambda: typed(f'<!ENTITY a "{"a" * 60_000}">', entry_of("&a;" * 60_000)),
    "small entities": lambda: typed(f'<!ENTITY a "{"a" * 80}">', entry_of("&a;" * 4_000_000)),
    "entry of 10 MB": lambda: entry_of("text " * 2 * MIB),
    "markup of 10 MB": lambda: html_of("<p>a" * (10 * MIB // 4)),
    "entries of markup": lambda: bytes_of(f"<item><description><![CDATA[{'<p>a' * 250_000}]]></description></item>" * 14),
    "CDATA of 14 MB": lambda: html_of("a" * 14 * MIB),
    "title of 14 MB": lambda: bytes_of(f"<item><title>{'a <b>' * (14 * MIB // 5)}</title></item>"),
    "million attributes": lambda: bytes_of(f"<x {attributes(1_000_000)}/>"),
    "entities without end": lambda: typed("".join(f'<!ENTITY a{n} "a">' for n in range(600_000)), entry_of("&a8;")),
    "pictures": lambda: bytes_of("<item><title>T</title>" + '<media:content url="a"/>' * 500_000 + "</item>"),
    "contents": lambda: bytes_of(f"<item><title>T</title>{'<content>&lt;p&gt;</content>' * 500_000}</item>"),
    "entries of contents": lambda: bytes_of(f"<item><title>T</title>{'<content>&lt;p&gt;</content>' * 50}</item>" * 9_000),
    "control characters": lambda: entry_of("a\x01" * 7 * MIB),
    "attributes everywhere": lambda: bytes_of(f"<x {attributes(9)}/>" * 200_000),
    "attribute of 14 MB": lambda: bytes_of(f'<item><link href="{"a" * 14 * MIB}"/></item>'),
    "namespaces": lambda: bytes_of("".join(f'<x xmlns:a{n}="u{n}"/>' for n in range(500_000))),
    "names": lambda: bytes_of("".join(f"<a{n}/>" for n in range(1_000_000))),
    "comments": lambda: bytes_of("<!---->" * 2_000_000),
    "character references": lambda: entry_of("&#1;" * 3_500_000),
    "HTML's entities": lambda: entry_of("&nbsp;" * 2_300_000),
    "ampersands": lambda: entry_of("&a" * 2_000_000),
    "less-than signs": lambda: bytes_of("<item><title>" + "<" * 90_000),
    "bytes of no encoding": lambda: entry_of("|").replace(b"|", b"\xff\xfe\xe9a" * 3_600_000),
    "Chinese of 14 MB": lambda: b'<?xml version="1.0" encoding="gb2312"?>' + entry_of("小米" * 3_600_000).decode().encode("gb2312"),
    "512 MiB in gzip": lambda: gzip_of_zeros(512),
    "deep JSON": lambda: b'{"a":' * 200_000,
    "JSON lists": lambda: json_of("[" * 190_000),
    "JSON numbers": lambda: json_of(f'[{{"id": {"9" * 3 * MIB}, "title": "T"}}, {"1e999999, " * 100_000} 1]'),
    "JSON objects": lambda: json_of(f"[{'{}, ' * 190_000} 1]"),
    "JSON of 15 MiB": lambda: json_of(f'["{"a" * 15 * MIB}"]'),
}  # fmt: skip


def gzip_of_zeros(mebibytes: int) -> bytes:
    packing = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    return b"".join(packing.compress(bytes(MIB)) for _ in range(mebibytes)) + packing.flush()


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with open_workers(FUNCTION, count=1, seconds=60, memory=MEMORY) as opened:
        yield opened


async def ask(workers: Workers, body: bytes) -> ParsedFeed | str:
    return wire.decode_answer(
        await workers.ask(wire.encode_request(Request(url=URL, content_type="", body=body)))
    )


def peak_of_child(workers: Workers) -> int:
    """Return the most bytes of memory that the one child ever had: a new child would begin again."""
    (child,) = workers.pids
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{child}/status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's peak of memory")
@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_hostile_document_ends_cleanly_in_little_memory(workers: Workers, name: str) -> None:
    """The child answers with what there is to read or with why not, needs at most 64 MiB more for it, and reads on."""
    ordinary, broken = rss(item("One")).encode(), rss(item("One", "A & B")).encode()
    before = [await ask(workers, body) for body in (ordinary, broken)]
    baseline, child = peak_of_child(workers), workers.pids
    found = await ask(workers, HOSTILE[name]())
    assert peak_of_child(workers) - baseline <= MOST_MORE
    assert isinstance(found, ParsedFeed) or "its author should" in found or "look for" in found
    assert [await ask(workers, body) for body in (ordinary, broken)] == before
    assert workers.pids == child


async def test_document_beyond_the_memory_is_an_error_of_its_own() -> None:
    """What needs more memory than a child may have costs that document, in words, and the next is read."""
    async with open_workers(FUNCTION, count=1, seconds=60, memory=96 * MIB) as workers:
        for mebibytes in (40, 90):  # read and too large to be parsed; too large to be read
            with pytest.raises(ChildProcessError, match=r"MemoryError|died"):
                await ask(workers, html_of("a" * mebibytes * MIB))
        assert isinstance(await ask(workers, rss(item("One")).encode()), ParsedFeed)


def indexed(found: ParsedFeed | str) -> ParsedFeed | str:
    """What comes out of a child: each entry has what it is compared by."""
    if isinstance(found, str):
        return found
    entries = (replace(entry, features=pack(features_of(entry.title, entry.text))) for entry in found.entries)
    return replace(found, entries=tuple(entries))


def assert_clean(found: ParsedFeed | str) -> None:
    """Hold an answer to what all who take it rely on."""
    assert wire.decode_answer(wire.encode_answer(found)) == indexed(found)
    if isinstance(found, str):
        return
    for entry in found.entries:
        texts = (entry.title, entry.text, entry.publisher, entry.language)
        assert not any(
            re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text) for text in texts
        )
        links = (entry.url, entry.image, *(file.url for file in entry.enclosures))
        assert all(not link or is_http_url(link) for link in links)
        assert entry.title or entry.text


def parse(body: bytes) -> ParsedFeed | str:
    return reading.read(Request(url=URL, content_type="text/xml", body=body))


@given(st.binary(max_size=2_000))
def test_any_bytes_end_cleanly(body: bytes) -> None:
    """Bytes without sense are an answer, never an exception."""
    assert_clean(parse(body))


SEEDS = [path.read_bytes() for path in sorted(DATA.glob("*")) if ".expected." not in path.name]


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 40), st.binary(max_size=12) | st.sampled_from([b"<", b"&", b"]]>", b"</", b"\x00"]))),
)  # fmt: skip
def test_mutated_feeds_end_cleanly(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    """A feed with holes and foreign bytes in it is read as far as can be."""
    body = bytearray(seed)
    for place, length, replacement in changes:
        body[place : place + length] = replacement
    assert_clean(parse(bytes(body)))


@given(feeds(), st.integers(0, 2_000))
def test_any_tree_of_xml_ends_cleanly(feed: str, cut: int) -> None:
    """Elements in any order and place, whole or cut off, are read cleanly."""
    assert_clean(parse(feed.encode()))
    assert_clean(parse(feed.encode()[:-cut]))


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=9,
)
KEYS = (
    "id",
    "url",
    "external_url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "image",
    "date_published",
    "language",
    "attachments",
)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES) | VALUES, max_size=4) | VALUES, VALUES)
def test_any_json_ends_cleanly(items: object, title: object) -> None:
    """A JSON Feed with values of any kind anywhere is read cleanly."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": title, "items": items}
    assert_clean(parse(json.dumps(feed).encode()))
    assert_clean(parse(json.dumps(feed, ensure_ascii=False).encode(errors="replace")[:-3]))
