"""From an invented publisher to the bytes that a real one serves: RSS 2.0, Atom 1.0, JSON Feed 1.1, and HTML pages.

Pages carry the furniture that real pages have, so that finding the article in them is real work.
"""

import datetime as dt
import email.utils
import html
import json
import string
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from bot.adapters.demo_publisher.content import DemoEntry, DemoPublisher, FeedFormat

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_RELATED = 3
_TYPES = {
    FeedFormat.RSS: "application/rss+xml; charset=utf-8",
    FeedFormat.ATOM: "application/atom+xml; charset=utf-8",
    FeedFormat.JSON: "application/feed+json; charset=utf-8",
    FeedFormat.PAGE: "text/html; charset=utf-8",
}

ET.register_namespace("atom", _ATOM)
ET.register_namespace("content", _CONTENT)
ET.register_namespace("dc", _DC)


def feed_type(feed_format: FeedFormat) -> str:
    """Return the media type of a feed."""
    return _TYPES[feed_format]


def render_feed(
    publisher: DemoPublisher, entries: Sequence[DemoEntry], *, started_at: dt.datetime, root: str
) -> bytes:
    """Return the feed with *entries*, in the publisher's format. *root* is the site's address without a slash at its end."""
    match publisher.format:
        case FeedFormat.RSS:
            return _rss(publisher, entries, started_at, root)
        case FeedFormat.ATOM:
            return _atom(publisher, entries, started_at, root)
        case FeedFormat.JSON:
            return _json(publisher, entries, started_at, root)
        case FeedFormat.PAGE:
            return render_home(publisher, entries, root=root, template=_MOVED)


def feed_url(publisher: DemoPublisher, root: str) -> str:
    """Return the address of a publisher's feed."""
    ending = "json" if publisher.format is FeedFormat.JSON else "xml"
    return f"{root}/{publisher.slug}/feed.{ending}"


def entry_url(publisher: DemoPublisher, entry: DemoEntry, root: str) -> str:
    """Return the address of an article's page."""
    return f"{root}/{publisher.slug}/{entry.slug}"


def _rss(publisher: DemoPublisher, entries: Sequence[DemoEntry], started_at: dt.datetime, root: str) -> bytes:
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _texts(
        channel,
        title=publisher.name,
        link=f"{root}/{publisher.slug}/",
        description=publisher.tagline,
        language=publisher.language,
    )
    for entry in entries:
        item = ET.SubElement(channel, "item")
        url = entry_url(publisher, entry, root)
        published_at = email.utils.format_datetime(started_at - entry.age, usegmt=True)
        _texts(item, title=entry.title, link=url, pubDate=published_at)
        ET.SubElement(item, "guid", isPermaLink="false").text = f"{publisher.slug}/{entry.slug}"
        ET.SubElement(item, f"{{{_DC}}}publisher").text = publisher.name
        if entry.teaser:
            _texts(item, description=html.escape(entry.teaser))
        else:
            _texts(item, description=html.escape(entry.paragraphs[0]))
            ET.SubElement(item, f"{{{_CONTENT}}}encoded").text = _paragraphs(entry)
    return _bytes(rss)


def _atom(
    publisher: DemoPublisher, entries: Sequence[DemoEntry], started_at: dt.datetime, root: str
) -> bytes:
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": publisher.language})
    newest = min((entry.age for entry in entries), default=dt.timedelta())
    _texts(
        feed,
        title=publisher.name,
        subtitle=publisher.tagline,
        id=f"urn:newsthread-demo:{publisher.slug}",
        updated=(started_at - newest).isoformat(),
    )
    ET.SubElement(feed, "link", rel="alternate", href=f"{root}/{publisher.slug}/")
    ET.SubElement(feed, "link", rel="self", href=feed_url(publisher, root))
    _texts(ET.SubElement(feed, "author"), name=publisher.name)
    for entry in entries:
        item = ET.SubElement(feed, "entry")
        published_at = (started_at - entry.age).isoformat()
        identity = f"urn:newsthread-demo:{publisher.slug}:{entry.slug}"
        _texts(item, title=entry.title, id=identity, published=published_at, updated=published_at)
        ET.SubElement(item, "link", rel="alternate", href=entry_url(publisher, entry, root))
        kind, text = ("summary", entry.teaser) if entry.teaser else ("content", _paragraphs(entry))
        ET.SubElement(item, kind, type="html").text = text
    return _bytes(feed)


def _json(
    publisher: DemoPublisher, entries: Sequence[DemoEntry], started_at: dt.datetime, root: str
) -> bytes:
    items = [
        {
            "id": f"{publisher.slug}/{entry.slug}",
            "url": entry_url(publisher, entry, root),
            "title": entry.title,
            "date_published": (started_at - entry.age).isoformat(),
            **({"summary": entry.teaser} if entry.teaser else {"content_html": _paragraphs(entry)}),
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "description": publisher.tagline,
        "language": publisher.language,
        "home_page_url": f"{root}/{publisher.slug}/",
        "feed_url": feed_url(publisher, root),
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def render_home(
    publisher: DemoPublisher, entries: Sequence[DemoEntry], *, root: str, template: string.Template
) -> bytes:
    """Return a publisher's home page with links to *entries*, in *template*."""
    return template.substitute(_frame(publisher, entries, root)).encode()


def render_page(
    publisher: DemoPublisher,
    entry: DemoEntry,
    *,
    others: Sequence[DemoEntry],
    started_at: dt.datetime,
    root: str,
    template: string.Template,
) -> bytes:
    """Return an article's page in *template*, with links to some of the *others*."""
    related = [other for other in others if other.slug != entry.slug][:_RELATED]
    published_at = started_at - entry.age
    return template.substitute(
        _frame(publisher, related, root),
        title=html.escape(entry.title),
        first=f"<p>{html.escape(entry.paragraphs[0])}</p>",
        rest="\n".join(f"<p>{html.escape(part)}</p>" for part in entry.paragraphs[1:]),
        iso=published_at.isoformat(),
        date=f"{published_at:%Y-%m-%d %H:%M} UTC",
    ).encode()


def _frame(publisher: DemoPublisher, links: Sequence[DemoEntry], root: str) -> dict[str, str]:
    items = (
        f'<li><a href="{html.escape(entry_url(publisher, entry, root))}">{html.escape(entry.title)}</a></li>'
        for entry in links
    )
    return {
        "language": publisher.language,
        "publisher": html.escape(publisher.name),
        "tagline": html.escape(publisher.tagline),
        "home": html.escape(f"{root}/{publisher.slug}/"),
        "feed": html.escape(feed_url(publisher, root)),
        "links": "\n".join(items),
    }


def _paragraphs(entry: DemoEntry) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in entry.paragraphs)


def _texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def _bytes(element: ET.Element) -> bytes:
    document: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return document


_MOVED = string.Template(
    '<!doctype html>\n<html lang="$language"><head><meta charset="utf-8"><title>$publisher</title></head>'
    "<body><h1>$publisher</h1><p>$tagline.</p></body></html>\n"
)
