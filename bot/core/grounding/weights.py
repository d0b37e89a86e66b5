"""What each doubt is worth, learnt by `tests/training/weights.py`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How sure a claim without doubts is (*bias*, log odds), and what each doubt takes from it for each unit of its size."""

    bias: float
    doubts: Mapping[str, float]


WEIGHTS = Weights(
    bias=1.75,
    doubts={
        "negated": 2.32,
        "misplaced number": 2.24,
        "affirmed": 2.09,
        "opposite": 1.95,
        "other of class": 1.88,
        "gender": 1.64,
        "other name": 1.40,
        "longer name": 0.98,
        "surer": 2.0,
        "apart": 0.81,
        "pronoun": 0.80,
        "loose": 0.77,
        "quantity": 0.74,
        "new noun": 0.74,
        "parted": 0.67,
        "class": 0.64,
        "vaguer": 0.53,
        "bent quotation": 0.5, "reversed": 2.0, "other speaker": 2.0,
        "swapped noun": 0.46,
        "kindred noun": 0.39,
        "sooner": 2.0,
        "unknown word": 0.10,
    },
)
