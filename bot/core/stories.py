"""Decide which entries tell one event, which of them leads, and how much a story weighs.

Grouping compares words, names and numbers of titles and openings, rare ones more (TF-IDF cosine). A wrong merge claims
corroboration that never was, so it is thought worse than a miss. Not here: finding candidates, which is the store's.
"""

import datetime as dt
import functools
import math
from collections.abc import Mapping, Sequence

from bot.core.entities import Entry, Story, StoryId
from bot.core.text import COUNTRIES, STOP_WORDS, names, numbers, search_tokens, stem, words

MAX_TERMS = 150
"""How many terms of an entry are kept and counted."""

_OPENING = 1200
"""So many characters of an entry's text are looked at: news tells first what it is about."""

_OPENING_WORDS = 110
_TITLE_WEIGHT = 3
_NAME_WEIGHT = 1.3
_PRIOR_ENTRIES = 300
"""Added to the number of entries, so that with few of them a shared everyday word is no evidence yet."""

_NEEDED = 0.19
_NEEDED_PER_DAY = 0.006
_MAX_GAP = dt.timedelta(days=14)
_BEST_SHARE = 0.75
"""A story's likeness is that of its nearest entry, tempered by the mean of the others: chains do not grow."""

_DAY = dt.timedelta(days=1)
_HALF_LIFE = dt.timedelta(hours=18)
_USEFUL_LENGTH = 2500

_TELLING = 13
_TWIN_GAP = dt.timedelta(days=3)
_TWIN_TERMS = 3
_TWIN_SHARE = 0.5


def terms(entry: Entry) -> frozenset[str]:
    """Return the index terms of *entry*: folded words, names and numbers of its title and opening, no stop words."""
    title = _told(entry.title)
    opening = _told(entry.text[:_OPENING])
    values = _values(f"{entry.title}\n{entry.text[:_OPENING]}")
    return frozenset(list(dict.fromkeys([*title, *sorted(values), *opening]))[:MAX_TERMS])


def choose_story(
    entry: Entry, candidates: Sequence[Entry], counts: Mapping[str, int], total: int
) -> StoryId | None:
    """Return the story that *entry* tells too, or None if it begins one.

    *candidates*: grouped entries that share rare terms with it. *counts*: in how many of the *total* grouped entries each
    of its `terms` stands. A term that is not counted is taken as rare.
    """
    rarity = _Rarity(entry, counts, total)
    likenesses: dict[StoryId, list[float]] = {}
    for candidate in candidates:
        gap = abs(entry.published_at - candidate.published_at)
        if candidate.story_id is not None and gap <= _MAX_GAP:
            needed = _NEEDED + _NEEDED_PER_DAY * (gap / _DAY)
            likenesses.setdefault(candidate.story_id, []).append(rarity.likeness(candidate) / needed)
    scores = {
        story_id: _BEST_SHARE * max(found) + (1 - _BEST_SHARE) * sum(found) / len(found)
        for story_id, found in likenesses.items()
    }
    best = max(scores, key=lambda story_id: (scores[story_id], -story_id), default=None)
    return best if best is not None and scores[best] >= 1 else None


class _Rarity:
    """How like others are to one entry, rare terms counting more."""

    def __init__(self, entry: Entry, counts: Mapping[str, int], total: int) -> None:
        self._entry = entry
        self._unseen = math.log(total + _PRIOR_ENTRIES + 1)
        own = _features(entry.title, entry.text[:_OPENING])
        common: dict[str, int] = {}
        for term in terms(entry):
            key = stem(term)
            common[key] = max(common.get(key, 0), counts.get(term, 0))
        self._idf = {key: self._unseen - math.log(1 + common.get(key, 0)) for key in own}
        self._own = {key: weight * self._idf[key] for key, weight in own.items()}
        self._norm = _norm(self._own)

    def likeness(self, other: Entry) -> float:
        """Return the likeness of *other*, 0 to 1."""
        if _are_foreign(self._entry, other):
            return float(self._is_twin(other))
        theirs = {
            key: weight * self._idf.get(key, self._unseen)
            for key, weight in _features(other.title, other.text[:_OPENING]).items()
        }
        shared = sum(weight * theirs[key] for key, weight in self._own.items() if key in theirs)
        return shared / (self._norm * _norm(theirs) or 1.0)

    def _is_twin(self, other: Entry) -> bool:
        """Across languages only names and numbers match: several of them, most of the shorter's, and both kinds."""
        if abs(self._entry.published_at - other.published_at) > _TWIN_GAP:
            return False
        own, theirs = _anchors(self._entry), _anchors(other)
        shared = own & theirs
        values = {term for term in shared if term[0].isdigit()}
        return (
            len(shared) >= _TWIN_TERMS
            and 0 < len(values) < len(shared)
            and len(shared) >= _TWIN_SHARE * min(len(own), len(theirs))
        )


def lead_first(entries: Sequence[Entry], language: str = "") -> tuple[Entry, ...]:
    """Return a story's entries with the one first that tells it best, the others in order of time.

    Readers of *language* get a lead in it where there is one: it gives the story its title.
    """
    in_time = sorted(entries, key=lambda entry: (entry.published_at, entry.id))
    if not in_time:
        return ()
    # Beyond a useful length more text is no better, and who was first leads.
    lead = max(
        in_time,
        key=lambda entry: (
            _primary(entry.language) == _primary(language),
            not entry.is_excerpt,
            min(len(entry.text), _USEFUL_LENGTH),
        ),
    )
    return (lead, *(entry for entry in in_time if entry.id != lead.id))


def weight(story: Story, now: dt.datetime) -> float:
    """Return how much a story matters at *now*: publishers that tell it, freshness, and how much there is to tell."""
    age = max(now - story.newest_at, dt.timedelta(0))
    freshness = math.exp2(-(age / _HALF_LIFE))
    length = min(len(story.lead.text), _USEFUL_LENGTH) / _USEFUL_LENGTH
    substance = 0.5 * length if story.lead.is_excerpt else 0.5 + 0.5 * length
    return (1 + math.log2(len(story.publishers))) * (0.4 + 0.6 * freshness) * (0.6 + 0.4 * substance)


@functools.lru_cache(maxsize=1024)
def _features(title: str, opening: str) -> Mapping[str, float]:
    """Return an entry's words by stem with their weight in it: titles count more, names and figures too."""
    counted: dict[str, int] = {}
    for word in _told(title):
        counted[stem(word)] = counted.get(stem(word), 0) + _TITLE_WEIGHT
    for word in _told(opening):
        counted[stem(word)] = counted.get(stem(word), 0) + 1
    named = {stem(word) for name in names(f"{title}\n{opening}") for word in words(name)}
    return {
        word: (1 + math.log(count)) * (_NAME_WEIGHT if word in named or word.isdigit() else 1)
        for word, count in counted.items()
    }


def _told(text: str) -> list[str]:
    return [word for word in words(text)[: 2 * _OPENING_WORDS] if word not in STOP_WORDS][:_OPENING_WORDS]


def _norm(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))


def _are_foreign(entry: Entry, other: Entry) -> bool:
    """Say whether two entries are in different languages: by what they declare, where both do."""
    own, theirs = _primary(entry.language), _primary(other.language)
    return bool(own and theirs) and own != theirs


def _primary(language: str) -> str:
    """Return the language of a tag without its region: "en-GB" is "en"."""
    return language.lower().replace("_", "-").partition("-")[0]


def _anchors(entry: Entry) -> frozenset[str]:
    """Return what reads the same in every language: the title's and opening's Latin names, and figures above ten.

    Countries do not: every language has its own names for them, and they say little about an event.
    """
    return _anchors_of(entry.title, entry.text[:_OPENING])


@functools.lru_cache(maxsize=1024)
def _anchors_of(title: str, opening: str) -> frozenset[str]:
    text = f"{title}\n{opening}"
    named = {token for name in names(text) for token in search_tokens(name) if token.isascii()}
    return frozenset(named - STOP_WORDS - COUNTRIES.keys()) | _values(text)


def _values(text: str) -> frozenset[str]:
    """Return the figures of *text* in plain digits, so that 28万 meets 280,000. Small ones are everywhere: left out."""
    found = (number.value for number in numbers(text) if not number.is_word and number.value >= _TELLING)
    return frozenset(f"{value.normalize():f}" for value in found)
