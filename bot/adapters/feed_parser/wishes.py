"""What a feed document asks of those who poll it, read from its bytes, whichever parser reads the rest.

feedparser keeps only the last hour of `skipHours`. Entries are left out: a text about RSS may quote these elements.
"""

import datetime as dt
import re

from bot.core.entities import Wishes

_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)\b")
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<(?:[\w.-]+:)?updatePeriod[^<>]{0,200}>\s*([a-z]{5,7})\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<(?:[\w.-]+:)?updateFrequency[^<>]{0,200}>\s*(\d{1,6})\s*<", re.IGNORECASE)
_SKIP_HOURS = re.compile(rb"<skipHours>((?:\s*<hour>\s*\d{1,2}\s*</hour>){1,25})", re.IGNORECASE)
_SKIP_DAYS = re.compile(rb"<skipDays>((?:\s*<day>\s*[a-z]{3,9}\s*</day>){1,8})", re.IGNORECASE)
_NUMBER = re.compile(rb"\d+")
_DAY = re.compile(rb"<day>\s*([a-z]{3})", re.IGNORECASE)

_PERIODS = {b"hourly": 1, b"daily": 24, b"weekly": 24 * 7, b"monthly": 24 * 30, b"yearly": 24 * 365}
_DAY_HOURS = 24
_DAYS = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")
_LONGEST_WAIT = dt.timedelta(days=365)
_OUTSIDE = 64 * 1024
"""Bytes at either end of a document that are looked at."""


def wishes_of(document: bytes) -> Wishes:
    """Return what an RSS *document* asks for: `ttl`, `skipHours` and `skipDays`, the syndication module's period."""
    first = _ENTRY.search(document)
    last = max(document.rfind(b"</item>"), document.rfind(b"</entry>"), 0)
    head = document[: first.start() if first else _OUTSIDE]
    outside = head[:_OUTSIDE] + (document[last:][:_OUTSIDE] if first else b"")
    return Wishes(wait=_wait(outside), skip_hours=_skip_hours(outside), skip_days=_skip_days(outside))


def _wait(outside: bytes) -> dt.timedelta | None:
    """Return the longest wait asked for: `ttl` in minutes, or the syndication module's period over its frequency."""
    period = _PERIOD.search(outside)
    hours = _PERIODS.get(period[1].lower(), 0) if period else 0
    minutes = max(_count(_TTL, outside), hours * 60 // (_count(_FREQUENCY, outside) or 1))
    return min(dt.timedelta(minutes=minutes), _LONGEST_WAIT) or None


def _count(pattern: re.Pattern[bytes], outside: bytes) -> int:
    found = pattern.search(outside)
    return int(found[1]) if found else 0


def _skip_hours(outside: bytes) -> tuple[int, ...]:
    """Hour 24 is midnight to some, who count from 1."""
    found = _SKIP_HOURS.search(outside)
    hours = set(map(int, _NUMBER.findall(found[1]))) if found else set()
    return tuple(sorted({hour % _DAY_HOURS for hour in hours if hour <= _DAY_HOURS}))


def _skip_days(outside: bytes) -> tuple[int, ...]:
    found = _SKIP_DAYS.search(outside)
    names = {day.lower() for day in _DAY.findall(found[1])} if found else set()
    return tuple(number for number, name in enumerate(_DAYS) if name in names)
