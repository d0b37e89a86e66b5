"""Choose the three sentences that together say most of what a person's summary would, and least besides.

A set of sentences is scored as the overlap with such a summary is to be expected (F1, as ROUGE counts it): the chances of
its words and pairs of words, each counted once, against its length. So repetition and wordiness cost by themselves.
"""

from collections.abc import Sequence
from itertools import combinations

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
    candidates: Sequence[Candidate], chosen: Sequence[Candidate] = (), *, near: float = NEAR
) -> list[Candidate]:
    """Return up to three candidates: the one that tells what the title tells first, the others in the order of the story.

    None repeats another (*near*: from which share of common words on); where the story has several publishers, at least
    two are heard. Fewer come back only where the story has no more sentences. *chosen*: those that are settled already,
    the main one first.
    """
    settled = list(chosen) or _main(candidates)
    pool = _pool([one for one in candidates if not any(_repeats(one, taken, near) for taken in settled)])
    shared = {
        frozenset((one.order, other.order)): _shared(one, other)
        for one, other in combinations([*settled, *pool], 2)
    }

    def score(several: Sequence[Candidate]) -> float:
        twice = sum(shared[frozenset((one.order, other.order))] for one, other in combinations(several, 2))
        return _score(several, twice)

    for size in range(min(BULLETS - len(settled), len(pool)), 0, -1):
        found = [[*settled, *more] for more in combinations(pool, size) if not _repeat(more, near)]
        if found:
            return _ordered(max(_heard(found, [*settled, *pool]), key=score), keeps_first=bool(settled))
    return settled


def _main(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentence that tells what the title tells: a headline that no bullet bears out would mislead."""
    telling = [one for one in candidates if one.title_told]
    return (
        [max(telling, key=lambda one: (_score([one]) + _TITLE_TOLD * one.title_told, -one.order))]
        if telling
        else []
    )


def _pool(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are worth most alone, some of them of other publishers than the best."""
    ranked = sorted(candidates, key=lambda one: (-_score([one]), one.order))
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


def _score(several: Sequence[Candidate], twice: float = 0.0) -> float:
    worth = sum(one.worth for one in several) - twice
    return 2 * worth / (_SUMMARY + sum(one.length for one in several)) + sum(one.form for one in several)


def _shared(one: Candidate, other: Candidate) -> float:
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
