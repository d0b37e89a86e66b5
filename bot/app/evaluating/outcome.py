"""What an evaluation comes to: a prediction for each row, and figures for each set, ours beside those of a baseline."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.quality import Figures

Advance = Callable[[], None]
"""Called as a row is done, and once more when the baseline is done with it."""

Prediction = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """What came of a set: *predictions* in the order of its rows, of which some are *labelled*.

    *ours* and *baseline* are figures, empty where no label allows any. *seconds*: what ours took.
    """

    name: str
    predictions: Sequence[Prediction]
    labelled: int
    seconds: float
    ours: Figures
    baseline: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a task: predictions in the order of the rows. *baseline* names the method that ours is shown beside.

    *notes*: what one should know to read the figures.
    """

    predictions: Sequence[Prediction]
    sets: tuple[SetOutcome, ...]
    baseline: str
    notes: tuple[str, ...] = ()
