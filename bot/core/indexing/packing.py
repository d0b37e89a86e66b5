"""Features as numbers: what is kept with an entry, and what grouping counts and compares.

A term is a word's CRC-32. Of a million different words one in 4,300 shares its number with another, which changes how rare it
seems: entries need several words in common, so no two are joined by it. Two words of one entry may share a number, too, so a term
may stand twice in it. Whoever makes such words on purpose gains no more than by writing the other word.
"""

import bisect
import functools
import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.core.indexing.features import Features

Packed: TypeAlias = bytes
"""Three counts (of words, figures, names) and whether it is a round-up; the terms of each as 32 bits; of each word a byte:
how often it stands there, whether it begins with a digit, and whether it is a name or a figure. All little-endian."""

HEAD = struct.Struct("<HHH?")
WIDTH = 4
TIMES, FROM_DIGIT, NAMED = 0b0011_1111, 0b0100_0000, 0b1000_0000
"""The parts of a word's byte."""

_NAME_WEIGHT = 1.3
_HALF = 2**31
_MOST = 2**16 - 1
_REMEMBERED = 65_536
_BEHIND_DIGITS = ":"
"""Of letters and digits, which words are made of, only those that begin with a digit sort before it."""


def _weight(code: int) -> float:
    """Return what a word weighs: the more the oftener it stands there, and names and figures more."""
    times = max(code & TIMES, 1)
    return round((1 + math.log(times)) * (_NAME_WEIGHT if code & NAMED else 1), 3)


WEIGHTS: Sequence[float] = tuple(map(_weight, range(256)))
"""By a word's byte."""

_SQUARES = tuple(weight * weight for weight in WEIGHTS)
_NAMED_SQUARES = tuple(square if code & NAMED else 0.0 for code, square in enumerate(_SQUARES))


_HEADED = 2.7
"""What a name weighs at least that stands in the title."""

_OF_HEADED = frozenset(
    code for code, weight in enumerate(WEIGHTS) if weight >= _HEADED and not code & FROM_DIGIT
)


class Terms:
    """What grouping compares of an entry, by term; what is seldom asked for is unpacked when it is.

    *codes*: of each word its byte; *square*: the sum of the squares of their weights, *named_square*: of names and figures alone.
    """

    def __init__(self, packed: Packed) -> None:
        words, self._figures, names, self.is_roundup = HEAD.unpack_from(packed)
        terms = struct.unpack_from(f"<{words + self._figures + names}i", packed, HEAD.size)
        codes = packed[len(packed) - words :]
        self.codes: Mapping[int, int] = dict(zip(terms, codes, strict=False))
        self._anchors = terms[words:]
        self.square = sum(map(_SQUARES.__getitem__, codes))
        self.named_square = sum(map(_NAMED_SQUARES.__getitem__, codes))

    @property
    def weights(self) -> Mapping[int, float]:
        """How much each word counts in the entry."""
        return {word: WEIGHTS[code] for word, code in self.codes.items()}

    @functools.cached_property
    def headed(self) -> frozenset[int]:
        """Words of the headline, but for figures."""
        return frozenset(word for word, code in self.codes.items() if code in _OF_HEADED)

    @functools.cached_property
    def figures(self) -> frozenset[int]:
        """Figures, which read the same in every language."""
        return frozenset(self._anchors[: self._figures])

    @functools.cached_property
    def names(self) -> frozenset[int]:
        """Names, which read the same in every language that has the same letters."""
        return frozenset(self._anchors[self._figures :])

    @property
    def anchors(self) -> frozenset[int]:
        """Names and figures."""
        return self.names | self.figures


def term(word: str) -> int:
    """Return the number that a word is counted and marked by: 32 bits, signed."""
    return zlib.crc32(word.encode(errors="surrogatepass")) - _HALF


def anchor_term(anchor: str) -> int:
    """Return the number of a name or figure as an anchor: another than that of the same word."""
    return term(f"={anchor}")


class _Numbers(dict[str, int]):
    """Terms of words: the same words come again and again. Bounded."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = term(word)
        return found


_NUMBERS = _Numbers()


def pack(features: Features) -> Packed:
    """Return *features* in the form in which they are kept."""
    anchors = sorted(features.anchors)  # figures come first, as they stand
    figures = bisect.bisect_left(anchors, _BEHIND_DIGITS)
    anchors = [*anchors[:figures][:_MOST], *anchors[figures:][:_MOST]]
    figures = min(figures, _MOST)
    terms = [*map(_NUMBERS.__getitem__, features.counts), *map(anchor_term, anchors)]
    head = HEAD.pack(len(features.counts), figures, len(anchors) - figures, features.is_roundup)
    return head + struct.pack(f"<{len(terms)}i", *terms) + _codes(features)


def _codes(features: Features) -> bytes:
    codes = dict(features.counts)
    if max(codes.values(), default=0) > TIMES:
        codes = {word: min(times, TIMES) for word, times in codes.items()}
    for word in features.named:
        codes[word] |= NAMED
    for word in codes:
        if word < _BEHIND_DIGITS:
            codes[word] |= FROM_DIGIT
    return bytes(codes.values())


def is_sound(packed: Packed) -> bool:
    """Say whether `Terms` can be made of *packed*: it may come from a process that hostile bytes took over."""
    if len(packed) < HEAD.size:
        return False
    words, figures, names, _ = HEAD.unpack_from(packed)
    length: int = HEAD.size + WIDTH * (words + figures + names) + words
    return len(packed) == length
