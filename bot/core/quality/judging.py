"""How well true claims were told from altered ones."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.quality.figures import Figures, mean, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim: whether its document supports it, what was found, and the score (0 to 1) behind that.

    *pair*: a true and an altered claim of one document share it, "" for none.
    """

    is_supported: bool
    is_found_supported: bool
    score: float
    pair: str = ""


def judging_figures(judged: Sequence[Judged]) -> Figures:
    """Return balanced accuracy, false alarms, misses, AUC, and of the pairs how often the true claim scores higher.

    A false alarm is a supported claim that was thrown out, a miss an altered one that passed. Balanced accuracy is the mean
    of what is right among either kind, so 0.5 is chance. AUC and pairs count a tie as half.
    """
    false_alarms = share(not one.is_found_supported for one in judged if one.is_supported)
    misses = share(one.is_found_supported for one in judged if not one.is_supported)
    both = false_alarms is not None and misses is not None
    return {
        "balanced_accuracy": 1 - ((false_alarms or 0) + (misses or 0)) / 2 if both else None,
        "false_alarms": false_alarms,
        "misses": misses,
        "auc": _auc(judged),
        "pairs": _pairs(judged),
    }


def telling_threshold(judged: Sequence[Judged]) -> float:
    """Return the score from which on to believe claims, so that balanced accuracy is highest on these very claims."""
    supported = sum(one.is_supported for one in judged)
    altered = len(judged) - supported
    best, threshold, passed, let_through = 0.0, math.inf, 0, 0
    ranked = sorted(judged, key=lambda one: -one.score)
    for place, one in enumerate(ranked):
        passed += one.is_supported
        let_through += not one.is_supported
        if place + 1 < len(ranked) and ranked[place + 1].score == one.score:
            continue
        gained = passed / (supported or 1) - let_through / (altered or 1)
        if gained > best:
            best, threshold = gained, one.score
    return threshold


def _auc(judged: Sequence[Judged]) -> float | None:
    """Return how often a supported claim scores above an altered one, of all such twos: by ranks (Mann and Whitney)."""
    supported = sum(one.is_supported for one in judged)
    altered = len(judged) - supported
    if not supported or not altered:
        return None
    by_score: defaultdict[float, list[bool]] = defaultdict(list)
    for one in judged:
        by_score[one.score].append(one.is_supported)
    won, below = 0.0, 0
    for score in sorted(by_score):
        truths = by_score[score]
        ours = sum(truths)
        theirs = len(truths) - ours
        won += ours * (below + theirs / 2)
        below += theirs
    return won / (supported * altered)


def _pairs(judged: Sequence[Judged]) -> float | None:
    by_pair: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.pair:
            by_pair[one.pair].append(one)
    return mean(
        float(true.score > altered.score) + (true.score == altered.score) / 2
        for claims in by_pair.values()
        for true in claims
        for altered in claims
        if true.is_supported and not altered.is_supported
    )
