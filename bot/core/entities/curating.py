"""Choosing feeds: what a page links to, what a found feed looks like, which topic reads what, and lists of feeds."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.ids import FeedId
from bot.core.entities.reading import Feed, ParsedEntry
from bot.core.entities.subscriptions import Origin


class LinkKind(StrEnum):
    """How a page names an address: as its feed, as its own true address, or as a link that looks like a feed's."""

    DECLARED = "declared"
    CANONICAL = "canonical"
    ANCHOR = "anchor"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link of a page that may lead to a feed. *url* is absolute http(s)."""

    url: str
    title: str
    kind: LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A feed that somebody may want to read. *url* is where to poll it: after permanent redirects only.

    *newest* are its newest entries, newest first. *pace* is the time between two entries, None where its dates do not
    tell. *is_full*: its entries are whole articles rather than teasers.
    """

    url: str
    title: str
    site_url: str
    language: str
    entries: int
    newest: tuple[ParsedEntry, ...]
    pace: dt.timedelta | None
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A topic, by its name, reads a feed: in every workspace, or in some."""

    topic: str
    feed_id: FeedId
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A feed to be read from *next_check_at* on. *title* stands until it was read."""

    url: str
    next_check_at: dt.datetime
    title: str = ""
    site_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """A feed as people look after it. *activity*: how many of its entries were published each day, today's last."""

    feed: Feed
    links: tuple[FeedLink, ...] = ()
    activity: tuple[int, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of the topics that read it, each once."""
        return tuple(dict.fromkeys(link.topic for link in self.links))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed in a list that came from elsewhere (OPML). *folders* lead to it, outermost first; *line* is where it stands."""

    url: str
    title: str
    site_url: str
    folders: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLine:
    """A line of such a list that cannot be used, and why."""

    line: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """A list of feeds as it was read."""

    feeds: tuple[ListedFeed, ...]
    skipped: tuple[SkippedLine, ...] = ()
