"""Reads OPML as it is found: broken, in the wrong encoding, with lines that lead nowhere. What can be read is, and the rest is named.

It resolves nothing: a document that declares entities is refused, whatever they are for.
"""

import codecs
import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bot.core.entities import FeedList, ListedFeed, SkippedLine
from bot.core.errors import CommandError
from bot.core.text import is_http_url, shorten

LARGEST = 64 * 1024 * 1024
"""Bytes of a list. A list of 5,000 feeds has about one million."""

_MOST_FEEDS = 50_000
_LONGEST_TITLE = 200
_LONGEST_URL = 4_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)(?:[a-z][a-z0-9]{1,31};)?", re.IGNORECASE
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FEED_SCHEME = re.compile(r"\Afeed:(?=https?://)", re.IGNORECASE)
_EXPORT = "Export the subscriptions of your feed reader as OPML, and import that file."
_FEEDS = frozenset({"rss", "feed", "rdf"})
_ENDINGS = frozenset(
    {
        etree.ErrorTypes.ERR_DOCUMENT_END,
        etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
        etree.ErrorTypes.ERR_RESOURCE_LIMIT,
    }
)


def read_opml(data: bytes) -> FeedList:
    """Return the feeds of an OPML document in its order, and each line that cannot be used with the reason.

    Raises:
        CommandError: it is no OPML (a web page, a feed, nothing), is too large, or declares entities.
    """
    if len(data) > LARGEST:
        raise CommandError(f"That list is larger than {LARGEST // 2**20} MiB. Import it in parts.")
    text = _NO_XML.sub("", _decoded(data)).strip()
    if not text:
        raise CommandError(f"That list is empty. {_EXPORT}")
    if _ENTITY.search(text):
        raise CommandError(
            "That list declares entities, which no list of feeds needs and which can do harm. Take the DOCTYPE out of it."
        )
    if _PAGE.match(text):
        raise CommandError(f"That is a web page, not a list of feeds. {_EXPORT}")
    reader = _Reader()
    broken = reader.read(_AMPERSAND.sub(_escaped, text).encode())
    if reader.root in _FEEDS:
        raise CommandError("That is a feed, not a list of feeds. Add it by its address.")
    if reader.root != "opml" and not reader.feeds:
        raise CommandError(f"That is no OPML. {_EXPORT}")
    return FeedList(feeds=tuple(reader.feeds), skipped=(*reader.skipped, *broken))


@dataclass(slots=True)
class _Outline:
    """One that is open: the name that it has as a folder, and whether anything is in it."""

    title: str
    has_children: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks through a document and keeps none of it but what it found."""

    feeds: list[ListedFeed] = field(default_factory=list)
    skipped: list[SkippedLine] = field(default_factory=list)
    root: str = ""
    _open: list[_Outline] = field(default_factory=list)

    def read(self, document: bytes) -> tuple[SkippedLine, ...]:
        """Read as far as it goes; return what ended it early."""
        events = etree.iterparse(
            io.BytesIO(document),
            events=("start", "end"),
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            self._take(event, element)
        log: Any = events.error_log  # the stubs do not know that it can be walked through
        return tuple(_broken(log))

    def _take(self, event: str, element: etree._Element) -> None:
        name = etree.QName(element).localname.lower()
        self.root = self.root or name
        if name != "outline":
            return
        attributes = {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}
        if event == "start":
            self._begin(attributes)
        else:
            self._close(self._open.pop(), attributes, _line(element))
            _forget(element)

    def _begin(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].has_children = True
        self._open.append(_Outline(title=_title(attributes)))

    def _close(self, outline: _Outline, attributes: dict[str, str], line: int) -> None:
        url = _FEED_SCHEME.sub("", attributes.get("xmlurl") or "")
        if not url and outline.has_children:
            return
        reason = _reason(url, len(self.feeds))
        if reason:
            self.skipped.append(SkippedLine(line=line, what=outline.title or "an outline", reason=reason))
            return
        site = attributes.get("htmlurl", "")
        self.feeds.append(
            ListedFeed(
                url=url,
                title=outline.title,
                site_url=site if len(site) <= _LONGEST_URL and is_http_url(site) else "",
                folders=tuple(each.title for each in self._open if each.title),
                line=line,
            )
        )


def _reason(url: str, feeds: int) -> str:
    """Return why this line cannot be used, "" if it can. It names no address, which may hold a secret."""
    if not url:
        return "it has no xmlUrl"
    if len(url) > _LONGEST_URL or not is_http_url(url):
        scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", url, re.IGNORECASE)
        named = scheme and scheme[0].lower() not in ("http", "https")
        return (
            f"only http and https can be read, not {scheme[0]}:"
            if scheme and named
            else "its xmlUrl is no web address"
        )
    return f"a list may have {_MOST_FEEDS:,} feeds" if feeds >= _MOST_FEEDS else ""


def _title(attributes: dict[str, str]) -> str:
    """Return what it is called. Where a reader wrote the address for want of a title, it is none: that may be a secret."""
    title = " ".join((attributes.get("title") or attributes.get("text") or "").split())
    return "" if is_http_url(title) else shorten(title, _LONGEST_TITLE)


def _decoded(data: bytes) -> str:
    """Return the text: as its first bytes say, as UTF-8 if it is, as it declares, else as Windows did for long."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _DECLARED.match(data.lstrip())
    for encoding in ("utf-8", *([declared[1].decode("ascii")] if declared else [])):
        try:
            return data.decode(encoding)  # which refuses codecs that are not of text
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _escaped(found: re.Match[str]) -> str:
    """Write an entity of HTML as its character, and an ampersand that begins none as one: addresses are full of them."""
    character = html.unescape(found.group())
    return html.escape(character)


def _line(element: etree._Element) -> int:
    return int(getattr(element, "sourceline", 0) or 0)  # the stubs do not know its type


def _forget(element: etree._Element) -> None:
    """Let go of what was read, so that a long list takes little memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _broken(errors: Iterable[etree._LogEntry]) -> Iterator[SkippedLine]:
    """Yield what was lost; smaller mistakes were passed over, and cost nothing that anybody misses."""
    for error in errors:
        if error.type in _ENDINGS:
            reason = f"it is broken XML: {shorten(error.message, 100)}"
            yield SkippedLine(line=error.line, what="the rest of the file", reason=reason)
        elif error.type == etree.ErrorTypes.ERR_GT_REQUIRED:
            yield SkippedLine(
                line=error.line,
                what="an outline",
                reason="it is broken XML, a quotation mark or a > is missing",
            )
