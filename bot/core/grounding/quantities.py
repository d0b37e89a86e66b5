"""Is a number or a date of a claim one of the source's? Scale, rounding and units decide."""

from collections.abc import Sequence
from decimal import Decimal

from bot.core.text import Date, Number, NumberKind

_ROUNDED = Decimal("0.035")
"""How far plain rounding may go ("1.5 billion" for 1.46)."""

_ABOUT = Decimal("0.12")
"""How far "about" and "more than" may go."""

_SMALL = 3
"""Up to here a writer may have counted what the source lists."""


def missing_numbers(
    claim: Sequence[Number], source: Sequence[Number], source_dates: Sequence[Date]
) -> list[Number]:
    """Return the claim's numbers that no number and no part of a date of the source stands for."""
    parts = {Decimal(part) for date in source_dates for part in (date.year, date.month, date.day) if part}
    return [
        number
        for number in claim
        if not _is_free(number)
        and number.value not in parts
        and not any(_fits(number, other) for other in source)
    ]


def _is_free(number: Number) -> bool:
    """Small numbers in letters are often counted, not quoted ("two people", "one of them")."""
    is_bare = number.kind in {NumberKind.PLAIN, NumberKind.ORDINAL}
    return number.is_word and is_bare and number.value <= _SMALL


def _fits(number: Number, source: Number) -> bool:
    return _same_kind(number, source) and any(
        _same_value(number, value, source, other) for value in number.readings for other in source.readings
    )


def _same_kind(number: Number, source: Number) -> bool:
    if (number.kind is NumberKind.PERCENT) != (source.kind is NumberKind.PERCENT):
        # "20" may leave its sign out in a list ("from 10 to 20 percent"), but a claim may not add one to a count.
        return NumberKind.PLAIN in {number.kind, source.kind} and number.value <= 100  # noqa: PLR2004 -- a share
    if number.kind is source.kind and number.kind in {NumberKind.CURRENCY, NumberKind.MEASURE}:
        return number.unit == source.unit
    return True


def _same_value(number: Number, value: Decimal, source: Number, other: Decimal) -> bool:
    if value == other:
        return True
    if NumberKind.YEAR in {number.kind, source.kind} or not other or not value:
        return False
    gap = abs(value - other) / abs(other)
    if number.is_approximate:
        return gap <= _ABOUT
    is_rounding = number.step > source.step and abs(value - other) * 2 <= number.step
    return is_rounding and gap <= _ROUNDED


def missing_dates(claim: Sequence[Date], source: Sequence[Date]) -> list[Date]:
    """Return the claim's dates that contradict the source's or stand nowhere in it.

    A part that either leaves out contradicts nothing.
    """
    return [date for date in claim if source and not any(_agree(date, other) for other in source)]


def _agree(date: Date, other: Date) -> bool:
    pairs = ((date.year, other.year), (date.month, other.month), (date.day, other.day))
    return all(not ours or not theirs or ours == theirs for ours, theirs in pairs)
