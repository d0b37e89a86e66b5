"""Which entries are new. An entry is known by its guid, else its canonical link, else the hash of title and text.

Publishers move dates, edit titles, add tracking parameters, change guids and switch to https; none of that makes an entry
new. It compares within one feed only: copies in other feeds are a matter of stories.
"""

import datetime as dt
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.entities import EntryKeys, NewEntry, ParsedEntry, ParsedFeed
from bot.core.text import canonical_url, content_hash, publisher_of, shorten

_EARLIEST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)
"""No news site is older: what claims to be was misread (feedparser makes 1795 of epoch seconds)."""

_TITLE_LENGTH = 100


def identify(feed: ParsedFeed, *, feed_url: str, seen_at: dt.datetime) -> tuple[NewEntry, ...]:
    """Give each entry of a document its identity ladder; of entries with the same guid only the first is returned.

    A guid that different entries of one document share does not tell them apart, nor does none at all: then the link stands in, and
    where that is shared too, the hash. *seen_at* is the date of entries without a credible one.
    """
    entries = [_entry(parsed, feed, feed_url, seen_at) for parsed in feed.entries]
    shared_guids, shared_links = _shared(entries, "guid"), _ambiguous_links(entries)
    distinct: dict[str, NewEntry] = {}
    for entry in entries:
        is_linked = entry.link and entry.link not in shared_links
        stand_in = entry.link if is_linked else entry.content_hash
        guid = entry.guid if entry.guid and entry.guid not in shared_guids else stand_in
        distinct.setdefault(guid, replace(entry, guid=guid))
    return tuple(distinct.values())


def new_entries(incoming: Sequence[NewEntry], known: Sequence[EntryKeys]) -> tuple[NewEntry, ...]:
    """Return those of *incoming*, the entries of one document, that none of the *known* entries of its feed is."""
    links_that_tell_nothing = _ambiguous_links(incoming) | _ambiguous_links(known)
    guids = {keys.guid for keys in known}
    links = {keys.link for keys in known} - links_that_tell_nothing
    hashes = {keys.content_hash for keys in known}
    fresh: list[NewEntry] = []
    for entry in incoming:
        # Without a text the hash is the title's alone, and "Weather report" comes every day.
        if entry.guid in guids or entry.link in links or (entry.text and entry.content_hash in hashes):
            continue
        guids.add(entry.guid)
        hashes.add(entry.content_hash)
        if entry.link not in links_that_tell_nothing:
            links.add(entry.link)
        fresh.append(entry)
    return tuple(fresh)


def _ambiguous_links(entries: Iterable[NewEntry | EntryKeys]) -> frozenset[str]:
    """Return the links that do not identify: several different entries have them, or they lead to a home page."""
    return frozenset({"", *_shared(entries, "link"), *(each.link for each in entries if _is_home(each.link))})


def _shared(entries: Iterable[NewEntry | EntryKeys], key: str) -> frozenset[str]:
    contents: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        contents[getattr(entry, key)].add(entry.content_hash)
    return frozenset(value for value, hashes in contents.items() if len(hashes) > 1)


def _is_home(link: str) -> bool:
    parts = urllib.parse.urlsplit(link)
    return not parts.path.strip("/") and not parts.query and not parts.fragment


def _entry(parsed: ParsedEntry, feed: ParsedFeed, feed_url: str, seen_at: dt.datetime) -> NewEntry:
    return NewEntry(
        guid=parsed.guid,
        link=canonical_url(parsed.url),
        content_hash=content_hash(parsed.title, parsed.text),
        url=parsed.url,
        title=parsed.title or shorten(parsed.text, _TITLE_LENGTH),
        text=parsed.text,
        publisher=parsed.publisher or feed.title or publisher_of(feed_url),
        language=parsed.language or feed.language,
        published_at=_credible(parsed.published_at, seen_at),
        is_excerpt=False,
    )


def _credible(published_at: dt.datetime | None, seen_at: dt.datetime) -> dt.datetime:
    is_credible = published_at is not None and _EARLIEST <= published_at <= seen_at
    return published_at if published_at is not None and is_credible else seen_at
