"""Say what three sentences of one article gain by how they stand in it, besides what their words are worth.

Words alone cannot tell a lead from an aside that repeats it, nor an account from a remark in the first person. The weights
were fitted to summaries that people wrote of single articles (`tests/training/extracts.py`). They say nothing about stories
of several entries, each of which has a lead of its own: there they cost more than they brought.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.core.extractive.importance import FUNCTION_WORDS
from bot.core.text import words

_LEAD = 3
_LATE = 0.1
"""How fast earliness fades with each sentence."""
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me)\b")
_PRONOUN = re.compile(r"\b(?:he|she|his|her|they|their|him|them|it|its)\b", re.IGNORECASE)
"""English, as the rows were; in other languages these two signs are never there, and add the same to any three."""


class Signs(NamedTuple):
    """What is seen of a sentence, its content aside. Shares are of its words, *length* is in words."""

    function_words: float
    pronouns: float
    first_person: float
    early: float
    lead: float
    length: float
    figure: float


class SignWeights(NamedTuple):
    """What three sentences gain for each unit of their signs.

    *most* weighs the largest of each sign among the three, *least* the smallest (so the sign counts only if all of them have
    it), *centre* that they use the words which the article uses most.
    """

    most: Signs
    least: Signs
    centre: float


SIGN_WEIGHTS = SignWeights(
    most=Signs(0.324, 0.0, -0.032, -0.053, -0.021, -0.001, 0.011),
    least=Signs(0.0, 0.471, 0.0, 0.183, 0.132, 0.0, 0.036),
    centre=0.302,
)


def signs(sentence: str, *, place: int, length: int) -> Signs:
    """Return the signs of a sentence that stands at *place* in its entry, from 0, and has *length* words."""
    size = max(1, length)
    return Signs(
        function_words=len(FUNCTION_WORDS.intersection(words(sentence))) / size,
        pronouns=len(_PRONOUN.findall(sentence)) / size,
        first_person=float(bool(_FIRST_PERSON.search(sentence))),
        early=1 / (1 + _LATE * place),
        lead=float(place < _LEAD),
        length=float(length),
        figure=float(any(map(str.isdecimal, sentence))),
    )


class Middle:
    """The words of an article, each as often as there are sentences with it."""

    def __init__(self, sentences: Iterable[frozenset[str]]) -> None:
        """*sentences*: the content words of each."""
        self._counts = Counter(word for sentence in sentences for word in sentence)
        self._norm = math.sqrt(sum(count * count for count in self._counts.values())) or 1.0

    def centred(self, several: Sequence[frozenset[str]]) -> float:
        """Return how near these sentences of the article together are to the whole, from 0 to 1: the cosine of their words."""
        joined = frozenset[str]().union(*several)
        if not joined:
            return 0.0
        return sum(map(self._counts.__getitem__, joined)) / (self._norm * math.sqrt(len(joined)))


def gain(several: Sequence[Signs], centred: float, weights: SignWeights = SIGN_WEIGHTS) -> float:
    """Return what sentences with these signs add to the score of their set. *centred*: see `Middle`."""
    by_sign = list(zip(*several, strict=True))
    most, least = map(max, by_sign), map(min, by_sign)
    return weights.centre * centred + _product(weights.most, most) + _product(weights.least, least)


def _product(weights: Iterable[float], values: Iterable[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
