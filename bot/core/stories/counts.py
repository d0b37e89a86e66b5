"""In how many entries each term stands: sorted numbers, since thousands of terms are asked for and raised at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PLACE = 32
"""Bits of a place, in a number that has a term too."""

_BEHIND_ALL = 2**32
"""No term is so high: so each has a place in front of it, where another stands if it has no count."""


class Counts:
    """The counts of terms; those not known are 0."""

    def __init__(self, counts: Mapping[int, int] | None = None) -> None:
        known = sorted((counts or {}).items())
        self._terms = np.array([*(term for term, _ in known), _BEHIND_ALL], dtype=np.int64)
        self._counts = np.array([*(count for _, count in known), 0], dtype=np.int64)

    def of(self, terms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the count of each of *terms*."""
        places = np.searchsorted(self._terms, terms)
        return np.where(self._terms[places] == terms, self._counts[places], 0)

    def put(self, terms: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
        """Set the counts of *terms*, which are sorted, each once."""
        places = np.searchsorted(self._terms, terms)
        is_new = self._terms[places] != terms
        self._counts[places[~is_new]] = counts[~is_new]
        self._terms = np.insert(self._terms, places[is_new], terms[is_new])
        self._counts = np.insert(self._counts, places[is_new], counts[is_new])


@dataclass(frozen=True, slots=True)
class Counted:
    """Entries counted one after the other: each term of each has a count *before*, and those that are *raised* one *after*.

    *repeating*: the entries of which a term stands twice.
    """

    before: NDArray[np.int64]
    raised: NDArray[np.int64]
    after: NDArray[np.int64]
    repeating: frozenset[int]

    @classmethod
    def of(
        cls, terms: NDArray[np.int64], rows: NDArray[np.int64], times: NDArray[np.int64], counts: Counts
    ) -> "Counted":
        """Count the *terms* of entries; *rows* says whose each is, *times* by how much each entry raises those of its own."""
        # One number for term and place: equal terms lie together, in the order of their entries.
        numbers = np.sort((terms << _PLACE) | np.arange(len(terms)))
        places = numbers & (2**_PLACE - 1)
        found, of = numbers >> _PLACE, rows[places]
        begins = np.flatnonzero(np.diff(found, prepend=found[:1] - 1))
        distinct, lengths = found[begins], np.diff(begins, append=len(found))
        raised = times[of]
        earlier = np.cumsum(raised) - raised
        known = counts.of(distinct)
        before = np.empty(len(terms), dtype=np.int64)
        before[places] = earlier + np.repeat(known - earlier[begins], lengths)
        in_all = np.add.reduceat(raised, begins) if len(begins) else begins
        return cls(
            before=before,
            raised=distinct[in_all > 0],
            after=(known + in_all)[in_all > 0],
            repeating=frozenset(of[_again(found, of)].tolist()),
        )


def _again(terms: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where a term stands in the same row once more; equal terms lie together, in the order of their rows."""
    return np.flatnonzero((terms[1:] == terms[:-1]) & (rows[1:] == rows[:-1]))
