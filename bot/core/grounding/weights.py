"""What each doubt is worth."""

BIAS = 2.0
MOST = 3.0
WEIGHTS: dict[str, float] = {
    "opposite": 2.0, "class": 2.0, "negated": 2.5, "affirmed": 2.0, "surer": 0.5, "sooner": 0.5, "vaguer": 0.3, "quantity": 0.3,
    "displaced": 1.0, "apart": 1.0, "parted": 1.0, "pronoun": 0.3, "gender": 1.0, "synonym": 0.0,
    "new thing": 1.0, "new notion": 0.5, "new deed": 0.1, "new unknown": 0.2,
    "swapped thing": 1.0, "swapped notion": 0.5, "swapped deed": 0.1, "swapped unknown": 0.2,
}  # fmt: skip
