"""Do a claim's numbers and names stand where the source has them, or has one taken another's place?"""

import itertools
import re
from collections.abc import Iterator, Sequence

from bot.core.grounding.closed import SPEECH
from bot.core.grounding.facts import Facts
from bot.core.grounding.quantities import are_comparable, fits, is_counted
from bot.core.grounding.statements import Figure, Statement
from bot.core.text import Number

_ENOUGH = 2
"""Of fewer words around it nothing can be said."""

_CLEARLY = 0.4
"""A number that the claim has too must fit so much better to be the right one here."""

_BEFORE, _BEHIND = 5, 2
_NEAR = 12
"""Names further apart have little to do with each other."""

_PASSIVE = frozenset("by von durch tarafindan 被 由".split())


_WINDOW = 60
"""So many characters before a number are looked at: a sentence without end costs no more for each."""

_INSTEAD = re.compile(r"\b(?:instead of|rather than|[Ss]tatt|[Aa]nstatt|[Aa]nstelle von)\s+(?:\w+\s+){0,2}\Z")
_FROM = re.compile(r"\b(?:[Ff]rom|[Vv]on)\s+(?:\w+\s+){0,2}\Z")
_TO = re.compile(r"(?:\s+[^\W\d]+){0,2}\s+(?:to|auf)\s+(?:[^\W\d]+\s+){0,2}")
_TERM = re.compile(
    r"(?<!\w)(?<!not )(?<!nicht )(?:(?P<end>until|till|bis)|from|since|starting|beginning|ab|seit)\s"
    r"(?:(?!(?:until|till|bis|to)\s)[\w.]+\s){0,3}(?P<year>(?:19|20)\d\d)(?!\d)"
)


def misplaced_numbers(statement: Statement, facts: Facts) -> Iterator[tuple[float, str]]:
    """Yield by how much another number of the source fits better into the words around each, and that in words."""
    for figure in statement.figures:
        if len(figure.around) >= _ENOUGH and not is_counted(figure.number):
            gap, instead = _better(figure, statement, facts)
            if gap > 0:
                yield gap, f"the source has {instead} where the claim has {figure.number.text}"


def _better(figure: Figure, statement: Statement, facts: Facts) -> tuple[float, str]:
    shares = [(len(figure.around & source.around) / len(figure.around), source) for source in facts.figures]
    own = max(
        (share for share, source in shares if share and fits(figure.number, source.number)), default=0.0
    )
    best, instead = own, ""
    for share, source in shares:
        if share <= best or fits(figure.number, source.number):
            continue
        is_free = share >= own + _CLEARLY or not _has(source, statement.figures)
        if is_free and are_comparable(figure.number, source.number):
            best, instead = share, source.number.text
    return best - own, instead


def _has(source: Figure, figures: Sequence[Figure]) -> bool:
    return any(fits(figure.number, source.number) for figure in figures)


def turned_numbers(statement: Statement, near: Sequence[Statement]) -> Iterator[str]:
    """Yield in words the numbers whose order was turned round: "five instead of eight" for "eight instead of five"."""
    theirs = [change for one in near for change in _changes(one)]
    for old, new in _changes(statement):
        if any(fits(old, was) for was, _ in theirs):
            continue
        if any((new and fits(new, was)) or (became and fits(old, became)) for was, became in theirs):
            yield f"the source tells the change to or from {old.text} the other way round"


def turned_terms(statement: Statement, near: Sequence[Statement]) -> Iterator[str]:
    """Yield in words the years that end what in the source begins with them, or begin it: "from mid-2027" for "until mid-2027"."""
    # "Not allowed until 2027" and "allowed from 2027" are one.
    alike = [one for one in near if bool(one.negated) == bool(statement.negated)]
    for year, is_end in _terms(statement.text).items():
        if {found[year] for one in alike if year in (found := _terms(one.text))} == {not is_end}:
            yield f"in the source it is {'from' if is_end else 'until'} {year}, in the claim the other way round"


def _terms(text: str) -> dict[str, bool]:
    """Return the years of *text* that something ends with (True) or begins with (False)."""
    return {found["year"]: found["end"] is not None for found in _TERM.finditer(text.lower())}


def _changes(statement: Statement) -> Iterator[tuple[Number, Number | None]]:
    """Yield what was and what is instead: "from 69 to 64 cents", "64 instead of 69 cents"."""
    found = [figure.number for figure in statement.figures]
    for place, number in enumerate(found):
        before = statement.text[max(0, number.start - _WINDOW) : number.start]
        if _INSTEAD.search(before):
            beside = found[place - 1 : place] if place else found[1:2]
            yield number, next(iter(beside), None)
        elif _FROM.search(before) and place + 1 < len(found):
            behind = found[place + 1]
            if _TO.fullmatch(statement.text[number.start + len(number.text) : behind.start]):
                yield number, behind


def reversed_names(statement: Statement, near: Sequence[Statement]) -> Iterator[str]:
    """Yield in words the names that have changed roles: "A sues B" for "B sues A", or for "A is sued by B"."""
    known = {token.bearer for one in (statement, *near) for token in one.tokens if token.is_name}
    bearers = [token.bearer for token in statement.tokens if token.bearer in known]
    for one, other in itertools.pairwise(bearers):
        ours = _between(statement, one, other)
        for source in near:
            same = _between(source, one, other)
            theirs = same or _between(source, other, one)
            if ours & theirs - _PASSIVE:
                is_passive = bool(ours & _PASSIVE) != bool(theirs & _PASSIVE)
                if bool(same) == is_passive:
                    yield f"{one} and {other} have changed places"
                break


def _between(statement: Statement, first: str, last: str) -> frozenset[str]:
    """Return what stands between two names in this order: stems of content words, and what makes a passive."""
    places = [place for place, token in enumerate(statement.tokens) if token.bearer == first]
    ends = [place for place, token in enumerate(statement.tokens) if token.bearer == last]
    if not places or not ends or not 0 < ends[0] - places[0] <= _NEAR:
        return frozenset()
    inside = statement.tokens[places[0] + 1 : ends[0]]
    return frozenset(token.stem for token in inside if token.is_content or token.form in _PASSIVE)


def other_speakers(statement: Statement, near: Sequence[Statement]) -> Iterator[str]:
    """Yield in words who says what in the source's sentence another says."""
    ours, theirs = _speakers(statement), _speakers(near[0]) if near else {}
    present = {token.bearer for token in near[0].tokens} if near else set()
    if ours and theirs and not present & ours.keys():
        yield f"in the source {next(iter(theirs.values()))} says what {next(iter(ours.values()))} says in the claim"


def _speakers(statement: Statement) -> dict[str, str]:
    """Return the names right before or behind a word such as "said"."""
    places = [place for place, token in enumerate(statement.tokens) if token.form in SPEECH]
    return {
        token.bearer: token.form
        for place in places
        for token in statement.tokens[max(0, place - _BEFORE) : place + 1 + _BEHIND]
        if token.is_name
    }
