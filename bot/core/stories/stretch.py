"""What tells most of each entry, reckoned for a stretch of entries at once: for one at a time it would be most of the work.

How much a word tells (TF-IDF): the rarer, and the more it counts in the entry, the more. Each entry is reckoned as if those
before it in the stretch were counted already.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.entities import EntryId
from bot.core.indexing.packing import HEAD, NAMED, WEIGHTS, WIDTH
from bot.core.stories.counts import Counted, Counts
from bot.core.stories.languages import primary
from bot.core.stories.marks import (
    ANCHORS,
    COUNTED_ALL,
    MARKS,
    OF_ANCHORS,
    OF_WORDS,
    PROMISING,
    REACH,
    SAMPLE,
    TOO_MANY,
    UNCOUNTED,
    Allowance,
    Outline,
    Query,
    day_term,
    days_about,
)
from bot.core.stories.rarity import PRIOR_COUNT, PRIOR_ENTRIES, Rarity

LENGTH = 250
"""Entries of a stretch at most: some milliseconds of work, before others get their turn."""

_WEIGHTS = np.array(WEIGHTS)
_TWIN_ANCHORS = 3
_TELLS_MOST = 100.0
_STEPS = 2**14
_ROW, _RANK = 53, 31
_PLACE = 2**_RANK - 1
"""Where the parts of a number lie that puts terms in order: the row, how little it tells in steps, and its place."""


def in_stretches(batch: Iterable[Outline]) -> Iterator[list[Outline]]:
    """Yield *batch* in the order of its dates, in parts for a `Stretch` each: the order of reading does not matter."""
    ordered = sorted(batch, key=lambda outline: (outline.published_at, outline.id))
    for start in range(0, len(ordered), LENGTH):
        yield ordered[start : start + LENGTH]


def terms_of(batch: Iterable[Outline]) -> set[int]:
    """Return the terms whose counts must be known to place entries: their words, their anchors, the days about their own."""
    found = set[int]()
    for outlines in in_stretches(batch):
        read = _Read.of(outlines)
        found.update(np.unique(np.concatenate([read.words.terms, read.anchors.terms])).tolist())
        found.update(
            itertools.chain.from_iterable({days_about(each.published_at.toordinal()) for each in outlines})
        )
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    """The terms of one kind of all entries, one after the other: *rows* says whose each is, *ends* where those of each end."""

    terms: NDArray[np.int64]
    rows: NDArray[np.int64]
    ends: Sequence[int]

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> "_Column":
        lengths = np.array([len(each) // WIDTH for each in packed], dtype=np.int64)
        terms = np.frombuffer(b"".join(packed), dtype="<i4").astype(np.int64)
        return cls(terms, np.repeat(np.arange(len(packed)), lengths), [0, *np.cumsum(lengths).tolist()])

    def order(self, ranks: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the order in which the lowest *ranks* (0 to 200) of each row come first; of equal ones the first."""
        steps = (ranks.clip(0, 2 * _TELLS_MOST - 1) * _STEPS).astype(np.int64)
        places = np.arange(len(self.terms))
        ordered: NDArray[np.int64] = np.sort((self.rows << _ROW) | (steps << _RANK) | places) & _PLACE
        return ordered


@dataclass(frozen=True, slots=True)
class _Read:
    """What is packed in several entries. *codes*: a byte for each word."""

    words: _Column
    codes: NDArray[np.uint8]
    anchors: _Column
    roundups: Sequence[bool]

    @classmethod
    def of(cls, outlines: Sequence[Outline]) -> "_Read":
        words, anchors, codes, roundups = list[bytes](), list[bytes](), list[bytes](), list[bool]()
        for each in outlines:
            count, figures, names, is_roundup = HEAD.unpack_from(each.features)
            begin = HEAD.size + WIDTH * count
            end = begin + WIDTH * (names + figures)
            # Only where a twin in another language is possible: a known language, several anchors and both kinds.
            has_twin = names and figures and names + figures >= _TWIN_ANCHORS and primary(each.language)
            words.append(each.features[HEAD.size : begin])
            anchors.append(each.features[begin:end] if has_twin else b"")
            codes.append(each.features[end:])
            roundups.append(is_roundup)
        bytewise = np.frombuffer(b"".join(codes), dtype=np.uint8)
        return cls(_Column.of(words), bytewise, _Column.of(anchors), roundups)


class Stretch:
    """Entries in the order in which they are placed, with what tells most of each.

    *counts*: in how many of the *total* grouped entries each term stands.
    """

    def __init__(self, outlines: Sequence[Outline], counts: Counts, total: int) -> None:
        self.outlines = outlines
        read = _Read.of(outlines)
        self._roundups = read.roundups
        self._totals = total + np.arange(len(outlines))
        self._times = np.array(
            [_times(each, total + row) for row, each in enumerate(outlines)], dtype=np.int64
        )
        terms, rows = (
            np.concatenate(both)
            for both in ((read.words.terms, read.anchors.terms), (read.words.rows, read.anchors.rows))
        )
        self._counted = Counted.of(terms, rows, self._times, counts)
        of_words, of_anchors = np.split(self._counted.before, [len(read.words.terms)])
        self._reckon_words(read, of_words)
        self._anchors = read.anchors
        order = read.anchors.order((of_anchors / _STEPS).astype(np.float64))
        self._ranked_anchors: list[int] = read.anchors.terms[order].tolist()
        self._anchor_counts = of_anchors[order]
        self._count_days(counts)

    def _reckon_words(self, read: _Read, counts: NDArray[np.int64]) -> None:
        words = self._words = read.words
        self._unseen = np.log(self._totals + PRIOR_ENTRIES + 1)
        prior = np.where(read.codes & NAMED, 0, PRIOR_COUNT)
        idf = self._unseen[words.rows] - np.log1p(counts + prior)
        telling = _WEIGHTS[read.codes] * idf
        order = words.order(_TELLS_MOST - telling)
        self._norms = np.sqrt(np.bincount(words.rows, telling * telling, len(self.outlines)))
        self._idf, self._word_counts = idf[order], counts[order]
        self._telling: list[float] = telling[order].tolist()
        self._ranked_words: list[int] = words.terms[order].tolist()

    def count(self, counts: Counts) -> None:
        """Raise *counts*, from which this was reckoned, by its entries."""
        counts.put(self._counted.raised, self._counted.after)
        counts.put(*self._days)

    def _count_days(self, counts: Counts) -> None:
        """Reckon the part of all entries that was published about the date of each, and count their days."""
        days = np.array([each.published_at.toordinal() for each in self.outlines], dtype=np.int64)
        distinct, places = np.unique(days, return_inverse=True)
        known = [counts.of(np.array(days_about(day))).sum() for day in distinct.tolist()]
        before = np.tril(np.abs(days[:, None] - days) <= REACH.days, -1).sum(axis=1)
        near = np.array(known, dtype=np.int64)[places] + before
        self._shares = np.where(near > 0, near / np.maximum(self._totals, 1), 1.0)
        terms = np.array([day_term(day) for day in distinct.tolist()], dtype=np.int64)
        order = np.argsort(terms)
        self._days = terms[order], (counts.of(terms) + np.bincount(places))[order]

    @functools.cached_property
    def _looked_for(self) -> list[tuple[list[int], list[int]]]:
        """The places of the words and of the anchors that each entry is looked for by."""
        words = self._affordable(OF_WORDS, self._words, self._word_counts)
        anchors = self._affordable(OF_ANCHORS, self._anchors, self._anchor_counts)
        return list(zip(words, anchors, strict=True))

    def _affordable(
        self, allowance: Allowance, column: _Column, counts: NDArray[np.int64]
    ) -> list[list[int]]:
        """Return for each entry the places of the terms of one kind that it is looked for by."""
        sampled = self._totals[column.rows] >= COUNTED_ALL
        known = np.where(sampled & (counts == 0), UNCOUNTED, counts)
        near = known * self._shares[column.rows]  # how many entries about its own date have each term
        places = np.flatnonzero((near > 0) & (near <= TOO_MANY))
        of_rows = itertools.pairwise(np.searchsorted(places, column.ends).tolist())
        near_places, near_counts = places.tolist(), near[places].tolist()
        # Most are not even looked at, so no pairs of place and count are made.
        return [
            allowance.affordable(near_places[begin:end], near_counts[begin:end]) for begin, end in of_rows
        ]

    def terms(self, row: int, *, across_languages: bool = True) -> dict[int, float]:
        """Return what to look for an entry by, with how much each tells: what tells most of all that anybody has."""
        words, anchors = self._looked_for[row]
        norm = float(self._norms[row]) or 1.0
        found = {self._ranked_words[place]: (self._telling[place] / norm) ** 2 for place in words}
        if across_languages:
            found.update((self._ranked_anchors[place], PROMISING) for place in anchors)
        return found

    def queries(self) -> Mapping[EntryId, Query]:
        """Return how to look for what tells the same as each entry."""
        return {
            each.id: Query(
                terms=self.terms(row), since=each.published_at - REACH, until=each.published_at + REACH
            )
            for row, each in enumerate(self.outlines)
        }

    def is_roundup(self, row: int) -> bool:
        """Say whether an entry tells several events."""
        return self._roundups[row]

    def words_of(self, row: int) -> int:
        """Return how many words an entry has that count."""
        return self._words.ends[row + 1] - self._words.ends[row]

    def marks(self, row: int) -> list[int]:
        """Return the words and anchors to find an entry by, each once."""
        words, anchors = self._words.ends[row], self._anchors.ends[row]
        return self._each_once(
            row,
            self._ranked_words[words : min(words + MARKS, self._words.ends[row + 1])]
            + self._ranked_anchors[anchors : min(anchors + ANCHORS, self._anchors.ends[row + 1])],
        )

    def counted(self, row: int) -> tuple[Sequence[int], int]:
        """Return the terms of an entry that are counted, each once, and how much each counts."""
        times = int(self._times[row])
        if not times:
            return (), 0
        words, anchors = self._words.ends, self._anchors.ends
        own = self._ranked_words[words[row] : words[row + 1]]
        return self._each_once(row, own + self._ranked_anchors[anchors[row] : anchors[row + 1]]), times

    def _each_once(self, row: int, terms: list[int]) -> list[int]:
        """Return terms of an entry without those that come again: two of its words may share their number, if seldom."""
        return list(dict.fromkeys(terms)) if row in self._counted.repeating else terms

    def rarity(self, row: int) -> Rarity:
        """Return how rare the terms of one entry are."""
        words, anchors = self._words.ends, self._anchors.ends
        own = slice(words[row], words[row + 1])
        other = slice(anchors[row], anchors[row + 1])
        return Rarity(
            total=int(self._totals[row]),
            idf=dict(zip(self._ranked_words[own], self._idf[own].tolist(), strict=True)),
            telling=self._telling_of(row),
            anchors=dict(zip(self._ranked_anchors[other], self._anchor_counts[other].tolist(), strict=True)),
        )

    def _telling_of(self, row: int) -> dict[int, float]:
        own = slice(self._words.ends[row], self._words.ends[row + 1])
        return dict(zip(self._ranked_words[own], self._telling[own], strict=True))


def _times(outline: Outline, total: int) -> int:
    """Return how much the entry raises the count of each of its terms."""
    if total < COUNTED_ALL:
        return 1
    return 0 if outline.id % SAMPLE else SAMPLE
