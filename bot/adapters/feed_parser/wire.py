"""The bytes between us and a child: JSON, because a child that hostile bytes took over must not be able to say more.

An answer is a line for the feed, or for the problem, and a line for each entry: so the whole is never one string, of which
a single rare letter would make every letter take four bytes. It is UTF-8 without escapes, which would make Chinese twice as long.
What entries are compared by is computed as they are written: in the child, where it holds up nobody, and one by one.
"""

import binascii
import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import Any

from bot.core.entities import Enclosure, ParsedEntry, ParsedFeed, Wishes
from bot.core.indexing import features_of, is_sound, pack

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A document to parse, with what its server said of it."""

    url: str
    content_type: str
    body: bytes


def encode_request(request: Request) -> bytes:
    """Write a line of JSON, and the body after it."""
    head = json.dumps({"url": request.url, "content_type": request.content_type})
    return head.encode() + b"\n" + request.body


def decode_request(data: bytes) -> Request:
    """Read what `encode_request` wrote."""
    head_ends = data.index(b"\n")
    head, body = data[:head_ends], data[head_ends + 1 :]
    return Request(**json.loads(head), body=body)


def encode_answer(found: ParsedFeed | str) -> bytes:
    """Write a parsed feed, or in words why there is none."""
    if isinstance(found, str):
        return _line({"problem": found})
    written = io.BytesIO(_line(_written_feed(found)))
    written.seek(0, io.SEEK_END)
    for entry in found.entries:
        written.write(b"\n" + _line(_written_entry(entry)))
    return written.getvalue()


def decode_answer(data: bytes) -> ParsedFeed | str:
    """Read what `encode_answer` wrote."""
    head, *lines = data.split(b"\n")
    feed = _read_line(head)
    if "problem" in feed:
        return str(feed["problem"])
    return _read_feed(feed, tuple(_read_entry(**_read_line(line)) for line in lines))


def _line(written: dict[str, Any]) -> bytes:
    return _ENCODER.encode(written).encode()


def _read_line(line: bytes) -> dict[str, Any]:
    # `json.loads` would look at each line anew for which encoding of Unicode it is.
    read: dict[str, Any] = _DECODER.decode(line.decode())
    return read


def _written_feed(feed: ParsedFeed) -> dict[str, Any]:
    wishes = feed.wishes
    return {
        "title": feed.title,
        "site_url": feed.site_url,
        "language": feed.language,
        "wait": wishes.wait.total_seconds() if wishes.wait else None,
        "skip_hours": wishes.skip_hours,
        "skip_days": wishes.skip_days,
    }


def _read_feed(written: dict[str, Any], entries: tuple[ParsedEntry, ...]) -> ParsedFeed:
    wait = written.pop("wait")
    wishes = Wishes(
        wait=None if wait is None else dt.timedelta(seconds=wait),
        skip_hours=tuple(written.pop("skip_hours")),
        skip_days=tuple(written.pop("skip_days")),
    )
    return ParsedFeed(**written, wishes=wishes, entries=entries)


def _written_entry(entry: ParsedEntry) -> dict[str, Any]:
    features = pack(features_of(entry.title, entry.text))
    return {
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "text": entry.text,
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "language": entry.language,
        "publisher": entry.publisher,
        "image": entry.image,
        "enclosures": [(file.url, file.media_type, file.length) for file in entry.enclosures],
        "features": binascii.b2a_base64(features, newline=False).decode(),
    }


def _read_entry(
    *,
    published_at: str | None,
    enclosures: list[tuple[str, str, int]],
    features: str,
    **texts: str,
) -> ParsedEntry:
    packed = binascii.a2b_base64(features)
    return ParsedEntry(
        **texts,
        published_at=dt.datetime.fromisoformat(published_at) if published_at else None,
        enclosures=tuple(Enclosure(url=url, media_type=kind, length=size) for url, kind, size in enclosures),
        features=packed if is_sound(packed) else b"",
    )
