"""An answer without a language model: the sources' own sentences with their citations, or an honest refusal."""

from collections.abc import Sequence

from bot.core.answers.passages import Passage
from bot.core.answers.ranking import Scored, best
from bot.core.entities import EXTRACTS, Answer, AnswerSentence
from bot.core.text import fold

_SAYS = 0.47
"""From this score on a sentence says what was asked; measured on questions with and without their passage."""

_SAYS_TOO = 0.9
"""A further sentence must come this near to the best."""

_MAX_SENTENCES = 3
_LOOKED_AT = 12
_NEAR = 0.3


def compose_extractive(question: str, passages: Sequence[Passage]) -> Answer:
    """Return the one to three sentences that answer *question*, or a refusal with the nearest sentence, if any is near."""
    ranked = best(question, passages, _LOOKED_AT)
    if not ranked or ranked[0].score < _SAYS:
        nearest = tuple(_sentence(one) for one in ranked[:1] if one.coverage >= _NEAR)
        return Answer(question=question, sentences=nearest, is_refusal=True, writer=EXTRACTS)
    needed = max(_SAYS, _SAYS_TOO * ranked[0].score)
    told = _distinct([one for one in ranked if one.score >= needed])
    return Answer(question=question, sentences=tuple(map(_sentence, told)), is_refusal=False, writer=EXTRACTS)


def _distinct(ranked: Sequence[Scored]) -> list[Scored]:
    """Keep the first of sentences that say the same in the same words."""
    once = {fold(one.passage.sentence): one for one in reversed(ranked)}
    return sorted(once.values(), key=lambda one: -one.score)[:_MAX_SENTENCES]


def _sentence(scored: Scored) -> AnswerSentence:
    return AnswerSentence(text=scored.passage.sentence, citations=(scored.passage.citation,))
