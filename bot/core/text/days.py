"""Find what a text says about days without a date: weekdays, "yesterday", "last year". Tables and a calendar, no clock.

It refuses to choose: a weekday in a text published on a Monday can be the one before or the one to come, and is both.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.core.text.dates import MONTH_WORDS, Date
from bot.core.text.folding import fold_letters

_WEEKDAYS: dict[str, int] = {
    name: day
    for day, row in enumerate(
        (
            "monday mondays montag montags pazartesi lundi lunes lunedi понедельник",
            "tuesday tuesdays dienstag dienstags sali mardi martes martedi вторник",
            "wednesday wednesdays mittwoch mittwochs carsamba mercredi miercoles mercoledi среду",
            "thursday thursdays donnerstag donnerstags persembe jeudi jueves giovedi четверг",
            "friday fridays freitag freitags cuma vendredi viernes venerdi пятницу",
            "saturday saturdays samstag samstags sonnabend cumartesi samedi sabado sabato субботу",
            "sunday sundays sonntag sonntags dimanche domingo domenica воскресенье",
        )
    )
    for name in row.split()
}
CALENDAR_WORDS = MONTH_WORDS | frozenset(_WEEKDAYS)
"""The names of months and weekdays, folded."""

_HAN_DAYS = {**{day: i for i, day in enumerate("一二三四五六日")}, "天": 6}
_KANJI_DAYS = {day: i for i, day in enumerate("月火水木金土日")}
_WEEKDAY = re.compile(
    rf"\b(?:{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b|\bpazar gunu?\b"
    r"|(?:周|星期|礼拜)(?P<han>[一二三四五六日天])|(?P<kanji>[月火水木金土日])曜"
)
_SUNDAY = 6
_WEEK = 7
_YEAR_END = 12

_RELATIVE_DAY = re.compile(
    r"(?P<before>\b(?:yesterday|gestern|dun)\b|昨天|昨日|昨晚)"
    r"|(?P<same>\b(?:today|tonight|heute|bugun)\b|今天|今日|今晚)"
    r"|(?P<after>\b(?:tomorrow|yarin)\b|明天|明日)"
)
_DISTANCES = {"before": -1, "same": 0, "after": 1}
_LAST = r"(?:last|previous|letzte[nsmr]?|vergangene[nsmr]?|vorige[nsmr]?|gecen|gectigimiz)"
_THIS = r"(?:this|current|diese[smnr]?|laufende[nsmr]?|bu)"
_NEXT = r"(?:next|coming|nachste[nsmr]?|kommende[nsmr]?|gelecek|onumuzdeki)"
_YEAR = r"(?:year|jahr(?:es)?|yil(?:in)?)"
_MONTH = r"(?:month|monats?|ay(?:in)?)"
_YEARS = {
    -1: re.compile(rf"\b(?:{_LAST} {_YEAR}|vorjahr(?:es)?|a year (?:ago|earlier))\b|去年"),
    0: re.compile(rf"\b(?:{_THIS} {_YEAR}|heuer)\b|今年"),
    1: re.compile(rf"\b{_NEXT} {_YEAR}\b|明年"),
}
_MONTHS = {
    -1: re.compile(rf"\b{_LAST} {_MONTH}\b|上个?月"),
    0: re.compile(rf"\b{_THIS} {_MONTH}\b|本月|这个月"),
    1: re.compile(rf"\b{_NEXT} {_MONTH}\b|下个?月"),
}


def weekdays(text: str) -> dict[int, str]:
    """Return the weekdays that *text* names, Monday as 0, with the form in which each is written."""
    return {_number(found): found.group() for found in _WEEKDAY.finditer(fold_letters(text))}


def relative_days(text: str) -> dict[int, str]:
    """Return the days that *text* names by their distance ("yesterday": -1), with the form of each."""
    found = _RELATIVE_DAY.finditer(fold_letters(text))
    return {_DISTANCES[match.lastgroup or "same"]: match.group() for match in found}


def resolved(text: str, published_on: date) -> list[Date]:
    """Return the dates that *text*, published on that day, can mean by weekdays, "tomorrow", "last month", "next year"."""
    return list(_resolved(fold_letters(text), published_on))


def _resolved(folded: str, today: date) -> Iterator[Date]:
    for weekday, form in weekdays(folded).items():
        back = timedelta(days=(today.weekday() - weekday) % _WEEK)
        for day in (today - back, today - back + timedelta(days=_WEEK), today - back - timedelta(days=_WEEK)):
            yield _as_date(day, form)
    for distance, form in relative_days(folded).items():
        yield _as_date(today + timedelta(days=distance), form)
    for distance, months in _MONTHS.items():
        count = today.year * _YEAR_END + today.month - 1 + distance
        yield from (
            Date(count // _YEAR_END, count % _YEAR_END + 1, 0, found.group())
            for found in months.finditer(folded)
        )
    for distance, years in _YEARS.items():
        yield from (Date(today.year + distance, 0, 0, found.group()) for found in years.finditer(folded))


def _as_date(day: date, text: str) -> Date:
    return Date(day.year, day.month, day.day, text)


def _number(found: re.Match[str]) -> int:
    if found["han"]:
        return _HAN_DAYS[found["han"]]
    if found["kanji"]:
        return _KANJI_DAYS[found["kanji"]]
    return _WEEKDAYS.get(found.group(), _SUNDAY)
