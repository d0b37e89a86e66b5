"""Does a number or a name of a claim stand with the words that it stands with in the source, or has it taken another's place?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.grounding.facts import Facts
from bot.core.grounding.quantities import fits
from bot.core.grounding.statements import Figure, Statement

_ENOUGH = 2
"""Of so few words around it nothing can be said."""


@dataclass(frozen=True, slots=True)
class _Match:
    """How well the words around one of the source's agree with those around the claim's."""

    own: float = 0.0
    other: float = 0.0
    instead: str = ""


def displaced(statement: Statement, facts: Facts) -> Iterator[tuple[float, str]]:
    """Yield by how much each number and name of *statement* fits another's place better than its own, and the words for it."""
    for figure in statement.figures:
        if len(figure.around) >= _ENOUGH:
            match = _match_number(figure, statement, facts)
            if match.other > match.own:
                yield match.other - match.own, f"the source has {match.instead} where the claim has {figure.number.text}"
    for place, token in enumerate(statement.tokens):
        around = statement.around(place)
        if token.is_name and token.stem in facts.where and len(around) >= _ENOUGH:
            match = _match_name(token.stem, around, statement, facts)
            if match.other > match.own:
                yield match.other - match.own, f"the source has {match.instead} where the claim has {token.form}"


def _match_number(figure: Figure, statement: Statement, facts: Facts) -> _Match:
    own = other = 0.0
    instead = ""
    for source in (each for one in facts.statements for each in one.figures):
        share = len(figure.around & source.around) / len(figure.around)
        if fits(figure.number, source.number):
            own = max(own, share)
        elif share > other and not _has(source, statement.figures):
            other, instead = share, source.number.text
    return _Match(own, other, instead)


def _has(source: Figure, figures: Sequence[Figure]) -> bool:
    return any(fits(figure.number, source.number) for figure in figures)


def _match_name(stem: str, around: frozenset[str], statement: Statement, facts: Facts) -> _Match:
    own = other = 0.0
    instead = ""
    for one in facts.statements:
        if not around & one.vocabulary:
            continue
        for place, token in enumerate(one.tokens):
            if not token.is_name:
                continue
            share = len(around & one.around(place)) / len(around)
            if token.stem == stem:
                own = max(own, share)
            elif share > other and token.stem not in statement.vocabulary:
                other, instead = share, token.form
    return _Match(own, other, instead)
