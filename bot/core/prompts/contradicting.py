"""Find where two publishers give different figures for one thing, and hold what is written against that.

It looks only at sentences that share most of their words, and at figures of one kind with one thing counted behind them;
whatever is less plain than that it leaves to the reader. A rounded or approximate figure contradicts nothing near it.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from typing_extensions import override

from bot.core.entities import Citation
from bot.core.text import STOP_WORDS, Bound, Number, NumberKind, dates, numbers, stem, words

_FEWEST_SHARED = 3
_SHARED = 0.5
_REACH = 3
_ABOUT, _ROUNDED = Decimal("0.12"), Decimal("0.035")
_SHORTEST_NAME = 4
_MOST_SENTENCES = 120
_SPLIT = re.compile(r"[^\w]+")
_COUNTED = {NumberKind.PLAIN, NumberKind.PERCENT, NumberKind.CURRENCY, NumberKind.MEASURE}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence shown, and what it counts: a kind and unit, and the stem of the word behind it."""

    place: int
    publisher: str
    number: Number
    thing: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two figures of two publishers for one thing."""

    one: Figure
    other: Figure

    @override
    def __str__(self) -> str:
        """Say it by sentence numbers: it stands outside the fence, where a publisher's name must not speak."""
        return ", ".join(f"[{one.place + 1}] has {one.number.text}" for one in (self.one, self.other))


def contradictions(shown: Sequence[Citation]) -> tuple[Contradiction, ...]:
    """Return where sentences of different publishers, alike but for a figure, give different ones."""
    read = [(place, one, _vocabulary(one.sentence)) for place, one in enumerate(shown[:_MOST_SENTENCES])]
    read = [
        (place, one, vocabulary) for place, one, vocabulary in read if any(map(str.isdigit, one.sentence))
    ]
    everything = _numbers_of(shown)
    found: list[Contradiction] = []
    for (place, one, mine), (other_place, other, theirs) in itertools.combinations(read, 2):
        shared = len(mine & theirs)
        is_alike = shared >= max(_FEWEST_SHARED, _SHARED * max(len(mine), len(theirs)))
        if one.publisher != other.publisher and is_alike:
            found += _differing(_figures(place, one), _figures(other_place, other))
    return tuple(each for each in found if _is_open(each, everything))


def _is_open(found: Contradiction, everything: Mapping[str, Sequence[Number]]) -> bool:
    """Say whether neither publisher gives the other's figure anywhere: who gives both speaks of two things."""
    pairs = ((found.one, found.other), (found.other, found.one))
    return not any(
        _agrees(theirs.number, number) for ours, theirs in pairs for number in everything[ours.publisher]
    )


def one_sided(text: str, found: Sequence[Contradiction]) -> Contradiction | None:
    """Return a contradiction of which *text* tells one side as a fact: without the other, and without saying who says so."""
    own = [(number, _thing(text, number)) for number in _counting(text)]
    for contradiction in found:
        sides = [
            any(thing == figure.thing and _agrees(number, figure.number) for number, thing in own)
            for figure in (contradiction.one, contradiction.other)
        ]
        told = contradiction.one if sides[0] else contradiction.other
        if sides[0] != sides[1] and not _names(text, told.publisher):
            return contradiction
    return None


def misattributed(text: str, shown: Sequence[Citation]) -> str:
    """Return the publisher to whom *text* ascribes a figure that only others give; "" where there is none.

    Figures stand behind their publishers ("Reuters says 30,000") or, where a figure comes first, before them ("30,000,
    according to Reuters").
    """
    publishers = {one.publisher for one in shown}
    named = sorted((place, each) for each in publishers if (place := _place(text, each)) is not None)
    if not named or len(publishers) == 1:
        return ""
    own = _numbers_of(shown)
    tellers = [(number, _tellers(number, own)) for number in _counting(text)]
    figures = [(number, by) for number, by in tellers if by and not by.issuperset(each for _, each in named)]
    is_behind = bool(figures) and named[0][0] < figures[0][0].start
    for number, by in figures:
        before = [publisher for place, publisher in named if place < number.start]
        after = [publisher for place, publisher in named if place > number.start]
        nearest = before[-1:] if is_behind else after[:1]
        if nearest and nearest[0] not in by:
            return nearest[0]
    return ""


def _numbers_of(shown: Sequence[Citation]) -> dict[str, list[Number]]:
    found: dict[str, list[Number]] = {}
    for one in shown:
        found.setdefault(one.publisher, []).extend(numbers(one.sentence))
    return found


def _tellers(number: Number, own: Mapping[str, Sequence[Number]]) -> frozenset[str]:
    """Return who gives the very figure, else who gives one that may mean it."""
    exact = {name for name, told in own.items() if any(number.value in other.readings for other in told)}
    near = {name for name, told in own.items() if any(_agrees(number, other) for other in told)}
    return frozenset(exact or near)


def _differing(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[Contradiction]:
    for figure in ours:
        same = [other for other in theirs if other.thing == figure.thing]
        alone = sum(one.thing == figure.thing for one in ours) == 1
        if alone and len(same) == 1 and not _agrees(figure.number, same[0].number):
            yield Contradiction(figure, same[0])


def _figures(place: int, citation: Citation) -> list[Figure]:
    sentence = citation.sentence
    return [
        Figure(place, citation.publisher, number, _thing(sentence, number)) for number in _counting(sentence)
    ]


def _counting(text: str) -> list[Number]:
    """Return the numbers that count something: no years, ranks or parts of dates."""
    days = {part for date in dates(text) for part in (date.year, date.day) if part}
    return [number for number in numbers(text) if number.kind in _COUNTED and number.value not in days]


def _thing(text: str, number: Number) -> tuple[str, str, str]:
    """Return what a number counts: percentages, money and measures their unit, others the first word behind that says anything."""
    if number.kind is not NumberKind.PLAIN:
        return (number.kind.value, number.unit, "")
    behind = words(text[number.start + len(number.text) :])[:_REACH]
    return (number.kind.value, "", next((stem(word) for word in behind if word not in STOP_WORDS), ""))


def _agrees(one: Number, other: Number) -> bool:
    """Say whether two numbers may mean the same: equal, one rounded from the other, or one approximate and near."""
    if set(one.readings) & set(other.readings):
        return True
    gap, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    if one.bound is not Bound.EXACT or other.bound is not Bound.EXACT:
        return gap <= _ABOUT * size
    return 2 * gap <= max(one.step, other.step) and gap <= _ROUNDED * size


def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS and not word.isdigit())


def _names(text: str, publisher: str) -> bool:
    return _place(text, publisher) is not None


def _place(text: str, publisher: str) -> int | None:
    """Return where *text* names a publisher, by the longest word of its name ("electrek" of "electrek.co")."""
    name = max(_SPLIT.split(publisher), key=len, default="")
    if len(name) < _SHORTEST_NAME:
        return None
    found = re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE)
    return found.start() if found else None
