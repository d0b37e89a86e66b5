"""What the sources state, taken apart once so that many claims can be held against it."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.grounding.meanings import Meanings, meanings_of
from bot.core.grounding.statements import (
    Figure,
    Name,
    Statement,
    german_nouns,
    name_words,
    plain,
    statement_of,
)
from bot.core.text import (
    COUNTRIES,
    Date,
    canonical_url,
    dates,
    fold,
    fold_letters,
    language_by_stop_words,
    names,
    resolved,
    search_tokens,
    sentences,
    stem,
    weekdays,
    words,
)

_URL = re.compile(r"https?://[^\s<>\"'“”„»«)\]]+")
_SHORT = re.compile(r"\b[A-Z]{2,5}\b")
_PREFIX = 5
_ROOT = 4
_SAMPLE = 400
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a text that a claim can be held against. *where*: a stem -> the statements that have it.

    *nouns*: German words that are no names although they have a capital.
    """

    folded: str
    verbatim: frozenset[str]
    name_words: frozenset[str]
    nouns: frozenset[str]
    statements: tuple[Statement, ...]
    where: Mapping[str, frozenset[int]]
    prefixes: frozenset[str]
    close: frozenset[tuple[str, str]]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    dates: tuple[Date, ...]
    weekdays: frozenset[int]
    urls: frozenset[str]
    words: frozenset[str]
    roots: frozenset[str]
    initials: frozenset[str]
    shorts: frozenset[str]
    countries: frozenset[str]
    meanings: Meanings
    is_wide: bool
    language: str


@functools.lru_cache(maxsize=64)
def facts_of(sources: tuple[str, ...], published_on: date | None = None) -> Facts:
    """Return the facts of *sources* together. Cached: a story's bullets are all held against the same text."""
    text = plain("\n".join(sources))
    language = language_by_stop_words(words(text))
    nouns = german_nouns(text) if language == "de" else frozenset[str]()
    known_names = frozenset(name_words(text)) - nouns
    statements = tuple(statement_of(sentence, known_names) for sentence in sentences(text))
    where = _where(statements)
    found = tuple(dates(text))
    meant = found if published_on is None else (*found, *resolved(text, published_on))
    everything = frozenset[str]().union(*(statement.words for statement in statements))
    return Facts(
        folded=f" {fold(text)} ",
        verbatim=frozenset(fold(statement.text) for statement in statements),
        name_words=known_names,
        nouns=nouns,
        statements=statements,
        where=where,
        prefixes=frozenset(word[:_PREFIX] for word in where if word.isalpha() and len(word) >= _PREFIX),
        close=frozenset(pair for statement in statements for pair in statement.close_pairs()),
        figures=tuple(figure for statement in statements for figure in statement.figures),
        names=tuple(name for statement in statements for name in statement.names()),
        dates=meant,
        weekdays=frozenset(weekdays(text)) | _weekdays_of(meant),
        urls=urls_of(text),
        words=everything,
        roots=_roots(text),
        initials=_initials(text),
        shorts=frozenset(map(str.lower, _SHORT.findall(text))),
        countries=frozenset(COUNTRIES[token] for token in search_tokens(text) if token in COUNTRIES),
        meanings=meanings_of(everything),
        is_wide=is_wide(text),
        language=language,
    )


def _where(statements: Sequence[Statement]) -> dict[str, frozenset[int]]:
    where: dict[str, set[int]] = {}
    for number, statement in enumerate(statements):
        for word in statement.vocabulary:
            where.setdefault(word, set()).add(number)
    return {word: frozenset(found) for word, found in where.items()}


def _weekdays_of(found: Sequence[Date]) -> frozenset[int]:
    """Return the weekdays of the dates that are complete."""
    days: set[int] = set()
    for one in found:
        if one.year and one.month and one.day:
            try:
                days.add(date(one.year, one.month, one.day).weekday())
            except ValueError:  # 31 June, as written
                continue
    return frozenset(days)


def nearest(statement: Statement, facts: Facts) -> list[Statement]:
    """Return the source's sentences that share most with the claim's, rare words counting more."""
    shares: dict[int, float] = {}
    for word in statement.vocabulary:
        places = facts.where.get(word, frozenset())
        for place in places:
            shares[place] = shares.get(place, 0.0) + 1 / len(places)
    places_by_share = sorted(shares, key=lambda place: (-shares[place], place))[:_NEAREST]
    return [facts.statements[place] for place in places_by_share]


def urls_of(text: str) -> frozenset[str]:
    """Return the web addresses of *text* in canonical form."""
    return frozenset(canonical_url(found.rstrip(".,;:!?。，")) for found in _URL.findall(text))


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


def is_shortened(name: str, facts: Facts) -> bool:
    """Say whether a source has a name of several words by its initials: "United States" where "US" stands."""
    return (
        " " in name and "".join(word[0] for word in name.split() if word[0].isupper()).lower() in facts.shorts
    )


def has_no_other(name: str, word: str, facts: Facts) -> bool:
    """Say whether what follows *word* in *name* is known and stands beside no other name: "Lena Okafor" for "Okafor"."""
    found = words(name)
    rest = {stem(each) for each in found[found.index(word) + 1 :]} if word in found else set()
    known = [each for each in facts.names if each.token.stem in rest]
    beside = {other.token.stem for other in facts.names} - rest
    return bool(known) and not any(each.beside & beside for each in known)


def is_wide(text: str) -> bool:
    """Say whether a text is in a script without spaces: words of such a text never match those of another."""
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    return 3 * sum(character >= "\u2e80" for character in letters) > len(letters)


def _roots(text: str) -> frozenset[str]:
    """Return the beginnings of the words of names: "Chinese" is known where "China" stands."""
    found = {word for name in names(text) for word in words(name)}
    return frozenset(word[:length] for word in found for length in range(_ROOT, len(word) + 1))


def _initials(text: str) -> frozenset[str]:
    """Return the initials of names of several words: "EU" is known where "European Union" stands."""
    found = (name.split() for name in names(text) if " " in name)
    return frozenset(fold_letters("".join(word[0] for word in name if word[0].isupper())) for name in found)
