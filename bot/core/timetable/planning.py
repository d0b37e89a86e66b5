"""The instants of a timetable, and whether now is a quiet hour.

A local time that a day does not have (the clocks go forward over it) is published at the instant the clocks show next;
one that a day has twice is published the first time. So every planned local time has exactly one instant, and the planned
local date and time is a key that cannot repeat. Where two planned times share an instant (02:30 does not exist, and 03:30
is planned too), the later one counts: several missed are one edition.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.core.entities import Timetable

_DAY = dt.timedelta(days=1)
_LOOKED_AT = 10
"""Days: the same weekday a week before today, whose time may be still to come, seen from tomorrow."""


def planned_key(timetable: Timetable, planned_at: dt.datetime) -> str:
    """Return the planned local date and time with its zone ("2026-11-23T09:00 Europe/Berlin"): one edition for each."""
    day = planned_at.astimezone(ZoneInfo(timetable.zone)).date()
    planned = next(local for at, local in _planned(timetable, day + _DAY, -1) if at == planned_at)
    return f"{planned:%Y-%m-%dT%H:%M} {timetable.zone}"


def latest_planned(timetable: Timetable, now: dt.datetime) -> dt.datetime:
    """Return the newest planned instant that is not after *now*: after a pause, the last of those that were missed.

    Not for an instant timetable, which plans nothing.
    """
    tomorrow = now.astimezone(ZoneInfo(timetable.zone)).date() + _DAY
    return next(at for at, _ in _planned(timetable, tomorrow, -1) if at <= now)


def next_planned(timetable: Timetable, now: dt.datetime) -> dt.datetime:
    """Return the first planned instant after *now* (as `latest_planned`, not for an instant timetable)."""
    yesterday = now.astimezone(ZoneInfo(timetable.zone)).date() - _DAY
    return next(at for at, _ in _planned(timetable, yesterday, 1) if at > now)


def quiet_until(timetable: Timetable, now: dt.datetime) -> dt.datetime | None:
    """Return when the quiet hours end in which *now* lies; None: it lies in none."""
    if timetable.quiet is None:
        return None
    zone, quiet = ZoneInfo(timetable.zone), timetable.quiet
    today = now.astimezone(zone).date()
    for day in (today - _DAY, today):
        ends_on = day if quiet.begins < quiet.ends else day + _DAY
        begins_at = _instant(dt.datetime.combine(day, quiet.begins), zone)
        ends_at = _instant(dt.datetime.combine(ends_on, quiet.ends), zone)
        if begins_at <= now < ends_at:
            return ends_at
    return None


def _planned(timetable: Timetable, start: dt.date, step: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield planned instants with their local date and time, from the day *start* on, forwards or backwards (*step* 1, -1)."""
    zone = ZoneInfo(timetable.zone)
    for offset in range(_LOOKED_AT):
        day = start + step * offset * _DAY
        if day.isoweekday() in timetable.days:
            # By instant: 02:30, moved forward by a gap, comes after 03:00.
            local = (dt.datetime.combine(day, time) for time in timetable.times)
            yield from sorted(((_instant(each, zone), each) for each in local), reverse=step < 0)


def _instant(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the instant of a local time. Fold 0 also moves a time in a gap forward by the gap (PEP 495)."""
    return local.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
