"""How alike texts and words are in their letters, whatever language they are in."""

import functools
from collections.abc import Collection

from bot.core.text import fold_letters, words

_LONGEST_QUESTION = 300


@functools.lru_cache(maxsize=200_000)
def likeness(one: str, other: str) -> float:
    """Return which share of their pairs of letters two words have in common, 0 to 1."""
    left, right = _pairs(one), _pairs(other)
    return 2 * len(left & right) / (len(left) + len(right))


def nearest(word: str, others: Collection[str]) -> float:
    """Return how alike *word* is to the one of *others* that is most alike."""
    if word in others:
        return 1.0
    return max((likeness(word, other) for other in others), default=0.0)


@functools.lru_cache(maxsize=65_536)
def _pairs(word: str) -> frozenset[str]:
    marked = f"^{word}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


@functools.lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(words(text))


def longest_run(question: str, sentence: str) -> float:
    """Return how much of *question*, spaces aside, its longest piece is that *sentence* repeats letter by letter."""
    asked, told = _joined(question)[:_LONGEST_QUESTION], _joined(sentence)
    longest = 0
    for start in range(len(asked)):
        while start + longest < len(asked) and asked[start : start + longest + 1] in told:
            longest += 1
    return longest / max(1, len(asked))


@functools.lru_cache(maxsize=8192)
def _joined(text: str) -> str:
    return fold_letters(text).replace(" ", "")
