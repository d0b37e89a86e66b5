"""Which entries are new. An entry is known by its guid, else its canonical link, else the hash of title and text.

Publishers move dates, edit titles, add tracking parameters, change guids and switch to https; none of that makes an entry
new, as long as one rung of the ladder stays from one check to the next. It compares within one feed only: copies in other
feeds are a matter of stories.

A rung that several entries share identifies none of them. Where the ladder cannot tell an edited entry from another one, it
would rather tell an article twice than lose one, but for one case, where a promise stands against it: the first time that
a guid comes back with another link and another text at once, it is believed.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.core.entities import EntryId, EntryKeys, NewEntry, ParsedEntry, ParsedFeed
from bot.core.text import canonical_url, content_hash, is_home_page, publisher_of, shorten

_EARLIEST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)
"""No news site is older: what claims to be was misread (feedparser makes 1795 of epoch seconds)."""

_TITLE_LENGTH = 100

Forms: TypeAlias = Mapping[EntryId, Sequence[EntryKeys]]
"""The forms of each stored entry."""


def identify(feed: ParsedFeed, *, feed_url: str, seen_at: dt.datetime) -> tuple[NewEntry, ...]:
    """Give each entry of a document its identity ladder; of entries with the same guid only the first is returned.

    A guid that different entries of one document share does not tell them apart, nor does none at all: then the link stands in, and
    where that is shared too, the hash. *seen_at* is the date of entries without a credible one.
    """
    entries = [_entry(parsed, feed, feed_url, seen_at) for parsed in feed.entries]
    shared_guids, vague_links = _shared(entries, "guid"), _shared(entries, "link") | _homes(entries)
    distinct: dict[str, NewEntry] = {}
    for entry in entries:
        is_telling = entry.guid and entry.guid not in shared_guids
        known_by = entry if is_telling else _without_guid(entry, vague_links)
        distinct.setdefault(known_by.guid, known_by)
    return tuple(distinct.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognized:
    """What a document brought: *new* entries, and the new *forms* of stored ones, by which they will be known as well."""

    new: tuple[NewEntry, ...]
    forms: tuple[EntryKeys, ...]


def recognize(incoming: Sequence[NewEntry], known: Sequence[EntryKeys]) -> Recognized:
    """Tell the new entries of *incoming*, one document, from those that are stored.

    *known* are all forms of each stored entry of the feed that shares a rung with one of *incoming*.
    """
    forms: defaultdict[EntryId, list[EntryKeys]] = defaultdict(list)
    for form in known:
        forms[form.entry_id].append(form)
    entries = _distinct(incoming)
    owners = _owners(entries, forms) if forms else {}
    new = tuple(entry for number, entry in enumerate(entries) if number not in owners)
    seen = (_form(owner, entries[number]) for number, owner in owners.items())
    return Recognized(new=new, forms=tuple(form for form in seen if form not in forms[form.entry_id]))


def _owners(entries: list[NewEntry], forms: Forms) -> dict[int, EntryId]:
    """Return which of *entries*, by number, is which stored entry: by guid first, then by link, then by content.

    An entry whose guid turned out to be used for different articles gets another guid, in place.
    """
    vague_links = _repeated(entry.link for entry in entries) | _held_by_many(forms, "link") | _homes(entries)
    vague_hashes = _repeated(entry.content_hash for entry in entries) | _held_by_many(forms, "content_hash")
    # Without a text the hash is the title's alone, and "Weather report" comes every day.
    vague_hashes |= {entry.content_hash for entry in entries if not entry.text}
    owners: dict[int, EntryId] = {}
    holders = _holders(forms, "guid")
    for number, entry in enumerate(entries):
        owner = holders.get(entry.guid)
        if owner is not None and _is_reused(entry, forms[owner]):
            entries[number] = _without_guid(entry, vague_links)
        elif owner is not None:
            owners[number] = owner
    _claim(owners, entries, "link", _holders(forms, "link", vague_links))
    _claim(owners, entries, "content_hash", _holders(forms, "content_hash", vague_hashes))
    return owners


def _claim(
    owners: dict[int, EntryId], entries: Sequence[NewEntry], rung: str, holders: Mapping[str, EntryId]
) -> None:
    """Find owners by one more *rung*. A stored entry that the document lists already is not also another entry of it."""
    taken = set(owners.values())
    for number, entry in enumerate(entries):
        owner = holders.get(getattr(entry, rung))
        if owner is not None and owner not in taken and number not in owners:
            owners[number] = owner
            taken.add(owner)


def _holders(forms: Forms, rung: str, vague: Collection[str] = ()) -> dict[str, EntryId]:
    holders = {getattr(form, rung): owner for owner, of_one in forms.items() for form in of_one}
    return {key: owner for key, owner in holders.items() if key and key not in vague}


def _distinct(incoming: Iterable[NewEntry]) -> list[NewEntry]:
    """Return the entries without those that the document lists twice: under two guids, with the same link and content."""
    seen: set[tuple[str, str]] = set()
    entries: list[NewEntry] = []
    for entry in incoming:
        content = (entry.link, entry.content_hash)
        if content not in seen or not entry.link or is_home_page(entry.link):
            entries.append(entry)
        seen.add(content)
    return entries


def _is_reused(entry: NewEntry, forms: Sequence[EntryKeys]) -> bool:
    """Say whether the guid of *entry* names different articles: it comes a third time with yet another link and content.

    An article may be moved and rewritten between two checks, and that it happens once is believed, for its guid says so.
    """
    links, hashes = {form.link for form in forms}, {form.content_hash for form in forms}
    is_different = entry.link not in links and entry.content_hash not in hashes
    return is_different and len(links) > 1 and len(hashes) > 1


def _without_guid(entry: NewEntry, vague_links: Collection[str]) -> NewEntry:
    """Return *entry* with its link for a guid, and where that does not tell it apart, its hash."""
    is_linked = entry.link and entry.link not in vague_links
    return replace(entry, guid=entry.link if is_linked else entry.content_hash)


def _form(owner: EntryId, entry: NewEntry) -> EntryKeys:
    return EntryKeys(entry_id=owner, guid=entry.guid, link=entry.link, content_hash=entry.content_hash)


def _shared(entries: Iterable[NewEntry], key: str) -> set[str]:
    """Return the values of *key* that entries with different contents have."""
    first: dict[str, str] = {}
    pairs = ((getattr(entry, key), entry.content_hash) for entry in entries)
    return {value for value, content in pairs if first.setdefault(value, content) != content}


def _repeated(values: Iterable[str]) -> set[str]:
    return {value for value, count in Counter(values).items() if count > 1}


def _held_by_many(forms: Forms, rung: str) -> set[str]:
    """Return the values of a *rung* that different stored entries have."""
    return _repeated(key for of_one in forms.values() for key in {getattr(form, rung) for form in of_one})


def _homes(entries: Iterable[NewEntry]) -> set[str]:
    """Return the links that lead to a home page, which is about no entry."""
    return {entry.link for entry in entries if is_home_page(entry.link)}


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
        image=parsed.image,
        enclosures=parsed.enclosures,
        features=parsed.features,
    )


def _credible(published_at: dt.datetime | None, seen_at: dt.datetime) -> dt.datetime:
    is_credible = published_at is not None and _EARLIEST <= published_at <= seen_at
    return published_at if published_at is not None and is_credible else seen_at
