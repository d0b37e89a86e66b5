"""How two English words are related: the same in meaning, broader, narrower, opposite, or two of a kind ("star", "planet").

The table is a part of WordNet 3.0 (`lexicon.txt`, written by `tests/training/lexicon.py`; its licence lies beside it). It
refuses to know other languages: a word that it lacks is related to nothing, and has no part of speech.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import resources

from bot.core.errors import BotError

_TABLE = "lexicon.txt"
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
    ("s", ""), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("er", ""), ("er", "e"),
    ("est", ""), ("est", "e"), ("ly", ""), ("ily", "y"),
)  # fmt: skip
_MIN_BASE = 2
_PREFIXES = ("un", "in", "im", "ir", "il", "non", "dis", "mis", "de", "anti")
_MIN_BARE = 4
_NEGATING = ("ma", "me")
_ENDING_PAIRS = (("ful", "less"), ("li", "siz"), ("li", "suz"), ("lu", "suz"), ("lu", "siz"))
"""Endings that turn a word round: English, Turkish (folded)."""

_FAR_UP = 3
_MANY = 400
"""A sense with more under it ("person", "change") is too general to make two words of a kind."""


class Relation(Enum):
    """What one word is to another."""

    SAME = "same"
    BROADER = "broader"
    NARROWER = "narrower"
    OPPOSITE = "opposite"
    SIBLING = "sibling"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Meanings:
    """All senses of a word, or of several. *above*: the senses above their own, up to three steps."""

    own: frozenset[str]
    near: frozenset[str]
    above: frozenset[str]
    opposite: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The table's lines, read only where they are asked for."""

    words: Mapping[str, str]
    forms: Mapping[str, str]
    senses: Mapping[str, str]
    general: frozenset[str]


def part_of_speech(word: str) -> str:
    """Return what a folded word mostly is: n noun, v verb, a adjective, r adverb, "" where the table lacks it."""
    base = next(_bases(word, _lexicon()), "")
    return _lexicon().words[base][0] if base else ""


def meanings_of(words: Iterable[str]) -> Meanings:
    """Return the senses of *words* together."""
    found = [_meaning(word) for word in words]
    return Meanings(
        own=frozenset[str]().union(*(each.own for each in found)),
        near=frozenset[str]().union(*(each.near for each in found)),
        above=frozenset[str]().union(*(each.above for each in found)),
        opposite=frozenset(),
    )


def is_meant(word: str, meanings: Meanings) -> bool:
    """Say whether one of several words means what *word* means, or something that it is a broader word for."""
    own, near = _meaning(word).own, _meaning(word).near
    return bool(own & (meanings.own | meanings.near | meanings.above) or near & meanings.own)


@functools.lru_cache(maxsize=65_536)
def relation(word: str, other: str) -> Relation:
    """Return what *word* is to *other*, both folded, in any form. One sense in which they are the same is enough."""
    one, two = _meaning(word), _meaning(other)
    if _is_turned(word, other) or _is_turned(other, word) or one.opposite & two.own or two.opposite & one.own:
        return Relation.OPPOSITE
    if one.own & (two.own | two.near) or one.near & two.own:
        return Relation.SAME
    if one.opposite & two.near or two.opposite & one.near:
        return Relation.OPPOSITE
    if one.own & two.above or two.own & one.above:
        return Relation.BROADER if one.own & two.above else Relation.NARROWER
    return Relation.SIBLING if (one.above & two.above) - _lexicon().general else Relation.NONE


def _is_turned(word: str, other: str) -> bool:
    """Say whether *other* is *word* turned round by its beginning or end: "named" and "unnamed"."""
    if len(word) >= _MIN_BARE and any(other == prefix + word for prefix in _PREFIXES):
        return True
    if _is_turned_inside(word, other):
        return True
    return any(
        word.endswith(one) and other == word.removesuffix(one) + two
        for one, two in _ENDING_PAIRS
        if len(word) - len(one) >= _MIN_BARE - 1
    )


def _is_turned_inside(word: str, other: str) -> bool:
    """Say whether *other* is a Turkish verb and *word* denies it: "artirmadi" and "artirdi" ("did not raise", "raised")."""
    if not 0 < len(word) - len(other) <= 2 or len(other) < _MIN_BARE:  # noqa: PLR2004 -- "ma", "me"
        return False
    return any(
        word[:place] + word[place + 2 :] == other
        for place in range(3, len(word) - 2)
        if word[place : place + 2] in _NEGATING
    )


@functools.lru_cache(maxsize=16_384)
def _meaning(word: str) -> Meanings:
    lexicon = _lexicon()
    own = frozenset(
        sense for base in dict.fromkeys(_bases(word, lexicon)) for sense in lexicon.words[base].split()
    )
    up, near, opposite = (_joined(own, place) for place in range(3))
    above = up
    for _ in range(_FAR_UP - 1):
        up = _joined(up, 0) - above
        above |= up
    return Meanings(own, near, above, opposite)


def _joined(senses: Iterable[str], place: int) -> frozenset[str]:
    """Return the senses that *senses* have above (0), near (1) or opposite (2) them."""
    lists = (_lexicon().senses[sense].split()[place] for sense in senses)
    return frozenset(other for one in lists if one != "-" for other in one.split(","))


def _bases(form: str, lexicon: _Lexicon) -> Iterator[str]:
    if form in lexicon.words:
        yield form
    yield from lexicon.forms.get(form, "").split()
    for ending, other in _ENDINGS:
        base = form.removesuffix(ending) + other
        if form.endswith(ending) and len(base) > _MIN_BASE and base in lexicon.words:
            yield base


@functools.lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    try:
        text = resources.files(__package__).joinpath(_TABLE).read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise BotError(
            f"bot/core/grounding/{_TABLE} is missing, so nothing can be checked; install newsthread again."
        ) from error
    words, forms, senses = (
        dict(line.split(" ", 1) for line in part.splitlines())
        for part in text.replace("\nforms\n", "\nsenses\n").split("\nsenses\n")
    )
    return _Lexicon(words, forms, senses, _general(senses))


def _general(senses: Mapping[str, str]) -> frozenset[str]:
    """Return the senses with many below them."""
    below: dict[str, int] = {}
    for line in senses.values():
        above = line.split(" ", 1)[0]
        waiting = [] if above == "-" else above.split(",")
        while waiting:
            sense = waiting.pop()
            below[sense] = below.get(sense, 0) + 1
            higher = senses[sense].split(" ", 1)[0]
            waiting += [] if higher == "-" else higher.split(",")
    return frozenset(sense for sense, count in below.items() if count > _MANY)
