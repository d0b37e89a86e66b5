"""How like others are to one entry, rare words counting more (TF-IDF cosine)."""

import functools
import math
from collections.abc import Iterable, Mapping

from bot.core.indexing import Terms
from bot.core.indexing.packing import NAMED, WEIGHTS

PRIOR_ENTRIES = 300
"""Added to the number of entries, so that with few of them a shared everyday word is no evidence yet."""

PRIOR_COUNT = 6
"""Added to the count of a word that is no name and no figure: it is more common than a few entries can show."""

_TIMES_OTHERS = 3
"""Likeness is at most so many times what all shared words but the most telling make up."""


class Rarity:
    """How rare the terms of one entry are: *idf* of each word, how much it is *telling*, and the counts of its *anchors*."""

    def __init__(
        self,
        *,
        total: int,
        idf: Mapping[int, float],
        telling: Mapping[int, float],
        anchors: Mapping[int, int],
    ) -> None:
        self.total = total
        self._idf = idf
        self._telling = telling
        self._anchors = anchors
        self._unseen = _unseen(total)
        self._plain = self._unseen - _log1p(PRIOR_COUNT)
        self._norm = math.sqrt(math.fsum([told * told for told in telling.values()]))

    def likeness_of_anchors(self, other: Terms) -> float:
        """Return the likeness of *other*, 0 to 1: by all that reads the same in another language."""
        shared = self._anchors.keys() & other.anchors
        told = self._told(shared)
        theirs = told + (len(other.anchors) - len(shared)) * self._unseen**2
        return told / (math.sqrt(self._told(self._anchors) * theirs) or 1.0)

    def _told(self, anchors: Iterable[int]) -> float:
        return math.fsum((self._unseen - _log1p(self._anchors[anchor])) ** 2 for anchor in anchors)

    def overlap(self, one: Terms, another: Terms) -> float:
        """Return to what part the entry is like *one* and *another* by the same words, 0 to 1."""
        ours = self._telling.keys()
        first, second = ours & one.codes.keys(), ours & another.codes.keys()
        least = min(self._sum(first), self._sum(second))
        return self._sum(first & second) / least if least else 1.0

    def _sum(self, words: Iterable[int]) -> float:
        return math.fsum(self._telling[word] ** 2 for word in words)

    def likeness(self, other: Terms) -> float:
        """Return the likeness of *other*, 0 to 1. Words that only *other* has count as never seen.

        One shared word is no evidence, however rare: it counts for no more than twice what the others do.
        """
        unseen, plain = self._unseen**2, self._plain**2
        product, most, square = 0.0, 0.0, plain * other.square + (unseen - plain) * other.named_square
        for word in self._telling.keys() & other.codes.keys():
            code, idf = other.codes[word], self._idf[word]
            theirs = WEIGHTS[code]
            shared = self._telling[word] * theirs * idf
            product, most = product + shared, max(most, shared)
            square += (idf * idf - (unseen if code & NAMED else plain)) * theirs * theirs
        product = min(product, (product - most) * _TIMES_OTHERS)
        return product / (self._norm * math.sqrt(max(square, 0.0)) or 1.0)


@functools.lru_cache(maxsize=8)
def _unseen(total: int) -> float:
    return math.log(total + PRIOR_ENTRIES + 1)


@functools.lru_cache(maxsize=65_536)
def _log1p(count: int) -> float:
    return math.log1p(count)
