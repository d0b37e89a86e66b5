"""What each doubt is worth, learnt by `tests/training/weights.py`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How sure a claim without doubts is (*bias*, log odds), and what each doubt takes from it for each unit of its size."""

    bias: float
    doubts: Mapping[str, float]


WEIGHTS = Weights(
    bias=2.0,
    doubts={
    "opposite": 2.0, "other of class": 1.5, "other name": 1.5, "class": 2.0, "negated": 2.5, "affirmed": 2.0, "surer": 0.5, "sooner": 0.5, "vaguer": 0.3, "quantity": 0.3,
    "misplaced number": 1.0, "misplaced name": 1.0, "longer name": 0.8, "apart": 1.0, "parted": 1.0, "pronoun": 0.3, "gender": 1.0, "synonym": 0.0,
    "kindred thing": 0.1, "kindred notion": 0.1, "kindred deed": 0.1, "kindred unknown": 0.1, "loose": 0.5, "new thing": 1.0, "new notion": 0.5, "new deed": 0.1, "new unknown": 0.2,
    "swapped thing": 1.0, "swapped notion": 0.5, "swapped deed": 0.1, "swapped unknown": 0.2,
    },
)  # fmt: skip
