"""An answer without a language model: the sources' own sentences with their citations, or an honest refusal."""

from collections.abc import Sequence

from bot.core.answers.contradicting import others_say
from bot.core.answers.passages import Passage
from bot.core.answers.ranking import Scored, best
from bot.core.entities import EXTRACTS, Answer, AnswerSentence
from bot.core.text import fold

SURE = 0.5
"""From this sureness on a sentence answers."""

_NEAR_THE_BEST = 0.8
"""A further sentence must come this near to the best, in log odds of being the right one."""

_MAX_SENTENCES = 3
_LOOKED_AT = 12
_NEAR = 0.3


def compose_extractive(question: str, passages: Sequence[Passage]) -> Answer:
    """Return the one to three sentences that answer *question*, or a refusal with the nearest sentence, if any is near.

    Where publishers give different figures for what is asked, each is quoted.
    """
    ranked = best(question, passages, _LOOKED_AT)
    if not ranked or ranked[0].sureness < SURE:
        nearest = tuple(_sentence(one) for one in ranked[:1] if one.coverage >= _NEAR)
        return Answer(question=question, sentences=nearest, is_refusal=True, writer=EXTRACTS)
    first = ranked[0]
    told = [one for one in ranked if one.score >= first.score - _NEAR_THE_BEST and one.sureness >= SURE]
    told = _distinct([first, *others_say(question, first, ranked), *told])
    return Answer(question=question, sentences=tuple(map(_sentence, told)), is_refusal=False, writer=EXTRACTS)


def _distinct(ranked: Sequence[Scored]) -> list[Scored]:
    """Keep the first of sentences that say the same in the same words, and no more than people would read."""
    once: dict[str, Scored] = {}
    for one in ranked:
        once.setdefault(fold(one.passage.sentence), one)
    return list(once.values())[:_MAX_SENTENCES]


def _sentence(scored: Scored) -> AnswerSentence:
    return AnswerSentence(text=scored.passage.sentence, citations=(scored.passage.citation,))
