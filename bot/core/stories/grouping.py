"""Decide which entries tell one event, by comparing their features, rare words more (TF-IDF cosine).

A wrong merge claims corroboration that never was, so it is thought worse than a miss. It refuses to search: whoever has the
entries finds those that share rare words (`Stretch.queries`), and hands them over.
"""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.entities import EntryId, StoryId
from bot.core.stories.counts import Counts
from bot.core.stories.languages import primary
from bot.core.stories.likeness import likeness, terms_in
from bot.core.stories.marks import COMPARED, PROMISING, REACH, Assignment, Outline
from bot.core.stories.rarity import Rarity
from bot.core.stories.stretch import Stretch, in_stretches

_BEST_SHARE = 0.75
"""A story's likeness is that of its nearest entry, tempered by the mean of the others: chains do not grow."""

_OVERLAP = 0.4
_SEVERAL_WORDS = 30
"""An entry that is like two stories by different words of its own is a round-up of both, and belongs to neither. A headline
has too few words to tell."""

_REMEMBERED = 20_000
"""Entries that a grouper remembers at most: some 30 MiB."""

_PLACE = 32
"""Bits of a place, in a number that has a term too."""


@dataclass(frozen=True, slots=True)
class _Placed:
    outline: Outline
    story_id: StoryId


class Grouper:
    """Gives entries their places, and remembers those that it placed, as long as nobody else places any."""

    def __init__(self) -> None:
        self._placed: list[_Placed] = []
        self._marked = _Marked()  # places in the list above
        self._languages = set[str]()
        self._counts = Counts()
        self._total = 0
        self._drafts = 0

    def knows_all(self, total: int) -> bool:
        """Say whether the *total* grouped entries are those that this placed; if not, or if they are many, forget them.

        So it is while a new installation reads its feeds for the first time: what is like an entry is then at hand.
        """
        if len(self._placed) != total or total > _REMEMBERED:
            self._placed.clear()
            self._marked = _Marked()
            self._languages.clear()
            self._counts = Counts()
            self._total = 0
        return self._total == total

    def learn(self, counts: Mapping[int, int], total: int) -> None:
        """Take over in how many of the *total* grouped entries each term stands: those that others placed."""
        self._counts, self._total = Counts(counts), total

    def stretch(self, outlines: Sequence[Outline]) -> Stretch:
        """Return what tells most of *outlines*, which are to be placed next."""
        return Stretch(outlines, self._counts, self._total)

    def assign(self, batch: Iterable[Outline]) -> list[Assignment]:
        """Return a place for each entry of *batch*, among those that this placed: only for one that `knows_all`."""
        stretches = map(self.stretch, in_stretches(batch))
        return [place for stretch in stretches for place in self.place(stretch, {})]

    def place(self, stretch: Stretch, alike: Mapping[EntryId, Collection[Outline]]) -> list[Assignment]:
        """Return a place for each entry of a `stretch`.

        *alike*: for an entry what its `Query` found among the entries that others placed.
        """
        first = len(self._placed)
        # A round-up would draw together what it tells of, so nothing is to find it.
        marks = [
            [] if stretch.is_roundup(row) else stretch.marks(row) for row in range(len(stretch.outlines))
        ]
        self._marked.add(marks, first)
        remembered = self._remembered(stretch, first)
        assignments = []
        for row, outline in enumerate(stretch.outlines):
            candidates = [
                *_grouped(alike.get(outline.id, ())),
                *map(self._placed.__getitem__, remembered.get(row, ())),
            ]
            nearest = (
                _nearest(stretch, row, candidates) if candidates and not stretch.is_roundup(row) else None
            )
            self._placed.append(_Placed(outline, nearest.story_id if nearest else self._draft()))
            terms, times = stretch.counted(row)
            assignments.append(
                Assignment(
                    entry_id=outline.id,
                    joins=nearest.outline.id if nearest else None,
                    terms=terms,
                    times=times,
                    marks=marks[row],
                    published_at=outline.published_at,
                )
            )
        stretch.count(self._counts)
        self._total += len(stretch.outlines)
        return assignments

    def _draft(self) -> StoryId:
        """Return a number for a story that may not be stored yet; it never leaves this grouper."""
        self._drafts += 1
        return StoryId(-self._drafts)

    def _remembered(self, stretch: Stretch, first: int) -> Mapping[int, Sequence[int]]:
        """Return by row the places of earlier entries that share most of the terms it is looked for by, and more than one."""
        terms, telling, rows = list[int](), list[float](), list[int]()
        for row, outline in enumerate(stretch.outlines):
            is_alone = self._languages <= {primary(outline.language), ""}  # then no anchor finds a twin
            self._languages.add(primary(outline.language))
            asked = {} if stretch.is_roundup(row) else stretch.terms(row, across_languages=not is_alone)
            terms.extend(asked)
            telling.extend(asked.values())
            rows.extend([row] * len(asked))
        found: dict[int, list[int]] = {}
        for row, place in _sharing(self._marked.places_of(terms), telling, rows, first):
            near = found.setdefault(row, [])
            if len(near) < COMPARED:
                near.append(place)
        return found


def _grouped(outlines: Iterable[Outline]) -> list[_Placed]:
    return [_Placed(each, each.story_id) for each in outlines if each.story_id is not None]


class _Marked:
    """Which places are marked by which terms: sorted numbers, a term and a place in each, since many are added and asked at once."""

    def __init__(self) -> None:
        self._numbers = np.empty(0, dtype=np.int64)

    def add(self, marks: Sequence[Collection[int]], first: int) -> None:
        """Mark a place with each of *marks*, the first of them *first*."""
        lengths = list(map(len, marks))
        terms = np.fromiter(itertools.chain.from_iterable(marks), np.int64, sum(lengths))
        added = np.sort((terms << _PLACE) | np.repeat(np.arange(first, first + len(marks)), lengths))
        self._numbers = np.insert(self._numbers, np.searchsorted(self._numbers, added), added)

    def places_of(self, terms: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places that each of *terms* marks, one after the other, and how many they are for each."""
        asked = np.array(terms, dtype=np.int64)
        begins, ends = (np.searchsorted(self._numbers, each << _PLACE) for each in (asked, asked + 1))
        lengths = ends - begins
        skipped = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
        return self._numbers[skipped + np.arange(len(skipped))] & (2**_PLACE - 1), lengths


def _sharing(
    marked: tuple[NDArray[np.int64], NDArray[np.int64]],
    telling: Sequence[float],
    rows: Sequence[int],
    first: int,
) -> list[tuple[int, int]]:
    """Return rows with places marked by several of their terms, that tell enough: of each row those that share most first.

    *marked*: the places that the terms mark, and how many each. Only places before that of the row itself, which is *first*
    for row 0.
    """
    places, lengths = marked
    of = np.repeat(np.array(rows, dtype=np.int64), lengths)
    shares = np.repeat(np.array(telling), lengths)
    earlier = places < of + first
    pairs = (of[earlier] << 32) | places[earlier]
    order = np.argsort(pairs)
    pairs, shares = pairs[order], shares[earlier][order]
    begins = np.flatnonzero(np.diff(pairs, prepend=-1))
    if not len(begins):
        return []
    shared, several = np.add.reduceat(shares, begins), np.diff(begins, append=len(pairs)) > 1
    chosen = np.flatnonzero(several & (shared >= PROMISING))
    found = pairs[begins[chosen]]
    ranked = found[np.lexsort((found, -shared[chosen], found >> 32))]
    return list(zip((ranked >> 32).tolist(), (ranked & (2**32 - 1)).tolist(), strict=True))


def _nearest(stretch: Stretch, row: int, candidates: Sequence[_Placed]) -> _Placed | None:
    """Return the likest entry of the story that the entry of *row* tells too, or None if it begins one."""
    outline, rarity = stretch.outlines[row], stretch.rarity(row)
    likenesses: defaultdict[StoryId, list[tuple[float, _Placed]]] = defaultdict(list)
    for other in candidates:
        if abs(other.outline.published_at - outline.published_at) <= REACH:
            likenesses[other.story_id].append((likeness(outline, other.outline, rarity), other))
    found = [(_score(alike), _likest(alike)) for alike in likenesses.values()]
    told = sorted((each for each in found if each[0] >= 1), key=lambda each: (-each[0], each[1].outline.id))
    if (
        len(told) > 1
        and stretch.words_of(row) >= _SEVERAL_WORDS
        and _is_of_both(told[0][1], told[1][1], rarity)
    ):
        return None
    return told[0][1] if told else None


def _is_of_both(one: _Placed, another: _Placed, rarity: Rarity) -> bool:
    """Say whether the entry is like these by different words of its own."""
    return rarity.overlap(terms_in(one.outline.features), terms_in(another.outline.features)) < _OVERLAP


def _score(alike: Sequence[tuple[float, _Placed]]) -> float:
    top = max(each for each, _ in alike)
    return _BEST_SHARE * top + (1 - _BEST_SHARE) * sum(each for each, _ in alike) / len(alike)


def _likest(alike: Sequence[tuple[float, _Placed]]) -> _Placed:
    return max(alike, key=lambda pair: (pair[0], -pair[1].outline.id))[1]
