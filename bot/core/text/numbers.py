"""Find the numbers of a text with their values: digits in English and continental form, scales, number words.

Linear in the text. It refuses to see numbers inside names ("SU7", "COVID-19"): these are names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.text import quantities
from bot.core.text.figures import Atom, values_of
from bot.core.text.folding import fold_letters

_MAX_DIGITS = 24
"""Longer runs are serial numbers, not quantities."""

_TEN = 10
_FIRST_YEAR, _LAST_YEAR = 1500, 2100

_HAN = "零〇一二三四五六七八九十百千万萬亿億兆两兩"
_SYMBOLS = "%％‰$€£¥₺₽₩₹"
_ATOM = re.compile(
    r"(?P<digits>(?:\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)*)"
    rf"|(?P<han>[{_HAN}]+)|(?P<symbol>[{_SYMBOLS}])|(?P<word>(?:(?![{_HAN}])[^\W\d_])+)"
)  # fmt: skip
_ALONE = (
    r"(?P<alone>(?<=[0-9])(?<![\w-].)[0-9]{0,23}(?:(?=[.,;:!?)%](?!\d)|\Z)|(?=\s(?P<next>[A-Za-z]+)\b)))?"
)
"""After a digit: what makes it a number that goes on in nothing, unless the next word is a scale. Most are of this kind."""

_FROM_FIGURE = re.compile(rf"[\d{_HAN}]{_ALONE}")
_FROM_ASCII_FIGURE = re.compile(rf"[0-9]{_ALONE}")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_ENDINGS = _ORDINALS | {"s", "er", "ers", "x"}
_DASH = re.compile(r"\s?[-–—~～]\s?")
_GAP = re.compile(r"[\s\-\u2010-\u2013]{0,2}\Z")


class NumberKind(StrEnum):
    """What a number counts."""

    PLAIN = "plain"
    PERCENT = "percent"
    CURRENCY = "currency"
    MEASURE = "measure"
    YEAR = "year"
    ORDINAL = "ordinal"


class Bound(StrEnum):
    """How exactly a number is meant: as it stands, about so much, or on which side of it the true value lies."""

    EXACT = "exact"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it stands in a text.

    *readings*: all values it can have, the likeliest first ("1.234" is 1.234 or 1234). *unit*: an ISO currency or a
    measure's English name, "" for none. *step*: the unit of its last written digit (1.5 million: 100,000), which
    is how finely it was meant. *is_word*: written in letters. *text*: as written, *start* where.
    """

    readings: tuple[Decimal, ...]
    kind: NumberKind
    unit: str
    step: Decimal
    bound: Bound
    is_word: bool
    text: str
    start: int

    @property
    def value(self) -> Decimal:
        """The likeliest value."""
        return self.readings[0]


def numbers(text: str) -> list[Number]:
    """Return the numbers of *text* in order."""
    reader = _Reader(text)
    return [number for i, j in reader.runs() if (number := reader.number(i, j))]


def figures(text: str) -> list[tuple[Decimal, ...]]:
    """Return the readings of the numbers of *text* that do not begin with a word, without what they count: much faster."""
    search = (_FROM_ASCII_FIGURE if text.isascii() else _FROM_FIGURE).search
    found: list[tuple[Decimal, ...]] = []
    end = 0
    while begin := search(text, end):
        alone, following = begin.groups()
        if alone is not None and (following is None or following.lower() not in quantities.SCALES):
            found.append((Decimal(begin[0]),))
            end = begin.end()
            continue
        # No number that begins with a word goes on in figures, so what stands before them need not be read.
        atoms, is_number = _Reader(text, begin.start()).first()
        readings = values_of(atoms)[0] if is_number else ()
        if readings:
            found.append(readings)
        end = atoms[-1].end
    return found


class _Reader:
    """Reads a text atom by atom, from *start* on, no further than is asked for."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self._folded = fold_letters if not text.isascii() else str.lower
        self._coming = _ATOM.finditer(text, start)
        self._atoms: list[Atom] = []

    def _is_there(self, i: int) -> bool:
        while len(self._atoms) <= i:
            found = next(self._coming, None)
            if found is None:
                return False
            self._atoms.append(Atom(found.lastgroup or "", self._folded(found.group()), *found.span()))
        return True

    def first(self) -> tuple[list[Atom], bool]:
        """Return the atoms of the number that the text begins with, or the first atom alone where they make none."""
        length = self._run(0) if self._is_there(0) else 0
        return self._atoms[: max(length, 1)], bool(length)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield where the atoms of each number begin and end."""
        i = 0
        while self._is_there(i):
            length = self._run(i)
            if length:
                yield i, i + length
            i += max(length, 1)

    def _run(self, i: int) -> int:
        """Return how many atoms from *i* on make one number; 0 if none starts here."""
        if not self._starts(i):
            return 0
        j = i + 1
        while self._is_there(j) and self._is_near(j) and self._goes_on(i, j):
            j += 1
        return j - i

    def _starts(self, i: int) -> bool:
        atom = self._atoms[i]
        if atom.kind == "digits":
            return not self._is_in_name(i) and len(atom.text) <= _MAX_DIGITS
        if atom.kind == "han":
            return len(atom.text) > 1 or self._han_counts(i)
        following = self._word(i + 1)
        if atom.text in {"on", "yuz", "bin"}:  # each is a word of everyday use in some language
            return following in quantities.TURKISH_WORDS or following in quantities.TURKISH_SCALES
        if atom.text in quantities.HALVES:
            return following in quantities.SCALES or (
                following in quantities.ARTICLES and self._word(i + 2) in quantities.SCALES
            )
        if atom.text in quantities.ARTICLES and atom.text != "one":
            return following in quantities.SCALES
        return atom.text in quantities.WORDS

    def _goes_on(self, i: int, j: int) -> bool:
        atom, before = self._atoms[j], self._atoms[j - 1]
        if atom.text in quantities.SCALES or (
            before.text in quantities.HALVES and atom.text in quantities.ARTICLES
        ):
            return True
        if atom.kind == "han":
            return before.kind in {"digits", "han"} and atom.text[0] in quantities.HAN_SCALES
        if atom.text in quantities.ATTACHED and atom.start == before.end and before.kind == "digits":
            return True
        if atom.kind == "digits":
            return before.text in quantities.SCALES and self._atoms[i].kind == "digits"
        return self._adds(before, atom)

    @staticmethod
    def _adds(before: Atom, atom: Atom) -> bool:
        """Say whether *atom* adds to *before*: "twenty five", "yüz otuz", "two hundred five"."""
        value, previous = quantities.WORDS.get(atom.text), quantities.WORDS.get(before.text)
        if value is None:
            return False
        if before.text in quantities.SCALES:
            return True
        return previous is not None and previous >= _TEN and previous % _TEN == 0 and value < _TEN

    def _is_near(self, j: int) -> bool:
        return bool(_GAP.match(self.text[self._atoms[j - 1].end : self._atoms[j].start]))

    def _is_in_name(self, i: int) -> bool:
        """Say whether digits belong to a name: letters touch them ("SU7", "5G"), or a capital and a hyphen ("COVID-19")."""
        atom = self._atoms[i]
        before = self.text[max(0, atom.start - 2) : atom.start]
        if before[-1:].isalpha() and not _is_unspaced(before[-1:]):
            return True
        if before[-1:] == "-" and before[:1].isupper():
            return True
        after = self._touching(i)
        return bool(after) and not _is_suffix(after)

    def _touching(self, i: int) -> str:
        """Return the word that touches the digits from behind."""
        if not self._is_there(i + 1):
            return ""
        after = self._atoms[i + 1]
        is_touching = after.kind == "word" and after.start == self._atoms[i].end and after.text.isalpha()
        return after.text if is_touching else ""

    def _word(self, i: int) -> str:
        return self._atoms[i].text if i >= 0 and self._is_there(i) else ""

    def _han_counts(self, i: int) -> bool:
        """A lone Han numeral counts only before a unit: 三天, 两个月."""
        is_counting = self._word(i + 1).startswith(quantities.HAN_COUNTED)
        return self._atoms[i].text in quantities.HAN_DIGITS and is_counting

    def number(self, i: int, j: int) -> Number | None:
        """Return the number that these atoms make; None if they make none."""
        atoms = self._atoms[i:j]
        readings, step = values_of(atoms)
        if not readings:
            return None
        carried = self._carried(i, j)
        readings += tuple(value * carried for value in readings if carried > 1)
        kind, unit = self._kind(i, j)
        if kind is NumberKind.PLAIN and _is_year(atoms, readings[0]):
            kind = NumberKind.YEAR
        return Number(
            readings=readings,
            kind=kind,
            unit=unit,
            step=step,
            bound=self._bound(i, j),
            is_word=atoms[0].kind == "word",
            text=self.text[atoms[0].start : atoms[-1].end],
            start=atoms[0].start,
        )

    def _carried(self, i: int, j: int) -> Decimal:
        """Return the scale that digits may share with the number behind "to" or a dash: "1.85 to 2.1 million"; else 1."""
        if j != i + 1 or self._atoms[i].kind != "digits":
            return Decimal(1)
        other = j + 1 if self._word(j) in quantities.THROUGH else j
        if (
            not self._is_there(other + 1)
            or self._atoms[other].kind != "digits"
            or not self._is_near(other + 1)
        ):
            return Decimal(1)
        if other == j and not _DASH.fullmatch(self.text[self._atoms[i].end : self._atoms[j].start]):
            return Decimal(1)
        scale = self._word(other + 1)
        return quantities.SCALES.get(scale) or Decimal(quantities.HAN_SCALES.get(scale[:1], 1))

    def _bound(self, i: int, j: int) -> Bound:
        start = i - 1 if self._word(i - 1) in quantities.CURRENCIES else i
        before = [self._word(k) for k in (start - 1, start - 2, start - 3)]
        behind = [word for k in (j, j + 1) if (word := self._word(k)) in quantities.BEHIND]
        behind += [word for word in quantities.HAN_BEHIND if self._word(j).startswith(word)]
        beside = {*before[:2], *behind}
        if beside & quantities.ABOUT:
            return Bound.ABOUT
        phrase = " ".join(reversed(before))
        if beside & quantities.BELOW or phrase.endswith(quantities.AT_MOST):
            return (
                Bound.ABOVE if phrase.startswith(quantities.NOT) and beside & quantities.LESS else Bound.BELOW
            )
        if beside & quantities.ABOVE:
            return (
                Bound.BELOW if phrase.startswith(quantities.NOT) and beside & quantities.MORE else Bound.ABOVE
            )
        return Bound.EXACT

    def _kind(self, i: int, j: int) -> tuple[NumberKind, str]:
        before, after = self._beside(i - 1, i), self._beside(j, j)
        if after in quantities.FURTHER:
            after = self._beside(j + 1, j + 1)
        if (
            after in quantities.PERCENT
            or before in quantities.PERCENT
            or (after == "per" and self._word(j + 1) == "cent")
        ):
            return NumberKind.PERCENT, "%"
        if self.text.startswith(quantities.HAN_POINT, self._atoms[j - 1].end):
            return NumberKind.MEASURE, quantities.POINT
        currency = quantities.CURRENCIES.get(before) or quantities.CURRENCIES.get(after)
        if currency:
            return NumberKind.CURRENCY, currency
        if after in _ORDINALS:
            return NumberKind.ORDINAL, ""
        unit = quantities.UNITS.get(after) or _han_unit(after)
        return (NumberKind.MEASURE, unit) if unit else (NumberKind.PLAIN, "")

    def _beside(self, k: int, gap: int) -> str:
        """Return the word or sign at *k* if it stands right beside the number, which the atom at *gap* parts."""
        if k < 0 or not self._is_there(max(k, gap)) or not self._is_near(max(gap, 1)):
            return ""
        return self._atoms[k].text


def _is_unspaced(character: str) -> bool:
    return character >= "\u3000"


def _is_suffix(word: str) -> bool:
    return (
        _is_unspaced(word[0])
        or word in _ENDINGS
        or word in quantities.ATTACHED
        or word in quantities.SCALES
        or word in quantities.UNITS
        or word in quantities.CURRENCIES
    )


def _han_unit(after: str) -> str:
    for length in (4, 3, 2, 1):
        found = quantities.UNITS.get(after[:length], "") if after and _is_unspaced(after[0]) else ""
        if found:
            return found
    return ""


def _is_year(atoms: list[Atom], value: Decimal) -> bool:
    return len(atoms) == 1 and len(atoms[0].text) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR  # noqa: PLR2004 -- four digits
