"""URLs as identities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import canonical_url, is_home_page, is_http_url, publisher_of

TWINS = [
    ("http://www.Example.com/a/", "https://example.com/a"),
    ("https://example.com:443/a#top", "https://example.com/a"),
    ("https://example.com/a?utm_source=x&id=7&fbclid=z", "https://example.com/a?id=7"),
    ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
    ("https://example.com/%7ejo/%c3%a4", "https://example.com/~jo/%C3%A4"),
    ("https://user:secret@example.com/a", "https://example.com/a"),
    ("https://example.com./", "https://example.com"),
]
DIFFERENT = [
    ("https://example.com/a?id=7", "https://example.com/a?id=8"),
    ("https://example.com/a", "https://news.example.com/a"),
    ("https://example.com:8080/a", "https://example.com/a"),
    ("https://example.com/#!/a", "https://example.com/#!/b"),
    ("https://example.com/A", "https://example.com/a"),
]


@pytest.mark.parametrize(("url", "expected"), TWINS)
def test_canonical_url_joins_twins(url: str, expected: str) -> None:
    """A tracking parameter or https in place of http does not post an article again."""
    assert canonical_url(url) == expected


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_canonical_url_keeps_articles_apart(one: str, other: str) -> None:
    """The query often is the article: it stays, and two articles stay two."""
    assert canonical_url(one) != canonical_url(other)


URLS = st.from_regex(r"https?://(www\.)?[a-z0-9.]{1,12}(:\d{1,4})?(/[a-zA-Z0-9%._~-]{0,8}){0,3}(\?[a-z_]{1,12}=[a-z0-9%&]{0,6})?(#!?[a-z]{0,4})?", fullmatch=True)  # fmt: skip


@given(URLS | st.text(max_size=60))
def test_canonical_url_is_idempotent(url: str) -> None:
    """An identity that is looked up again is found."""
    assert canonical_url(canonical_url(url)) == canonical_url(url)


NEARLY_PLAIN = st.from_regex(
    r"https?://(www\.)?[aw0.:@_%é\[\]-]{0,6}[/?#]?[aA/.;=@%?#!&\"~\\ \t\u00a0é-]{0,8}", fullmatch=True
)


@given(NEARLY_PLAIN | URLS)
def test_plain_links_are_read_like_all_others(url: str) -> None:
    """A link that is seen to be plain has the identity that taking it apart would give it."""
    taken_apart = url.replace("http", "HTTP", 1)  # a scheme in capitals is not plain, and means the same
    assert canonical_url(url) == canonical_url(taken_apart).replace("HTTP", "http", 1)
    assert is_http_url(url) == is_http_url(taken_apart)
    assert is_home_page(url) == is_home_page(taken_apart)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a", True),
        ("HTTP://example.com", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://exa mple.com", False),
        ("https://[::1", False),
        ("/relative", False),
        ("https://example.com/\n", False),
    ],
)
def test_is_http_url(url: str, *, expected: bool) -> None:
    """Only real web addresses become links."""
    assert is_http_url(url) == expected


def test_publisher_of_is_the_host() -> None:
    """Who publishes is named by the host, without "www."."""
    assert publisher_of("https://www.News.Example.com/a") == "news.example.com"


def test_publisher_of_nothing_is_nothing() -> None:
    """A broken address names nobody."""
    assert publisher_of("http://[") == ""
