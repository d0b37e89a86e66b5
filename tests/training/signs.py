"""Fit the weights of `bot.core.extractive.signs`, for `extracts`: which three sentences of an article a person's summary resembles.

All sets of three among the candidates of an article are looked at, a sample where there are many. Each gets a chance by its
score (softmax), and the weights are moved to where the F1 to be expected is largest: it is the best set that counts, and
not how well the poor ones are told apart.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.extractive.choosing import BULLETS, score_of, shared
from bot.core.extractive.importance import Term, pairs, terms
from bot.core.extractive.signs import Middle, Signs, SignWeights
from bot.core.extractive.weighing import Candidate

_POOL, _SETS = 15, 500
_SHARPNESS = 80.0
"""How much surer a set of a higher score is chosen: a difference of a hundredth of F1 makes it more than twice as likely."""
_PULL = 0.02
"""How strongly weights are drawn to nothing."""
_STEPS, _STEP, _KEPT = 60, 0.2, 0.8
_LEARNT = (
    ("most", "function_words"), ("most", "first_person"), ("most", "lead"), ("most", "length"), ("most", "figure"), ("most", "early"),
    ("least", "pronouns"), ("least", "lead"), ("least", "figure"), ("least", "early"),
)  # fmt: skip
"""The others gained nothing on unseen articles."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of three of one article: of each its score without signs, its signs, and how good it is (F1 in hundredths)."""

    scores: tuple[float, ...]
    signs: tuple[tuple[float, ...], ...]
    values: tuple[float, ...]


def sets_of(candidates: Sequence[Candidate], reference: Sequence[str]) -> Sets | None:
    """Return the sets among *candidates*, compared with a summary in terms; None where there are no two."""
    pool = sorted(sorted(candidates, key=lambda one: -score_of([one]))[:_POOL], key=lambda one: one.order)
    middle = Middle(one.tokens for one in candidates)
    found = list(combinations(pool, BULLETS))
    found = random.Random(len(found)).sample(found, min(len(found), _SETS))  # noqa: S311 -- a sample, no secret
    if len(found) < 2:
        return None
    lines = {one.order: terms(one.citation.sentence) for one in pool}
    values = tuple(_value([term for one in of for term in lines[one.order]], reference) for of in found)
    return Sets(
        scores=tuple(score_of(of, sum(shared(*two) for two in combinations(of, 2))) for of in found),
        signs=_centred(
            [_seen([one.signs for one in of], middle.centred([one.tokens for one in of])) for of in found]
        ),
        values=tuple(value - sum(values) / len(values) for value in values),
    )


def fit(articles: Sequence[Sets]) -> SignWeights:
    """Return the weights with which the sets that are chosen are best: gradient ascent with momentum."""
    size = len(_LEARNT) + 1
    spread = [
        math.sqrt(sum(_mean_square(of.signs, i) for of in articles) / len(articles)) or 1.0
        for i in range(size)
    ]
    weights, motion = [0.0] * size, [0.0] * size
    for _ in range(_STEPS):
        slope = [-2 * _PULL * weight for weight in weights]
        for of in articles:
            for i, value in enumerate(_slope(of, [w / s for w, s in zip(weights, spread, strict=True)])):
                slope[i] += value / spread[i] / len(articles)
        motion = [_KEPT * was + _STEP * up for was, up in zip(motion, slope, strict=True)]
        weights = [weight + by for weight, by in zip(weights, motion, strict=True)]
    return _named([weight / by / _SHARPNESS for weight, by in zip(weights, spread, strict=True)])


def _seen(several: Sequence[Signs], centred: float) -> tuple[float, ...]:
    kinds = {"most": max, "least": min}
    return (centred, *(kinds[kind](getattr(one, name) for one in several) for kind, name in _LEARNT))


def _centred(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return tuple(tuple(value - mean for value, mean in zip(row, means, strict=True)) for row in rows)


def _mean_square(rows: Sequence[Sequence[float]], column: int) -> float:
    return sum(row[column] ** 2 for row in rows) / len(rows)


def _slope(of: Sets, weights: Sequence[float]) -> list[float]:
    """Return how the F1 to be expected of an article grows with each weight."""
    logits = [
        _SHARPNESS * score + sum(map(_product, weights, row))
        for score, row in zip(of.scores, of.signs, strict=True)
    ]
    highest = max(logits)
    odds = [math.exp(logit - highest) for logit in logits]
    total = sum(odds)
    expected = sum(map(_product, odds, of.values)) / total
    shares = [chance / total * (value - expected) for chance, value in zip(odds, of.values, strict=True)]
    return [sum(map(_product, shares, column)) for column in zip(*of.signs, strict=True)]


def _product(one: float, other: float) -> float:
    return one * other


def _named(values: Sequence[float]) -> SignWeights:
    centre, *others = values
    named = dict(zip(_LEARNT, others, strict=True))
    most, least = (
        Signs(*(named.get((kind, name), 0.0) for name in Signs._fields)) for kind in ("most", "least")
    )
    return SignWeights(most=most, least=least, centre=centre)


def _value(ours: Sequence[str], theirs: Sequence[str]) -> float:
    return 50 * (f1(ours, theirs) + f1(pairs(ours), pairs(theirs)))


def f1(ours: Sequence[Term], theirs: Sequence[Term]) -> float:
    """Return the F1 of what two texts share, each thing counted as often as both have it."""
    both = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * both / (len(ours) + len(theirs)) if ours or theirs else 0.0
