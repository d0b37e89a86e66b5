"""When a subscription is due: local times in IANA zones, across daylight saving time.

Only "daily HH:MM Zone" for now. A local time that a day does not have (the clocks go forward over it) is published at
the instant the clocks show next; one that a day has twice is published the first time. So every local day has exactly
one planned instant, and the planned local date and time is a key that cannot repeat.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.entities import Timetable, TimetableKind
from bot.core.errors import CommandError

_PATTERN = re.compile(r"(?P<kind>\S+)\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s+(?P<zone>\S+))?")
_LATER_KINDS = ("weekdays", "weekly", "hourly", "instant")
_DAY = dt.timedelta(days=1)


def parse_timetable(text: str, *, default_zone: str = "UTC") -> Timetable:
    """Parse "daily 09:00 Europe/Berlin"; the zone may be left out.

    Raises:
        CommandError: it cannot be understood; the text says what to write instead.
    """
    match = _PATTERN.fullmatch(text.strip())
    if not text.strip():
        raise CommandError("When? For example: subscribe daily 09:00 Europe/Berlin")
    if text.strip().lower().startswith(_LATER_KINDS):
        raise CommandError(f"“{text.strip()}” is not there yet. What works today: daily 09:00 Europe/Berlin")
    if match is None or match["kind"].lower() != TimetableKind.DAILY:
        raise CommandError(f"“{text.strip()}” is no timetable. Write: daily 09:00 Europe/Berlin")
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:  # noqa: PLR2004 -- the last hour of a day and the last minute of an hour
        raise CommandError(
            f"{match['hour']}:{match['minute']} is no time of day. Write it from 00:00 to 23:59."
        )
    return Timetable(
        kind=TimetableKind.DAILY, at=dt.time(hour, minute), zone=known_zone(match["zone"] or default_zone)
    )


def known_zone(name: str) -> str:
    """Return *name* if it is an IANA zone.

    Raises:
        CommandError: it is not; the text names one that is.
    """
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(
            f"“{name}” is no time zone. Write its IANA name, such as Europe/Berlin."
        ) from error


def render_timetable(timetable: Timetable) -> str:
    """Return the text that `parse_timetable` reads back."""
    return f"{timetable.kind} {timetable.at:%H:%M} {timetable.zone}"


def planned_key(timetable: Timetable, planned_at: dt.datetime) -> str:
    """Return the planned local date and time with its zone ("2026-11-23T09:00 Europe/Berlin"): one edition for each."""
    local_day = planned_at.astimezone(ZoneInfo(timetable.zone)).date()
    return f"{local_day.isoformat()}T{timetable.at:%H:%M} {timetable.zone}"


def latest_planned(timetable: Timetable, now: dt.datetime) -> dt.datetime:
    """Return the newest planned instant that is not after *now*: after a pause, the last of those that were missed."""
    today = now.astimezone(ZoneInfo(timetable.zone)).date()
    planned = _instant(timetable, today)
    return planned if planned <= now else _instant(timetable, today - _DAY)


def next_planned(timetable: Timetable, now: dt.datetime) -> dt.datetime:
    """Return the first planned instant after *now*."""
    today = now.astimezone(ZoneInfo(timetable.zone)).date()
    planned = _instant(timetable, today)
    return planned if planned > now else _instant(timetable, today + _DAY)


def _instant(timetable: Timetable, day: dt.date) -> dt.datetime:
    """Return the instant of *day*'s planned local time. Fold 0 also moves a time in a gap forward by the gap (PEP 495)."""
    return dt.datetime.combine(day, timetable.at.replace(fold=0), ZoneInfo(timetable.zone)).astimezone(dt.UTC)
