"""Decide which entries tell one event, by comparing their features, rare words more (TF-IDF cosine).

A wrong merge claims corroboration that never was, so it is thought worse than a miss. It refuses to search: whoever has the
entries finds those that share rare words (`query_of`), and hands them over.
"""

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.entities import EntryId, StoryId
from bot.core.stories.languages import primary
from bot.core.stories.likeness import likeness
from bot.core.stories.marks import COMPARED, PROMISING, REACH, Finding, Outline
from bot.core.stories.rarity import Rarity

_BEST_SHARE = 0.75
"""A story's likeness is that of its nearest entry, tempered by the mean of the others: chains do not grow."""

_OVERLAP = 0.4
_SEVERAL_WORDS = 30
"""An entry that is like two stories by different words of its own is a round-up of both, and belongs to neither. A headline
has too few words to tell."""

_REMEMBERED = 20_000
"""Entries that a grouper remembers at most: some 60 MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An entry's place: in the story of the entry *joins*, or in one that it begins. *terms*: what its coming adds to
    the counts; *marks*: words to find it by."""

    entry_id: EntryId
    joins: EntryId | None
    terms: Mapping[str, int]
    marks: Collection[str]
    published_at: dt.datetime


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
        rarity = Rarity(outline.features, self._counts, self._total)
        finding = Finding(outline, rarity, self._counts, self._total)
        nearest = None if outline.features.is_roundup else self._nearest(outline, finding, rarity)
        story_id = nearest.story_id if nearest else self._draft()
        # A round-up would draw together what it tells of, so nothing is to find it.
        marks = [] if outline.features.is_roundup else finding.marks
        terms = finding.counted(outline)
        self._placed[outline.id] = replace(outline, story_id=story_id)
        self._languages.add(primary(outline.language))
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

    def _nearest(self, outline: Outline, finding: Finding, rarity: Rarity) -> Outline | None:
        is_alone = self._languages <= {primary(outline.language), ""}  # then no anchor finds a twin
        candidates = self._candidates(outline, finding.words(across_languages=not is_alone))
        return _nearest(outline, candidates, rarity)

    def _candidates(self, outline: Outline, words: Mapping[str, float]) -> list[Outline]:
        remembered = (self._placed[entry_id] for entry_id in self._sharing(words))
        found = [*self._alike.get(outline.id, ()), *remembered]
        return [other for other in found if abs(other.published_at - outline.published_at) <= REACH]

    def _sharing(self, words: Mapping[str, float]) -> list[EntryId]:
        """Return the entries placed here that share most of the rare *words*, and more than one."""
        shared: defaultdict[EntryId, float] = defaultdict(float)
        once, several = set[EntryId](), set[EntryId]()
        for word, telling in words.items():
            for entry_id in self._marked.get(word, ()):
                shared[entry_id] += telling
                (several if entry_id in once else once).add(entry_id)
        promising = [entry_id for entry_id in several if shared[entry_id] >= PROMISING]
        return heapq.nlargest(COMPARED, promising, key=lambda entry_id: (shared[entry_id], -entry_id))


def _nearest(outline: Outline, candidates: Sequence[Outline], rarity: Rarity) -> Outline | None:
    """Return the likest entry of the story that *outline* tells too, or None if it begins one."""
    likenesses: defaultdict[StoryId, list[tuple[float, Outline]]] = defaultdict(list)
    for other in candidates:
        if other.story_id is not None:
            likenesses[other.story_id].append((likeness(outline, other, rarity), other))
    found = [(_score(alike), _likest(alike)) for alike in likenesses.values()]
    told = sorted((each for each in found if each[0] >= 1), key=lambda each: (-each[0], each[1].id))
    is_long = len(outline.features.weights) >= _SEVERAL_WORDS
    if is_long and len(told) > 1 and rarity.overlap(told[0][1].features, told[1][1].features) < _OVERLAP:
        return None
    return told[0][1] if told else None


def _score(alike: Sequence[tuple[float, Outline]]) -> float:
    top = max(each for each, _ in alike)
    return _BEST_SHARE * top + (1 - _BEST_SHARE) * sum(each for each, _ in alike) / len(alike)


def _likest(alike: Sequence[tuple[float, Outline]]) -> Outline:
    return max(alike, key=lambda pair: (pair[0], -pair[1].id))[1]
