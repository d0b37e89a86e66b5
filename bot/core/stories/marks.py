"""How a grouped entry is found again: it is marked with the words that tell most of it, and looked for by such words.

The work for a new entry stays the same however many there are: what too many others of its days have is not looked for,
and in a large archive only some entries are counted.
"""

import datetime as dt
import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.entities import EntryId, StoryId
from bot.core.indexing import Packed, term

REACH = dt.timedelta(days=5)
"""An entry may join a story of which an entry was published so much earlier or later, and no other."""

COMPARED = 12
PROMISING = 0.11
"""Compared are those that share most of these words, more than one of them, and enough to be alike at all."""

MARKS = 12
ANCHORS = 6
"""An entry is found by so many of the words that tell most of it, and by so many of its rarest anchors, since across
languages words do not match."""

COUNTED_ALL = 10_000
SAMPLE = 8
UNCOUNTED = 4
"""Of more grouped entries than that, one in eight is counted, eight times: how rare a word is need not be known to the entry,
and counting would be most of the work. A word that has no count may stand in some entries all the same."""

TOO_MANY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An entry as grouping sees it: without its text."""

    id: EntryId
    story_id: StoryId | None
    language: str
    published_at: dt.datetime
    features: Packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An entry's place: in the story of the entry *joins*, or in one that it begins.

    *terms*: what its coming raises the counts of, by *times*; *marks*: terms to find it by.
    """

    entry_id: EntryId
    joins: EntryId | None
    terms: Collection[int]
    times: int
    marks: Collection[int]
    published_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """How grouped entries that may tell the same are looked for: by terms, with how much each tells, and by date."""

    terms: Mapping[int, float]
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """So many terms of one kind are looked for at *most*, as long as no more than *looked_at* entries have them in all.

    *anyway* so many are, even if more have them, unless they are `TOO_MANY`.
    """

    most: int
    looked_at: int
    anyway: int

    def affordable(self, ranked: Sequence[int], counts: Sequence[float]) -> list[int]:
        """Return of *ranked* terms, with how many entries have each (more than none, not `TOO_MANY`), those to look for."""
        chosen, left = list[int](), float(self.looked_at)
        for each, count in zip(ranked, counts, strict=True):
            if count <= left or len(chosen) < self.anyway:
                chosen.append(each)
                left -= count
                if len(chosen) == self.most:
                    break
            elif left <= 0:
                break  # whatever has more than none is too much
        return chosen


OF_WORDS = Allowance(most=12, looked_at=150, anyway=4)
OF_ANCHORS = Allowance(most=6, looked_at=50, anyway=2)


def day_term(day: int) -> int:
    """Return the term that stands in every entry of a day, which is counted from the year 1."""
    return days_about(day, beside=0)[0]


@functools.lru_cache(maxsize=1_024)
def days_about(day: int, beside: int = REACH.days) -> tuple[int, ...]:
    """Return the terms of the days from which an entry of this day may be joined. Words have no such sign."""
    return tuple(term(f"@{each}") for each in range(day - beside, day + beside + 1))
