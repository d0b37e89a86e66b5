"""The feed parser: formats, encodings, plain text, and documents that mean harm."""

import datetime as dt
import gzip
import json
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.feed_parser import FUNCTION, ProcessFeedParser, fields, reading
from bot.adapters.feed_parser.plain_text import line_of, paragraphs_of, text_of
from bot.adapters.feed_parser.wire import Request
from bot.adapters.workers.pool import Workers, open_workers
from bot.core.entities import ParsedFeed, Wishes
from bot.core.errors import FeedParseError
from bot.flows.ports import Fetched, Validators

DATA = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://news.example/feeds/all"


def read(body: bytes, content_type: str = "application/xml") -> ParsedFeed:
    found = reading.read(Request(url=URL, content_type=content_type, body=body))
    assert isinstance(found, ParsedFeed), found
    return found


def problem(body: bytes) -> str:
    found = reading.read(Request(url=URL, content_type="", body=body))
    assert isinstance(found, str), found
    return found


def rss(*items: str, declaration: str = "") -> str:
    return f'{declaration}<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'


def item(title: str, text: str = "Text") -> str:
    return f"<item><title>{title}</title><link>https://n.example/{title}</link><description>{text}</description></item>"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.expected.json")), ids=lambda path: path.name)
def test_format_is_read_in_full(path: Path) -> None:
    """Every RSS, Atom and JSON Feed gives the same kind of entries: plain text, absolute links, UTC dates, pictures and files."""
    source = path.name.removesuffix(".expected.json")
    found = read(next(each for each in DATA.glob(f"{source}.*") if each != path).read_bytes())
    expected = json.loads(path.read_text())
    entries = [
        {
            "guid": entry.guid,
            "url": entry.url,
            "title": entry.title,
            "text": entry.text,
            "published_at": entry.published_at.isoformat() if entry.published_at else None,
            "language": entry.language,
            "publisher": entry.publisher,
            "image": entry.image,
            "enclosures": [[file.url, file.media_type, file.length] for file in entry.enclosures],
        }
        for entry in found.entries
    ]
    minutes = found.wishes.wait / dt.timedelta(minutes=1) if found.wishes.wait else None
    assert entries == [{"image": "", "enclosures": [], **entry} for entry in expected["entries"]]
    assert (found.title, found.site_url, found.language, minutes) == (
        expected["title"],
        expected["site_url"],
        expected["language"],
        expected["ttl_minutes"],
    )
    assert [list(found.wishes.skip_hours), list(found.wishes.skip_days)] == [
        expected.get("skip_hours", []),
        expected.get("skip_days", []),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"<!DOCTYPE html><html><body><p>Welcome</p></body></html>", "a web page, not a feed"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head/></html>', "a web page"),
        (b"Service unavailable", "neither RSS, Atom nor JSON Feed"),
        (b"\x00\x01\x02\xff", "neither RSS, Atom nor JSON Feed"),
        (b'<rss version="2.0"><channel><title>News', "cut off before its first entry"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither RSS"),
        (b'{"version": 1, "items": []}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken"),
        (b'{"a":' * 100_000, "broken"),
        (gzip.compress(b""), "empty"),
        (gzip.compress(b"<html></html>"), "a web page"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    """Whoever gave the wrong address reads what is there instead."""
    assert words in problem(body)


def test_wishes_are_the_feeds_own() -> None:
    """What a feed asks of those who poll it is heard wherever it stands, but not what an entry quotes."""
    quoted = item("One", "<![CDATA[<ttl>999</ttl><skipDays><day>Monday</day></skipDays>]]>")
    assert read(rss(quoted).encode()).wishes == Wishes()
    own = "<ttl> 15 </ttl><skipHours><hour>3</hour><hour>99</hour></skipHours>"
    for body in (rss(own, quoted), rss(quoted, own)):
        assert read(body.encode()).wishes == Wishes(wait=dt.timedelta(minutes=15), skip_hours=(3,))


def test_empty_feed_is_a_feed() -> None:
    """A new blog without entries is no error, even where its title is not quite XML."""
    for body in (rss(), rss().replace("News", "News & more")):
        assert read(body.encode()).entries == ()


def test_truncated_feed_keeps_what_arrived_whole() -> None:
    """A document that is cut off gives the entries before the cut; half an entry would be another one the next time."""
    whole = rss(item("One"), item("Two"), item("Three")).encode()
    found = read(whole[: whole.index(b"Three") + 2])
    assert [entry.title for entry in found.entries] == ["One", "Two"]


@pytest.mark.parametrize("cut", ["JSON", "CDATA", "gzip"])
def test_what_came_before_a_cut_is_kept(cut: str) -> None:
    """A download that breaks off in the middle of an item, of a CDATA section, or of a packed body loses the rest only."""
    items = [{"id": str(number), "title": f"T{number}"} for number in range(3)]
    bodies = {
        "JSON": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()[:-5],
        "CDATA": rss(item("T0"), item("T1"), item("T2", "<![CDATA[<p>no end"))
        .encode()
        .partition(b"</description></item></ch")[0],
        "gzip": gzip.compress(rss(*(item(f"T{n}", secrets.token_hex(200)) for n in range(30))).encode())[
            :-2_000
        ],
    }
    assert [entry.title for entry in read(bodies[cut]).entries][:2] == ["T0", "T1"]


def test_packed_feed_is_unpacked() -> None:
    """Bytes that are gzip are a feed all the same, though no header says so, and though it is of several members."""
    feed = rss(item("One"), item("Two")).encode()
    for packed in (gzip.compress(feed), gzip.compress(feed[:80]) + gzip.compress(feed[80:])):
        assert [entry.title for entry in read(packed).entries] == ["One", "Two"]


@pytest.mark.parametrize(
    "body",
    [
        "\n\n  <?xml version='1.0'?>" + rss(item("One"), item("Two")),
        "Warning: mysql_connect()<br>\n<?xml version='1.0'?>" + rss(item("One"), item("Two")),
        rss(item("One"), item("Two")) + "<script>counter()</script><!-- 12 ms -->",
        rss(item("One"), item("Two", "a&nbsp;b &copy; &unknown; AT&T")),
        rss(item("One"), item("Two", "a \x08 b &#1; &#xD83D;&#xDE00;")),
        rss(item("One", "<p>not closed<br>"), item("Two", "<media:x/>")),
        rss(item("One"), item("Two").replace("</title>", "")).replace("Two<link>", "Two</title><link>"),
        rss(item("One"), "<media:content url='x'/>", item("Two")),
    ],
)
def test_usual_breakage_costs_no_entry(body: str) -> None:
    """Junk before and after, HTML's entities, control characters, tags without end, prefixes nobody declared: all entries are read."""
    assert [entry.title for entry in read(body.encode()).entries] == ["One", "Two"]


def test_entries_without_the_usual_fields_are_kept() -> None:
    """An entry needs no id, link, title or date; only one that says nothing at all is left out."""
    found = read(
        rss(
            "<item><title>T</title></item>",
            "<item><description>D</description></item>",
            "<item><link>x</link></item>",
        ).encode()
    )
    assert [
        (entry.guid, entry.url, entry.title, entry.text, entry.published_at) for entry in found.entries
    ] == [
        ("", "", "T", "", None),
        ("", "", "", "D", None),
    ]


@pytest.mark.parametrize("doubt", ["", "<title>Again</title>"])
def test_links_are_seen_from_where_they_stand(doubt: str) -> None:
    """A relative link is seen from `xml:base`, that from the feed's address, whichever parser reads the feed."""
    entry = f'<entry><title>T</title><id>1</id><link href="b?c=1"/></entry>{doubt}'
    bodies = [
        f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>F</title>{entry}</feed>'
        for base in ("", ' xml:base="https://other.example/a/"', ' xml:base="/sub/"')
    ]
    assert [read(body.encode()).entries[0].url for body in bodies] == [
        "https://news.example/feeds/b?c=1",
        "https://other.example/a/b?c=1",
        "https://news.example/sub/b?c=1",
    ]


def test_external_entities_and_bombs_stay_shut() -> None:
    """A document type cannot read our files, nor expand to more than it is."""
    entities = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
    entities += "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9)) + "]>"
    found = reading.read(
        Request(url=URL, content_type="", body=rss(item("One", "&f;&a8;"), declaration=entities).encode())
    )
    text = "".join(entry.text for entry in found.entries) if isinstance(found, ParsedFeed) else ""
    assert "root:" not in text
    assert len(text) <= 100_000


def test_thousands_of_entries_all_arrive() -> None:
    """A feed that carries its whole archive gives all of it; only beyond 10,000 entries the rest is left out."""
    archive = rss(*(item(f"T{number}") for number in range(fields.ENTRY_LIMIT + 5))).encode()
    for body in (archive, archive.replace(b"<title>News", b"<title>News & more")):
        assert [entry.title for entry in read(body).entries] == [f"T{n}" for n in range(fields.ENTRY_LIMIT)]


def test_entry_of_many_megabytes_costs_no_other() -> None:
    """One entry larger than whole feeds are gives its beginning, and the others are there."""
    whole = rss(item("One"), item("Two", f"<![CDATA[<p>小{'米' * 4_000_000}</p>]]>"), item("Three"))
    found = read(whole.encode())
    assert [(entry.title, len(entry.text)) for entry in found.entries] == [
        ("One", 4),
        ("Two", 100_000),
        ("Three", 4),
    ]


def test_absurd_fields_are_cut() -> None:
    """No title, text, id or link can fill the database."""
    huge = f"<item><title>{'t' * 9_999}</title><guid>{'g' * 9_999}</guid><link>https://n.example/{'l' * 9_999}</link>"
    entry = read(rss(f"{huge}<description>{'d' * 200_000}</description></item>").encode()).entries[0]
    assert [len(part) for part in (entry.title, entry.guid, entry.url, entry.text)] == [1_000, 71, 0, 100_000]


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("How <script> works in HTML", "How <script> works in HTML"),
        ("<script>alert(1)</script>News", "News"),
        ("  Two\n lines &amp; <em>more</em> ", "Two lines & more"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
    ],
)
def test_titles_lose_markup_and_nothing_else(markup: str, line: str) -> None:
    """Titles are one line without markup, though they may speak of markup."""
    assert line_of(markup) == line


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("../a?b=1", "https://news.example/a?b=1"),
        ("//other.example/x", "https://other.example/x"),
        ("", ""),
        ("http://[", ""),
        ("http://[::1", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://n.example/a b", ""),
    ],
)
def test_only_sound_links_are_kept(value: str, link: str) -> None:
    """A link is an absolute http(s) URL, or none at all."""
    assert fields.link(value, URL) == link


def test_date_beyond_the_calendar_is_none() -> None:
    """A date that UTC cannot write is no date, and no crash."""
    items = '[{"id": 1, "title": "T", "date_published": "0001-01-01T00:00:00+14:00"}]'
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": {items}}}'.encode()
    assert [entry.published_at for entry in read(body).entries] == [None]


@given(st.text())
def test_plain_text_is_stable_and_clean(text: str) -> None:
    """Cleaning twice changes nothing, and no control or deceiving character gets through."""
    cleaned = paragraphs_of(text)
    assert paragraphs_of(cleaned) == cleaned
    assert not set(cleaned) & {"\r", "\x00", "\u202e", "\u200b", "\ufeff", "\ud800"}
    assert "\n\n\n" not in cleaned


def test_deeply_nested_markup_is_read_without_falling_over() -> None:
    """Markup nested a hundred thousand deep is text, or nothing, but no crash."""
    assert isinstance(text_of("<div>" * 100_000 + "deep"), str)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with open_workers(FUNCTION, count=1, seconds=20) as opened:
        yield opened


def fetched(body: bytes) -> Fetched:
    return Fetched(url=URL, moved_to="", body=body, content_type="", validators=Validators(), fresh_for=None)


async def test_children_give_the_same_as_reading_here(workers: Workers) -> None:
    """What a child process answers is the whole feed, dates and all."""
    body = (DATA / "rss.xml").read_bytes()
    found = await ProcessFeedParser(workers.ask).parse(fetched(body))
    assert all(entry.features for entry in found.entries)
    entries = tuple(replace(entry, features=b"") for entry in found.entries)
    assert replace(found, entries=entries) == read(body, "")


async def test_problem_in_a_child_becomes_an_error_in_words(workers: Workers) -> None:
    """A page instead of a feed is a FeedParseError that says so, and the next feed is read."""
    parser = ProcessFeedParser(workers.ask)
    with pytest.raises(FeedParseError, match="a web page, not a feed"):
        await parser.parse(fetched(b"<html></html>"))
    assert (await parser.parse(fetched(rss(item("One")).encode()))).entries[0].title == "One"


async def test_parser_that_stalls_is_named() -> None:
    """Stalling and dying reach the reader of the feed's health in words."""

    async def stalling(_: bytes) -> bytes:
        raise TimeoutError

    with pytest.raises(FeedParseError, match="takes too long"):
        await ProcessFeedParser(stalling).parse(fetched(b"x"))

    async def dying(_: bytes) -> bytes:
        raise ChildProcessError("MemoryError")

    with pytest.raises(FeedParseError, match="too much memory"):
        await ProcessFeedParser(dying).parse(fetched(b"x"))


async def test_half_a_surrogate_pair_does_not_cost_the_feed(workers: Workers) -> None:
    """What no UTF-8 can write is left out at the door, and the feed comes through in its own letters."""
    first = {"id": "\ud8001", "title": "O\ud800ne", "url": "https://n.example/\ud800"}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "ağaç",
        "items": [first, {"title": "小米"}],
    }
    found = await ProcessFeedParser(workers.ask).parse(fetched(json.dumps(feed).encode()))
    entries = [(entry.guid, entry.title, entry.url) for entry in found.entries]
    assert found.title == "ağaç"
    assert entries == [("?1", "One", ""), ("", "小米", "")]


def test_a_child_loads_nothing_that_only_grouping_needs() -> None:
    """There are several children, so what they load counts several times."""
    module, _, _ = FUNCTION.partition(":")
    program = f"import {module}, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 -- our own
