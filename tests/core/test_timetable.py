"""When a subscription is due, in zones that change their clocks, and when it is quiet."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.entities import EVERY_DAY, Quiet, Timetable, Weekday
from bot.core.errors import CommandError
from bot.core.timetable import (
    latest_planned,
    next_planned,
    parse_timetable,
    planned_key,
    quiet_until,
    render_timetable,
)

ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Santiago",
        "UTC",
        "Africa/Cairo",
    ]
)
TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0))
MOMENTS = st.datetimes(
    min_value=dt.datetime(2025, 1, 1),  # noqa: DTZ001 -- given its zone by the strategy
    max_value=dt.datetime(2030, 1, 1),  # noqa: DTZ001 -- likewise
    timezones=st.just(dt.UTC),
)
QUIET = st.none() | st.lists(TIMES, min_size=2, max_size=2, unique=True).map(
    lambda two: Quiet(begins=two[0], ends=two[1])
)
DAYS = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(lambda days: tuple(sorted(days)))
PLANNED = st.builds(
    Timetable,
    days=DAYS,
    times=st.sets(TIMES, min_size=1, max_size=6).map(lambda times: tuple(sorted(times))),
    zone=ZONES,
    quiet=QUIET,
)
INSTANT = st.builds(Timetable, days=st.just(EVERY_DAY), times=st.just(()), zone=ZONES, quiet=QUIET)
WEEKDAYS = EVERY_DAY[:5]


def instant(text: str) -> dt.datetime:
    """Read an instant in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@given(PLANNED | INSTANT)
def test_what_is_shown_can_be_typed(expected: Timetable):
    """A timetable is written so that it can be read back."""
    actual = parse_timetable(render_timetable(expected))
    assert actual == expected


def at(*hours: int) -> tuple[dt.time, ...]:
    """Return full hours."""
    return tuple(dt.time(hour) for hour in hours)


@pytest.mark.parametrize(
    ("text", "days", "times"),
    [
        ("daily 9:00", EVERY_DAY, at(9)),
        ("Daily 17:00, 09:00", EVERY_DAY, at(9, 17)),
        ("daily at 09:00 and 17:00", EVERY_DAY, at(9, 17)),
        ("weekdays 09:00", WEEKDAYS, at(9)),
        ("weekends 10:00", EVERY_DAY[5:], at(10)),
        ("mon,thu 09:00", (Weekday.MONDAY, Weekday.THURSDAY), at(9)),
        ("Tuesdays and Fridays 09:00", (Weekday.TUESDAY, Weekday.FRIDAY), at(9)),
        ("mon-fri 09:00", WEEKDAYS, at(9)),
        ("fri-mon 09:00", (Weekday.MONDAY, *EVERY_DAY[4:]), at(9)),
        ("weekly friday 16:00", (Weekday.FRIDAY,), at(16)),
        ("every 6h", EVERY_DAY, at(0, 6, 12, 18)),
        ("every 8 hours from 07:00", EVERY_DAY, at(7, 15, 23)),
        ("weekdays every 12h from 09:00", WEEKDAYS, at(9, 21)),
        ("hourly", EVERY_DAY, at(*range(24))),
        ("instant", EVERY_DAY, ()),
    ],
)
def test_what_people_type(text: str, days: tuple[Weekday, ...], times: tuple[dt.time, ...]):
    """Every form of the grammar, with and without a zone and quiet hours."""
    plain = parse_timetable(text, default_zone="Asia/Tokyo")
    full = parse_timetable(f"{text} Europe/Berlin quiet 22:00-07:00")
    assert plain == Timetable(days=days, times=times, zone="Asia/Tokyo")
    quiet = Quiet(begins=dt.time(22), ends=dt.time(7))
    assert full == Timetable(days=days, times=times, zone="Europe/Berlin", quiet=quiet)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("", "daily 09:00 Europe/Berlin"),
        ("daily", "daily 09:00 Europe/Berlin"),
        ("sometimes 09:00 UTC", "daily 09:00 Europe/Berlin"),
        ("weekly mon,tue 09:00", "mon,thu 09:00"),
        ("weekly 09:00", "mon,thu 09:00"),
        ("m 09:00", "mon,thu 09:00"),
        ("daily 25:00 UTC", "00:00 to 23:59"),
        ("daily 09:75 UTC", "00:00 to 23:59"),
        ("daily 09:00 Berlin", "Europe/Berlin"),
        ("daily 09:00 ../../etc/passwd", "Europe/Berlin"),
        ("every 5h", "1, 2, 3, 4, 6, 8 or 12 hours"),
        ("every 30 minutes", "every 4h"),
        ("daily 09:00 quiet 22:00", "quiet 22:00-07:00"),
        ("daily 09:00 quiet 22:00-22:00", "quiet 22:00-07:00"),
        ("instant 09:00", "Europe/Berlin"),
    ],
)
def test_a_mistake_names_its_cure(text: str, cure: str):
    """Whoever mistypes a timetable is told what to write instead."""
    with pytest.raises(CommandError) as refused:
        parse_timetable(text)
    assert cure in str(refused.value)


@pytest.mark.parametrize(
    ("timetable", "now", "expected"),
    [
        ("daily 09:00 Europe/Berlin", "2026-11-23T08:00", "2026-11-23T08:00"),
        ("daily 09:00 Europe/Berlin", "2026-11-23T07:59", "2026-11-22T08:00"),
        ("daily 09:00 Europe/Berlin", "2026-07-01T07:00", "2026-07-01T07:00"),
        # The clocks skip 02:30: 03:30 there. And 01:30 comes twice: the first.
        ("daily 02:30 America/New_York", "2026-03-08T12:00", "2026-03-08T07:30"),
        ("daily 01:30 America/New_York", "2026-11-01T12:00", "2026-11-01T05:30"),
        ("daily 02:30 Australia/Sydney", "2026-10-04T12:00", "2026-10-03T16:30"),
        ("daily 02:30 Australia/Sydney", "2026-04-05T12:00", "2026-04-04T15:30"),
        ("daily 00:30 America/Santiago", "2026-09-06T12:00", "2026-09-06T04:30"),
        ("daily 09:00,17:00 Europe/Berlin", "2026-11-23T15:59", "2026-11-23T08:00"),
        ("weekdays 09:00 Europe/Berlin", "2026-11-22T12:00", "2026-11-20T08:00"),
        ("weekly monday 09:00 Asia/Tokyo", "2026-11-22T23:59", "2026-11-16T00:00"),
        ("weekly monday 09:00 Asia/Tokyo", "2026-11-23T00:00", "2026-11-23T00:00"),
        ("every 6h Asia/Kolkata", "2026-11-23T00:29", "2026-11-22T18:30"),
        ("daily 02:30,03:00 America/New_York", "2026-03-08T07:45", "2026-03-08T07:30"),
    ],
)
def test_the_last_planned_instant(timetable: str, now: str, expected: str):
    """The newest planned instant not after now, also on the days when the clocks change, on both halves of the earth."""
    actual = latest_planned(parse_timetable(timetable), instant(now))
    assert actual == instant(expected)


@settings(max_examples=40)  # each example walks through more than a year
@given(timetable=PLANNED, start=MOMENTS)
def test_every_planned_local_time_comes_once(timetable: Timetable, start: dt.datetime):
    """Walking from one planned instant to the next meets every chosen day, no other, and no key twice."""
    now, planned = start, []
    for _ in range(400):
        now = next_planned(timetable, now)
        planned.append(now)
    days = [each.astimezone(ZoneInfo(timetable.zone)).date() for each in planned]
    span = (days[-1] - days[0]).days
    expected = {days[0] + dt.timedelta(days=more) for more in range(span + 1)}
    assert set(days) == {day for day in expected if day.isoweekday() in timetable.days}
    assert all(earlier < later for earlier, later in pairwise(planned))
    assert len({planned_key(timetable, each) for each in planned}) == len(planned)


@given(timetable=PLANNED, now=MOMENTS)
def test_now_lies_between_the_last_and_the_next(timetable: Timetable, now: dt.datetime):
    """The last planned instant is not after now, the next one is, and nothing is planned between them."""
    last = latest_planned(timetable, now)
    assert last <= now < next_planned(timetable, now)
    assert next_planned(timetable, last) == next_planned(timetable, now)


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        ("22:00-07:00", "2026-11-23T21:30", "2026-11-24T06:00"),
        ("22:00-07:00", "2026-11-24T05:59", "2026-11-24T06:00"),
        ("22:00-07:00", "2026-11-24T06:00", None),
        ("22:00-07:00", "2026-11-23T20:59", None),
        ("12:00-14:00", "2026-11-23T12:00", "2026-11-23T13:00"),
        # The night in which the clocks go back is an hour longer.
        ("22:00-07:00", "2026-10-24T20:00", "2026-10-25T06:00"),
    ],
)
def test_quiet_hours_end_by_the_local_clock(quiet: str, now: str, ends: str | None):
    """Also across midnight and a change of the clocks."""
    timetable = parse_timetable(f"instant Europe/Berlin quiet {quiet}")
    assert quiet_until(timetable, instant(now)) == (instant(ends) if ends else None)


@given(timetable=INSTANT, now=MOMENTS)
def test_quiet_hours_never_last(timetable: Timetable, now: dt.datetime):
    """Whatever is held is posted within a day, or a little more where the clocks go back."""
    ends = quiet_until(timetable, now)
    if ends is not None:
        assert now < ends <= now + dt.timedelta(hours=25)
        assert quiet_until(timetable, ends) is None
