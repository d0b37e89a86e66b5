"""Is a number or a date of a claim one of the source's? Scale, rounding, units and the side it is meant on decide."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.core.text import Bound, Date, Number, NumberKind, unit_base

_ROUNDED = Decimal("0.035")
"""How far plain rounding may go ("1.5 billion" for 1.46)."""

_ABOUT = Decimal("0.12")
"""How far "about" and "nearly" may go, and how far "more than" may stay behind the true value, in shares of it."""

_BEYOND = Decimal("0.25")
_LONG = 100
"""Whole numbers below are not rounded."""

_SMALL = 3
"""Up to here a writer may have counted what the source lists."""

_SIDES = {Bound.ABOVE, Bound.BELOW}


def missing_numbers(
    claim: Sequence[Number], source: Sequence[Number], source_dates: Sequence[Date]
) -> list[Number]:
    """Return the claim's numbers that no number and no part of a date of the source stands for."""
    parts = {Decimal(part) for date in source_dates for part in (date.year, date.month, date.day) if part}
    return [
        number
        for number in claim
        if not is_counted(number)
        and not (
            number.kind in {NumberKind.PLAIN, NumberKind.YEAR, NumberKind.ORDINAL} and number.value in parts
        )
        and not any(fits(number, other) for other in source)
    ]


def is_counted(number: Number) -> bool:
    """Small numbers in letters are often counted, not quoted ("two people", "one of them")."""
    is_bare = number.kind in {NumberKind.PLAIN, NumberKind.ORDINAL}
    return number.is_word and is_bare and number.value <= _SMALL


def fits(number: Number, source: Number) -> bool:
    """Say whether the source's number is what the claim's number says, as exactly as that says it."""
    if not _same_kind(number, source) or {number.bound, source.bound} == _SIDES:
        return False
    return any(_same_value(number, value, source, other) for value, other in _readings(number, source))


def are_comparable(number: Number, other: Number) -> bool:
    """Say whether two numbers count the same kind of thing, so that one may stand where the other should."""
    return (number.kind is NumberKind.YEAR) == (other.kind is NumberKind.YEAR) and _same_kind(number, other)


def _same_kind(number: Number, source: Number) -> bool:
    kinds = {number.kind, source.kind}
    if NumberKind.PERCENT in kinds and len(kinds) > 1:
        # "20" may leave its sign out in a list ("from 10 to 20 percent"), but a claim may not add one to a count.
        return NumberKind.PLAIN in kinds and number.value <= 100  # noqa: PLR2004 -- a share
    if kinds == {NumberKind.CURRENCY, NumberKind.MEASURE}:
        return False
    if kinds == {NumberKind.CURRENCY}:
        return number.unit == source.unit
    return kinds != {NumberKind.MEASURE} or unit_base(number.unit)[0] == unit_base(source.unit)[0]


def _readings(number: Number, source: Number) -> Iterator[tuple[Decimal, Decimal]]:
    """Return the values to compare, those of two measures of one kind in the same unit."""
    ours = theirs = Decimal(1)
    if number.kind is source.kind is NumberKind.MEASURE and number.unit != source.unit:
        ours, theirs = unit_base(number.unit)[1], unit_base(source.unit)[1]
    for value in number.readings:
        for other in source.readings:
            yield value, other * theirs / ours


def _same_value(number: Number, value: Decimal, source: Number, other: Decimal) -> bool:
    if value == other:
        return True
    if NumberKind.YEAR in {number.kind, source.kind} or not other or not value:
        return False
    gap = abs(value - other) / abs(other)
    if number.bound is Bound.ABOVE:
        return value <= other and (other - value <= value * _BEYOND or other - value <= number.step)
    if number.bound is Bound.BELOW:
        return value >= other and gap <= _ABOUT
    if number.bound is Bound.ABOUT:
        return gap <= _ABOUT
    is_long = other >= _LONG or source.step < 1
    is_rounding = is_long and number.step > source.step and abs(value - other) * 2 <= number.step
    is_converted = number.unit != source.unit and number.kind is source.kind is NumberKind.MEASURE
    return (is_rounding or is_converted) and gap <= _ROUNDED


def missing_dates(claim: Sequence[Date], source: Sequence[Date]) -> list[Date]:
    """Return the claim's dates that contradict the source's or stand nowhere in it.

    A part that either leaves out contradicts nothing.
    """
    return [date for date in claim if not any(_agree(date, other) for other in source)]


def _agree(date: Date, other: Date) -> bool:
    pairs = ((date.year, other.year), (date.month, other.month), (date.day, other.day))
    return (not date.month or bool(other.month)) and all(
        not ours or not theirs or ours == theirs for ours, theirs in pairs
    )
