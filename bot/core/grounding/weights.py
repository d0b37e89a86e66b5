"""What each doubt is worth, learnt by `tests/training/weights.py`; `docs/decisions.md` says on what, and how well it does."""

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
        "negated": 2.37,
        "misplaced number": 2.21,
        "affirmed": 2.09,
        "reversed": 2.00,
        "other speaker": 2.00,
        "other name": 2.00,
        "surer": 2.00,
        "sooner": 2.00,
        "opposite": 1.89,
        "other of class": 1.82,
        "gender": 1.66,
        "longer name": 1.03,
        "parted": 0.94,
        "new noun": 0.90,
        "apart": 0.89,
        "pronoun": 0.80,
        "class": 0.73,
        "vaguer": 0.68,
        "quantity": 0.61,
        "loose": 0.56,
        "swapped noun": 0.52,
        "bent quotation": 0.31,
        "kindred noun": 0.27,
        "unknown word": 0.00,
    },
)
