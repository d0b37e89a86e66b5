"""What a child runs: one document in, a parsed feed or a reason out. Imports little, so that a child starts in 0.2 s."""

import re

from bot.adapters.feed_parser import document, json_reader, lxml_reader, wire, xml_feed
from bot.adapters.feed_parser.drafts import finish
from bot.adapters.feed_parser.encodings import to_utf8
from bot.adapters.feed_parser.wishes import wishes_of
from bot.core.entities import ParsedFeed, Wishes

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SNIFFED = 2_000
_TOO_LARGE = "it is larger inside than a feed can be; its author should publish fewer entries and less markup"
_NO_FEED = "it is neither RSS, Atom nor JSON Feed; look for the feed's own address"


def answer(request: bytes) -> bytes:
    """Answer a `wire` request."""
    return wire.encode_answer(read(wire.decode_request(request)))


def read(request: wire.Request) -> ParsedFeed | str:
    """Return the feed, or in words what the document is instead and what to do."""
    body, content_type, url = request.body, request.content_type, request.url
    del request  # whatever is let go of here is as large as the document
    try:
        body = document.unpacked(body)
        body = to_utf8(body, content_type)
        return _read(body, url)
    except (document.TooLargeError, lxml_reader.TooMuchError):
        return _TOO_LARGE


def _read(text: bytes, url: str) -> ParsedFeed | str:
    start = text[:_SNIFFED].lstrip()
    if not start:
        return "it is empty: the server sent no feed; try again later, or look for the feed's new address"
    if start.startswith(b"{"):
        found = json_reader.read(text)
        return found if isinstance(found, str) else finish(found, url, Wishes())
    prepared = document.prepared(text)
    draft = xml_feed.read(prepared) if prepared else None
    return finish(draft, url, wishes_of(prepared)) if draft else _what_else(start)


def _what_else(start: bytes) -> str:
    if _HTML.search(start):
        return "it is a web page, not a feed; look for the page's feed link"
    return f"{_NO_FEED}, or it is cut off before its first entry" if start.startswith(b"<") else _NO_FEED
