"""When to ask a feed again. Decisions only: no clock, no network.

The figures follow what well-behaved readers do: an hour between checks plus jitter (rachelbythebay.com/fs), and a day at
most, whatever servers ask for.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

INTERVAL = dt.timedelta(hours=1)
"""Between two checks of a feed that says nothing about it."""

_CEILING = dt.timedelta(hours=24)
_JITTER = 0.1
_DOUBLINGS = 10


def next_check(
    now: dt.datetime,
    *,
    seed: str,
    interval: dt.timedelta = INTERVAL,
    hints: Iterable[dt.timedelta | None] = (),
) -> dt.datetime:
    """Return when to ask again after a success. *hints* (ttl, max-age) can make it later, up to a day, never earlier.

    How short *interval* may be is the configuration's to say: less than five minutes only for feeds of one's own.
    *seed* names the feed: it moves the instant by up to a tenth of the interval, always by the same, so that feeds spread.
    """
    wanted = max([interval, *(hint for hint in hints if hint)])
    return now + min(min(wanted, _CEILING) + _jitter(seed, interval), _CEILING)


def next_attempt(
    now: dt.datetime,
    *,
    seed: str,
    failures: int,
    interval: dt.timedelta = INTERVAL,
    retry_at: dt.datetime | None = None,
) -> dt.datetime:
    """Return when to ask again after the *failures*-th failure in a row: twice as long each time, a day at most.

    *retry_at*, which the server named, can make it later, up to a day too: a feed never stays dead.
    """
    waiting = interval * (1 << min(max(failures, 1) - 1, _DOUBLINGS))
    asked = retry_at - now if retry_at else dt.timedelta()
    return now + min(max(waiting, asked) + _jitter(seed, interval), _CEILING)


def _jitter(seed: str, interval: dt.timedelta) -> dt.timedelta:
    draw = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 2**32
    return interval * (_JITTER * draw)
