"""Days that a text names without a date, read by the day on which it was published."""

import datetime as dt

import pytest

from bot.core.text import relative_days, resolved, weekdays

MONDAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["on Friday", "am Freitag", "cuma günü", "周五", "星期五", "vendredi", "金曜日"]
)
def test_weekdays_are_one_in_all_languages(text: str) -> None:
    """ "Freitag" and "周五" are Friday, so a bullet in another language can be held against its source."""
    assert set(weekdays(text)) == {4}


@pytest.mark.parametrize("text", ["yesterday", "gestern", "dün", "昨天"])
def test_relative_days_are_told_by_their_distance(text: str) -> None:
    """ "Yesterday" is one day before whatever day it was written on."""
    assert set(relative_days(text)) == {-1}
    assert [(date.month, date.day) for date in resolved(text, MONDAY)] == [(11, 22)]


def test_a_weekday_may_be_the_last_or_the_next() -> None:
    """On a Monday "Friday" can be both, and is held to be both."""
    days = {(date.month, date.day) for date in resolved("on Friday", MONDAY)}
    assert {(11, 20), (11, 27)} <= days


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("last year", 2025, 0),
        ("gelecek yıl", 2027, 0),
        ("im vergangenen Jahr", 2025, 0),
        ("去年", 2025, 0),
        ("last month", 2026, 10),
        ("nächsten Monat", 2026, 12),
    ],
)
def test_years_and_months_are_read_by_the_day_of_publication(text: str, year: int, month: int) -> None:
    """ "Last year" in November 2026 is 2025."""
    assert [(date.year, date.month) for date in resolved(text, MONDAY)] == [(year, month)]
