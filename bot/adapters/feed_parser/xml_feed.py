"""RSS and Atom, by feedparser on bytes.

It is told not to sanitize HTML nor to resolve links in it, which takes most of its time and is of no use for plain text.
It is not told where the feed came from either: it would rewrite relative ids with that address, and a feed that moves
would come with new ids. Links are made absolute by ourselves.
"""

import calendar
import codecs
import datetime as dt
import io
import re
from collections.abc import Mapping
from time import struct_time
from typing import Any

import feedparser

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.plain_text import line_of, text_of
from bot.adapters.feed_parser.wire import Request
from bot.core.entities import ParsedEntry, ParsedFeed, Wishes

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r";\s*charset\s*=.*", re.IGNORECASE)
_ESCAPE = b"\x1b"  # ISO-2022 writes everything in ASCII, which looks like UTF-8
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}
_SHORT_NUMBER = re.compile(r"[0-9]{1,6}")
_LONGEST_TTL = dt.timedelta(days=365)


def read(request: Request) -> ParsedFeed | None:
    """Return the feed that the document is, or None: no version was recognised, or it broke before its first entry."""
    document = feedparser.parse(
        io.BytesIO(request.body),
        response_headers={"content-type": _content_type(request)},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    found = document.get("entries", ())
    is_broken = document.get("bozo") and not isinstance(document.get("bozo_exception"), _HARMLESS)
    if not found and (not document.get("version") or is_broken):
        return None
    channel = document.feed
    title, language = line_of(channel.get("title", "")), fields.language(channel.get("language", ""))
    entries = (_entry(entry, request.url, title, language) for entry in found[: fields.ENTRY_LIMIT])
    return ParsedFeed(
        title=title,
        site_url=fields.link(channel.get("link", ""), request.url),
        language=language,
        wishes=Wishes(wait=_wait(channel)),
        entries=tuple(entry for entry in entries if entry.title or entry.text),
    )


def _content_type(request: Request) -> str:
    """Return the content type with the charset to believe: UTF-8 if the bytes are, else the document before the server.

    feedparser believes the server (RFC 7303), but servers name a default for files they never looked into.
    """
    media_type = _CHARSET.sub("", request.content_type) or "application/xml"
    if _is_utf8(request.body):
        return f"{media_type}; charset=utf-8"
    declared = _DECLARED.match(request.body)
    if declared and _decodes(request.body, declared[1].decode("ascii")):
        return f"{media_type}; charset={declared[1].decode('ascii')}"
    return request.content_type or media_type


def _is_utf8(body: bytes) -> bool:
    return _ESCAPE not in body and _decodes(body, "utf-8")


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        codecs.decode(body, encoding)
    except (LookupError, ValueError):
        return False
    return True


def _entry(entry: dict[str, Any], url: str, publisher: str, language: str) -> ParsedEntry:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    raw_texts = dict.fromkeys([*contents, entry.get("summary") or ""])
    source = entry.get("source") or {}
    return ParsedEntry(
        guid=fields.guid(entry.get("id") or ""),
        url=fields.link(entry.get("link") or "", url),
        title=line_of(entry.get("title") or ""),
        text=max((text_of(raw) for raw in raw_texts), key=len),
        published_at=_instant(entry.get("published_parsed")) or _instant(dict.get(entry, "updated_parsed")),
        language=_language(entry) or language,
        publisher=line_of(source.get("title") or "") or publisher,
    )


def _language(entry: Mapping[str, Any]) -> str:
    details = (*entry.get("content", ()), entry.get("title_detail") or {})
    declared = (fields.language(detail.get("language") or "") for detail in details)
    return next(filter(None, declared), "") or fields.language(entry.get("language") or "")


def _instant(parsed: struct_time | None) -> dt.datetime | None:
    """feedparser's dates are in UTC."""
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _wait(channel: Mapping[str, Any]) -> dt.timedelta | None:
    """Return the longest wait the publisher asks for: RSS `ttl` in minutes, or the syndication module's period."""
    period = _PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower(), 0)
    frequency = _count(channel.get("sy_updatefrequency", "1")) or 1
    minutes = max(_count(channel.get("ttl", "0")), period * 60 // frequency)
    return min(dt.timedelta(minutes=minutes), _LONGEST_TTL) or None


def _count(value: object) -> int:
    digits = str(value).strip()
    return int(digits) if _SHORT_NUMBER.fullmatch(digits) else 0
