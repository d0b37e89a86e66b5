"""Choose the three sentences that together say most of what a person's summary would, and least besides.

A set of sentences is scored as the overlap with such a summary is to be expected (F1, as ROUGE counts it): the chances of
its words and pairs of words, each counted once, against its length. So repetition and wordiness cost by themselves. How the
sentences stand in their article counts too, where the story is a single one (`signs`).
"""

from collections.abc import Callable, Sequence
from itertools import combinations

from bot.core.extractive.signs import SIGN_WEIGHTS, Middle, SignWeights, gain
from bot.core.extractive.weighing import NEAR, Candidate, is_same_language, overlap

BULLETS = 3
ALIKE = 2.0
"""A share that is never reached: only sentences of the very same words then count as repeated."""

_SUMMARY = 50
"""Words in a summary as people write it."""
_POOL, _OTHERS = 15, 4
"""How many candidates are tried together, and how many of them from other publishers than the best one's."""
_TITLE_TOLD = 0.5


def choose(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate] = (),
    *,
    near: float = NEAR,
    by: SignWeights = SIGN_WEIGHTS,
) -> list[Candidate]:
    """Return up to three candidates: the one that tells what the title tells first, the others in the order of the story.

    None repeats another (*near*: from which share of common words on); where the story has several publishers, at least
    two are heard. Fewer come back only where the story has no more sentences. *chosen*: those that are settled already,
    the main one first.
    """
    settled = list(chosen) or _main(candidates)
    pool = _pool([one for one in candidates if not any(_repeats(one, taken, near) for taken in settled)])
    score = _scorer([*settled, *pool], candidates, by)
    for size in range(min(BULLETS - len(settled), len(pool)), 0, -1):
        found = [[*settled, *more] for more in combinations(pool, size) if not _repeat(more, near)]
        if found:
            return _ordered(max(_heard(found, [*settled, *pool]), key=score), keeps_first=bool(settled))
    return settled


def _scorer(
    pool: Sequence[Candidate], candidates: Sequence[Candidate], by: SignWeights
) -> Callable[[Sequence[Candidate]], float]:
    """Return what scores a set out of the *pool*, which is taken from *candidates*."""
    twice = {frozenset((one.order, other.order)): shared(one, other) for one, other in combinations(pool, 2)}
    is_article = len({one.citation.entry_id for one in candidates}) == 1
    middle = Middle(one.tokens for one in candidates)

    def score(several: Sequence[Candidate]) -> float:
        repeated = sum(twice[frozenset((one.order, other.order))] for one, other in combinations(several, 2))
        standing = (
            gain([one.signs for one in several], middle.centred([one.tokens for one in several]), by)
            if is_article
            else 0.0
        )
        return score_of(several, repeated) + standing

    return score


def _main(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence that tells what the title tells: a headline that no bullet bears out would mislead."""
    telling = [one for one in candidates if one.title_told]
    return (
        [max(telling, key=lambda one: (score_of([one]) + _TITLE_TOLD * one.title_told, -one.order))]
        if telling
        else []
    )


def _pool(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are worth most alone, some of them of other publishers than the best."""
    ranked = sorted(candidates, key=lambda one: (-score_of([one]), one.order))
    others = [one for one in ranked if one.citation.publisher != ranked[0].citation.publisher][:_OTHERS]
    return [*others, *(one for one in ranked if one not in others)][:_POOL]


def _heard(found: Sequence[list[Candidate]], of: Sequence[Candidate]) -> Sequence[list[Candidate]]:
    """Return those of *found* in which two publishers are heard in one language, if there are any."""
    if len({one.citation.publisher for one in of}) < 2:  # noqa: PLR2004 -- two
        return found
    return [several for several in found if _publishers(several) > 1] or found


def _publishers(several: Sequence[Candidate]) -> int:
    language = several[0].language
    return len({one.citation.publisher for one in several if is_same_language(one.language, language)})


def score_of(several: Sequence[Candidate], twice: float = 0.0) -> float:
    """Return the F1 to be expected of these sentences, and what their form adds. *twice*: what they share, see `shared`."""
    worth = sum(one.worth for one in several) - twice
    return 2 * worth / (_SUMMARY + sum(one.length for one in several)) + sum(one.form for one in several)


def shared(one: Candidate, other: Candidate) -> float:
    """Return the chances of the words and pairs of words that two sentences have in common."""
    return sum(one.terms[term] for term in one.terms.keys() & other.terms.keys())


def _repeat(several: Sequence[Candidate], near: float) -> bool:
    return any(_repeats(one, other, near) for one, other in combinations(several, 2))


def _repeats(one: Candidate, other: Candidate, near: float) -> bool:
    first, second = one.citation.sentence, other.citation.sentence
    is_near = one.tokens == other.tokens or overlap(one.tokens, other.tokens) >= near
    return is_near or first in second or second in first


def _ordered(several: Sequence[Candidate], *, keeps_first: bool) -> list[Candidate]:
    ordered = sorted(several, key=lambda one: one.order)
    return [several[0], *(one for one in ordered if one is not several[0])] if keeps_first else ordered
