"""Decide which entries tell one event, by comparing their features, rare words more (TF-IDF cosine).

A wrong merge claims corroboration that never was, so it is thought worse than a miss. It refuses to search: whoever has the
entries finds those that share rare words (`query_of`), and hands them over.
"""

import datetime as dt
import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.entities import EntryId, StoryId
from bot.core.indexing import Features
from bot.core.stories.languages import primary

_REACH = dt.timedelta(days=5)
"""An entry may join a story of which an entry was published so much earlier or later, and no other."""

_PRIOR_ENTRIES = 300
"""Added to the number of entries, so that with few of them a shared everyday word is no evidence yet."""

_NEEDED = 0.19
_NEEDED_PER_DAY = 0.006
_BEST_SHARE = 0.75
"""A story's likeness is that of its nearest entry, tempered by the mean of the others: chains do not grow."""

_MARKS = 24
"""An entry is found by so many of its rarest words."""

_QUERIED = 20
_LOOKED_AT = 150
_QUERIED_ANYWAY = 4
"""An entry is looked for by so many of its rarest words, as long as no more entries have them in all; so the work for a new
entry stays the same however many there are."""

_REMEMBERED = 20_000
"""Entries that a grouper remembers at most: some 60 MiB."""

_ANCHORS = 8
_ANCHORS_LOOKED_AT = 50
_ANCHORS_ANYWAY = 2
"""Across languages words do not match, so an entry is looked for and found by so many of its rarest anchors as well."""

COMPARED = 16
"""Compared are those that share most of these words, and more than one of them."""

_DAY = dt.timedelta(days=1)
_TWIN_GAP = dt.timedelta(days=3)
_TWIN_ANCHORS = 3
_TWIN_SHARE = 0.5


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
    """How grouped entries that may tell the same are looked for: by rare *words*, with how much each tells, and by date."""

    words: Mapping[str, float]
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An entry's place: in the story of the entry *joins*, or in one that it begins. *marks*: words to find it by."""

    entry_id: EntryId
    joins: EntryId | None
    terms: Collection[str]
    marks: Collection[str]
    published_at: dt.datetime


def terms_of(outline: Outline) -> list[str]:
    """Return what is counted of an entry: its words and its anchors."""
    return [*outline.features.weights, *_marks_of_anchors(outline)]


def query_of(outline: Outline, counts: Mapping[str, int]) -> Query:
    """Return how to look for what tells the same as *outline*: by the rarest of its words that any grouped entry has.

    *counts*: in how many grouped entries each word stands.
    """
    ranked = _ranked(outline.features.weights, counts)
    anchors = _ranked(_marks_of_anchors(outline), counts)
    return Query(
        words=_looked_for(ranked, anchors),
        since=outline.published_at - _REACH,
        until=outline.published_at + _REACH,
    )


def _ranked(words: Iterable[str], counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return counts and words, the rarest first."""
    return sorted([(counts.get(word, 0), word) for word in words])


def _marks_of_anchors(outline: Outline) -> list[str]:
    """Return the anchors in the form in which they are marks: not to be taken for stems. None, where no twin can be."""
    anchors = outline.features.anchors
    may_have_twin = primary(outline.language) and len(anchors) >= _TWIN_ANCHORS and _are_both_kinds(anchors)
    return [f"={anchor}" for anchor in anchors] if may_have_twin else []


def _looked_for(words: Sequence[tuple[int, str]], anchors: Sequence[tuple[int, str]]) -> dict[str, float]:
    """Return what to look for, with how much each tells: the rarest of the ranked words and anchors that anybody has."""
    by_words = _rarest(words, _QUERIED, left=_LOOKED_AT, anyway=_QUERIED_ANYWAY)
    return by_words | _rarest(anchors, _ANCHORS, left=_ANCHORS_LOOKED_AT, anyway=_ANCHORS_ANYWAY)


def _rarest(ranked: Sequence[tuple[int, str]], most: int, *, left: int, anyway: int) -> dict[str, float]:
    """Return at most *most* of the ranked words, as long as no more than *left* entries have them in all; *anyway* so many."""
    words: dict[str, float] = {}
    for count, word in ranked:
        if not count:
            continue
        if len(words) == most or (count > left and len(words) >= anyway):
            break
        words[word] = 1 / (1 + math.log1p(count))
        left -= count
    return words


class Grouper:
    """Gives entries their places, and remembers those that it placed, as long as nobody else places any."""

    def __init__(self) -> None:
        self._placed: dict[EntryId, Outline] = {}
        self._marked: defaultdict[str, list[EntryId]] = defaultdict(list)
        self._languages = set[str]()
        self._alike: Mapping[EntryId, Collection[Outline]] = {}
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._drafts = 0

    def knows_all(self, total: int) -> bool:
        """Say whether the *total* grouped entries are those that this placed; if not, or if they are many, forget them.

        So it is while a new installation reads its feeds for the first time: what is like an entry is then at hand.
        """
        if len(self._placed) != total or total > _REMEMBERED:
            self._placed.clear()
            self._marked.clear()
            self._languages.clear()
            self._counts.clear()
            self._total = 0
        return self._total == total

    def assign(self, batch: Iterable[Outline]) -> Iterator[Assignment]:
        """Yield a place for each entry of *batch*, in the order of their dates: the order of reading does not matter.

        Only for one that `knows_all`; else `assign_among`.
        """
        self._alike = {}
        yield from self._in_order(batch)

    def assign_among(
        self,
        batch: Iterable[Outline],
        *,
        alike: Mapping[EntryId, Collection[Outline]],
        counts: Mapping[str, int],
        total: int,
    ) -> Iterator[Assignment]:
        """Yield places as `assign` does, among entries that others placed.

        *alike*: for an entry what its `Query` found. *counts*: in how many of the *total* grouped entries each word stands.
        """
        self._alike, self._counts, self._total = alike, Counter(counts), total
        yield from self._in_order(batch)

    def _in_order(self, batch: Iterable[Outline]) -> Iterator[Assignment]:
        for outline in sorted(batch, key=lambda outline: (outline.published_at, outline.id)):
            yield self._place(outline)

    def _place(self, outline: Outline) -> Assignment:
        words = _ranked(outline.features.weights, self._counts)
        anchors = _ranked(_marks_of_anchors(outline), self._counts)
        language = primary(outline.language)
        is_alone = self._languages <= {language, ""}  # then no anchor finds a twin
        candidates = self._candidates(outline, _looked_for(words, () if is_alone else anchors))
        rarity = _Rarity(outline.features, self._counts, self._total) if candidates else None
        nearest = _nearest(outline, candidates, rarity) if rarity else None
        story_id = nearest.story_id if nearest else self._draft()
        marks = [word for _, word in (*words[:_MARKS], *anchors[:_ANCHORS])]
        terms = [word for _, word in (*words, *anchors)]
        self._placed[outline.id] = replace(outline, story_id=story_id)
        self._languages.add(language)
        for word in marks:
            self._marked[word].append(outline.id)
        self._counts.update(terms)
        self._total += 1
        return Assignment(
            entry_id=outline.id,
            joins=nearest.id if nearest else None,
            terms=terms,
            marks=marks,
            published_at=outline.published_at,
        )

    def _draft(self) -> StoryId:
        """Return a number for a story that may not be stored yet; it never leaves this grouper."""
        self._drafts += 1
        return StoryId(-self._drafts)

    def _candidates(self, outline: Outline, words: Mapping[str, float]) -> list[Outline]:
        remembered = (self._placed[entry_id] for entry_id in self._sharing(words))
        found = [*self._alike.get(outline.id, ()), *remembered]
        return [other for other in found if abs(other.published_at - outline.published_at) <= _REACH]

    def _sharing(self, words: Mapping[str, float]) -> list[EntryId]:
        """Return the entries placed here that share most of the rare *words*, and more than one."""
        shared: defaultdict[EntryId, float] = defaultdict(float)
        once, several = set[EntryId](), set[EntryId]()
        for word, telling in words.items():
            for entry_id in self._marked.get(word, ()):
                shared[entry_id] += telling
                (several if entry_id in once else once).add(entry_id)
        return heapq.nlargest(COMPARED, several, key=lambda entry_id: (shared[entry_id], -entry_id))


def _nearest(outline: Outline, candidates: Sequence[Outline], rarity: "_Rarity") -> Outline | None:
    """Return the likest entry of the story that *outline* tells too, or None if it begins one."""
    likenesses: defaultdict[StoryId, list[tuple[float, Outline]]] = defaultdict(list)
    for other in candidates:
        if other.story_id is not None:
            gap = abs(outline.published_at - other.published_at)
            needed = _NEEDED + _NEEDED_PER_DAY * (gap / _DAY)
            likeness = _likeness(outline, other, rarity) / needed
            likenesses[other.story_id].append((likeness, other))
    best: tuple[float, Outline] | None = None
    for found in likenesses.values():
        top, other = max(found, key=lambda pair: (pair[0], -pair[1].id))
        score = _BEST_SHARE * top + (1 - _BEST_SHARE) * sum(each for each, _ in found) / len(found)
        if score >= 1 and (best is None or (score, -other.id) > (best[0], -best[1].id)):
            best = (score, other)
    return best[1] if best else None


def _likeness(outline: Outline, other: Outline, rarity: "_Rarity") -> float:
    own, theirs = primary(outline.language), primary(other.language)
    if own and theirs and own != theirs:
        return float(_are_twins(outline, other))
    return rarity.likeness(other.features)


def _are_twins(outline: Outline, other: Outline) -> bool:
    """Across languages only names and figures match: several of them, most of the shorter's, and both kinds."""
    if abs(outline.published_at - other.published_at) > _TWIN_GAP:
        return False
    own, theirs = outline.features.anchors, other.features.anchors
    shared = own & theirs
    return (
        len(shared) >= _TWIN_ANCHORS
        and _are_both_kinds(shared)
        and len(shared) >= _TWIN_SHARE * min(len(own), len(theirs))
    )


def _are_both_kinds(anchors: Collection[str]) -> bool:
    return 0 < sum(anchor[0].isdigit() for anchor in anchors) < len(anchors)


class _Rarity:
    """How like others are to one entry, rare words counting more."""

    def __init__(self, features: Features, counts: Mapping[str, int], total: int) -> None:
        self._unseen = math.log(total + _PRIOR_ENTRIES + 1)
        self._idf = {word: self._unseen - math.log1p(counts.get(word, 0)) for word in features.weights}
        self._own = {word: weight * self._idf[word] for word, weight in features.weights.items()}
        self._norm = math.sqrt(sum(weight * weight for weight in self._own.values()))

    def likeness(self, other: Features) -> float:
        """Return the likeness of *other*, 0 to 1. Words that only *other* has count as never seen."""
        product, square = 0.0, self._unseen**2 * other.square
        for word in self._own.keys() & other.weights.keys():
            idf, theirs = self._idf[word], other.weights[word]
            product += self._own[word] * theirs * idf
            square += (idf * idf - self._unseen**2) * theirs * theirs
        return product / (self._norm * math.sqrt(max(square, 0.0)) or 1.0)
