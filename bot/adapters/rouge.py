"""ROUGE, by the package rouge-score: how many words, pairs of words and sequences a summary shares with a person's.

Lin, "ROUGE: A package for automatic evaluation of summaries" (2004). Needed by `newsthread eval` alone, and a second to
import, so it is imported when first used.
"""

import functools
from collections.abc import Sequence
from typing import Protocol

from bot.core.text import words

_KINDS = ("rouge1", "rouge2", "rougeLsum")


class _Score(Protocol):
    fmeasure: float


class _Scorer(Protocol):
    def score(self, target: str, prediction: str) -> dict[str, _Score]: ...


class _OwnWords:
    """Splits text as newsthread does. The package's own way drops every letter but a to z."""

    def tokenize(self, text: str) -> list[str]:
        """Return the words of *text*."""
        return words(text)


def rouge(
    reference: Sequence[str], summary: Sequence[str], *, is_english: bool
) -> tuple[float, float, float]:
    """Return the F1 (0 to 1) of ROUGE-1, ROUGE-2 and ROUGE-Lsum; *reference* and *summary* come as sentences.

    English words are stemmed (Porter), as published figures are made. In other languages words are newsthread's, folded and
    not stemmed, of Chinese pairs of characters: good for comparing two ways on the same rows, and not with what is published.
    """
    scores = _scorer(is_english=is_english).score("\n".join(reference), "\n".join(summary))
    one, two, longest = (scores[kind].fmeasure for kind in _KINDS)
    return one, two, longest


@functools.cache
def _scorer(*, is_english: bool) -> _Scorer:
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 -- see above

    tokenizer = None if is_english else _OwnWords()
    scorer: _Scorer = RougeScorer(list(_KINDS), use_stemmer=is_english, tokenizer=tokenizer)
    return scorer
