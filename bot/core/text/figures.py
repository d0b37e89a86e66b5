"""What the written form of a number is worth: digits with marks, scales, number words, Han numerals."""

import functools
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.core.text import quantities

_GROUPED = re.compile(r"\d{1,3}(?:([,.'’\u00a0\u202f ])\d{3})(?:\1\d{3})*(?!\d)")
_HUNDRED = 100
_MYRIAD = 10_000


class Atom(NamedTuple):
    """A piece of text that may belong to a number."""

    kind: str
    text: str
    start: int
    end: int


def values_of(atoms: Sequence[Atom]) -> tuple[tuple[Decimal, ...], Decimal]:
    """Return all values of a number's atoms, the likeliest first (none if they make no number), and its step.

    The step is the unit of the last digit that was meant: 100,000 for "1.5 million", 10,000 for "30,000".
    """
    if len(atoms) == 1 and atoms[0].kind == "digits":
        return _digit_values(atoms[0].text)
    total, current, step = Decimal(0), Decimal(0), Decimal(1)
    for atom in atoms:
        scale = _scale(atom.text)
        if atom.kind == "digits":
            readings, step = _digit_values(atom.text)
            current += readings[0] if readings else 0
        elif atom.kind == "han":
            current, step = _han_value(atom.text, current, step)
        elif scale:
            current, step = (current or Decimal(1)) * scale, step * scale
            if scale > _HUNDRED:  # "hundred" goes on: two hundred thousand
                total, current = total + current, Decimal(0)
        else:
            current += quantities.WORDS.get(atom.text, Decimal(0))
    return _with_plain(atoms, total + current), step


def _scale(word: str) -> Decimal | None:
    return quantities.SCALES.get(word) or quantities.ATTACHED.get(word)


def _with_plain(atoms: Sequence[Atom], value: Decimal) -> tuple[Decimal, ...]:
    """Return the readings: "5m" may be five metres: a single attached letter leaves the digits as a second reading."""
    if atoms[-1].text in quantities.ATTACHED and atoms[0].kind == "digits":
        return (value, *_digit_values(atoms[0].text)[0])
    return (value,)


def _han_value(text: str, current: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """Read Han numerals, perhaps behind digits: 三十, 两万五千, 5千万."""
    section, digit = Decimal(0), current
    total = Decimal(0)
    for character in text:
        if character in quantities.HAN_DIGITS:
            digit = digit * 10 + quantities.HAN_DIGITS[character]
            continue
        scale = Decimal(quantities.HAN_SCALES[character])
        step *= scale
        if scale < _MYRIAD:
            section += (digit or 1) * scale
        else:
            total = (total + section + digit or Decimal(1)) * scale
            section = Decimal(0)
        digit = Decimal(0)
    return total + section + digit, step


def _digit_values(text: str) -> tuple[tuple[Decimal, ...], Decimal]:
    """Read digits with marks. One mark and three digits ("1,234", "1.234") can be read both ways."""
    if text.isdecimal():
        return (Decimal(text),), _zeros(text)
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        mark = grouped.group(1)
        whole = Decimal(re.sub(r"\D", "", text))
        if mark in ",." and text.count(mark) == 1:
            point = Decimal(text.replace(mark, "."))
            is_whole = mark == "," or point < 1 or text.endswith("000")
            readings = (whole, point) if is_whole else (point, whole)
            return readings, _zeros(text.replace(mark, ""))
        return (whole,), Decimal(1)
    last = max(text.rfind("."), text.rfind(","))
    front, fraction = re.sub(r"\D", "", text[:last]), text[last + 1 :]
    if text.count(text[last]) > 1:
        return (), Decimal(1)
    return (Decimal(f"{front}.{fraction}"),), Decimal(1).scaleb(-len(fraction))


def _zeros(digits: str) -> Decimal:
    """Return the unit of the last digit that is not a trailing zero: 30,000 was meant to ten thousands."""
    zeros = len(digits) - len(digits.rstrip("0"))
    return _power(zeros if zeros < len(digits) else 0)


@functools.cache
def _power(zeros: int) -> Decimal:
    return Decimal(1).scaleb(zeros)
