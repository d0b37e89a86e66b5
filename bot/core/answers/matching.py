"""How well a word is found in a text: itself, with other endings, inside a compound; and how alike texts are in letters.

It refuses to know meanings: "car" is not found in "vehicle", nor a word in another language, countries excepted.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.answers.turkish import is_one_word, with_deaths
from bot.core.text import COUNTRIES, stem, words

SAME, TURKISH, ALIKE, INSIDE, AROUND = 1.0, 0.9, 0.8, 0.6, 0.4
"""What it is worth to find a word itself, with Turkish endings, beginning alike, inside a longer word, or a part of it."""

UNSPACED = "\u2e80"
"""From here on, characters are of scripts that part no words; their words are bigrams."""

_PREFIX, _TURKISH_PREFIX = 4, 3
_LONGER_SHARE, _SHORTER_SHARE = 0.6, 0.85
_COMPOUND, _PART = 9, 5
_PIECE = 4

_ARABIC = re.compile(r"[\u0600-\u06ff]+")
_CLITICS = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و", "ب", "ل", "ف")
_ARABIC_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_ARABIC_ROOT = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text in the order they stand in, and where to find one that is only alike."""

    order: tuple[str, ...]
    forms: frozenset[str]
    by_prefix: Mapping[str, tuple[str, ...]]
    turkish: Mapping[str, tuple[str, ...]]
    compounds: str
    countries: frozenset[str]

    def match(self, term: str) -> float:
        """Return how well *term*, a form, is found: 0 to 1."""
        if term in self.forms or COUNTRIES.get(term, "") in self.countries:
            return SAME
        if not _bends(term):
            return 0.0
        if any(is_one_word(term, word) for word in self.turkish.get(_turkish_key(term), ())):
            return TURKISH
        if any(is_alike(term, word) for word in self.by_prefix.get(term[:_PREFIX], ())):
            return ALIKE
        if len(term) >= _PART and term in self.compounds:
            return INSIDE
        is_compound = len(term) >= _COMPOUND and any(
            word in term for word in self.forms if len(word) >= _PART
        )
        return AROUND if is_compound else 0.0


def _bends(term: str) -> bool:
    """Say whether a form may end otherwise elsewhere: not if short, a figure, or a bigram."""
    return len(term) >= _TURKISH_PREFIX and not any(character.isdigit() for character in term)


@functools.lru_cache(maxsize=8192)
def vocabulary(text: str, language: str = "") -> Vocabulary:
    """Take a text apart. Cached: the same sentences are asked about again and again."""
    tokens = words(with_deaths(text) if language == "tr" else text)
    order = tuple(map(form, tokens))
    forms = frozenset(order)
    turkish = {token for token in tokens if len(token) >= _TURKISH_PREFIX} if language == "tr" else set()
    return Vocabulary(
        order=order,
        forms=forms,
        by_prefix=_by_prefix(word for word in forms if len(word) >= _PREFIX),
        turkish=_grouped((_turkish_key(token), token) for token in turkish),
        compounds=" ".join(word for word in forms if len(word) > _PART + 2),
        countries=frozenset(COUNTRIES[token] for token in tokens if token in COUNTRIES),
    )


def _by_prefix(found: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return _grouped((word[:_PREFIX], word) for word in found)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, word in pairs:
        groups.setdefault(key, []).append(word)
    return {key: tuple(found) for key, found in groups.items()}


def _turkish_key(word: str) -> str:
    return word[: _TURKISH_PREFIX - 1]


@functools.lru_cache(maxsize=65_536)
def form(word: str) -> str:
    """Return what a folded word is compared by: its stem, in Arabic without "and the", "for", "her" and the like."""
    if not _ARABIC.fullmatch(word):
        return stem(word)
    for clitic in _CLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= _ARABIC_ROOT:
            word = word.removeprefix(clitic)
            break
    for ending in _ARABIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _ARABIC_ROOT:
            return word.removesuffix(ending)
    return word


@functools.lru_cache(maxsize=65_536)
def is_alike(one: str, other: str) -> bool:
    """Say whether two forms begin so much alike that only their endings differ."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    shorter, longer = sorted((len(one), len(other)))
    return shared >= _PREFIX and (shared >= _LONGER_SHARE * longer or shared >= _SHORTER_SHARE * shorter)


@functools.lru_cache(maxsize=8192)
def pieces(text: str) -> frozenset[str]:
    """Return the runs of four letters of a text's words, their beginnings marked; bigrams as they are."""
    found: set[str] = set()
    for word in words(text):
        marked = word if word[0] >= UNSPACED else f"^{word}"
        found.update(marked[i : i + _PIECE] for i in range(max(1, len(marked) - _PIECE + 1)))
    return frozenset(found)
