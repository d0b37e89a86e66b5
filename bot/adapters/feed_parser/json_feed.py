"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). What has the wrong type is passed over, never fatal."""

import datetime as dt
from collections.abc import Mapping

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.plain_text import line_of, paragraphs_of, text_of
from bot.core.entities import ParsedEntry, ParsedFeed

_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def read(document: object, url: str) -> ParsedFeed | None:
    """Return the feed that the decoded JSON *document* is, or None. *url* is where it came from."""
    if not isinstance(document, Mapping) or not _text(document.get("version")).startswith(_VERSIONS):
        return None
    title, language = line_of(_text(document.get("title"))), fields.language(_text(document.get("language")))
    found = document.get("items")
    items = [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []
    entries = (_entry(item, url, title, language) for item in items[: fields.ENTRY_LIMIT])
    return ParsedFeed(
        title=title,
        site_url=fields.link(_text(document.get("home_page_url")), url),
        language=language,
        entries=tuple(entry for entry in entries if entry.title or entry.text),
    )


def _entry(item: Mapping[object, object], url: str, publisher: str, language: str) -> ParsedEntry:
    texts = (
        text_of(_text(item.get("content_html"))),
        paragraphs_of(_text(item.get("content_text"))),
        paragraphs_of(_text(item.get("summary"))),
    )
    return ParsedEntry(
        guid=fields.guid(_text(item.get("id"))),
        url=fields.link(_text(item.get("url")) or _text(item.get("external_url")), url),
        title=line_of(_text(item.get("title"))),
        text=max(texts, key=len),
        published_at=_instant(item.get("date_published")) or _instant(item.get("date_modified")),
        language=fields.language(_text(item.get("language"))) or language,
        publisher=publisher,
    )


def _instant(value: object) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return fields.utc(found)


def _text(value: object) -> str:
    """Ids may be numbers: "a feed reader should coerce them to strings"."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return str(value) if is_number or isinstance(value, str) else ""
