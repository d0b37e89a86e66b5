"""Lay a claim's sentence beside the source's: which word stands where the source has another?"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.grounding.statements import Statement, Token

_WIDEST = 3
"""A longer stretch was written anew; there no word stands for another."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of the claim (by its place) and those that the source has in its stead, none of which the claim has."""

    place: int
    instead: tuple[Token, ...]


def slots(statement: Statement, source: Statement) -> list[Slot]:
    """Return the words of *statement* that stand where *source* has others."""
    ours, theirs = ([token.stem for token in one.tokens] for one in (statement, source))
    present = set(ours)
    found: list[Slot] = []
    for tag, start, end, place, until in difflib.SequenceMatcher(
        None, theirs, ours, autojunk=False
    ).get_opcodes():
        if tag == "replace" and end - start <= _WIDEST and until - place <= _WIDEST:
            instead = tuple(token for token in source.tokens[start:end] if token.stem not in present)
            found += [Slot(each, instead) for each in range(place, until) if instead]
    return found


def instead_of(statement: Statement, sources: Sequence[Statement]) -> dict[int, tuple[Token, ...]]:
    """Return the places of *statement* with the words that any of *sources* has in their stead."""
    found: dict[int, tuple[Token, ...]] = {}
    for source in sources:
        for slot in slots(statement, source):
            found[slot.place] = found.get(slot.place, ()) + slot.instead
    return found
