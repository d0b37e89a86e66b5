"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). What has the wrong type is passed over, never fatal."""

import contextlib
import json
import re
from collections.abc import Iterator, Mapping

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.drafts import DraftEntry, DraftFeed

LARGEST = 5 * 1024 * 1024
"""In memory each letter may take four bytes, and the whole document is there at once."""


class _Number(str):
    """A number, as it is written: what has a million digits is no work for us."""

    __slots__ = ()


_MOST_VALUES = 400_000
_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_SEPARATORS = (b",", b"{", b"[")
_DECODER = json.JSONDecoder(parse_int=_Number, parse_float=_Number, parse_constant=_Number)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def read(body: bytes) -> DraftFeed | str:
    """Return the feed that the JSON text *body* is, or in words what it is instead."""
    if len(body) > LARGEST or sum(map(body.count, _SEPARATORS)) > _MOST_VALUES:
        return "it is JSON too large to be read; its author should publish fewer entries"
    text = body.decode("utf-8", "replace")
    document = _decoded(text) or _salvaged(text)
    if document is None:
        return "it looks like JSON, but is broken; its author should check it with a JSON Feed validator"
    if not _text(document, "version").startswith(_VERSIONS):
        return "it is JSON, but no JSON Feed: look for the feed's own address"
    return DraftFeed(
        title=_text(document, "title"),
        link=_address(document, "home_page_url"),
        language=_text(document, "language"),
        entries=[_entry(item) for item in _objects(document, "items")],
    )


def _decoded(text: str) -> dict[str, object] | None:
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else {}


def _salvaged(text: str) -> dict[str, object] | None:
    """Return what a document that is cut off or broken says before that place: its head, and the items that are whole."""
    begin = _ITEMS.search(text)
    head = _decoded(text[: begin.start()] + '"items": []}') if begin else None
    if begin is None or head is None:
        return None
    items: list[object] = []
    place = begin.end()
    with contextlib.suppress(ValueError, RecursionError):
        while len(items) < fields.ENTRY_LIMIT:
            item, place = _DECODER.raw_decode(text, _BETWEEN.match(text, place).end())  # type: ignore[union-attr]  # matches ""
            items.append(item)
    return head | {"items": items} if items else None


def _entry(item: Mapping[str, object]) -> DraftEntry:
    attachments = tuple(_objects(item, "attachments"))
    return DraftEntry(
        guid=_text(item, "id"),
        link=_address(item, "url") or _address(item, "external_url"),
        title=_text(item, "title"),
        texts=[_text(item, "content_html")],
        plain_texts=(_text(item, "content_text"), _text(item, "summary")),
        dates=(_text(item, "date_published"), _text(item, "date_modified")),
        languages=[_text(item, "language")],
        images=[_address(item, "image"), _address(item, "banner_image")],
        files=[
            (_address(each, "url"), _text(each, "mime_type"), _text(each, "size_in_bytes"))
            for each in attachments
        ],
    )


def _objects(parent: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    found = parent.get(key)
    for each in found[: fields.ENTRY_LIMIT] if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield each


def _text(parent: Mapping[str, object], key: str) -> str:
    """Return a text, or a number as it is written: "a feed reader should coerce them to strings" is said of ids."""
    found = parent.get(key)
    return str(found) if isinstance(found, str) else ""


def _address(parent: Mapping[str, object], key: str) -> str:
    return "" if isinstance(parent.get(key), _Number) else _text(parent, key)
