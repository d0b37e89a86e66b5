"""What a date in a feed says, however it is written: RFC 822, RFC 3339, epochs, other languages, Chinese.

feedparser's own dates are not used: it reads "2026/11/23 10:00" as the first of November, epoch seconds as the year 1795,
and CET as UTC. Whether a date is credible is not decided here.
"""

import datetime as dt
import functools
import importlib
import re
import unicodedata

_LONGEST = 100

_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {
    **{name: number for number, name in enumerate(_ENGLISH_MONTHS, start=1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH_MONTHS, start=1)},
    "sept": 9,
}
_LANGUAGE_NAMES = """
de fr es it pt ru tr nl pl uk sv da nb fi cs sk hu ro bg hr sr sl el lt lv et ca gl eu id ms vi
ar fa he hi bn th az ka hy sq mk be kk is ga cy af sw fil ur ta
"""
_LANGUAGES = tuple(_LANGUAGE_NAMES.split())
"""Languages whose months are known by name, in the order in which they are believed where two use one name."""

_ZONE_NAMES = {
    0: "z gmt utc ut wet uhr",
    1: "cet mez met west bst",
    2: "cest mesz mest eet sast",
    3: "eest msk мск trt",
    4: "msd gst",
    5: "pkt",
    5.5: "ist",
    5.75: "npt",
    7: "ict wib",
    8: "hkt sgt awst pht",
    9: "jst kst",
    9.5: "acst",
    10: "aest",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
    -3: "brt art adt",
    -3.5: "nst",
    -4: "ast edt",
    -5: "est cdt",
    -6: "cst mdt",
    -7: "mst pdt",
    -8: "pst akdt",
    -9: "akst",
    -10: "hst",
}
_ZONES = {name: hours for hours, names in _ZONE_NAMES.items() for name in names.split()}
"""Hours east of Greenwich. A name that is not here counts as Greenwich."""

_CHINESE_HOURS = 8  # what CST means in a Chinese feed
_WIDEST_ZONE = dt.timedelta(hours=15)

_TIME = "(?P<h>[01][0-9]|2[0-3]):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])"
_OFFSET = "(?:Z|GMT|UTC|(?P<sign>[+-])(?P<hours>0[0-9]|1[0-4]):?(?P<minutes>[0-5][0-9]))"
_RFC_822 = re.compile(
    "(?:[A-Z][a-z]{2}, )?(?P<day>[0-9]{1,2}) (?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<year>[0-9]{4}) "
    f"{_TIME} {_OFFSET}"
)
_RFC_3339 = re.compile(f"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})T{_TIME}{_OFFSET}")
"""The forms of nearly all feeds. They read as the rules for all the others would have it, and far faster."""

_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?Z?")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[-/.]|[年년])\s?(\d{1,2})(?:\s?(?:[-/.]|[月월])\s?(\d{1,2})\s?[日일]?)?(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(?P<half>[上下]午|오전|오후)?\s?(?P<h>\d{1,2})\s?(?:[:.hH]|[点點時时시])\s?(?P<m>\d{1,2})(?!\d)(?:\s?(?:[:.m]|[分분])\s?"
    r"(?P<s>\d{1,2})(?!\d)(?P<f>[.,]\d+)?)?\s?[分秒]?\s?(?P<after>[aApP]\.?[mM]\.?(?![^\W\d_]))?"
)
_ZONE = re.compile(r"\s*\(?(?:(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?(?!\d)|([^\W\d_]+))")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_WORD = re.compile(r"[^\s\d.,:;()/+-]+")
_AFTER_DAY = re.compile(r"(?<!\d)\d{1,2}[\s.,/-]*(?:de |di )?([^\s\d.,:;()/+-]+)")
_ENGLISH = re.compile(r"(?:en(?:-us|-ph)?)?")


class DateReader:
    """Reads the dates of one document, whose *language* (a BCP 47 tag, or "") decides what is ambiguous."""

    def __init__(self, language: str) -> None:
        self._language = language.partition("-")[0]
        self._is_american = _ENGLISH.fullmatch(language) is not None

    def read(self, raw: str) -> dt.datetime | None:
        """Return the instant in UTC, which it is taken for where it names no zone; None where it is no date."""
        try:
            return _of_usual_form(raw) or self._read(raw)
        except (ValueError, OverflowError):
            return None

    def _read(self, raw: str) -> dt.datetime | None:
        text = " ".join(unicodedata.normalize("NFKC", raw[: 2 * _LONGEST]).split())
        if not text or len(text) > _LONGEST:
            return None
        if epoch := _EPOCH.fullmatch(text):
            return dt.datetime.fromtimestamp(int(epoch[1] or epoch[2]) / (1 if epoch[1] else 1000), dt.UTC)
        if compact := _COMPACT.fullmatch(text):
            year, month, date, hours, minutes, seconds = (int(part or 0) for part in compact.groups())
            midnight = dt.datetime(year, month, date, tzinfo=dt.UTC)
            return midnight + dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
        day, rest = self._day(text)
        if day is None:
            return None
        clock = _CLOCK.search(rest)
        if clock is None:
            return dt.datetime.combine(day, dt.time(), dt.UTC)
        zone = self._zone(rest[clock.end() :])
        return dt.datetime.combine(day, dt.time(), dt.UTC) + _since_midnight(clock) - zone

    def _day(self, text: str) -> tuple[dt.date | None, str]:
        """Return the day, and what of *text* may hold the time."""
        if found := _YEAR_FIRST.search(text):
            rest = text[found.end() :].removeprefix("T")
            return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)), rest
        if found := _YEAR_LAST.search(text):
            first, second = int(found[1]), int(found[3])
            is_month_first = second > 12 or (found[2] == "/" and first <= 12 and self._is_american)  # noqa: PLR2004 -- months
            day, month = (second, first) if is_month_first else (first, second)
            return dt.date(int(found[4]), month, day), text[: found.start()] + " " + text[found.end() :]
        return _day_in_words(text, self._language), text

    def _zone(self, text: str) -> dt.timedelta:
        found = _ZONE.match(text)
        if found is None:
            return dt.timedelta()
        if found[1]:
            offset = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
            return (offset if found[1] == "+" else -offset) if offset < _WIDEST_ZONE else dt.timedelta()
        name = found[4].lower()
        hours = _CHINESE_HOURS if name == "cst" and self._language == "zh" else _ZONES.get(name, 0)
        return dt.timedelta(hours=hours)


def _of_usual_form(raw: str) -> dt.datetime | None:
    found = _RFC_822.fullmatch(raw) or _RFC_3339.fullmatch(raw)
    if found is None:
        return None
    year, month, day, hour, minute, second = found.group("year", "month", "day", "h", "m", "s")
    month_number = _MONTHS.get(month.lower()) or int(month)
    there = dt.datetime(int(year), month_number, int(day), int(hour), int(minute), int(second), tzinfo=dt.UTC)
    offset = dt.timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    return there + offset if found["sign"] == "-" else there - offset


def _since_midnight(clock: re.Match[str]) -> dt.timedelta:
    """Return the time of day; 24:00 and the 60th second are the next day's and the next minute's first moment."""
    hours, minutes, seconds = int(clock["h"]), int(clock["m"]), int(clock["s"] or 0)
    half = (
        clock["after"] or {"上午": "a", "오전": "a", "下午": "p", "오후": "p"}.get(clock["half"] or "", "")
    ).lower()
    if half and hours <= 12:  # noqa: PLR2004 -- on a clock face
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    if hours > 24 or minutes > 59 or seconds > 60:  # noqa: PLR2004 -- on a clock
        raise ValueError(clock[0])
    fraction = float(f"0.{clock['f'][1:7]}") if clock["f"] else 0.0
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds + fraction)


def _day_in_words(text: str, language: str) -> dt.date | None:
    """Return the day of a date that names its month: "Mon, 23 Nov 2026", "Nov 23 2026", "lundi 23 novembre 2026"."""
    clock = _CLOCK.search(text)
    bare = text[: clock.start()] + " " + _ZONE.sub("", text[clock.end() :], count=1) if clock else text
    month, numbers = _month(bare.lower(), language), _NUMBER.findall(bare)
    if not month or len(numbers) < 2:  # noqa: PLR2004 -- the day and the year
        return None
    first, second = numbers[:2]
    year, day = (first, second) if len(first) == 4 else (second, first)  # noqa: PLR2004 -- the digits of a year
    return dt.date(_full_year(year), month, int(day))


def _month(text: str, language: str) -> int:
    """Return the month that is named, 0 for none. What follows the day comes first: "mar. 3 févr." is a Tuesday."""
    for words in (_AFTER_DAY.findall(text), _WORD.findall(text)):
        known = next((_MONTHS[word] for word in words if word in _MONTHS), 0)
        foreign = _foreign_months(language) if words and not known else {}
        known = known or next((foreign[word] for word in words if word in foreign), 0)
        if known:
            return known
    return 0


def _full_year(digits: str) -> int:
    """RFC 2822, 4.3: two digits up to 49 are in this century, three count from 1900."""
    year = int(digits)
    if len(digits) > 3:  # noqa: PLR2004 -- written in full
        return year
    return year + (2000 if len(digits) < 3 and year < 50 else 1900)  # noqa: PLR2004 -- the rule above


@functools.cache
def _foreign_months(language: str) -> dict[str, int]:
    """Return the months by name, those of *language* first, from dateparser's tables (CLDR's, and what publishers write)."""
    own = [language] if language in _LANGUAGES else []
    months: dict[str, int] = {}
    for each in (*own, *_LANGUAGES):
        names = importlib.import_module(f"dateparser.data.date_translation_data.{each}").info
        for number, month in enumerate(_ENGLISH_MONTHS, start=1):
            for name in names[month]:
                months.setdefault(unicodedata.normalize("NFKC", name).lower().strip("."), number)
    return months
