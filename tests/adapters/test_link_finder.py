"""The links of a page that may lead to feeds, whatever the page is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.link_finder import FUNCTION, LxmlLinkFinder, finding
from bot.adapters.workers.pool import open_workers
from bot.core.entities import LinkKind, PageLink
from bot.core.text import is_http_url
from bot.flows.ports import Fetched, Validators

URL = "https://a.example/blog/"


def find(body: str | bytes) -> list[tuple[str, str, str]]:
    """The links of a page: kind, address, title."""
    found = finding.find(body if isinstance(body, bytes) else body.encode(), URL)
    return [(str(kind), url, title) for kind, url, title in found]


def page(body: bytes) -> Fetched:
    """A page as it was fetched."""
    return Fetched(
        url=URL, moved_to="", body=body, content_type="text/html", validators=Validators(), fresh_for=None
    )


def test_declared_feeds_are_found_in_order() -> None:
    """What a page declares: any feed type, absolute and with its title; not its stylesheets, languages or interfaces."""
    found = find(
        """<head><link rel="alternate" type="application/rss+xml" title=" The  news " href="/feed">
        <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="atom.xml">
        <link rel="alternate" type="application/feed+json" href="//b.example/feed.json">
        <link rel="feed" href="f">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
        <link rel="alternate" type="application/json+oembed" href="/oembed">
        <link rel="alternate stylesheet" type="text/xml" href="/dark.css">
        <link rel="alternate" hreflang="de" href="/de/">
        <link rel="stylesheet" href="/feed.css"></head>"""
    )
    assert found == [
        ("declared", "https://a.example/feed", "The news"),
        ("declared", "https://a.example/blog/atom.xml", ""),
        ("declared", "https://b.example/feed.json", ""),
        ("declared", "https://a.example/blog/f", ""),
    ]


def test_links_in_the_text_are_found_by_their_address() -> None:
    """A link with a feed's address counts, also where the page declares nothing; its true address is told apart."""
    found = find(
        '<link rel=canonical href=/c><p><a href="/rss.xml#top">RSS</a> <a href="/about">About</a> <a href="/rss.xml">x</a>'
    )
    assert found == [("canonical", "https://a.example/c", ""), ("anchor", "https://a.example/rss.xml", "RSS")]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("/other/", "https://a.example/other/feed"),
        ("https://cdn.example/x/y", "https://cdn.example/x/feed"),
        ("javascript:alert(1)", "https://a.example/blog/feed"),
        ("", "https://a.example/blog/feed"),
    ],
)
def test_the_pages_base_is_respected(base: str, expected: str) -> None:
    """Relative links start where the page says, if that is a web address."""
    found = find(f'<base href="{base}"><link rel=alternate type=text/xml href=feed>')
    assert [url for _, url, _ in found] == [expected]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/xml,x", "file:///etc/passwd", "mailto:a@b.example", "http://[", " "],
)
def test_only_web_addresses_count(href: str) -> None:
    """A page cannot make us open anything but http(s)."""
    assert find(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == []


@pytest.mark.parametrize("body", [b"", b" ", b"\0\0", b"\xff\xfe\x00", b"<?xml?>", b"{}", b"<!-- x"])
def test_what_is_no_page_has_no_links(body: bytes) -> None:
    """Whatever it is, it is no reason to fail."""
    assert find(body) == []


def test_a_hostile_page_is_read_within_bounds() -> None:
    """A hundred thousand links, nested as deep as they like, in a page of any size: a few are returned."""
    assert len(find("<a href=/rss.xml?{}>".join(map(str, range(100_000))))) <= 60
    links = "".join(f'<link rel=alternate type=text/xml href="/feed/{number}">' for number in range(5_000))
    assert len(find(links)) == 60
    assert find("<div>" * 200_000 + "<a href=/rss>") in ([], [("anchor", "https://a.example/rss", "")])
    assert find(b"x" * 3_000_000 + b"<link rel=alternate type=text/xml href=/feed>") == []


@given(st.text(max_size=300) | st.text("<>/=\"' ahreflinkbsox&;#", max_size=300))
def test_no_page_yields_anything_but_web_addresses(body: str) -> None:
    """Fuzzed: what comes out is absolute http(s), or nothing."""
    assert all(is_http_url(url) for _, url, _ in find(body))


async def test_a_child_process_answers() -> None:
    """The page is parsed where it can do no harm, and its links come back as ours."""
    async with open_workers(FUNCTION, count=1, seconds=20) as workers:
        found = await LxmlLinkFinder(workers.ask).links(
            page(b"<link rel=alternate type=text/xml href=/feed title=N>")
        )
    assert found == (PageLink(url="https://a.example/feed", title="N", kind=LinkKind.DECLARED),)


@pytest.mark.parametrize("error", [TimeoutError(), ChildProcessError("it died")])
async def test_a_page_that_is_too_much_has_no_links(error: Exception) -> None:
    """A page that kills its parser is a page without feeds."""

    async def ask(_: bytes) -> bytes:
        raise error

    assert await LxmlLinkFinder(ask).links(page(b"x")) == ()
