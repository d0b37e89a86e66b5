"""Finding feeds, with the real parsers and, where an address is refused, the real fetcher; else only the network is a fake."""

import pytest

from bot.adapters.feed_parser import ProcessFeedParser
from bot.adapters.http_fetcher import Limits, open_fetcher
from bot.adapters.link_finder import LxmlLinkFinder, finding
from bot.core.errors import CommandError, FetchError, FetchForbiddenError
from bot.flows.discover import discover
from bot.flows.ports import Fetcher, Looking
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.publisher import Answer, Publisher
from tests.flows.children import parse_here

SITE = "https://volt-courier.example"


async def find_here(request: bytes) -> bytes:
    return finding.answer(request)


def looking(fetcher: Fetcher) -> Looking:
    """What looking for feeds needs, in this process."""
    return Looking(
        fetcher=fetcher,
        parser=ProcessFeedParser(parse_here),
        links=LxmlLinkFinder(find_here),
        clock=FakeClock(),
    )


def rss(title: str = "Volt Courier", *numbers: int) -> bytes:
    """A feed of some entries."""
    items = "".join(
        f"<item><title>{title} {number}</title><link>{SITE}/{title.replace(' ', '-')}/{number}</link>"
        f"<pubDate>Mon, 23 Nov 2026 {number:02}:00:00 GMT</pubDate></item>"
        for number in numbers or (1, 2)
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


def declaring(*hrefs: str, title: str = "") -> bytes:
    """A page that declares feeds."""
    links = (
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">' for href in hrefs
    )
    return f"<!doctype html><html><head>{''.join(links)}</head><body>News</body></html>".encode()


@pytest.fixture
def web() -> FakeFetcher:
    """A web of nothing yet."""
    return FakeFetcher()


async def found(web: FakeFetcher, typed: str) -> list[str]:
    """The addresses of the feeds that are found."""
    return [each.preview.url for each in await discover(typed, looking(web))]


def asked(web: FakeFetcher) -> list[str]:
    """What was asked for."""
    return [url for url, _ in web.asked]


async def test_a_feed_is_itself(web: FakeFetcher) -> None:
    """Whoever pastes a feed's address gets that feed with its newest entries, and nothing else is asked for."""
    web.serve(f"{SITE}/feed", rss("Volt", 3, 1, 2))
    (feed,) = await discover(f"{SITE}/feed", looking(web))
    assert (feed.preview.title, feed.preview.url) == ("Volt", f"{SITE}/feed")
    assert [entry.title for entry in feed.preview.newest] == ["Volt 3", "Volt 2", "Volt 1"]
    assert asked(web) == [f"{SITE}/feed"]


async def test_a_bare_domain_leads_to_the_feeds_its_page_declares(web: FakeFetcher) -> None:
    """All that a home page declares, relative to its base, comments last; each address is asked once."""
    page = declaring("/comments/feed", "/feed", "/feed/", "atom.xml").replace(
        b"<head>", b"<head><base href='/blog/'>"
    )
    web.serve(SITE, page, content_type="text/html")
    web.serve(f"{SITE}/comments/feed", rss("Comments"))
    web.serve(f"{SITE}/feed", rss("News"))
    web.serve(f"{SITE}/blog/atom.xml", rss("Blog"))
    assert await found(web, "volt-courier.example") == [
        f"{SITE}/feed",
        f"{SITE}/blog/atom.xml",
        f"{SITE}/comments/feed",
    ]
    assert sorted(asked(web)) == sorted(set(asked(web)))
    assert f"{SITE}/feed/" not in asked(web)


async def test_http_is_tried_where_https_is_not_there(web: FakeFetcher) -> None:
    """A site without a certificate is found by its bare domain too."""
    web.fail("https://old.example", FetchError("no connection", url="https://old.example"))
    web.serve("http://old.example", rss())
    assert await found(web, "old.example") == ["http://old.example"]


async def test_a_permanent_move_is_where_the_feed_is(web: FakeFetcher) -> None:
    """A feed that has moved for good is added under its new address."""
    web.serve(f"{SITE}/old", rss(), moved_to=f"{SITE}/new")
    assert await found(web, f"{SITE}/old") == [f"{SITE}/new"]


async def test_two_forms_of_one_feed_are_one(web: FakeFetcher) -> None:
    """A site's RSS and Atom bring the same entries: nobody has to choose between them."""
    web.serve(SITE, declaring("/rss", "/atom"), content_type="text/html")
    web.serve(f"{SITE}/rss", rss())
    web.serve(f"{SITE}/atom", rss())
    assert await found(web, SITE) == [f"{SITE}/rss"]


async def test_a_known_site_is_not_asked_for_its_page(web: FakeFetcher) -> None:
    """A subreddit's feed is where Reddit says; its page is heavy, and refused to programs."""
    web.serve("https://www.reddit.com/r/electricvehicles/.rss", rss())
    assert await found(web, "r/electricvehicles") == ["https://www.reddit.com/r/electricvehicles/.rss"]
    assert len(web.asked) == 1


async def test_a_handle_is_found_through_the_pages_true_address(web: FakeFetcher) -> None:
    """A YouTube page that declares no feed still names its channel."""
    channel = "UCabcdefghijklmnopqrstuv"
    page = f"<link rel=canonical href='https://www.youtube.com/channel/{channel}'>".encode()
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
    web.serve("https://www.youtube.com/@ada", page, content_type="text/html")
    web.serve(feed, rss())
    assert await found(web, "https://www.youtube.com/@ada") == [feed]


async def test_a_profile_elsewhere_is_no_mastodon(web: FakeFetcher) -> None:
    """An address that only looks like a Mastodon profile costs one question more."""
    web.serve(f"{SITE}/@ada", declaring("/ada.xml"), content_type="text/html")
    web.serve(f"{SITE}/ada.xml", rss())
    assert await found(web, f"{SITE}/@ada") == [f"{SITE}/ada.xml"]
    assert asked(web)[0] == f"{SITE}/@ada.rss"


async def test_links_in_the_text_are_tried_where_none_is_declared(web: FakeFetcher) -> None:
    """The orange icon at the foot of a page is found."""
    web.serve(
        SITE, b"<html><a href='/about'>x</a><a href='/news.rss'>RSS</a></html>", content_type="text/html"
    )
    web.serve(f"{SITE}/news.rss", rss())
    assert await found(web, SITE) == [f"{SITE}/news.rss"]
    assert len(web.asked) == 2


async def test_the_usual_places_are_tried_last_and_no_further_than_needed(web: FakeFetcher) -> None:
    """A page that says nothing: a few places, one after another, until one is a feed."""
    web.serve(f"{SITE}/blog/", b"<html>News</html>", content_type="text/html")
    web.serve(f"{SITE}/blog/atom.xml", rss())
    assert await found(web, f"{SITE}/blog/") == [f"{SITE}/blog/atom.xml"]
    assert asked(web)[1:] == [f"{SITE}/blog/{name}" for name in ("feed", "rss.xml", "atom.xml")]


async def test_a_page_without_a_feed_says_where_was_looked(web: FakeFetcher) -> None:
    """The text names the places and what to do, and the site was asked a bounded number of times."""
    anchors = "".join(f"<a href='/{number}/rss'>x</a>" for number in range(50))
    web.serve(f"{SITE}/a/b/", f"<html>{anchors}</html>".encode(), content_type="text/html")
    with pytest.raises(CommandError, match=r"offers no feed.*/feed, /rss\.xml.*“RSS” link"):
        await discover(f"{SITE}/a/b/", looking(web))
    assert len(web.asked) == 1 + 5 + 10


async def test_a_page_full_of_feeds_is_asked_for_a_few(web: FakeFetcher) -> None:
    """A hostile or a huge page cannot make us ask for thousands of addresses."""
    web.serve(SITE, declaring(*(f"/{number}/feed" for number in range(1_000))), content_type="text/html")
    for number in range(1_000):
        web.serve(f"{SITE}/{number}/feed", rss(f"News {number}"))
    assert len(await found(web, SITE)) == 8


async def test_a_declared_feed_that_cannot_be_read_is_named(web: FakeFetcher) -> None:
    """Where a page's own feed is broken, its reason is told rather than that there is none."""
    web.serve(SITE, declaring("/feed"), content_type="text/html")
    with pytest.raises(CommandError, match=r"names a feed at volt-courier\.example: the server answered 404"):
        await discover(SITE, looking(web))


async def test_an_address_that_cannot_be_read_says_why(web: FakeFetcher) -> None:
    """The reason is that of https, which would have been best."""
    web.fail(
        "https://down.example", FetchError("no connection: the server is down", url="https://down.example")
    )
    web.fail("http://down.example", FetchError("something else", url="http://down.example"))
    with pytest.raises(FetchError, match="the server is down"):
        await discover("down.example", looking(web))


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/feed",
        "http://127.0.0.1:{other}/feed",
        "http://[::1]:{other}/feed",
        "http://0x7f000001:{other}/rss",
    ],
)
async def test_a_page_cannot_lead_into_the_private_network(target: str) -> None:
    """A page that declares a feed inside our network is refused in words, and not one connection is opened there."""
    async with Publisher.open() as publisher, Publisher.open() as inside:
        allowed = (f"127.0.0.1:{publisher.port}",)
        link = target.format(other=inside.port)
        publisher.answers["/"] = Answer(body=declaring(link))
        async with open_fetcher(
            clock=FakeClock(),
            user_agent="newsthread/test",
            allowed_private=allowed,
            limits=Limits(gap_seconds=0),
        ) as fetcher:
            with pytest.raises(FetchForbiddenError, match="inside a private network and was not read"):
                await discover(publisher.url("/"), looking(fetcher))
    assert inside.connections == 0
