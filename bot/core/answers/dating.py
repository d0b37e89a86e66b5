"""The day that a question means by "yesterday" or "last Friday", and which articles can speak of it.

It refuses to choose for "next Friday": of days to come, articles are written before.
"""

import datetime as dt
import re
from collections.abc import Sequence

from bot.core.entities import Entry
from bot.core.text import dates, fold_letters

_WEEKDAYS = {
    name: day
    for day, row in enumerate(
        (
            "monday montag pazartesi 周一 星期一",
            "tuesday dienstag sali 周二 星期二",
            "wednesday mittwoch carsamba 周三 星期三",
            "thursday donnerstag persembe 周四 星期四",
            "friday freitag cuma 周五 星期五",
            "saturday samstag cumartesi 周六 星期六",
            "sunday sonntag pazar 周日 星期日",
        )
    )
    for name in row.split()
}
_LAST_WEEKDAY = re.compile(
    r"(?:\b(?:last|on|letzten|am|gecen)\s+|上)(?P<day>"
    + "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
    + r")(?:\b|(?=[\u4e00-\u9fff]))"
)
_DAYS_BACK = (
    (0, re.compile(r"\b(?:today|heute|bugun)\b|今天|今日|اليوم")),
    (1, re.compile(r"\b(?:yesterday|gestern|dun)\b|昨天|昨日|امس")),
    (2, re.compile(r"\b(?:vorgestern|evvelsi gun|onceki gun)\b|前天")),
)
_TO_COME = re.compile(r"\b(?:will|going to|wird|werden|werde)\b|\w[ae]c[ae][kg]\w*\b|将|会在|سوف")
_WEEK = 7
_TOLD_LATER = dt.timedelta(days=2)
"""So long after a day articles about it appear."""

_NIGHT = dt.timedelta(days=1)
"""What a morning's edition tells as today's news was published the evening before."""


def day_asked_about(question: str, today: dt.date) -> dt.date | None:
    """Return the day, gone or going on, that *question*, asked on *today*, means by a word; None where it means none."""
    folded = fold_letters(question)
    if _TO_COME.search(folded):
        return None
    for back, pattern in _DAYS_BACK:
        if pattern.search(folded):
            return today - dt.timedelta(days=back)
    found = _LAST_WEEKDAY.search(folded)
    if not found:
        return None
    back = (today.weekday() - _WEEKDAYS[found["day"]]) % _WEEK or _WEEK
    return today - dt.timedelta(days=back)


def of_day(entries: Sequence[Entry], day: dt.date, today: dt.date) -> tuple[Entry, ...]:
    """Return those *entries* that can tell, *today*, of *day*: published then or soon after, or naming its date."""
    begins_on = day - _NIGHT if day == today else day
    return tuple(entry for entry in entries if _is_of_day(entry, day, begins_on))


def _is_of_day(entry: Entry, day: dt.date, begins_on: dt.date) -> bool:
    if begins_on <= entry.published_at.date() <= day + _TOLD_LATER:
        return True
    told = dates(f"{entry.title}\n{entry.text}")
    return any((one.month, one.day) == (day.month, day.day) and one.year in {0, day.year} for one in told)
