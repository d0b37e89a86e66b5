"""Features as numbers: what is kept with an entry, and what grouping counts and compares.

A term is a word's CRC-32. Of a million different words each shares its number with 1 in 4,300 others at most, which changes how
rare it seems and nothing else: entries need several words in common. Whoever wants to mislead could as well write the word.
"""

import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def _weight(code: int) -> float:
    """Return what a word weighs: the more the oftener it stands there, and names and figures more."""
    times = max(code & TIMES, 1)
    return round((1 + math.log(times)) * (_NAME_WEIGHT if code & NAMED else 1), 3)


WEIGHTS: Sequence[float] = tuple(map(_weight, range(256)))
"""By a word's byte."""

_SQUARES = tuple(weight * weight for weight in WEIGHTS)
_NAMED_SQUARES = tuple(square if code & NAMED else 0.0 for code, square in enumerate(_SQUARES))


@dataclass(frozen=True, slots=True)
class Terms:
    """What grouping compares of an entry, by term.

    *weights*: how much each word counts in it; *square*: the sum of their squares, *named_square*: of names and figures
    alone, *named*: which these are; *headed*: those of the headline but for figures. *names* and *figures*: what reads the
    same in every language.
    """

    weights: Mapping[int, float]
    named: frozenset[int]
    headed: frozenset[int]
    names: frozenset[int]
    figures: frozenset[int]
    square: float
    named_square: float
    is_roundup: bool = False

    @property
    def anchors(self) -> frozenset[int]:
        """Names and figures."""
        return self.names | self.figures


_HEADED = 2.7
"""What a name weighs at least that stands in the title."""


def term(word: str) -> int:
    """Return the number that a word is counted and marked by: 32 bits, signed."""
    return zlib.crc32(word.encode(errors="surrogatepass")) - _HALF


def anchor_term(anchor: str) -> int:
    """Return the number of a name or figure as an anchor: another than that of the same word."""
    return term(f"={anchor}")


def pack(features: Features) -> Packed:
    """Return *features* in the form in which they are kept."""
    figures = [anchor for anchor in sorted(features.anchors) if anchor[0].isdigit()][:_MOST]
    names = [anchor for anchor in sorted(features.anchors) if not anchor[0].isdigit()][:_MOST]
    terms = [*map(term, features.counts), *map(anchor_term, figures), *map(anchor_term, names)]
    head = HEAD.pack(len(features.counts), len(figures), len(names), features.is_roundup)
    codes = bytes(
        min(count, TIMES)
        | (FROM_DIGIT if word[0].isdigit() else 0)
        | (NAMED if word in features.named else 0)
        for word, count in features.counts.items()
    )
    return head + struct.pack(f"<{len(terms)}i", *terms) + codes


def is_sound(packed: Packed) -> bool:
    """Say whether *packed* can be unpacked: it may come from a process that hostile bytes took over."""
    if len(packed) < HEAD.size:
        return False
    words, figures, names, _ = HEAD.unpack_from(packed)
    length: int = HEAD.size + WIDTH * (words + figures + names) + words
    return len(packed) == length


def unpack(packed: Packed) -> Terms:
    """Return what `pack` wrote."""
    words, figures, names, is_roundup = HEAD.unpack_from(packed)
    terms = struct.unpack_from(f"<{words + figures + names}i", packed, HEAD.size)
    codes = packed[len(packed) - words :]
    weights = dict(zip(terms[:words], map(WEIGHTS.__getitem__, codes), strict=True))
    return Terms(
        weights=weights,
        named=_chosen(terms, codes, NAMED),
        headed=frozenset(
            word
            for word, code in zip(terms, codes, strict=False)
            if WEIGHTS[code] >= _HEADED and not code & FROM_DIGIT
        ),
        figures=frozenset(terms[words : words + figures]),
        names=frozenset(terms[words + figures :]),
        square=math.fsum(map(_SQUARES.__getitem__, codes)),  # exact, so the same in whatever order
        named_square=math.fsum(map(_NAMED_SQUARES.__getitem__, codes)),
        is_roundup=is_roundup,
    )


def _chosen(terms: Sequence[int], codes: bytes, sign: int) -> frozenset[int]:
    return frozenset(word for word, code in zip(terms, codes, strict=False) if code & sign)
