"""When a subscription is due, in zones that change their clocks."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.entities import Timetable, TimetableKind
from bot.core.errors import CommandError
from bot.core.timetable import latest_planned, next_planned, parse_timetable, planned_key, render_timetable

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
    "UTC",
    "Africa/Cairo",
]


def instant(text: str) -> dt.datetime:
    """Read an instant in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@given(
    at=st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(ZONES),
)
def test_what_is_shown_can_be_typed(at: dt.time, zone: str):
    """A timetable is written so that it can be read back."""
    expected = Timetable(kind=TimetableKind.DAILY, at=at, zone=zone)
    actual = parse_timetable(render_timetable(expected))
    assert actual == expected


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("", "daily 09:00 Europe/Berlin"),
        ("daily", "daily 09:00 Europe/Berlin"),
        ("sometimes 09:00 UTC", "daily 09:00 Europe/Berlin"),
        ("daily 25:00 UTC", "00:00 to 23:59"),
        ("daily 09:75 UTC", "00:00 to 23:59"),
        ("daily 09:00 Berlin", "Europe/Berlin"),
        ("daily 09:00 ../../etc/passwd", "Europe/Berlin"),
        ("weekdays 09:00 UTC", "not there yet"),
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
        (
            "daily 02:30 America/New_York",
            "2026-03-08T12:00",
            "2026-03-08T07:30",
        ),  # the clocks skip 02:30: 03:30 there
        ("daily 01:30 America/New_York", "2026-11-01T12:00", "2026-11-01T05:30"),  # 01:30 twice: the first
    ],
)
def test_the_last_planned_instant(timetable: str, now: str, expected: str):
    """The newest planned instant not after now, also on the days when the clocks change."""
    actual = latest_planned(parse_timetable(timetable), instant(now))
    assert actual == instant(expected)


@settings(max_examples=25)  # each example walks through more than a year
@given(
    zone=st.sampled_from(ZONES),
    at=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    start=st.datetimes(min_value=dt.datetime(2025, 1, 1), max_value=dt.datetime(2030, 1, 1)),  # noqa: DTZ001 -- UTC is added below
)
def test_every_local_day_has_one_edition(zone: str, at: dt.time, start: dt.datetime):
    """Walking from one planned instant to the next meets each local day exactly once, and keys never repeat."""
    timetable = Timetable(kind=TimetableKind.DAILY, at=at, zone=zone)
    now = start.replace(tzinfo=dt.UTC)
    planned = []
    for _ in range(400):
        now = next_planned(timetable, now)
        planned.append(now)
    days = [each.astimezone(ZoneInfo(zone)).date() for each in planned]
    assert {later - earlier for earlier, later in pairwise(days)} == {dt.timedelta(days=1)}
    assert len({planned_key(timetable, each) for each in planned}) == len(planned)


@given(
    zone=st.sampled_from(ZONES),
    at=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    now=st.datetimes(min_value=dt.datetime(2025, 1, 1), max_value=dt.datetime(2030, 1, 1)),  # noqa: DTZ001 -- UTC is added below
)
def test_now_lies_between_the_last_and_the_next(zone: str, at: dt.time, now: dt.datetime):
    """The last planned instant is not after now, the next one is, and nothing is planned between them."""
    timetable = Timetable(kind=TimetableKind.DAILY, at=at, zone=zone)
    moment = now.replace(tzinfo=dt.UTC)
    last = latest_planned(timetable, moment)
    assert last <= moment < next_planned(timetable, moment)
    assert next_planned(timetable, last) == next_planned(timetable, moment)
