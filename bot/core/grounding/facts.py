"""What a text states, taken apart once so that many claims can be held against it."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.grounding.opposites import HAN_NEGATORS, NEGATORS
from bot.core.text import (
    COUNTRIES,
    STOP_WORDS,
    Date,
    Number,
    canonical_url,
    dates,
    fold,
    fold_letters,
    names,
    numbers,
    search_tokens,
    sentences,
    stem,
    words,
)

_URL = re.compile(r"https?://[^\s<>\"'“”„»«)\]]+")
_NOT = re.compile(r"(?<=[a-z])n['’]t\b")
_REACH = 4
"""A negator concerns so many words behind it, and two before it (Turkish puts it last)."""

_REACH_BACK = 2
_PREFIX = 5
_ROOT = 4
_SAMPLE = 400
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence: its content words by stem, in order, and which of them are negated."""

    text: str
    stems: tuple[str, ...]
    vocabulary: frozenset[str]
    negated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a text that a claim can be held against."""

    folded: str
    statements: tuple[Statement, ...]
    where: Mapping[str, frozenset[int]]
    prefixes: frozenset[str]
    numbers: tuple[Number, ...]
    dates: tuple[Date, ...]
    urls: frozenset[str]
    roots: frozenset[str]
    initials: frozenset[str]
    countries: frozenset[str]
    is_wide: bool


@functools.lru_cache(maxsize=64)
def facts_of(sources: tuple[str, ...]) -> Facts:
    """Return the facts of *sources* together. Cached: a story's bullets are all held against the same text."""
    text = plain("\n".join(sources))
    statements = tuple(statement_of(sentence) for sentence in sentences(text))
    where: dict[str, set[int]] = {}
    for number, statement in enumerate(statements):
        for word in statement.vocabulary:
            where.setdefault(word, set()).add(number)
    return Facts(
        folded=f" {fold(text)} ",
        statements=statements,
        where={word: frozenset(found) for word, found in where.items()},
        prefixes=frozenset(word[:_PREFIX] for word in where if word.isalpha() and len(word) >= _PREFIX),
        numbers=tuple(numbers(text)),
        dates=tuple(dates(text)),
        urls=urls_of(text),
        roots=_roots(text),
        initials=_initials(text),
        countries=frozenset(COUNTRIES[token] for token in search_tokens(text) if token in COUNTRIES),
        is_wide=is_wide(text),
    )


def statement_of(sentence: str) -> Statement:
    """Take one sentence apart."""
    tokens = words(plain(sentence))
    kept = [(stem(token), place) for place, token in enumerate(tokens) if token not in STOP_WORDS]
    negators = [place for place, token in enumerate(tokens) if token in NEGATORS or token[0] in HAN_NEGATORS]
    negated = {
        word
        for word, place in kept
        if any(-_REACH_BACK <= place - negator <= _REACH and place != negator for negator in negators)
    }
    stems = tuple(word for word, place in kept if tokens[place] not in NEGATORS)
    return Statement(sentence, stems, frozenset(stems), frozenset(negated))


def urls_of(text: str) -> frozenset[str]:
    """Return the web addresses of *text* in canonical form."""
    return frozenset(canonical_url(found.rstrip(".,;:!?。，")) for found in _URL.findall(text))


def name_words(text: str) -> dict[str, str]:
    """Return the words of the names in *text*, folded -> the name as written."""
    return {
        word: name
        for name in names(text)
        for word in words(plain(name))
        if word not in STOP_WORDS and not word.isdigit() and len(word) > 1
    }


def is_known(word: str, facts: Facts) -> bool:
    """Say whether a source has this stem, or a word with the same beginning ("electrify" for "electric")."""
    return word in facts.where or (
        len(word) >= _PREFIX and word.isalpha() and word[:_PREFIX] in facts.prefixes
    )


def is_known_name(word: str, facts: Facts) -> bool:
    """Say whether a source has this folded word of a name: itself, its country, its initials, or a longer form of it."""
    root = stem(word)
    if root in facts.where or word in facts.initials or COUNTRIES.get(word, word) in facts.countries:
        return True
    return len(word) > _ROOT and word.isalpha() and word[: max(_ROOT, len(word) - 3)] in facts.roots


def is_wide(text: str) -> bool:
    """Say whether a text is in a script without spaces: words of such a text never match those of another."""
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    return 3 * sum(character >= "\u2e80" for character in letters) > len(letters)


def plain(text: str) -> str:
    """Write "U.K." as "UK" and "didn't" as "did not", so that both forms meet."""
    return _NOT.sub(" not", _DOTTED.sub(lambda found: found.group().replace(".", ""), text))


def _roots(text: str) -> frozenset[str]:
    """Return the beginnings of the words of names: "Chinese" is known where "China" stands."""
    found = {word for name in names(text) for word in words(name)}
    return frozenset(word[:length] for word in found for length in range(_ROOT, len(word) + 1))


def _initials(text: str) -> frozenset[str]:
    """Return the initials of names of several words: "EU" is known where "European Union" stands."""
    found = (name.split() for name in names(text) if " " in name)
    return frozenset(fold_letters("".join(word[0] for word in name if word[0].isupper())) for name in found)
