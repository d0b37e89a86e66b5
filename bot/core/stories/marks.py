"""How a grouped entry is found again: it is marked with the words that tell most of it, and looked for by such words.

The work for a new entry stays the same however many there are: what too many others of its days have is not looked for,
and in a large archive only some entries are counted.
"""

import datetime as dt
import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.entities import EntryId, StoryId
from bot.core.indexing import Features
from bot.core.stories.languages import primary
from bot.core.stories.rarity import Rarity, anchor_term

REACH = dt.timedelta(days=5)
"""An entry may join a story of which an entry was published so much earlier or later, and no other."""

COMPARED = 12
PROMISING = 0.11
"""Compared are those that share most of these words, more than one of them, and enough to be alike at all."""

_MARKS = 12
_QUERIED = 12
_LOOKED_AT = 150
"""An entry is found by so many of the words that tell most of it, and looked for by so many of them, as long as no more
entries than that have them in all."""

_QUERIED_ANYWAY = 4
_TOO_MANY = 1_000
"""So many words are looked for even if more have them, unless they are too many."""

_ANCHORS = 6
_ANCHORS_LOOKED_AT = 50
_ANCHORS_ANYWAY = 2
"""Across languages words do not match, so an entry is looked for and found by so many of its rarest anchors as well."""

_COUNTED_ALL = 10_000
_SAMPLE = 8
_UNCOUNTED = 4
"""Of more grouped entries than that, one in eight is counted, eight times: how rare a word is need not be known to the entry,
and counting would be most of the work. A word that has no count may stand in some entries all the same."""

_TWIN_ANCHORS = 3
_DAY = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An entry as grouping sees it: without its text."""

    id: EntryId
    story_id: StoryId | None
    language: str
    published_at: dt.datetime
    features: Features


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """How grouped entries that may tell the same are looked for: by *words*, with how much each tells, and by date."""

    words: Mapping[str, float]
    since: dt.datetime
    until: dt.datetime


def asked_of(outline: Outline) -> list[str]:
    """Return the terms whose counts must be known to place an entry: its words, its anchors, and the days about its own."""
    return [*outline.features.weights, *anchor_marks(outline), *_days_about(outline)]


@functools.lru_cache(maxsize=1_024)
def _days(first: int, last: int) -> tuple[str, ...]:
    """Return the terms that stand in every entry of these days, counted from the year 1. Words have no such sign."""
    return tuple(f"{_DAY}{day}" for day in range(first, last + 1))


def _days_about(outline: Outline) -> tuple[str, ...]:
    day = outline.published_at.toordinal()
    return _days(day - REACH.days, day + REACH.days)


class Finding:
    """By what one entry is looked for and found. *counts*: in how many of the *total* grouped entries each term stands."""

    def __init__(self, outline: Outline, rarity: Rarity, counts: Mapping[str, int], total: int) -> None:
        self._counts = counts
        self._is_sampled = total >= _COUNTED_ALL
        self._rarity = rarity
        telling = rarity.telling
        self._words = sorted(telling, key=lambda word: (-telling[word], word))
        self._anchors = sorted(anchor_marks(outline), key=lambda word: (counts.get(word, 0), word))
        self._share = _share(outline, counts, total)

    def counted(self, outline: Outline) -> Mapping[str, int]:
        """Return by how much the entry raises the counts of terms."""
        by = _SAMPLE if self._is_sampled else 1
        day = outline.published_at.toordinal()
        terms = [*self._words, *self._anchors] if outline.id % by == 0 else []
        return dict.fromkeys(terms, by) | dict.fromkeys(_days(day, day), 1)

    @property
    def marks(self) -> list[str]:
        """The words and anchors to find the entry by."""
        return self._words[:_MARKS] + self._anchors[:_ANCHORS]

    def words(self, *, across_languages: bool) -> dict[str, float]:
        """Return what to look for, with how much each tells: what tells most of all that anybody has."""
        words = self._affordable(self._words, _QUERIED, _LOOKED_AT, _QUERIED_ANYWAY)
        found = {word: self._rarity.share(word) for word in words}
        if across_languages:
            anchors = self._affordable(self._anchors, _ANCHORS, _ANCHORS_LOOKED_AT, _ANCHORS_ANYWAY)
            found |= dict.fromkeys(anchors, PROMISING)
        return found

    def _affordable(self, ranked: Sequence[str], most: int, left: float, anyway: int) -> Iterator[str]:
        """Yield at most *most* of the ranked words, as long as no more than *left* entries have them in all; *anyway* so many."""
        for word in ranked:
            count = self._counts.get(word, _UNCOUNTED if self._is_sampled else 0) * self._share
            if not count or count > _TOO_MANY or (count > left and anyway <= 0):
                continue
            yield word
            most, left, anyway = most - 1, left - count, anyway - 1
            if not most:
                break


def _share(outline: Outline, counts: Mapping[str, int], total: int) -> float:
    """Return the part of all entries that was published about the entry's date."""
    near = sum(counts.get(day, 0) for day in _days_about(outline))
    return near / total if near else 1.0


def anchor_marks(outline: Outline) -> list[str]:
    """Return the anchors in the form in which they are marks: not to be taken for stems. None, where no twin can be."""
    anchors = outline.features.anchors
    may_have_twin = primary(outline.language) and len(anchors) >= _TWIN_ANCHORS and are_both_kinds(anchors)
    return list(map(anchor_term, anchors)) if may_have_twin else []


def are_both_kinds(anchors: Collection[str]) -> bool:
    """Say whether there are names and figures among *anchors*."""
    return 0 < sum(anchor[0].isdigit() for anchor in anchors) < len(anchors)


def query_of(outline: Outline, counts: Mapping[str, int], total: int) -> Query:
    """Return how to look for what tells the same as *outline*: by the words that tell most of it, and that others have.

    *counts*: in how many of the *total* grouped entries each of the terms `asked_of` it stands.
    """
    rarity = Rarity(outline.features, counts, total)
    return Query(
        words=Finding(outline, rarity, counts, total).words(across_languages=True),
        since=outline.published_at - REACH,
        until=outline.published_at + REACH,
    )
