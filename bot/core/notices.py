"""Who is to be told of feeds that fail, that are gone, or that are back. It decides, and remembers nothing.

People want to hear of a dead feed once, after a threshold of their own, and not of every passing error.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.entities import Feed
from bot.core.text import publisher_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What to tell: feeds *failing* for long, that are *gone* for good, and, told of before, that are *back*.

    *is_outage*: no feed at all can be read, so it is our own network that fails, and *failing* names them all.
    """

    failing: tuple[Feed, ...] = ()
    gone: tuple[Feed, ...] = ()
    back: tuple[Feed, ...] = ()
    is_outage: bool = False

    @property
    def in_trouble(self) -> tuple[Feed, ...]:
        """Those that people have to be told of again when they are back."""
        return (*self.failing, *self.gone)

    def __bool__(self) -> bool:
        return bool(self.failing or self.gone or self.back)


def to_tell(troubled: Sequence[Feed], now: dt.datetime, *, after: dt.timedelta) -> Telling:
    """Return what is due to be told: a feed that is gone or back at once, one that fails when it did for *after*."""
    return Telling(
        failing=tuple(feed for feed in troubled if _fails_for_long(feed, now, after)),
        gone=tuple(feed for feed in troubled if feed.is_gone and not _is_told_of_end(feed)),
        back=tuple(feed for feed in troubled if feed.noticed_at and not feed.failing_since),
    )


def seen_whole(telling: Telling, feeds: Sequence[Feed]) -> Telling:
    """Return *telling* in view of all *feeds* that are read: where none of several hosts can be, the fault is ours."""
    living = [feed for feed in feeds if not feed.is_gone]
    is_outage = all(feed.failing_since for feed in living) and len({_host(feed) for feed in living}) > 1
    if not telling.failing or not is_outage:
        return telling
    untold = tuple(feed for feed in living if not feed.noticed_at)
    return Telling(failing=untold, gone=telling.gone, back=telling.back, is_outage=True)


def _fails_for_long(feed: Feed, now: dt.datetime, after: dt.timedelta) -> bool:
    is_long = feed.failing_since is not None and feed.failing_since + after <= now
    return is_long and not feed.is_gone and not feed.noticed_at


def _is_told_of_end(feed: Feed) -> bool:
    """That it fails may have been told before it turned out to be gone, at its last check."""
    return feed.noticed_at is not None and (feed.checked_at is None or feed.noticed_at >= feed.checked_at)


def _host(feed: Feed) -> str:
    return publisher_of(feed.url)
