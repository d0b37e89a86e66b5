"""Find the calendar dates of a text: "March 5, 2024", "5. März", "5 Mart 2024", "2024-03-05", "3月5日". Never relative ones.

It refuses forms that read two ways ("03/05/2024").
"""

import re
from dataclasses import dataclass

from bot.core.text.folding import fold_letters

_MONTHS: dict[str, int] = {
    name: month
    for month, row in enumerate(
        (
            "january jan januar janner ocak janvier enero gennaio janeiro januari января",
            "february feb februar subat fevrier febrero febbraio fevereiro februari февраля",
            "march mar marz mart mars marzo marco maart марта",
            "april apr nisan avril abril aprile апреля",
            "may mai mayis mayo maggio maio mei мая",
            "june jun juni haziran juin junio giugno junho июня",
            "july jul juli temmuz juillet julio luglio julho июля",
            "august aug agustos aout agosto augustus августа",
            "september sep sept eylul septembre septiembre settembre setembro сентября",
            "october oct oktober okt ekim octobre octubre ottobre outubro октября",
            "november nov kasim novembre noviembre novembro ноября",
            "december dec dezember dez aralik decembre diciembre dicembre dezembro декабря",
        ),
        start=1,
    )
    for name in row.split()
}  # fmt: skip
_IN = ("in ", "im ", "since ", "seit ", "until ", "anfang ", "ende ", "mitte ", "late ", "early ")
_AMBIGUOUS = frozenset("may march mar mars mart mai mei marco augustus ekim ocak aralik".split())
"""Words of everyday use too: a month only beside a day or a year."""

MONTH_WORDS = frozenset(_MONTHS) - _AMBIGUOUS
"""The names of months, folded, without those that are words of everyday use too."""

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"(?<!\d)(?P<iso>(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2}))(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})(?!\d)"
    r"|(?:(?P<y3>\d{4})年)?(?P<m3>\d{1,2})月(?:(?P<d3>\d{1,2})[日号號])?"
    rf"|(?<!\w)(?P<d4>\d{{1,2}})(?:\.|st|nd|rd|th|er)?(?: of| de)? (?P<m4>{_MONTH})\b\.?(?:,? (?:de )?(?P<y4>\d{{4}})(?!\d))?"
    rf"|\b(?P<m5>{_MONTH})\b\.?(?: (?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,.]\d|\w))?(?:,? (?P<y5>\d{{4}})(?!\d))?"
)
_MAX_MONTH, _MAX_DAY = 12, 31


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is written: 0 where a part is missing."""

    year: int
    month: int
    day: int
    text: str


def dates(text: str) -> list[Date]:
    """Return the dates of *text* in order."""
    found = (_read(match) for match in _DATE.finditer(fold_letters(text)))
    return [date for date in found if date is not None]


def _read(match: re.Match[str]) -> Date | None:
    parts = match.groupdict()
    year, month, day = (
        next((value for i in "12345" if (value := parts.get(f"{letter}{i}"))), "0") for letter in "ymd"
    )
    if month in _AMBIGUOUS and year == day == "0" and not match.string.endswith(_IN, 0, match.start()):
        return None
    number = _MONTHS.get(month) or int(month)
    if not 1 <= number <= _MAX_MONTH or int(day) > _MAX_DAY:
        return None
    return Date(int(year), number, int(day), match.group())
