"""How much each word of an entry tells (TF-IDF): the rarer, and the more it counts in the entry, the more."""

import functools
import math
from collections.abc import Iterable, Mapping

from bot.core.indexing import NAMED, Features

_PRIOR_ENTRIES = 300
"""Added to the number of entries, so that with few of them a shared everyday word is no evidence yet."""


_PRIOR_COUNT = 6
"""Added to the count of a word that is no name and no figure: it is more common than a few entries can show."""

_TIMES_OTHERS = 3
"""Likeness is at most so many times what all shared words but the most telling make up."""


def anchor_term(anchor: str) -> str:
    """Return an anchor in the form in which it is counted and marks: not to be taken for a stem."""
    return f"={anchor}"


class Rarity:
    """How like others are to one entry, rare words counting more."""

    def __init__(self, features: Features, counts: Mapping[str, int], total: int) -> None:
        self.total = total
        self._counts = counts
        self._anchors = features.anchors
        self._unseen = _unseen(total)
        self._plain = self._unseen - _log1p(_PRIOR_COUNT)
        self._idf = {
            word: self._unseen - _log1p(counts.get(word, 0) + (0 if weight in NAMED else _PRIOR_COUNT))
            for word, weight in features.weights.items()
        }
        self.telling = {word: weight * self._idf[word] for word, weight in features.weights.items()}
        self._norm = math.sqrt(sum([told * told for told in self.telling.values()]))

    def share(self, word: str) -> float:
        """Return how much of the likeness to an entry with the same words *word* makes up, 0 to 1."""
        return (self.telling[word] / (self._norm or 1.0)) ** 2

    def likeness_of_anchors(self, other: Features) -> float:
        """Return the likeness of *other* by anchors alone, 0 to 1: by all that reads the same in another language."""
        shared = self._anchors & other.anchors
        told = self._told(shared)
        theirs = told + (len(other.anchors) - len(shared)) * self._unseen**2
        return told / (math.sqrt(self._told(self._anchors) * theirs) or 1.0)

    def _told(self, anchors: Iterable[str]) -> float:
        counts = (self._counts.get(anchor_term(anchor), 0) for anchor in anchors)
        return math.fsum((self._unseen - _log1p(count)) ** 2 for count in counts)

    def overlap(self, one: Features, another: Features) -> float:
        """Return to what part the entry is like *one* and *another* by the same words, 0 to 1."""
        ours = self.telling.keys()
        first, second = ours & one.weights.keys(), ours & another.weights.keys()
        least = min(self._sum(first), self._sum(second))
        return self._sum(first & second) / least if least else 1.0

    def _sum(self, words: Iterable[str]) -> float:
        return math.fsum(self.telling[word] ** 2 for word in words)

    def likeness(self, other: Features) -> float:
        """Return the likeness of *other*, 0 to 1. Words that only *other* has count as never seen.

        One shared word is no evidence, however rare: it counts for no more than twice what the others do.
        """
        unseen, plain = self._unseen**2, self._plain**2
        product, most, square = 0.0, 0.0, plain * other.square + (unseen - plain) * other.named_square
        for word in self.telling.keys() & other.weights.keys():
            idf, theirs = self._idf[word], other.weights[word]
            shared = self.telling[word] * theirs * idf
            product, most = product + shared, max(most, shared)
            square += (idf * idf - (unseen if theirs in NAMED else plain)) * theirs * theirs
        product = min(product, (product - most) * _TIMES_OTHERS)
        return product / (self._norm * math.sqrt(max(square, 0.0)) or 1.0)


@functools.lru_cache(maxsize=8)
def _unseen(total: int) -> float:
    return math.log(total + _PRIOR_ENTRIES + 1)


@functools.lru_cache(maxsize=65_536)
def _log1p(count: int) -> float:
    return math.log1p(count)
