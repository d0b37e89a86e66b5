"""What a child runs: one document in, a parsed feed or a reason out. Imports little, so that a child starts in 0.2 s."""

import json
import re

from bot.adapters.feed_parser import json_feed, wire, xml_feed
from bot.core.entities import ParsedFeed

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SNIFFED = 2_000
_NO_FEED = "it is neither RSS, Atom nor JSON Feed"


def answer(request: bytes) -> bytes:
    """Answer a `wire` request."""
    return wire.encode_answer(read(wire.decode_request(request)))


def read(request: wire.Request) -> ParsedFeed | str:
    """Return the feed, or in words what the document is instead."""
    body = request.body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        return "it is empty: the server sent no feed"
    if body.startswith(b"{"):
        return _read_json(body, request.url)
    return xml_feed.read(request) or _what_else(body)


def _read_json(body: bytes, url: str) -> ParsedFeed | str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return "it looks like JSON, but is broken"
    return json_feed.read(document, url) or "it is JSON, but no JSON Feed"


def _what_else(body: bytes) -> str:
    if _HTML.search(body[:_SNIFFED]):
        return "it is a web page, not a feed; look for the page's feed link"
    return f"{_NO_FEED}, or it is cut off before its first entry" if body.startswith(b"<") else _NO_FEED
