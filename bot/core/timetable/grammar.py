"""How people write a timetable, and how it is written back to them.

daily 09:00 Europe/Berlin            weekdays 08:30,17:00            mon,thu 09:00            weekly friday 16:00
every 4h                             every 2h from 07:00             hourly                   instant
… quiet 22:00-07:00                  nothing is posted in these hours, and all is told when they end
"""

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.entities import EVERY_DAY, Quiet, Timetable, Weekday
from bot.core.errors import CommandError
from bot.core.language import say

EXAMPLE = "daily 09:00 Europe/Berlin"

_FORMS = say(
    "{forms}; and behind it, if you like: {quiet}",
    forms=f"{EXAMPLE}; weekdays 09:00,17:00; mon,thu 09:00; every 4h; instant",
    quiet="quiet 22:00-07:00",
)
_WORKDAYS = EVERY_DAY[:5]
_WEEKEND = EVERY_DAY[5:]
_NAMED_DAYS = {"daily": EVERY_DAY, "weekdays": _WORKDAYS, "weekends": _WEEKEND}
_SPANS = (1, 2, 3, 4, 6, 8, 12)
"""Hours that part a day evenly, so that the times are the same every day."""

_QUIET = re.compile(r"\s*\bquiet\s+(\S+?)\s*(?:-|–|to)\s*(\S+)", re.IGNORECASE)
_EVERY = re.compile(
    r"(?:hourly|every\s*(?P<hours>\d{1,4})?\s*(?:h|hours?))\b(?:\s+from\s+(?P<start>\S+))?\s*", re.IGNORECASE
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS, _MINUTES = 24, 60


def parse_timetable(text: str, *, default_zone: str = "UTC") -> Timetable:
    """Parse a timetable as people write it; the zone may be left out.

    Raises:
        CommandError: it cannot be understood; the text says what to write instead.
    """
    wanted = " ".join(text.split())
    if not wanted:
        raise CommandError(say("When? For example: {forms}", forms=_FORMS))
    found = _QUIET.search(wanted)
    quiet = _quiet(found) if found else None
    rest = _QUIET.sub(" ", wanted, count=1).strip()
    return _instant(rest, quiet, default_zone) or _planned(rest, quiet, default_zone)


def render_timetable(timetable: Timetable) -> str:
    """Return the text that `parse_timetable` reads back."""
    quiet = timetable.quiet
    parts = [*_when(timetable), timetable.zone]
    if quiet:
        parts.append(f"quiet {quiet.begins:%H:%M}-{quiet.ends:%H:%M}")
    return " ".join(parts)


def known_zone(name: str) -> str:
    """Return *name* if it is an IANA zone.

    Raises:
        CommandError: it is not; the text names one that is.
    """
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(
            say("“{name}” is no time zone. Write its IANA name, such as Europe/Berlin.", name=name)
        ) from error


def _instant(text: str, quiet: Quiet | None, default_zone: str) -> Timetable | None:
    word, _, zone = text.partition(" ")
    if word.lower() != "instant":
        return None
    return Timetable(days=EVERY_DAY, times=(), zone=known_zone(zone or default_zone), quiet=quiet)


def _planned(text: str, quiet: Quiet | None, default_zone: str) -> Timetable:
    head, times, zone = _taken_apart(text)
    return Timetable(days=_days(head, text), times=times, zone=known_zone(zone or default_zone), quiet=quiet)


def _taken_apart(text: str) -> tuple[str, tuple[dt.time, ...], str]:
    """Return the words for the days, the times, and the zone ("" where none is named)."""
    every = _EVERY.search(text)
    if every:
        return text[: every.start()], _every(every["hours"] or "1", every["start"]), text[every.end() :]
    words = text.split()
    at = [place for place, word in enumerate(words) if ":" in word]
    if not at or not {*words[at[0] : at[-1] + 1]} - {words[place] for place in at} <= {"and"}:
        raise _not_understood(text)
    written = [time for place in at for time in words[place].split(",") if time]
    zone = " ".join(words[at[-1] + 1 :])
    return " ".join(words[: at[0]]), tuple(sorted({_time(each) for each in written})), zone


def _every(hours: str, start: str | None) -> tuple[dt.time, ...]:
    span = int(hours)
    if span not in _SPANS:
        raise CommandError(
            say(
                "Every {n} hours is not the same every day. Write every {others} or {last} hours.",
                n=span,
                others=_SPANS[:-1],
                last=_SPANS[-1],
            )
        )
    first = _time(start) if start else dt.time()
    return tuple(sorted(first.replace(hour=(first.hour + more) % _HOURS) for more in range(0, _HOURS, span)))


def _days(words: str, text: str) -> tuple[Weekday, ...]:
    names = [word for word in re.split(r"[\s,]+|\band\b|\bat\b", words.lower()) if word]
    if not names and _EVERY.search(text):
        return EVERY_DAY
    if len(names) == 1 and names[0] in _NAMED_DAYS:
        return _NAMED_DAYS[names[0]]
    is_weekly = names[:1] == ["weekly"]
    days = sorted({day for name in names[is_weekly:] for day in _day_or_span(name, text)})
    if not days or (is_weekly and len(days) > 1):
        raise _not_understood(text)
    return tuple(days)


def _day_or_span(name: str, text: str) -> Sequence[Weekday]:
    first, dash, last = name.replace("–", "-").partition("-")
    begin = _day(first, text)
    if not dash:
        return [begin]
    length = (_day(last, text) - begin) % len(EVERY_DAY)
    return [EVERY_DAY[(begin - 1 + more) % len(EVERY_DAY)] for more in range(length + 1)]


def _day(name: str, text: str) -> Weekday:
    """Return the day that *name* begins, three letters at least: "mon", "tues", "thursday"; also "fridays"."""
    plain = name.removesuffix("s") if name.endswith("days") else name
    for day in EVERY_DAY:
        if len(plain) > 2 and day.name.lower().startswith(plain):  # noqa: PLR2004 -- mon, tue
            return day
    raise _not_understood(text)


def _quiet(found: re.Match[str]) -> Quiet:
    begins, ends = _time(found[1]), _time(found[2])
    if begins == ends:
        raise CommandError(
            say("Quiet hours that end when they begin would never end. Write quiet 22:00-07:00.")
        )
    return Quiet(begins=begins, ends=ends)


def _time(text: str) -> dt.time:
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) >= _HOURS or int(found[2]) >= _MINUTES:
        raise CommandError(say("{text} is no time of day. Write it from 00:00 to 23:59.", text=text))
    return dt.time(int(found[1]), int(found[2]))


def _not_understood(text: str) -> CommandError:
    return CommandError(say("“{text}” is no timetable. Write: {forms}", text=text, forms=_FORMS))


def _when(timetable: Timetable) -> list[str]:
    if timetable.is_instant:
        return ["instant"]
    every, days = _rendered_every(timetable.times), _rendered_days(timetable.days)
    if every:
        return [every] if timetable.days == EVERY_DAY else [days, every]
    return [days, ",".join(f"{time:%H:%M}" for time in timetable.times)]


def _rendered_every(times: Sequence[dt.time]) -> str:
    """Return "every 4h" where the times part the day evenly, else ""."""
    span, first = _HOURS // len(times), times[0]
    if span not in _SPANS or tuple(times) != _every(str(span), f"{first:%H:%M}"):
        return ""
    return f"every {span}h" + (f" from {first:%H:%M}" if first != dt.time() else "")


def _rendered_days(days: Sequence[Weekday]) -> str:
    for name, named in _NAMED_DAYS.items():
        if tuple(days) == named:
            return name
    if len(days) == 1:
        return f"weekly {days[0].name.lower()}"
    return ",".join(day.name.lower()[:3] for day in days)
