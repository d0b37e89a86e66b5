"""Publishers that give another figure for the same: all of them are quoted, and it is for the reader to choose.

It refuses to see contradictions of words: only where a question asks for a figure and both sentences give one of its kind.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.core.answers.kinds import COUNTED, MEASURED, counted
from bot.core.answers.matching import vocabulary
from bot.core.answers.questions import asked
from bot.core.answers.ranking import Scored
from bot.core.text import Number

_ALIKE = 0.5
"""Sentences about one thing share so many of their words, or answer the question alike well."""

_COVERS = 0.85
_ROUNDED = Decimal("0.03")
"""What rounding may take from a figure."""


def others_say(question: str, first: Scored, ranked: Sequence[Scored]) -> list[Scored]:
    """Return the sentences of other publishers that answer *question* as well as *first*, with another figure."""
    wish = asked(question)
    if wish.wanted not in MEASURED | COUNTED:
        return []
    figures = counted(first.passage.sentence, wish.wanted, question)
    return [
        one
        for one in ranked
        if one.passage.publisher != first.passage.publisher
        and one.coverage >= _COVERS * first.coverage
        and _shared(one, first) >= _ALIKE
        and _differ(figures, counted(one.passage.sentence, wish.wanted, question))
    ]


def _shared(one: Scored, other: Scored) -> float:
    """Return how much of the shorter sentence stands in the longer, figures apart."""
    left, right = (
        {word for word in vocabulary(scored.passage.sentence).forms if not word[0].isdigit()}
        for scored in (one, other)
    )
    return len(left & right) / max(1, min(len(left), len(right)))


def _differ(figures: Sequence[Number], others: Sequence[Number]) -> bool:
    """Say whether both give figures of one unit, none of them the same: "about 28,000" is no other than 28,140."""
    pairs = [(one, other) for one in figures for other in others if one.unit == other.unit]
    return bool(pairs) and not any(_is_same(one, other) for one, other in pairs)


def _is_same(one: Number, other: Number) -> bool:
    """Say whether two figures may be one, rounded: 28,140 and 28,000 may, 30,000 and 28,000 may not."""
    step = max(one.step, other.step)
    return any(
        abs(left - right) <= min(step / 2, _ROUNDED * max(left, right))
        for left in one.readings
        for right in other.readings
    )
