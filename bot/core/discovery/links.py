"""The links of a page: which may lead to feeds, in which order to try them, and the places where feeds usually are."""

import re
import urllib.parse
from collections.abc import Iterable

from bot.core.discovery.addresses import twin_key
from bot.core.entities import LinkKind, PageLink
from bot.core.text import is_http_url

_PLACES = ("feed", "rss.xml", "atom.xml", "index.xml", "feed.json")
_LONGEST = 4_000
_FEED_WORD = re.compile(
    r"(?:\A|[/._?=&-])(?:rss2?|atom|rdf|feeds?|syndication)(?:\Z|[/._?=&-])|\.(?:rss|atom|rdf)\Z|/feed\.json\Z",
    re.IGNORECASE,
)
_NO_FEED = re.compile(
    r"\.(?:html?|jpe?g|png|gif|svg|pdf|css|js|zip|mp3)\Z|/feedback\b|//(?:www\.)?(?:facebook|twitter|x)\.com/",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"comments?\b|kommentare?\b|commentaires?\b|comentarios?\b|yorumlar?\b|评论", re.IGNORECASE
)
_KINDS = (LinkKind.DECLARED, LinkKind.CANONICAL, LinkKind.ANCHOR)


def absolute(value: str, base: str) -> str:
    """Return *value* as an absolute http(s) URL without fragment, or "" if it is none. *base* is the page it stands on."""
    try:
        url = urllib.parse.urldefrag(urllib.parse.urljoin(base, value.strip())).url if value.strip() else ""
    except ValueError:
        return ""
    return url if len(url) <= _LONGEST and is_http_url(url) else ""


def looks_like_feed(url: str) -> bool:
    """Say whether an address that no page declares as a feed is worth a try: by a word in its path or query."""
    parts = urllib.parse.urlsplit(url)
    return bool(_FEED_WORD.search(f"{parts.path}?{parts.query}".rstrip("?"))) and not _NO_FEED.search(url)


def ranked(links: Iterable[PageLink]) -> tuple[PageLink, ...]:
    """Return the links that may lead to feeds, each once, in the order to try them: declared first, comments last."""
    distinct: dict[str, PageLink] = {}
    for link in sorted(links, key=lambda link: _KINDS.index(link.kind)):
        distinct.setdefault(twin_key(link.url), link)
    return tuple(sorted(distinct.values(), key=is_of_comments))


def is_of_comments(link: PageLink) -> bool:
    """Say whether the link leads to the comments rather than to the articles."""
    return bool(_COMMENTS.search(f"{urllib.parse.urlsplit(link.url).path} {link.title}"))


def usual_places(url: str) -> tuple[str, ...]:
    """Return where feeds usually are: beside the page at *url*, and at the top of its site."""
    parts = urllib.parse.urlsplit(url)
    beside = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    if "." in parts.path.rpartition("/")[2]:
        beside = f"{parts.path.rpartition('/')[0]}/"
    folders = dict.fromkeys((beside, "/"))
    return tuple(f"{parts.scheme}://{parts.netloc}{folder}{place}" for folder in folders for place in _PLACES)
