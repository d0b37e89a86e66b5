"""RSS and Atom by feedparser: the authority on what is odd, broken, or neither of the two quite.

It is told not to sanitize HTML nor to resolve links in it, which takes most of its time and is of no use for plain text.
It is not told where the feed came from either: it would rewrite relative ids with that address, and a feed that moves
would come with new ids. Links are made absolute by ourselves.
"""

import io
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.drafts import DraftEntry, DraftFeed
from bot.adapters.feed_parser.entry_rules import file_of, images_of, is_file

_HARMLESS = {"CharacterEncodingOverride", "NonXMLContentType"}
_SECONDS = 1.2
"""Of processor time. 4 MiB that are not well-formed take 0.5 s."""


class GaveUpError(Exception):
    """feedparser came to no end: it fell over the document, or took too long or too much memory."""


class _Stop(BaseException):
    """Ends feedparser, which swallows some exceptions."""


def read(document: bytes) -> DraftFeed | None:
    """Return the feed that the UTF-8 *document* is; None: no version was recognised, or it broke before its first entry.

    Raises:
        GaveUpError: somebody else has to read it.
    """
    found = _parsed(document)
    is_broken = found.get("bozo") and type(found.get("bozo_exception")).__name__ not in _HARMLESS
    entries = found.get("entries", ())
    if not entries and (not found.get("version") or is_broken):
        return None
    channel = found.feed
    return DraftFeed(
        title=_text(channel, "title"),
        link=_text(channel, "link"),
        language=_text(channel, "language"),
        entries=[_entry(entry) for entry in entries[: fields.ENTRY_LIMIT]],
    )


def _parsed(document: bytes) -> Any:
    import feedparser  # noqa: PLC0415 -- most children never need it

    try:
        with _at_most(_SECONDS):
            return feedparser.parse(
                io.BytesIO(document),
                response_headers={"content-type": "application/xml; charset=utf-8"},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
    except (Exception, _Stop) as error:
        raise GaveUpError from error


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what runs after *seconds* of processor time: where the system can, and in a child, which has one thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(*_: object) -> None:
    raise _Stop


def _entry(entry: dict[str, Any]) -> DraftEntry:
    contents = _mappings(entry, "content")
    languages = [_text(detail, "language") for detail in (*contents, *_mappings(entry, "title_detail"))]
    links = [link for link in _mappings(entry, "links") if _text(link, "rel") == "enclosure"]
    media, thumbnails = _mappings(entry, "media_content"), _mappings(entry, "media_thumbnail")
    covers = [_text(image, "href") for image in _mappings(entry, "image")]
    return DraftEntry(
        guid=_text(entry, "id"),
        link=_text(entry, "link"),
        title=_text(entry, "title"),
        texts=[*(_text(content, "value") for content in contents), _text(entry, "summary")],
        dates=(_text(entry, "published"), _text(entry, "updated"), _text(entry, "created")),
        languages=[*languages, _text(entry, "language")],
        publisher="".join(_text(source, "title") for source in _mappings(entry, "source")),
        images=images_of("".join(covers), [_text(each, "url") for each in thumbnails], media),
        files=[*map(file_of, links), *map(file_of, filter(is_file, media))],
    )


def _text(found: Mapping[str, Any], key: str) -> str:
    """Return what feedparser has under *key* itself, if it is text: documents may put other things there."""
    value = dict.get(found, key)  # type: ignore[call-overload]  # its own `get` looks under other keys too
    return value if isinstance(value, str) else ""


def _mappings(found: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = dict.get(found, key)  # type: ignore[call-overload]  # as above
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
