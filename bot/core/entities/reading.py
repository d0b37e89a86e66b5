"""What was read: feeds, their entries, and the stories that the entries tell."""

import datetime as dt
import urllib.parse
from dataclasses import dataclass

from bot.core.entities.ids import EntryId, FeedId, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a feed document asks of those who poll it.

    *wait*: the least time between two checks (`ttl`, `sy:updatePeriod`). *skip_hours*: hours of the day in GMT, 0 to 23, and
    *skip_days*: days of the week, Monday is 0, on which it is not to be asked (RSS 2.0).
    """

    wait: dt.timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that an entry brings along. *length* in bytes as declared, 0 where unknown."""

    url: str
    media_type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as last seen, shared by all workspaces that read it.

    *etag* and *last_modified* are the server's validators, byte for byte. *failures* counts failed checks in a row since
    *failing_since*; *error* is the newest failure in words, and *noticed_at* when people were told of it, until they were
    told of its end. *body_error* says why the body that the validators stand for is no feed, "" where it is one. A feed
    that *is_gone* (HTTP 410) is never polled again. *wishes* are the document's, *pace* is the time it takes to bring an entry.
    """

    id: FeedId
    url: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    body_error: str = ""
    next_check_at: dt.datetime
    checked_at: dt.datetime | None = None
    succeeded_at: dt.datetime | None = None
    failures: int = 0
    error: str = ""
    is_gone: bool = False
    failing_since: dt.datetime | None = None
    noticed_at: dt.datetime | None = None
    wishes: Wishes = Wishes()
    pace: dt.timedelta | None = None

    @property
    def name(self) -> str:
        """What it is called where people read: never its URL, which may hold a secret."""
        return self.title or urllib.parse.urlsplit(self.url).hostname or "a feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """An entry as a feed parser found it: plain text, absolute links, aware UTC dates or None.

    *features* are what grouping compares, packed by `bot.core.indexing`; b"": they are not computed yet.
    """

    guid: str
    url: str
    title: str
    text: str
    published_at: dt.datetime | None
    language: str = ""
    publisher: str = ""
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    features: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document as a parser found it."""

    title: str
    site_url: str
    language: str
    wishes: Wishes = Wishes()
    entries: tuple[ParsedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be stored. *guid*, *link* (canonical URL) and *content_hash* are the identity ladder.

    *features* b"": they are computed when the entry is stored.
    """

    guid: str
    link: str
    content_hash: str
    url: str
    title: str
    text: str
    publisher: str
    language: str
    published_at: dt.datetime
    is_excerpt: bool
    excerpt_reason: str = ""
    canonical: str = ""
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    features: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryKeys:
    """A form that a stored entry was seen in: its identity ladder when it was stored, or the newest since."""

    entry_id: EntryId
    guid: str
    link: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of a feed. *text* is the publisher's, plain, paragraphs parted by an empty line, without the title.

    *is_excerpt* says that the publisher gave only a teaser and the page could not be had, *excerpt_reason* in words why.
    *canonical* is the link, in the
    form of identities, by which the article's own page wants to be known; "" where the page was not read or does not say.
    *content_hash* covers title and text. *image* is a picture's URL, *enclosures* are files, neither of them fetched.
    """

    id: EntryId
    feed_id: FeedId
    story_id: StoryId | None
    url: str
    title: str
    text: str
    publisher: str
    language: str
    published_at: dt.datetime
    stored_at: dt.datetime
    is_excerpt: bool
    content_hash: str
    excerpt_reason: str = ""
    canonical: str = ""
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries about one event, the lead first."""

    id: StoryId
    entries: tuple[Entry, ...]

    @property
    def lead(self) -> Entry:
        """The entry that tells the story best."""
        return self.entries[0]

    @property
    def newest_at(self) -> dt.datetime:
        """When the newest of its entries was published."""
        return max(entry.published_at for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a search is about, in folded tokens (`bot.core.text.fold`).

    All *groups* must match; a group matches when any of its phrases does (a name or one of its aliases); a phrase,
    tokens parted by spaces, matches when all its tokens stand in the entry.
    """

    groups: tuple[tuple[str, ...], ...]
