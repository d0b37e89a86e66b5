"""Say how likely a word, or a pair of words, is to stand in the summary that a person would write of a story.

What a story says often, early, in its titles and in several entries is what people repeat. The weights were fitted to
summaries that people wrote (`tests/training/extracts.py`); they know no word and no language, only where words stand.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.core.text import stem, words

Term = str | tuple[str, str]
"""A word's rough stem, or two that stand side by side."""

_LATE = 0.1
"""How fast earliness fades with each sentence."""


class Weights(NamedTuple):
    """What each feature adds to the log odds, in the order of `features`; the first is added always."""

    always: float
    often: float
    early: float
    in_title: float
    shared: float
    function_words: float


WORD_WEIGHTS = Weights(-4.38, 1.07, 2.88, 0.71, 1.15, -0.12)
PAIR_WEIGHTS = Weights(-4.88, 1.54, 2.91, 0.94, 0.76, -0.21)

FUNCTION_WORDS = frozenset(
    "a an the and or but of to in on at by for with from as is are was were be been being has have had do does did will would can "
    "could may might should it its this that these those he she they we i you his her their our not no than then there which who "
    "whom what when where how if so such into over after before about up out more most also said says say s t one two new just "
    "der die das den dem des ein eine einer eines einem einen und oder aber von zu im am an auf fur mit bei aus nach ist sind war "
    "waren wird werden wurde wurden hat haben hatte nicht auch als wie dass sich es er sie wir noch nur uber vor zum zur durch um "
    "ve bir bu da de icin ile cok daha olarak olan en gibi kadar sonra ise ya o su ne ki mi mu degil gore her "
    "的 了 在 是 和 有 也 就 都 与 及 对 为 这 那 到 将".split()
)
"""In the form of `words`."""


@dataclass(slots=True)
class _Places:
    """Where the terms of a story stand: in how many sentences, how early at best, in which entries and titles."""

    sentences: Counter[Term] = field(default_factory=Counter)
    earliest: dict[Term, int] = field(default_factory=dict)
    entries: Counter[Term] = field(default_factory=Counter)
    titles: set[Term] = field(default_factory=set)


def terms(text: str) -> list[str]:
    """Return the words of *text* in order, each cut to its rough stem."""
    return [stem(word) for word in words(text)]


def pairs(of: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words that stand side by side."""
    return list(pairwise(of))


def importance(
    texts: Sequence[tuple[str, Sequence[Sequence[str]]]],
    *,
    for_words: Weights = WORD_WEIGHTS,
    for_pairs: Weights = PAIR_WEIGHTS,
) -> dict[Term, float]:
    """Return the chance of each word and pair of words, from 0 to 1. *texts*: each entry's title, and its sentences in terms."""
    return {
        term: _chance(found, for_words if isinstance(term, str) else for_pairs)
        for term, found in features(texts).items()
    }


def features(texts: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> dict[Term, tuple[float, ...]]:
    """Return what is known of each term in the sentences of *texts*, as `Weights` needs it."""
    places = _places(texts)
    others = max(len(texts) - 1, 1)
    return {
        term: (
            math.log(count),
            1 / (1 + _LATE * places.earliest[term]),
            float(term in places.titles),
            (places.entries[term] - 1) / others,
            float(sum(word in FUNCTION_WORDS for word in ((term,) if isinstance(term, str) else term))),
        )
        for term, count in places.sentences.items()
    }


def _places(texts: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> _Places:
    places = _Places()
    for title, lines in texts:
        in_title = set(_all(terms(title)))
        in_entry = set(in_title)
        places.titles |= in_title
        for place, line in enumerate(lines):
            found = set(_all(line))
            in_entry |= found
            places.sentences.update(found)
            for term in found:
                places.earliest[term] = min(place, places.earliest.get(term, place))
        places.entries.update(in_entry)
    return places


def _all(line: Sequence[str]) -> Iterable[Term]:
    yield from line
    yield from pairs(line)


def _chance(found: Sequence[float], weights: Weights) -> float:
    odds = weights.always + sum(map(_product, weights[1:], found))
    return 1 / (1 + math.exp(-odds))


def _product(one: float, other: float) -> float:
    return one * other


def worth(line: Sequence[str], known: Mapping[Term, float]) -> dict[Term, float]:
    """Return the terms of a sentence with their chances."""
    return {term: known[term] for term in _all(line)}
