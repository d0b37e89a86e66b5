"""The simple methods that figures are shown beside: what anybody would try first, written as plainly.

None of them is used for anything else, and they share nothing with what is measured but the splitting of text.
"""

import itertools
import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from bot.core.text import STOP_WORDS, sentences, stem, words

_ALIKE = 0.25
"""One threshold for all sets: what suits the labelled news it was tried on best on the whole."""

_K1, _B = 1.2, 0.75
"""Those of SQLite's FTS5, https://sqlite.org/fts5.html#the_bm25_function"""

_WORD = re.compile(r"\w+")
_LEAD = 3


def lead_sentences(texts: Sequence[str]) -> list[str]:
    """Return three first sentences, of several documents in turn: news tells first what it is about, so this is hard to beat."""
    told = [sentences(text)[:_LEAD] for text in texts]
    in_turn = [sentence for rank in itertools.zip_longest(*told) for sentence in rank if sentence]
    return in_turn[:_LEAD]


def word_overlap(claim: str, document: str) -> float:
    """Return which share of the claim's content words the document has."""
    own = {stem(word) for word in words(claim) if word not in STOP_WORDS}
    theirs = {stem(word) for word in words(document)}
    return len(own & theirs) / len(own) if own else 0.0


class TfidfGrouper:
    """Puts each text into the story of the nearest one before it, by cosine of TF-IDF vectors and one threshold.

    It looks *back* over so many texts, so that the work for one does not grow without end.
    """

    def __init__(self, back: int = 5_000) -> None:
        self._back = back
        self._stories: list[int] = []
        self._norms: list[float] = []
        self._counts: Counter[str] = Counter()
        self._places: defaultdict[str, deque[tuple[int, float]]] = defaultdict(deque)

    def place(self, text: str) -> int:
        """Return the number of the story that *text* tells, a new one where nothing before it is near."""
        counts = Counter(stem(word) for word in words(text) if word not in STOP_WORDS)
        self._counts.update(counts.keys())
        total = len(self._stories) + 1
        vector = {
            word: (1 + math.log(count)) * math.log(1 + total / self._counts[word])
            for word, count in counts.items()
        }
        norm = math.sqrt(sum(weight * weight for weight in vector.values()))
        story = self._nearest(vector, norm)
        self._remember(vector, norm, story)
        return story

    def _nearest(self, vector: Mapping[str, float], norm: float) -> int:
        products: defaultdict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for place, theirs in self._recent(word):
                products[place] += weight * theirs
        cosines = {place: product / (norm * self._norms[place]) for place, product in products.items()}
        best = max(cosines, key=lambda place: (cosines[place], -place), default=None)
        if best is None or cosines[best] < _ALIKE:
            return len(self._stories)
        return self._stories[best]

    def _recent(self, word: str) -> Iterable[tuple[int, float]]:
        """Return where *word* stands, and with which weight; what is too far back is forgotten."""
        places = self._places[word]
        while places and places[0][0] < len(self._stories) - self._back:
            places.popleft()
        return places

    def _remember(self, vector: Mapping[str, float], norm: float, story: int) -> None:
        place = len(self._stories)
        self._stories.append(story)
        self._norms.append(norm)
        for word, weight in vector.items():
            self._places[word].append((place, weight))


class Bm25:
    """Ranks passages for a question by Okapi BM25 over plain words; it refuses nothing."""

    def __init__(self, passages: Mapping[str, str]) -> None:
        """*passages*: texts by id."""
        self._counts = {key: Counter(_plain_words(text)) for key, text in passages.items()}
        self._lengths = {key: sum(counts.values()) for key, counts in self._counts.items()}
        self._mean = sum(self._lengths.values()) / (len(passages) or 1) or 1.0
        self._found_in = Counter(word for counts in self._counts.values() for word in counts)

    def rank(self, question: str) -> list[str]:
        """Return the ids of the passages that share a word with *question*, best first."""
        scores = {key: self._score(key, _plain_words(question)) for key in self._counts}
        found = [key for key, score in scores.items() if score > 0]
        return sorted(found, key=lambda key: -scores[key])

    def _score(self, key: str, asked: Sequence[str]) -> float:
        total, score = len(self._counts), 0.0
        length = _K1 * (1 - _B + _B * self._lengths[key] / self._mean)
        for word in dict.fromkeys(asked):
            count = self._counts[key][word]
            rarity = math.log(1 + (total - self._found_in[word] + 0.5) / (self._found_in[word] + 0.5))
            score += rarity * count * (_K1 + 1) / (count + length)
        return score


def _plain_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
