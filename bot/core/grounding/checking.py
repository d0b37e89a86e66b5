"""The judgement itself: what fails a claim alone, and the doubts, weighed together."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.grounding.doubts import Doubt, doubts
from bot.core.grounding.facts import Facts, facts_of, is_wide
from bot.core.grounding.findings import findings
from bot.core.grounding.statements import name_words, plain, statement_of
from bot.core.grounding.weights import BIAS, MOST, WEIGHTS
from bot.core.text import fold, sentences

SUPPORTED = 0.5
"""A claim's score from which on it counts as supported."""

_FINDING = 0.45
"""What one finding leaves of the score: below `SUPPORTED`, so that each fails a claim by itself."""

_TOLD = 0.5
"""A doubt that takes less from the sum is not worth a word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands in its sources. *score*: 0 to 1. *problems*: what speaks against it, in words."""

    is_supported: bool
    score: float
    problems: tuple[str, ...]


def check(
    claim: str,
    sources: Sequence[str],
    *,
    language: str = "",
    source_language: str = "",
    published_on: date | None = None,
) -> Verdict:
    """Hold *claim* (one sentence or a few) against exactly the texts it was written from.

    *language* and *source_language* are BCP 47 tags, "" for unknown. Across languages words do not match: there only
    numbers, dates, names and addresses decide. *published_on*: the day by which "yesterday" and "last year" are read.
    The sources' own sentences always pass.
    """
    claim, facts = plain(claim), facts_of(tuple(sources), published_on)
    if _is_verbatim(claim, facts):
        return Verdict(is_supported=True, score=1.0, problems=())
    is_foreign = _is_foreign(claim, facts, language, source_language)
    found = findings(claim, facts, is_foreign=is_foreign, source_language=_primary(source_language))
    doubted = [] if is_foreign or not facts.statements else doubts_of(claim, facts)
    score = probability(sizes(doubted)) * _FINDING ** len(found) if facts.statements else 0.0
    told = [doubt.problem for doubt in doubted if doubt.problem and WEIGHTS[doubt.name] * doubt.size >= _TOLD]
    return Verdict(
        is_supported=score >= SUPPORTED, score=score, problems=tuple(dict.fromkeys([*found, *told]))
    )


def doubts_of(claim: str, facts: Facts) -> list[Doubt]:
    """Return what speaks against *claim* (as `plain` writes it) besides what is invented."""
    known_names = frozenset(name_words(claim))
    return doubts([statement_of(sentence, known_names) for sentence in sentences(claim)], facts)


def sizes(found: Sequence[Doubt]) -> dict[str, float]:
    """Return the size of all doubts of one name together, no more than `MOST`."""
    total: Counter[str] = Counter()
    for doubt in found:
        total[doubt.name] += doubt.size  # type: ignore[assignment]
    return {name: min(size, MOST) for name, size in total.items()}


def probability(size: dict[str, float]) -> float:
    """Return how likely a claim with doubts of these sizes is supported."""
    return 1 / (1 + math.exp(sum(WEIGHTS[name] * amount for name, amount in size.items()) - BIAS))


def _is_verbatim(claim: str, facts: Facts) -> bool:
    folded = [fold(sentence) for sentence in sentences(claim)]
    return bool(folded) and all(f" {sentence} " in facts.folded for sentence in folded)


def _is_foreign(claim: str, facts: Facts, language: str, source_language: str) -> bool:
    ours, theirs = _primary(language), _primary(source_language)
    return bool(ours and theirs and ours != theirs) or is_wide(claim) != facts.is_wide


def _primary(tag: str) -> str:
    return tag.lower().replace("_", "-").partition("-")[0]
