"""The judgement itself: gather what speaks against a claim, weigh it, say it in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.grounding.facts import (
    Facts,
    Statement,
    facts_of,
    is_known,
    is_known_name,
    is_wide,
    name_words,
    plain,
    statement_of,
    urls_of,
)
from bot.core.grounding.opposites import CLASSES, OPPOSITES
from bot.core.grounding.quantities import missing_dates, missing_numbers
from bot.core.text import dates, fold, numbers, sentences, stem, words

SUPPORTED = 0.75
"""A claim's score from which on it counts as supported; measured on labelled news (balanced accuracy)."""

# What one finding leaves of the score. Figures, names and quotations are not a matter of style; words may be.
_NUMBER, _DATE, _NAME, _QUOTE, _URL = 0.5, 0.55, 0.55, 0.4, 0.3
_CLASS, _OPPOSITE, _NEGATION, _PRONOUN = 0.55, 0.8, 0.8, 0.97
_UNKNOWN_WORD = 0.05
_STRANGE_SHARE, _STRANGE = 0.6, 0.5
_APART = 0.5
_NEAREST = 3
_ALIKE = 0.7
_FEW = 2

_QUOTATION = re.compile(r"[\"“„«「]([^\"“”„«»「」]{8,400})[\"”“»」]")
_DANGLING = re.compile(r"(?:he|she|they|it|him|her|them|er|sie|onlar|他|她|他们)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands in its sources. *score*: 0 to 1. *problems*: what speaks against it, in words."""

    is_supported: bool
    score: float
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing against a claim. *keeps*: the share of the score that it leaves. *problem*: "" if only a doubt."""

    keeps: float
    problem: str = ""


def check(claim: str, sources: Sequence[str], *, language: str = "", source_language: str = "") -> Verdict:
    """Hold *claim* (one sentence or a few) against exactly the texts it was written from.

    *language* and *source_language* are BCP 47 tags, "" for unknown. Across languages words do not match: there only
    numbers, dates, names and addresses decide. The sources' own sentences always pass.
    """
    claim, facts = plain(claim), facts_of(tuple(sources))
    if _is_verbatim(claim, facts):
        return Verdict(is_supported=True, score=1.0, problems=())
    is_foreign = _is_foreign(claim, facts, language, source_language)
    found = [*_figures(claim, facts), *_names(claim, facts, is_foreign=is_foreign), *_addresses(claim, facts)]
    if not is_foreign:
        found += [*_quotations(claim, facts), *_words(claim, facts)]
    score = 1.0
    for finding in found:
        score *= finding.keeps
    problems = tuple(dict.fromkeys(finding.problem for finding in found if finding.problem))
    return Verdict(is_supported=score >= SUPPORTED, score=score, problems=problems)


def _is_verbatim(claim: str, facts: Facts) -> bool:
    folded = [fold(sentence) for sentence in sentences(claim)]
    return bool(folded) and all(f" {sentence} " in facts.folded for sentence in folded)


def _is_foreign(claim: str, facts: Facts, language: str, source_language: str) -> bool:
    ours, theirs = (tag.lower().replace("_", "-").partition("-")[0] for tag in (language, source_language))
    return bool(ours and theirs and ours != theirs) or is_wide(claim) != facts.is_wide


def _figures(claim: str, facts: Facts) -> Iterator[_Finding]:
    for number in missing_numbers(numbers(claim), facts.numbers, facts.dates):
        yield _Finding(_NUMBER, f"number {number.text} is not in the source")
    for date in missing_dates(dates(claim), facts.dates):
        yield _Finding(_DATE, f"date {date.text} is not in the source")


def _names(claim: str, facts: Facts, *, is_foreign: bool) -> Iterator[_Finding]:
    missing = {name: word for word, name in name_words(claim).items() if not is_known_name(word, facts)}
    for name, word in missing.items():
        # Names are written otherwise in another language ("München"), products are not ("SU7").
        if not is_foreign or any(character.isdigit() for character in word):
            yield _Finding(_NAME, f"name {name} is not in the source")


def _addresses(claim: str, facts: Facts) -> Iterator[_Finding]:
    for url in sorted(urls_of(claim) - facts.urls):
        yield _Finding(_URL, f"address {url} is not in the source")


def _quotations(claim: str, facts: Facts) -> Iterator[_Finding]:
    for quotation in _QUOTATION.findall(claim):
        if len(fold(quotation).split()) > 2 and f" {fold(quotation)} " not in facts.folded:  # noqa: PLR2004 -- a term
            yield _Finding(_QUOTE, f"quotation “{quotation}” is not in the source")


def _words(claim: str, facts: Facts) -> Iterator[_Finding]:
    named = {stem(word) for word in name_words(claim)}
    statements = [statement_of(sentence) for sentence in sentences(claim)]
    for statement in statements:
        yield from _of_statement(statement, facts)
    if statements and _DANGLING.match(statements[0].text):
        yield _Finding(_PRONOUN)
    everything = [word for statement in statements for word in statement.stems if word not in named]
    strange = sum(not is_known(word, facts) for word in everything) / (len(everything) or 1)
    yield _Finding(1 - _UNKNOWN_WORD * strange)
    if strange > _STRANGE_SHARE:
        yield _Finding(_STRANGE, "most of its words are not in the source")
    yield _Finding(1 - _APART * _parted(statements, facts))


def _of_statement(statement: Statement, facts: Facts) -> Iterator[_Finding]:
    nearest = _nearest(statement, facts)
    near = frozenset[str]().union(*(one.vocabulary for one in nearest))
    for word in statement.stems:
        if word in CLASSES and word not in facts.where:
            yield _Finding(_CLASS, f"“{_written(word, statement)}” is not in the source")
        elif word not in facts.where and _is_opposed(word, near):
            yield _Finding(_OPPOSITE, f"the source says the opposite of “{_written(word, statement)}”")
    if nearest and _is_turned(statement, nearest[0]):
        yield _Finding(_NEGATION, "one of claim and source is negated")


def _is_opposed(word: str, near: frozenset[str]) -> bool:
    """Say whether what is near has an opposite of *word*, and nothing that means the same."""
    opposites = OPPOSITES.get(word, frozenset()) & near
    same = frozenset[str]().union(*(OPPOSITES[opposite] for opposite in opposites))
    return bool(opposites) and not same & near


def _written(word: str, statement: Statement) -> str:
    return next(token for token in words(statement.text) if stem(token) == word)


def _nearest(statement: Statement, facts: Facts) -> list[Statement]:
    """Return the source's sentences that share most with the claim's, rare words counting more."""
    shares: dict[int, float] = {}
    for word in statement.vocabulary:
        places = facts.where.get(word, frozenset())
        for place in places:
            shares[place] = shares.get(place, 0.0) + 1 / len(places)
    nearest = sorted(shares, key=lambda place: (-shares[place], place))[:_NEAREST]
    return [facts.statements[place] for place in nearest]


def _is_turned(statement: Statement, source: Statement) -> bool:
    """Say whether one of two like sentences negates what the other asserts."""
    shared = statement.vocabulary & source.vocabulary
    if len(shared) < _ALIKE * len(statement.vocabulary):
        return False
    return bool(statement.negated & shared) != bool(source.negated & shared)


def _parted(statements: Sequence[Statement], facts: Facts) -> float:
    """Return the share of neighbouring words that no sentence of the source has together."""
    pairs = [
        facts.where[one] & facts.where[other]
        for statement in statements
        for one, other in zip(statement.stems, statement.stems[1:], strict=False)
        if one in facts.where and other in facts.where
    ]
    return sum(not together for together in pairs) / (len(pairs) + _FEW)
