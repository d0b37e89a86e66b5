"""Which sentences come nearest to answering a question: coverage of what is asked, and an answer of the right kind."""

import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers.passages import Passage, passages
from bot.core.answers.questions import Asked, Wanted, asked
from bot.core.entities import Entry, EntryId
from bot.core.text import COUNTRIES, Number, NumberKind, dates, fold_letters, names, numbers, stem, words

_TITLE, _NEIGHBOUR, _ENTRY = 0.75, 0.6, 0.35
"""What a word is worth that stands not in the sentence but beside it."""

_SIMILAR = 0.8
_MIN_PREFIX = 4
_PREFIX_SHARE = 0.6
_FIRM = 1.5
_NOWHERE, _NOWHERE_HAN = 0.8, 0.3
"""Words that no passage has count less: they may be a matter of wording (and Han bigrams of where words meet)."""

_WORTH_A_LOOK = 0.15
_WRONG_KIND, _WRONG_MEASURE = 0.75, 0.6
"""What a sentence without the kind of thing asked for is worth; measures are certain, names and reasons are not."""

_SAID, _ONLY_ABOUT = 0.2, 0.7
"""Names and figures say what a question is about; of the other words, which say what it asks, some must be found too."""

_LENGTHS = frozenset({"km", "mile", "metre", "cm", "mm", "foot", "inch"})
_UNITS = {
    Wanted.DURATION: _LENGTHS | {"second", "minute", "hour", "day", "week", "month", "year"},
    Wanted.WEIGHT: frozenset({"kg", "tonne", "pound", "GBP"}),
    Wanted.SPEED: frozenset({"km/h", "mph", "km", "mile", "mb", "gb"}),
    Wanted.DISTANCE: _LENGTHS,
}
_REASON = re.compile(
    r"\bbecause\b|\bdue to\b|\bowing to\b|\bsince\b|\bas a result\b|\bafter\b|\bcaused\b|\breason|\bso that\b|\bto \w+|"
    r"\bweil\b|\bwegen\b|\bda\b|\baufgrund\b|\bum \w+ zu\b|\bcunku\b|\bnedeniyle\b|\bsebeb\w+|\bdolayi\b|\bicin\b|\byuzunden\b|"
    r"因为|由于|因此|所以|原因|以便|导致"
)
_RELATIVE_TIME = re.compile(
    r"\b(?:today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|century|spring|summer|autumn|"
    r"winter|heute|gestern|morgen|woche|monat|jahr\w*|quartal|quarter|bugun|dun|yarin|hafta\w*|ay\w{0,3}|yil\w*|yuzyil\w*)\b"
    r"|今天|昨天|明天|周|星期|月|年|世纪"
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with how well it answers, 0 to 1: *coverage* of what was asked, and *score* to rank by."""

    passage: Passage
    score: float
    coverage: float
    has_kind: bool


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a text by stem, and where to find one that only begins alike."""

    stems: frozenset[str]
    by_prefix: Mapping[str, tuple[str, ...]]
    countries: frozenset[str]

    def match(self, term: str) -> float:
        """Return how well *term* is found: 1 itself, less for a word that begins alike (endings differ), 0 not."""
        if term in self.stems or COUNTRIES.get(term, "") in self.countries:
            return 1.0
        if len(term) < _MIN_PREFIX or not term.isalpha():
            return 0.0
        alike = self.by_prefix.get(term[:_MIN_PREFIX], ())
        return _SIMILAR if any(_is_alike(term, word) for word in alike) else 0.0


def best(question: str, passages: Sequence[Passage], limit: int) -> tuple[Scored, ...]:
    """Return the *limit* passages that answer *question* best, best first. Those that share nothing with it are left out."""
    wish = asked(question)
    if not wish.terms:
        return ()
    weights = _weights(wish, passages)
    whole = _by_entry(passages, weights)
    scored = [_score(question, wish, weights, passage, whole[passage.entry_id]) for passage in passages]
    found = sorted((one for one in scored if one.coverage > 0), key=lambda one: -one.score)
    return tuple(found[:limit])


def ranked(question: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return *entries* in the order of their best passages; those without any that shares a word with *question* last."""
    told = passages(entries)
    order = [found.passage.entry_id for found in best(question, told, len(told))]
    by_id = {entry.id: entry for entry in entries}
    return tuple(by_id[entry_id] for entry_id in dict.fromkeys([*order, *by_id]))


def _weights(wish: Asked, passages: Sequence[Passage]) -> dict[str, float]:
    """Return what each term counts: rare ones more, names and figures more."""
    vocabularies = [vocabulary(passage.sentence) for passage in passages]
    total = len(passages)
    weights: dict[str, float] = {}
    for term in wish.terms:
        count = sum(one.match(term) > 0 for one in vocabularies)
        rarity = math.log(1 + (total + 1) / (count + 0.5))
        weights[term] = rarity * _worth(term, wish, is_anywhere=count > 0)
    return weights


def _worth(term: str, wish: Asked, *, is_anywhere: bool) -> float:
    if term in wish.firm:
        return _FIRM
    if is_anywhere:
        return 1.0
    return _NOWHERE_HAN if term[0] >= "\u2e80" else _NOWHERE


def _by_entry(passages: Sequence[Passage], weights: Mapping[str, float]) -> dict[EntryId, dict[str, float]]:
    """Return how well each entry as a whole matches each term."""
    found: dict[EntryId, dict[str, float]] = {}
    for passage in passages:
        matches = found.setdefault(passage.entry_id, dict.fromkeys(weights, 0.0))
        own = vocabulary(passage.sentence)
        for term in weights:
            matches[term] = max(matches[term], own.match(term))
    return found


def _score(
    question: str, wish: Asked, weights: Mapping[str, float], passage: Passage, entry: Mapping[str, float]
) -> Scored:
    own, title = vocabulary(passage.sentence), vocabulary(passage.title)
    beside = (vocabulary(passage.before), vocabulary(passage.after))
    found = {
        term: own.match(term)
        or max(
            _TITLE * title.match(term),
            _NEIGHBOUR * max(one.match(term) for one in beside),
            _ENTRY * entry[term],
        )
        for term in weights
    }
    coverage = _covered(found, weights, wish.terms)
    has_kind = coverage >= _WORTH_A_LOOK and _has(wish.wanted, passage.sentence, question)
    says_more = _covered(found, weights, [term for term in wish.terms if term not in wish.firm]) >= _SAID
    return Scored(
        passage,
        coverage * (1 if has_kind else _wrong_kind(wish.wanted)) * (1 if says_more else _ONLY_ABOUT),
        coverage,
        has_kind,
    )


def _wrong_kind(wanted: Wanted) -> float:
    return _WRONG_MEASURE if wanted in _UNITS or wanted in {Wanted.SHARE, Wanted.MONEY} else _WRONG_KIND


def _covered(found: Mapping[str, float], weights: Mapping[str, float], terms: Sequence[str]) -> float:
    """Return the weighted share of *terms* that were found; nothing asked is all found."""
    total = sum(weights[term] for term in terms)
    return sum(weights[term] * found[term] for term in terms) / total if total else 1.0


def _is_alike(term: str, word: str) -> bool:
    shared = 0
    for one, other in zip(term, word, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= max(_MIN_PREFIX, _PREFIX_SHARE * max(len(term), len(word)))


@functools.lru_cache(maxsize=4096)
def vocabulary(text: str) -> _Vocabulary:
    """Take a sentence apart. Cached: the same sentences are asked about again and again."""
    tokens = words(text)
    stems = frozenset(map(stem, tokens))
    by_prefix: dict[str, list[str]] = {}
    for word in stems:
        if len(word) >= _MIN_PREFIX:
            by_prefix.setdefault(word[:_MIN_PREFIX], []).append(word)
    prefixes = {prefix: tuple(found) for prefix, found in by_prefix.items()}
    return _Vocabulary(stems, prefixes, frozenset(COUNTRIES[token] for token in tokens if token in COUNTRIES))


def _has(wanted: Wanted, sentence: str, question: str) -> bool:
    """Say whether *sentence* holds a thing of the kind wanted that the question did not bring itself."""
    match wanted:
        case Wanted.ANYTHING:
            return True
        case Wanted.REASON:
            return bool(_REASON.search(fold_letters(sentence)))
        case Wanted.PERSON | Wanted.PLACE:
            return _has_new_name(sentence, question)
        case Wanted.TIME:
            return _has_time(sentence)
        case _:
            return any(_counts(number, wanted) for number in _new_numbers(sentence, question))


def _has_new_name(sentence: str, question: str) -> bool:
    """Han text shows no names: there, nothing can be said against a sentence."""
    if any(character >= "\u2e80" for character in sentence[:20]):
        return True
    brought = vocabulary(question)
    return any(not all(brought.match(stem(word)) for word in words(name)) for name in names(sentence))


def _has_time(sentence: str) -> bool:
    if dates(sentence) or _RELATIVE_TIME.search(fold_letters(sentence)):
        return True
    return any(number.kind is NumberKind.YEAR for number in numbers(sentence))


def _new_numbers(sentence: str, question: str) -> list[Number]:
    brought = {value for number in numbers(question) for value in number.readings}
    return [number for number in numbers(sentence) if not brought & set(number.readings)]


def _counts(number: Number, wanted: Wanted) -> bool:
    """Say whether a number is of the kind wanted. "How long" may ask for a time or a length."""
    match wanted:
        case Wanted.SHARE:
            return number.kind is NumberKind.PERCENT
        case Wanted.MONEY:
            return number.kind is NumberKind.CURRENCY
        case Wanted.NUMBER:
            return number.kind is not NumberKind.YEAR
        case _:
            return number.unit in _UNITS[wanted]
