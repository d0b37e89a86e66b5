"""Instants, days and numbers as people of each language write them (CLDR's data, through Babel)."""

import datetime as dt
import decimal
from dataclasses import dataclass
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Pattern: TypeAlias = Literal[
    "d MMM y, HH:mm", "EEEE d MMMM y, HH:mm", "EEEE d MMMM, HH:mm", "d MMM y", "d MMM", "HH:mm"
]
"""How an instant is written, in CLDR's letters; catalogues translate it (the order and the signs between differ)."""

_UTC = "UTC"
_DECIMALS = "#,##0.0000"
_DIGITS = 5_000  # more than Python writes of a number: with the default of 28, rounding a large one raises


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and how to write it. *zone* "": by the reader's clock; where we do not know that, by UTC, and it is said."""

    at: dt.datetime
    pattern: Pattern = "d MMM y, HH:mm"
    zone: str = ""


def moment_text(moment: Moment, pattern: str, locale: str, zone: str) -> str:
    """Return *moment* in the words of *locale*; *pattern* is its pattern there, *zone* the reader's."""
    from babel.dates import format_datetime  # noqa: PLC0415 -- a start that tells no time does without it

    own = moment.zone or zone or _UTC
    text = format_datetime(moment.at.astimezone(ZoneInfo(own)), pattern, locale=locale)
    return f"{text} {_UTC}" if own == _UTC and not moment.zone else text


def day_text(day: dt.date, pattern: str, locale: str) -> str:
    """Return *day* in the words of *locale*."""
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, pattern, locale=locale)


def number_text(number: float, locale: str) -> str:
    """Return *number* with the signs of *locale* between its digits; one that is no whole number (a cost) has four places."""
    if isinstance(number, int) and locale.startswith("en"):
        return f"{number:,}"
    from babel.numbers import format_decimal  # noqa: PLC0415

    with decimal.localcontext(prec=_DIGITS):
        return format_decimal(number, format=None if isinstance(number, int) else _DECIMALS, locale=locale)
