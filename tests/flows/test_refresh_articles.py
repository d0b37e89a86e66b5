"""Looking at the pages of excerpts: what becomes of the entry, and how little is asked of a site. The extractor is the real one."""

import datetime as dt
import html

import pytest

from bot.adapters.article_extractor import TrafilaturaExtractor
from bot.core.entities import NewEntry
from bot.core.errors import FetchError, FetchRefusedError
from bot.core.text import canonical_url
from bot.flows.refresh.articles import with_full_texts
from tests.fakes.clock import NOON
from tests.fakes.fetcher import FakeFetcher
from tests.flows.children import extract_here

HOUR = dt.timedelta(hours=1)
LONG = "The port authority said on Monday that the new pier of Northport takes ships of 300 metres. " * 8
WALL = "We and our 312 partners store and/or access information on a device. You may accept all or manage choices. "


def teaser(number: int, *, url: str = "", age: dt.timedelta = HOUR, **more: object) -> NewEntry:
    url = url or f"https://news.example/{number}"
    known: dict[str, object] = {
        "guid": f"g{number}",
        "link": canonical_url(url),
        "content_hash": f"h{number}",
        "url": url,
        "title": f"New pier {number} opens in Northport",
        "text": "A teaser …",
        "publisher": "News",
        "language": "",
        "published_at": NOON - age - number * dt.timedelta(seconds=1),
        "is_excerpt": False,
    }
    return NewEntry(**(known | more))  # type: ignore[arg-type] # the values are as the names say


def article(number: int, text: str = LONG, *, head: str = "", title: str = "") -> bytes:
    title = html.escape(title or f"New pier {number} opens in Northport")
    return (
        f"<html lang=en><head>{head}</head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


class Site:
    """A site that serves pages, and what was read of it."""

    def __init__(self) -> None:
        self.fetcher = FakeFetcher()

    def serve(self, number: int, body: bytes, *, moved_to: str = "") -> None:
        self.fetcher.serve(
            f"https://news.example/{number}", body, content_type="text/html", moved_to=moved_to
        )

    async def read(self, *entries: NewEntry, limit: int = 8) -> tuple[NewEntry, ...]:
        return await with_full_texts(
            entries,
            fetcher=self.fetcher,
            extractor=TrafilaturaExtractor(extract_here),
            limit=limit,
            now=NOON,
        )

    @property
    def asked(self) -> list[str]:
        return [url.removeprefix("https://news.example/") for url, _ in self.fetcher.asked]


@pytest.fixture
def site() -> Site:
    return Site()


async def test_excerpt_becomes_the_article_of_its_page(site: Site) -> None:
    """The entry gets the page's text, address, picture and language; its identity stays the feed's."""
    head = (
        "<link rel=canonical href='https://www.news.example/2026/pier/?utm_source=x'>"
        "<meta property='og:image' content='/pier.jpg'>"
    )
    site.serve(1, article(1, head=head))
    (entry,) = await site.read(teaser(1))
    assert (entry.text, entry.is_excerpt, entry.excerpt_reason) == (LONG.strip(), False, "")
    assert (entry.canonical, entry.image) == (
        "https://news.example/2026/pier",
        "https://news.example/pier.jpg",
    )
    assert (entry.language, entry.content_hash, entry.guid) == ("en", "h1", "g1")


async def test_what_is_compared_is_the_articles(site: Site) -> None:
    """What was computed of a teaser goes when the article takes its place, and stays where it does not."""
    site.serve(1, article(1))
    read, unread = await site.read(teaser(1, features=b"of the teaser"), teaser(2, features=b"of the teaser"))
    assert (read.features, unread.features) == (b"", b"of the teaser")


async def test_picture_of_the_feed_stays(site: Site) -> None:
    """What the feed brings along is the publisher's choice for the entry."""
    site.serve(1, article(1, head="<meta property='og:image' content='/site-logo.png'>"))
    (entry,) = await site.read(teaser(1, image="https://news.example/of-feed.jpg"))
    assert entry.image == "https://news.example/of-feed.jpg"


async def test_false_language_of_a_feed_is_corrected(site: Site) -> None:
    """A Turkish article from a feed that claims "en-us" is Turkish."""
    turkish = "Kuzey Limanı pazartesi günü büyük gemiler için yeni bir iskele hizmete açtı. " * 12
    site.serve(1, article(1, turkish, title="Kuzey Limanı yeni iskele açtı"))
    (entry,) = await site.read(teaser(1, title="Kuzey Limanı yeni iskele açtı", language="en-us"))
    assert (entry.is_excerpt, entry.language) == (False, "tr")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (article(1, "Ships moor there."), "hardly more"),
        (article(1, title="Brandt wins chess title", text="Ilse Brandt won in forty-one moves. " * 30), "something else"),
        (article(1, WALL * 20), "consent"),
        (article(1, title="Page not found", text="Sorry. Perhaps one of these links helps you on. " * 20), "error page"),
        (article(1, LONG + "</p><p>Subscribe to continue reading"), "paywall"),
        (
            article(1, head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'),
            "paywall",
        ),
        (b"<html><body><div id=app></div></body></html>", "no article"),
        (b"%PDF-1.7 \x00\x01", "no article"),
    ],
)  # fmt: skip
async def test_page_that_is_not_the_article_leaves_the_excerpt(site: Site, body: bytes, reason: str) -> None:
    """The publisher's teaser stays, marked, and the reason is known in words."""
    site.serve(1, body)
    (entry,) = await site.read(teaser(1))
    assert (entry.text, entry.is_excerpt) == ("A teaser …", True)
    assert reason in entry.excerpt_reason


async def test_home_page_behind_a_link_leaves_the_excerpt(site: Site) -> None:
    """A site that sends dead links to its home page shows no article, though its teasers tell of it."""
    site.serve(1, article(1), moved_to="https://news.example/")
    (entry,) = await site.read(teaser(1))
    assert "something else" in entry.excerpt_reason


async def test_unread_page_says_why(site: Site) -> None:
    """An entry whose page cannot be fetched stays, with what the server said."""
    site.fetcher.fail(
        "https://news.example/1", FetchError("the server answered 500", url="https://news.example/1")
    )
    (entry,) = await site.read(teaser(1))
    assert entry.is_excerpt
    assert entry.excerpt_reason == "its page could not be read: the server answered 500"


async def test_whole_articles_are_left_alone(site: Site) -> None:
    """What the feed gives in full costs no request."""
    entry = teaser(1, text=LONG)
    assert await site.read(entry) == (entry,)
    assert site.asked == []


async def test_newest_pages_come_first_and_few(site: Site) -> None:
    """A feed of teasers costs a few requests, for its newest entries, and the others say so; the order is the feed's."""
    entries = await site.read(*(teaser(number) for number in (4, 1, 3, 2)), limit=2)
    assert site.asked == ["1", "2"]
    assert [entry.guid for entry in entries] == ["g4", "g1", "g3", "g2"]
    assert ["more excerpts" in entry.excerpt_reason for entry in entries] == [True, False, True, False]


async def test_old_entries_cost_nothing(site: Site) -> None:
    """The first look at a feed does not fetch pages of last week that nobody will be told of."""
    (entry,) = await site.read(teaser(1, age=dt.timedelta(days=4)))
    assert site.asked == []
    assert "old" in entry.excerpt_reason


async def test_copies_share_one_page(site: Site) -> None:
    """The same address twice, and the address that a page calls its own, are fetched once."""
    site.serve(1, article(1, head="<link rel=canonical href=/3>"))
    twin = teaser(2, url="http://www.news.example/1?utm_source=x", title="New pier opens in Northport")
    entries = await site.read(teaser(1), twin, teaser(3, title="Northport opens new pier"))
    assert site.asked == ["1"]
    assert [entry.is_excerpt for entry in entries] == [False] * 3


async def test_site_that_refuses_is_asked_no_more(site: Site) -> None:
    """After the first 403 or 429 no other page of that host is fetched in this refresh; other hosts are."""
    refusal = FetchRefusedError("the server answered 429", url="https://news.example/1")
    site.fetcher.fail("https://news.example/1", refusal)
    entries = await site.read(teaser(1), teaser(2), teaser(3, url="https://other.example/3"))
    assert site.asked == ["1", "https://other.example/3"]
    assert "just refused another" in entries[1].excerpt_reason


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://news.example/", "ftp://news.example/1"])
async def test_link_that_leads_to_no_page_is_not_followed(site: Site, url: str) -> None:
    """No link, a script and a home page are no page of an entry."""
    (entry,) = await site.read(teaser(1, url=url or " "))
    assert site.asked == []
    assert (entry.is_excerpt, "no link" in entry.excerpt_reason) == (True, True)
