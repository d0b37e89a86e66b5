"""How well questions were answered: found, answered from the right passage, and refused where there is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.quality.figures import Figures, mean, share
from bot.core.text import fold_letters

_FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was answered.

    *ranked*: the ids of the passages found, best first; *gold*: of those that hold the answer, none where it was taken away,
    so that a refusal is right. *answers*: what is accepted; *said* and *cited* (texts of passages): what was answered.
    """

    ranked: tuple[str, ...]
    gold: frozenset[str]
    is_refused: bool
    answers: tuple[str, ...] = ()
    said: str = ""
    cited: tuple[str, ...] = ()


def answering_figures(asked: Sequence[Asked]) -> Figures:
    """Return hits among the first one and five, mean reciprocal rank, and how answers and refusals fared.

    *passage_holds*, *answer_holds*: of the questions that were answered and have their passage, how often a cited passage,
    and the answer itself, holds one of the accepted answers. *refused_wrong*: of the questions that have their passage;
    *refused_right*: of those whose passage is gone.
    """
    there = [one for one in asked if one.gold]
    answered = [one for one in there if one.answers and not one.is_refused]
    return {
        "hit_1": share(_rank(one) == 1 for one in there),
        "hit_5": share(0 < _rank(one) <= _FEW for one in there),
        "mrr": mean(1 / _rank(one) if _rank(one) else 0.0 for one in there),
        "passage_holds": share(any(holds(text, one.answers) for text in one.cited) for one in answered),
        "answer_holds": share(holds(one.said, one.answers) for one in answered),
        "refused_right": share(one.is_refused for one in asked if not one.gold),
        "refused_wrong": share(one.is_refused for one in there),
    }


def holds(text: str, answers: Sequence[str]) -> bool:
    """Say whether *text* holds any of *answers*, whatever their case and accents; "118" does not stand in "1180"."""
    spaced = _plain(text)
    return any(_found(answer, spaced) for answer in map(_plain, answers) if answer)


def _found(answer: str, text: str) -> bool:
    before = r"(?<!\d)" if answer[0].isdigit() else ""
    behind = r"(?!\d)" if answer[-1].isdigit() else ""
    return re.search(f"{before}{re.escape(answer)}{behind}", text) is not None


def _plain(text: str) -> str:
    return " ".join(fold_letters(text).split())


def _rank(one: Asked) -> int:
    """Return the place of the first passage that holds the answer, from 1; 0 where none was found."""
    return next((place for place, found in enumerate(one.ranked, start=1) if found in one.gold), 0)
