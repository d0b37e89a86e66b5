"""When to ask a feed again. Decisions only: no clock, no network.

The figures follow what well-behaved readers do: an hour between checks plus jitter (rachelbythebay.com/fs), and a day at
most, whatever servers ask for. Only the days on which a feed is not to be asked (skipDays) can make it longer.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from bot.core.entities import Feed, Wishes
from bot.core.text import publisher_of

INTERVAL = dt.timedelta(hours=1)
"""Between two checks of a feed that brings much, and of one that says nothing about it."""

LONGEST_INTERVAL = dt.timedelta(hours=6)
"""Between two checks of a feed that hardly ever brings anything: so late is its next entry at most."""

CLOCK_TOLERANCE = dt.timedelta(days=1)
"""A check that was made later than this from now was made by a clock that was wrong."""

_CEILING = dt.timedelta(hours=24)
_JITTER = 0.1
_LONGEST_JITTER = dt.timedelta(minutes=30)
_DOUBLINGS = 10
_REFUSED = dt.timedelta(hours=4)
"""How long a server that refuses us (429, a challenge), and names no time, is left alone at least."""

_PACE_ENTRIES = 10
_CHECKS_AN_ENTRY = 2
_HOUR = dt.timedelta(hours=1)
_WEEK_HOURS = 7 * 24
_NO_WISHES = Wishes()


def is_due(now: dt.datetime, *, next_check_at: dt.datetime, checked_at: dt.datetime | None) -> bool:
    """Say whether it is time to ask a feed.

    A feed whose last check lies in the future was planned by a clock that was wrong: it would rest until then.
    """
    is_mistaken = checked_at is not None and checked_at > now + CLOCK_TOLERANCE
    return next_check_at <= now or is_mistaken


def pace_of(published: Iterable[dt.datetime | None], now: dt.datetime) -> dt.timedelta | None:
    """Return how long a feed takes to bring an entry, by the dates of its newest few up to *now*; None without any date."""
    dates = sorted((date for date in published if date is not None and date <= now), reverse=True)
    newest = dates[:_PACE_ENTRIES]
    return (now - newest[-1]) / len(newest) if newest else None


def pace_in_silence(pace: dt.timedelta | None, silence: dt.timedelta) -> dt.timedelta | None:
    """Return the *pace* of a feed that brought nothing during a further *silence*, of a day at most: clocks can be wrong."""
    return pace if pace is None else pace + min(max(silence, dt.timedelta()), _CEILING) / _PACE_ENTRIES


def interval_for(
    pace: dt.timedelta | None,
    *,
    shortest: dt.timedelta = INTERVAL,
    longest: dt.timedelta = LONGEST_INTERVAL,
) -> dt.timedelta:
    """Return how often to ask a feed of that *pace*: twice for each of its entries, never more often than *shortest*.

    *longest* is of no use below *shortest*. A feed of unknown pace is asked at the *shortest* interval.
    """
    wanted = shortest if pace is None else pace / _CHECKS_AN_ENTRY
    return max(shortest, min(wanted, longest))


def next_check(
    now: dt.datetime,
    *,
    seed: str,
    interval: dt.timedelta = INTERVAL,
    hints: Iterable[dt.timedelta | None] = (),
    wishes: Wishes = _NO_WISHES,
) -> dt.datetime:
    """Return when to ask again after a success. *hints* (max-age) and *wishes* can make it later, never earlier.

    What others ask for counts up to a day, and the hours and days to be skipped come on top. *seed* names the feed: the
    jitter that follows is of up to a tenth of the wait, always the same, so that feeds spread.
    """
    asked = max((hint for hint in (*hints, wishes.wait) if hint), default=dt.timedelta())
    return _spread(now, max(interval, min(asked, _CEILING)), seed, wishes)


def next_attempt(
    now: dt.datetime,
    *,
    seed: str,
    failures: int,
    interval: dt.timedelta = INTERVAL,
    retry_at: dt.datetime | None = None,
    is_throttled: bool = False,
    wishes: Wishes = _NO_WISHES,
) -> dt.datetime:
    """Return when to ask again after the *failures*-th failure in a row: twice as long each time, a day at most.

    *retry_at*, which the server named, can make it later, up to a day too: a feed never stays dead. *is_throttled*: the
    server refused us; where it named no time, it is left alone for some hours at once.
    """
    waiting = interval * (1 << min(max(failures, 1) - 1, _DOUBLINGS))
    is_told = is_throttled or retry_at is not None
    rest = rest_until(now, retry_at=retry_at) - now if is_told else dt.timedelta()
    asked = max(waiting, rest, wishes.wait or dt.timedelta())
    return _spread(now, max(interval, min(asked, _CEILING)), seed, wishes)


def rest_until(now: dt.datetime, *, retry_at: dt.datetime | None) -> dt.datetime:
    """Return until when a host is left alone that wants to be: the time it named, a day at most, else some hours."""
    wanted = now + _REFUSED if retry_at is None else retry_at
    return max(now, min(wanted, now + _CEILING))


def silenced_by_us(feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Return those of *feeds*, all that are read, that failed only since none of several hosts could be read.

    It was our own network that kept them silent. A feed that failed while another could still be read is none of them.
    """
    living = [feed for feed in feeds if not feed.is_gone]
    read_at = max((feed.succeeded_at for feed in living if feed.succeeded_at), default=None)
    failing = [(feed, feed.failing_since) for feed in living if feed.failing_since]
    silenced = tuple(feed for feed, since in failing if read_at is None or since > read_at)
    is_ours = len(failing) == len(living) and len({publisher_of(feed.url) for feed in silenced}) > 1
    return silenced if is_ours else ()


def _spread(now: dt.datetime, wait: dt.timedelta, seed: str, wishes: Wishes) -> dt.datetime:
    """Return the instant after *wait* and its jitter, or the first after it that *wishes* allow, and its jitter."""
    jitter = min(wait * _JITTER, _LONGEST_JITTER) * _draw(seed)
    planned = now + wait + jitter
    allowed = _allowed_from(planned, wishes)
    return (
        planned if allowed == planned else allowed + jitter
    )  # less than an hour: it stays in the hour allowed


def _allowed_from(instant: dt.datetime, wishes: Wishes) -> dt.datetime:
    """Return *instant*, or the beginning of the next hour that is not to be skipped; who skips all is not heard."""
    hour = instant.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    for number in range(_WEEK_HOURS):
        later = hour + number * _HOUR
        if later.hour not in wishes.skip_hours and later.weekday() not in wishes.skip_days:
            return max(later, instant)
    return instant


def _draw(seed: str) -> float:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 2**32
