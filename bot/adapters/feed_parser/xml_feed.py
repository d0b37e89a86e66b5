"""RSS and Atom: lxml where the document is ordinary, feedparser where it is not, lxml again where feedparser would be overrun."""

import contextlib

from bot.adapters.feed_parser import document, feedparser_reader, lxml_reader
from bot.adapters.feed_parser.drafts import DraftFeed

_LARGEST_ODD = 4 * 1024 * 1024
_MOST_TAGS = 100_000
_MOST_REFERENCES = 300_000


def read(prepared: bytes) -> DraftFeed | None:
    """Return the feed that a *prepared* document is, or None where it is none, or broke before its first entry.

    Raises:
        TooMuchError: it has more markup than a feed can have.
    """
    with contextlib.suppress(lxml_reader.Odd):
        return lxml_reader.read(prepared)
    odd = document.whole_entries(prepared)
    found = None
    if _is_for_feedparser(odd):
        with contextlib.suppress(feedparser_reader.GaveUpError):
            found = feedparser_reader.read(odd)
    found = found or lxml_reader.read(odd, recover=True)
    return found if found and (found.entries or document.is_whole(prepared)) else None


def _is_for_feedparser(odd: bytes) -> bool:
    """Say whether feedparser can read it in the time and memory there is."""
    return len(odd) <= _LARGEST_ODD and odd.count(b"<") <= _MOST_TAGS and odd.count(b"&") <= _MOST_REFERENCES
