"""Where feeds may be: what people type, sites we know, the order of a page's links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import discovery
from bot.core.entities import LinkKind, PageLink
from bot.core.errors import CommandError
from bot.core.text import is_http_url


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("example.com", ("https://example.com", "http://example.com")),
        ("  <https://example.com/feed?key=1> ", ("https://example.com/feed?key=1",)),
        ("“example.com/blog”", ("https://example.com/blog", "http://example.com/blog")),
        ("localhost:8000/feed", ("https://localhost:8000/feed", "http://localhost:8000/feed")),
        ("192.168.1.5/rss", ("https://192.168.1.5/rss", "http://192.168.1.5/rss")),
        ("http://intranet/news", ("http://intranet/news",)),
        ("münchen.example", ("https://münchen.example", "http://münchen.example")),
        ("feed:https://example.com/a.xml", ("https://example.com/a.xml",)),
        ("feed://example.com/a.xml", ("https://example.com/a.xml", "http://example.com/a.xml")),
        ("FEED:example.com", ("https://example.com", "http://example.com")),
        ("@ada@social.example", ("https://social.example/@ada",)),
        ("ada@social.example", ("https://social.example/@ada",)),
        ("r/python", ("https://www.reddit.com/r/python/",)),
        ("/u/ada", ("https://www.reddit.com/user/ada/",)),
    ],
)
def test_what_people_paste_becomes_addresses(typed: str, expected: tuple[str, ...]) -> None:
    """A bare domain, a feed: link, a handle: nobody has to know how an address is written in full."""
    assert discovery.addresses(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("batteries", "“batteries” is no web address"),
        ("", "“” is no web address"),
        ("two words.example", "is no web address"),
        ("https://", "is no web address"),
        ("ftp://example.com/feed", "not ftp:"),
        ("file:///etc/passwd", "not file:"),
        ("javascript:alert(1)", "not javascript:"),
        ("feed:file:///etc/passwd", "not file:"),
        (f"https://example.com/{'x' * 5_000}", "is no web address"),
    ],
)
def test_what_is_no_address_is_told_what_one_is(typed: str, expected: str) -> None:
    """A word, a file, a script: the text says what to paste instead."""
    with pytest.raises(CommandError, match=expected) as error:
        discovery.addresses(typed)
    assert "such as example.com" in str(error.value)
    assert len(str(error.value)) < 300


@given(st.text(max_size=80))
def test_addresses_are_addresses_whatever_was_typed(typed: str) -> None:
    """No input makes anything but http(s) addresses or a mistake with its cure."""
    try:
        found = discovery.addresses(typed)
    except CommandError:
        return
    assert found
    assert all(map(is_http_url, found))


YOUTUBE = "https://www.youtube.com/feeds/videos.xml"
CHANNEL = "UCabcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", [f"{YOUTUBE}?channel_id={CHANNEL}"]),
        ("https://m.youtube.com/user/ada", [f"{YOUTUBE}?user=ada"]),
        ("https://youtube.com/playlist?list=PL1", [f"{YOUTUBE}?playlist_id=PL1"]),
        ("https://www.youtube.com/watch?v=1&list=PL1", [f"{YOUTUBE}?playlist_id=PL1"]),
        ("https://www.youtube.com/@ada", []),  # its page says which channel it is
        (f"{YOUTUBE}?channel_id={CHANNEL}", []),
        ("https://old.reddit.com/r/python/", ["https://www.reddit.com/r/python/.rss"]),
        ("https://www.reddit.com/r/python/top", ["https://www.reddit.com/r/python/top/.rss"]),
        ("https://www.reddit.com/u/ada/", ["https://www.reddit.com/user/ada/.rss"]),
        ("https://www.reddit.com/r/python/.rss", []),
        ("https://github.com/ada/engine/releases", ["https://github.com/ada/engine/releases.atom"]),
        ("https://github.com/ada/engine/releases/tag/v1", ["https://github.com/ada/engine/releases.atom"]),
        ("https://github.com/ada", ["https://github.com/ada.atom"]),
        ("https://github.com/ada/engine/releases.atom", []),
        ("https://medium.com/@ada", ["https://medium.com/feed/@ada"]),
        ("https://medium.com/tag/cars/latest", ["https://medium.com/feed/tag/cars"]),
        ("https://medium.com/", []),
        ("https://www.reddit.com/", []),
        ("https://github.com/", []),
        ("https://bsky.app/", []),
        ("https://ada.medium.com/a-story", ["https://ada.medium.com/feed"]),
        ("https://ada.substack.com/p/one", ["https://ada.substack.com/feed"]),
        ("https://ada.wordpress.com", ["https://ada.wordpress.com/feed/"]),
        ("https://ada.blogspot.com/2026/11/", ["https://ada.blogspot.com/feeds/posts/default"]),
        ("https://social.example/@ada", ["https://social.example/@ada.rss"]),
        ("https://social.example/@ada/123", ["https://social.example/@ada.rss"]),
        ("https://social.example/tags/cars", ["https://social.example/tags/cars.rss"]),
        ("https://bsky.app/profile/ada.example", ["https://bsky.app/profile/ada.example/rss"]),
        ("https://example.com/", []),
        ("https://notreddit.example/r/python/", []),
    ],
)
def test_known_sites_have_their_feeds_where_they_say(url: str, expected: list[str]) -> None:
    """A channel, a subreddit, a profile, a repository: the address of the page leads to that of the feed."""
    assert list(discovery.known_feeds(url)) == expected


def test_a_repository_offers_releases_tags_and_commits() -> None:
    """Whoever pastes a repository chooses what of it to follow, releases first."""
    base = "https://github.com/ada/engine"
    assert discovery.known_feeds(base) == tuple(
        f"{base}/{name}.atom" for name in ("releases", "tags", "commits")
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_rules_propose_nothing_but_addresses(path: str, query: str) -> None:
    """Whatever a path holds, a rule makes http(s) addresses of the same site or none."""
    for host in ("www.youtube.com", "www.reddit.com", "github.com", "medium.com", "social.example"):
        for url in discovery.known_feeds(f"https://{host}/{path}?{query}"):
            assert url.startswith("https://")


def link(url: str, kind: LinkKind = LinkKind.DECLARED, title: str = "") -> PageLink:
    """A link of a page."""
    return PageLink(url=url, title=title, kind=kind)


def test_links_are_tried_declared_first_and_comments_last() -> None:
    """What the page declares comes before what only looks like a feed, and the comments of an article after all."""
    comments = link("https://a.example/comments/feed", title="Blog » Comments Feed")
    german = link("https://a.example/k/feed", title="Kommentar-Feed")
    news, anchor = link("https://a.example/feed"), link("https://a.example/rss", LinkKind.ANCHOR)
    twin = link("http://www.a.example/feed/", LinkKind.ANCHOR)
    assert discovery.ranked([comments, anchor, german, twin, news]) == (news, anchor, comments, german)


def test_links_that_differ_in_their_query_are_two() -> None:
    """`?feed=rss2` and `?rss` make a feed of a page: neither is dropped as if it were a tracking parameter."""
    links = [link("https://a.example/?rss"), link("https://a.example/?feed=rss2"), link("https://a.example/")]
    assert discovery.ranked(links) == tuple(links)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/feed", True),
        ("https://a.example/blog/rss.xml", True),
        ("https://a.example/index.rdf", True),
        ("https://a.example/?feed=atom", True),
        ("https://a.example/feeds/all", True),
        ("https://a.example/feedback", False),
        ("https://a.example/about-rss.html", False),
        ("https://a.example/rss.png", False),
        ("https://a.example/atomic-power", False),
        ("https://www.facebook.com/feed", False),
    ],
)
def test_an_address_looks_like_a_feed_by_a_word_in_it(url: str, expected: bool) -> None:
    """Links in the text of a page are tried only where their address promises a feed."""
    assert discovery.looks_like_feed(url) is expected


def test_usual_places_are_beside_the_page_and_at_the_top() -> None:
    """A blog below a site's top is looked at before the site, and there are never more than ten places."""
    places = discovery.usual_places("https://a.example/blog/2026?x=1")
    assert places[:2] == ("https://a.example/blog/2026/feed", "https://a.example/blog/2026/rss.xml")
    assert places[5:] == tuple(
        f"https://a.example/{name}" for name in ("feed", "rss.xml", "atom.xml", "index.xml", "feed.json")
    )
    assert discovery.usual_places("https://a.example/blog/index.html")[0] == "https://a.example/blog/feed"
    assert len(discovery.usual_places("https://a.example")) == 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/feed", "https://a.example/feed"),
        ("feed#top", "https://a.example/blog/feed"),
        (" //b.example/x ", "https://b.example/x"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("data:text/xml,<rss/>", ""),
        ("http://[::1", ""),
        ("x" * 5_000, ""),
        (" ", ""),
    ],
)
def test_only_web_addresses_are_followed(value: str, expected: str) -> None:
    """A page's links are made absolute; what is no http(s) address is none."""
    assert discovery.absolute(value, "https://a.example/blog/") == expected


def test_twins_are_the_spellings_of_one_feed() -> None:
    """http or https, with www or without, a slash more or less: adding one of them twice adds nothing."""
    spellings = (
        "http://www.a.example/feed/",
        "https://a.example/feed",
        "https://A.example/feed/#x",
        "http://WWW.A.example/feed",
    )
    assert len({discovery.twin_key(url) for url in spellings}) == 1
    assert all("https://a.example/feed" in discovery.twins(url) for url in spellings)
    assert discovery.twin_key("https://a.example/feed?x=1") != discovery.twin_key("https://a.example/feed")
