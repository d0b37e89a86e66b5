"""The bytes between us and a child: JSON, because a child that hostile bytes took over must not be able to say more.

Answers are UTF-8 without escapes, which would make Chinese twice as long.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.entities import Enclosure, ParsedEntry, ParsedFeed, Wishes


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
    head, _, body = data.partition(b"\n")
    return Request(**json.loads(head), body=body)


def encode_answer(found: ParsedFeed | str) -> bytes:
    """Write a parsed feed, or in words why there is none."""
    answer = {"problem": found} if isinstance(found, str) else {"feed": asdict(found)}
    return json.dumps(answer, default=_written, ensure_ascii=False).encode()


def decode_answer(data: bytes) -> ParsedFeed | str:
    """Read what `encode_answer` wrote."""
    answer = json.loads(data)
    if "problem" in answer:
        return str(answer["problem"])
    feed = answer["feed"]
    entries = tuple(_entry(**entry) for entry in feed.pop("entries"))
    return ParsedFeed(**feed | {"entries": entries, "wishes": _wishes(**feed["wishes"])})


def _written(value: object) -> str | float:
    match value:
        case dt.datetime():
            return value.isoformat()
        case dt.timedelta():
            return value.total_seconds()
        case _:
            raise TypeError(f"no JSON form for {type(value).__name__}")


def _wishes(*, wait: float | None, skip_hours: list[int], skip_days: list[int]) -> Wishes:
    return Wishes(
        wait=None if wait is None else dt.timedelta(seconds=wait),
        skip_hours=tuple(skip_hours),
        skip_days=tuple(skip_days),
    )


def _entry(*, published_at: str | None, enclosures: list[dict[str, Any]], **texts: Any) -> ParsedEntry:
    return ParsedEntry(
        **texts,
        published_at=dt.datetime.fromisoformat(published_at) if published_at else None,
        enclosures=tuple(Enclosure(**enclosure) for enclosure in enclosures),
    )
