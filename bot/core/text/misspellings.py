"""Words that were meant by words that nobody wrote: what is one slip of the fingers away, and how far two words are apart."""

import itertools
from collections.abc import Iterator

MIN_LENGTH = 4
"""Shorter words are one slip away from too many others."""

_MAX_LENGTH = 24
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچگژ",
    "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
)


def one_slip_away(word: str) -> frozenset[str]:
    """Return the folded words that a slip turns into *word*: two letters in the wrong order, one missing, too many, or wrong.

    Letters are those of the script that *word* is written in. None for short words, and for scripts without letters.
    """
    alphabet = next((each for each in _ALPHABETS if set(word) <= set(each) | set("0123456789")), "")
    if not alphabet or not MIN_LENGTH <= len(word) <= _MAX_LENGTH:
        return frozenset()
    return frozenset(_slips(word, alphabet)) - {word}


def _slips(word: str, alphabet: str) -> Iterator[str]:
    for cut in range(len(word) + 1):
        head, tail = word[:cut], word[cut:]
        if len(tail) > 1:
            yield f"{head}{tail[1]}{tail[0]}{tail[2:]}"
        if tail:
            yield f"{head}{tail[1:]}"
            yield from (f"{head}{letter}{tail[1:]}" for letter in alphabet)
        yield from (f"{head}{letter}{tail}" for letter in alphabet)


def slips_between(one: str, other: str) -> int:
    """Return how many slips turn *one* into *other* (optimal string alignment: letters side by side may change places)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [number]
        for place, there in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != there))
            if number > 1 and place > 1 and letter == other[place - 2] and one[number - 2] == there:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
    return row[-1]


def pairs(word: str) -> frozenset[str]:
    """Return the pairs of letters in *word*, edges counted: what words that look alike share."""
    return frozenset(map("".join, itertools.pairwise(f" {word} ")))
