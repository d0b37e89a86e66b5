"""What a child runs: a page in, its links to feeds out.

https://html.spec.whatwg.org/multipage/links.html#rel-alternate: an alternate of a feed's media type is a feed. It reads
only the beginning of a page, walks without recursion, and stops at a number of links.
"""

import json
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from bot.core.discovery import absolute, looks_like_feed
from bot.core.entities import LinkKind

_LARGEST_PAGE = 2 * 1024 * 1024
_MOST_ELEMENTS = 20_000
_MOST_LINKS = 60
_LONGEST_TITLE = 200
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x-rss+xml",
        "application/xml",
        "text/xml",
        "text/rss+xml",
    }
)
_JSON = "application/json"  # JSON Feed 1.0 said so, but WordPress calls its interface for programs by it too

Found = tuple[LinkKind, str, str]


def answer(request: bytes) -> bytes:
    """Answer one request: a line of JSON with the page's URL, and the page."""
    head, _, body = request.partition(b"\n")
    return json.dumps(find(body, json.loads(head)["url"]), ensure_ascii=False).encode()


def find(body: bytes, url: str) -> list[Found]:
    """Return the links of the page that came from *url*, in its order: kind, absolute URL, title."""
    if not body.strip():
        return []
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(body[:_LARGEST_PAGE].replace(b"\0", b""), parser)
    if root is None:
        return []
    base = next((href for each in root.iter("base") if (href := absolute(each.get("href") or "", url))), url)
    elements = islice(root.iter("link", "a", "area"), _MOST_ELEMENTS)
    return list(islice(_found(elements, base), _MOST_LINKS))


def _found(elements: Iterator[etree._Element], base: str) -> Iterator[Found]:
    seen: set[tuple[LinkKind, str]] = set()
    for element in elements:
        url = absolute(element.get("href") or "", base)
        kind = _kind(element, url) if url else None
        if kind is not None and (kind, url) not in seen:
            seen.add((kind, url))
            yield kind, url, _title(element)


def _kind(element: etree._Element, url: str) -> LinkKind | None:
    relations = (element.get("rel") or "").lower().split()
    if element.tag != "link":
        return LinkKind.ANCHOR if looks_like_feed(url) else None
    if "canonical" in relations:
        return LinkKind.CANONICAL
    media_type = (element.get("type") or "").partition(";")[0].strip().lower()
    is_feed = media_type in _FEED_TYPES or (media_type == _JSON and looks_like_feed(url))
    is_declared = "feed" in relations or ("alternate" in relations and is_feed)
    return LinkKind.DECLARED if is_declared and "stylesheet" not in relations else None


def _title(element: etree._Element) -> str:
    text = element.get("title") or (element.text if element.tag != "link" else "") or ""
    return " ".join(text.split())[:_LONGEST_TITLE]
