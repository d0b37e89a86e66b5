"""Who is to be told of feeds that fail, that are gone, or that are back. It decides, and remembers nothing.

People want to hear of a dead feed once, after a threshold of their own, and not of every passing error.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.entities import Feed


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


def in_an_outage(telling: Telling, feeds: Sequence[Feed]) -> Telling:
    """Return *telling* where none of *feeds*, all that are read, can be: it names each that nobody was told of yet."""
    untold = tuple(feed for feed in feeds if feed.failing_since and not feed.is_gone and not feed.noticed_at)
    return replace(telling, failing=untold, is_outage=True)


def _fails_for_long(feed: Feed, now: dt.datetime, after: dt.timedelta) -> bool:
    is_long = feed.failing_since is not None and feed.failing_since + after <= now
    return is_long and not feed.is_gone and not feed.noticed_at


def _is_told_of_end(feed: Feed) -> bool:
    """That it fails may have been told before it turned out to be gone, at its last check."""
    return feed.noticed_at is not None and (feed.checked_at is None or feed.noticed_at >= feed.checked_at)
