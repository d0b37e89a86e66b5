"""What an evaluation comes to: a prediction for each row, and figures for each set, ours beside a simple method's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.app.evaluating.rows import Row
from bot.core.quality import Figures

R = TypeVar("R", bound=Row)

Advance = Callable[[], None]
"""Called when a row is done."""

Prediction = Mapping[str, object]

UNNAMED = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One method's figures on a set. *method*: what people know it by."""

    method: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """What came of a set: *rows* of which some are *labelled*; *measured* is ours first, and empty without labels.

    *seconds*: what ours took.
    """

    name: str
    rows: int
    labelled: int
    seconds: float
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a task: predictions in the order of the rows. *notes*: what one should know to read the figures."""

    predictions: Sequence[Prediction]
    sets: tuple[SetOutcome, ...]
    notes: tuple[str, ...] = ()


def by_set(rows: Iterable[R]) -> dict[str, list[tuple[int, R]]]:
    """Return the rows of each set with their places among all, sets in the order of their first rows."""
    sets: dict[str, list[tuple[int, R]]] = {}
    for place, row in enumerate(rows):
        sets.setdefault(row.collection or UNNAMED, []).append((place, row))
    return sets


def in_order(placed: Iterable[tuple[int, Prediction]]) -> list[Prediction]:
    """Return predictions in the order of their rows."""
    return [prediction for _, prediction in sorted(placed, key=lambda pair: pair[0])]
