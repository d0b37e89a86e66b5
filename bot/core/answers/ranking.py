"""Which sentences come nearest to answering a question, and how sure it is that they do."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.answers.evidence import Evidence, Found
from bot.core.answers.passages import Passage, passages
from bot.core.answers.weights import ACROSS, ACROSS_BIAS, CHOICE, SURENESS, SURENESS_BIAS
from bot.core.entities import Entry

CANDIDATES = 30
"""So many sentences, those that cover most of the question, are weighed; the others follow as they cover it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with how well it answers: *score* to compare it by, *sureness* that it does and *coverage*, both 0 to 1."""

    passage: Passage
    score: float
    sureness: float
    coverage: float


def best(question: str, passages: Sequence[Passage], limit: int) -> tuple[Scored, ...]:
    """Return the *limit* passages that answer *question* best, best first. Those that share nothing with it are left out."""
    if not passages:
        return ()
    evidence = Evidence(question, passages)
    found = evidence.found()
    weighed = sorted((_scored(evidence, one) for one in found[:CANDIDATES]), key=lambda one: -one.score)
    least = min((one.score for one in weighed), default=0.0)
    others = (Scored(one.passage, least - 1 + one.coverage, 0.0, one.coverage) for one in found[CANDIDATES:])
    return (*weighed, *others)[:limit]


def ranked(question: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return *entries* in the order of their best passages; those without any that shares a word with *question* last."""
    told = passages(entries)
    order = [found.passage.entry_id for found in best(question, told, len(told))]
    by_id = {entry.id: entry for entry in entries}
    return tuple(by_id[entry_id] for entry_id in dict.fromkeys([*order, *by_id]))


def _scored(evidence: Evidence, one: Found) -> Scored:
    features = evidence.features(one)
    odds = (
        weighed(features, ACROSS) + ACROSS_BIAS
        if features["foreign"]
        else weighed(features, SURENESS) + SURENESS_BIAS
    )
    sureness = 1 / (1 + math.exp(-odds))
    # Whoever asks what something weighs is not answered by a sentence without a weight, however near it comes.
    can_answer = not features["unmeasured"]
    return Scored(one.passage, weighed(features, CHOICE), sureness * can_answer, one.coverage)


def weighed(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the sum of *features*, each times its weight."""
    return sum(weight * features[name] for name, weight in weights.items())
