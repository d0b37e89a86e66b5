"""What grouping compares of an entry: words of its title and opening, names and figures."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.indexing.roundups import is_roundup
from bot.core.text import COUNTRIES, STOP_WORDS, figures, stem, words

MAX_TERMS = 75
"""How many terms of an entry count, titles first: a book-length entry must not fill the index."""

_OPENING = 700
_ANCHORED = 1200
"""So many characters of an entry's text are looked at for words, and for anchors: news tells first what it is about."""

_OPENING_WORDS = 60
_TITLE_WEIGHT = 3
_COUNTRIES = frozenset(COUNTRIES)
_REMEMBERED = 65_536
_TELLING = 13
_TELLING_DIGITS = 3
"""Smaller and shorter figures are everywhere."""

_CAPITAL = "[A-Z\u00c0-\u00de\u0100-\u017f]"
# The letter first: it is what a search can look for fast.
_CAPITALISED = re.compile(rf"{_CAPITAL}(?<=\b.)\w+")
_INSIDE = re.compile(rf"{_CAPITAL}(?<=[\w,;:] .)\w+")
_FROM_DIGIT = re.compile(r"\d\w*", re.ASCII)
_LATIN = re.compile(r"[A-Za-z]\w+", re.ASCII)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEHIND_DIGITS = ":"
"""What begins with a digit sorts before it, and nothing else that is a word."""


@dataclass(frozen=True, slots=True)
class Features:
    """What grouping compares of an entry.

    *counts*: how often each word stands in it, by stem, thrice as often in the title; *named*: those that are names or
    figures. *anchors*: what reads the same in every language, Latin names and figures ("28万" is 280000). *is_roundup*: it
    tells several events.
    """

    counts: Mapping[str, int]
    named: frozenset[str]
    anchors: frozenset[str]
    is_roundup: bool = False


def features_of(title: str, text: str) -> Features:
    """Return what grouping compares of an entry: words of title and opening, titles more, names and figures too."""
    counts: Mapping[str, int] = Counter(_told(title) * _TITLE_WEIGHT + _told(text[:_OPENING]))
    if len(counts) > MAX_TERMS:
        counts = dict(itertools.islice(counts.items(), MAX_TERMS))
    looked_at = f"{title}\n{text[:_ANCHORED]}"
    names = _names(looked_at)
    marked = counts.keys() & set(map(stem, names))
    # Countries are no anchors: every language has its own names for them, and they say little about an event.
    latin = {name for name in names if name.isascii() and not name.isdigit()} - _COUNTRIES
    return Features(
        counts=counts,
        named=frozenset(
            marked.union(word for word in counts if word < _BEHIND_DIGITS and _is_telling_figure(word))
        ),
        anchors=frozenset(latin) | _values(looked_at),
        is_roundup=is_roundup(title, text),
    )


def _is_telling_figure(word: str) -> bool:
    """Say whether *word* is a figure and not such a part of one as stands everywhere: of 6,000 neither "6" nor "000" is."""
    return word.isdigit() and len(word) >= _TELLING_DIGITS and word != "000"


class _Stems(dict[str, str]):
    """Stems of words, "" of those that say nothing: the same words come again and again. Bounded."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        # Twice: what the first ending hid goes too.
        found = self[word] = "" if word in STOP_WORDS else stem(stem(word))
        return found


_STEMS = _Stems()


def _told(text: str) -> list[str]:
    """Return the stems of the first words of *text* that say anything."""
    stems = map(_STEMS.__getitem__, words(text)[: 2 * _OPENING_WORDS])
    return list(itertools.islice(filter(None, stems), _OPENING_WORDS))


def _names(text: str) -> set[str]:
    """Return the folded words of *text* that look like names: a capital inside a sentence, or again and again; digits inside.

    Where words are not parted by spaces, all that is Latin. Cruder than `bot.core.text.names`, which costs as much as all
    else here; stories come out no worse for it.
    """
    seen, again = set[str](), set[str]()
    for word in _CAPITALISED.findall(text):
        (again if word in seen else seen).add(word)
    found = again.union(_INSIDE.findall(text), _codes(text))
    if not text.isascii() and _UNSPACED.search(text):
        found.update(_LATIN.findall(text))
    return {*words(" ".join(found))} - STOP_WORDS


def _codes(text: str) -> Iterator[str]:
    """Find what is made of Latin letters and digits, as SU7 and 5G: from its first digit, of which there are few."""
    for match in _FROM_DIGIT.finditer(text):
        begin = match.start()
        while begin and text[begin - 1].isascii() and text[begin - 1].isalpha():
            begin -= 1
        code = text[begin : match.end()]
        if not code.isdigit():
            yield code


def _values(text: str) -> frozenset[str]:
    """Return the figures of *text* in plain digits, so that 28万 meets 280,000, and "12.400" both 12400 and 12.4.

    Small ones are left out.
    """
    return frozenset(
        f"{value.normalize():f}" for readings in figures(text) for value in readings if value >= _TELLING
    )
