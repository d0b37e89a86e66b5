"""Does a number or a name of a claim stand with the words that it stands with in the source, or has it taken another's place?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.grounding.facts import Facts
from bot.core.grounding.quantities import are_comparable, fits, is_counted
from bot.core.grounding.statements import Figure, Statement

_CLEARLY = 0.4
"""A number that the claim has too must fit so much better to be the right one here."""

_ENOUGH = 2
"""Of fewer words around it nothing can be said."""


@dataclass(frozen=True, slots=True)
class _Match:
    """How well the words around one of the source's agree with those around the claim's."""

    own: float = 0.0
    other: float = 0.0
    instead: str = ""


def displaced(statement: Statement, facts: Facts) -> Iterator[tuple[str, float, str]]:
    """Yield by how much each number and name of *statement* fits another's place better than its own.

    Each with the name of the doubt and the words for it.
    """
    for figure in statement.figures:
        if len(figure.around) >= _ENOUGH and not is_counted(figure.number):
            match = _match_number(figure, statement, facts)
            if match.other > match.own:
                yield "misplaced number", match.other - match.own, _told(match, figure.number.text)
    for place, token in enumerate(statement.tokens):
        if token.is_name and token.stem in facts.where:
            around = statement.around(place)
            match = _match_name(token.bearer, around, statement, facts)
            if match.other > match.own and len(around) >= _ENOUGH:
                yield "misplaced name", match.other - match.own, _told(match, token.form)


def _told(match: _Match, word: str) -> str:
    return f"the source has {match.instead} where the claim has {word}"


def _match_number(figure: Figure, statement: Statement, facts: Facts) -> _Match:
    other = 0.0
    instead = ""
    shares = [(len(figure.around & source.around) / len(figure.around), source) for source in facts.figures]
    own = max((share for share, source in shares if share and fits(figure.number, source.number)), default=0.0)
    for share, source in shares:
        if fits(figure.number, source.number) or not are_comparable(figure.number, source.number):
            continue
        if share > other and (share >= own + _CLEARLY or not _has(source, statement.figures)):
            other, instead = share, source.number.text
    return _Match(own, other, instead)


def _has(source: Figure, figures: Sequence[Figure]) -> bool:
    return any(fits(figure.number, source.number) for figure in figures)


def _match_name(bearer: str, around: frozenset[str], statement: Statement, facts: Facts) -> _Match:
    own = other = 0.0
    instead = ""
    present = {token.bearer for token in statement.tokens}
    for source in facts.names:
        shared = len(around & source.around)
        share = shared / (len(around) or 1)
        if source.token.bearer == bearer:
            own = max(own, share)
        elif shared >= _ENOUGH and share > other and source.token.bearer not in present:
            other, instead = share, source.token.form
    return _Match(own, other, instead)
