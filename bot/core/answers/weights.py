"""What each feature of `evidence` is worth, learnt by `tests/training/answers.py`."""

CHOICE = {
    "said": 1.94,
    "beside": 2.85,
    "about": 2.39,
    "letters": 1.70,
    "kind": 1.23,
    "unmeasured": -0.92,
    "uncounted": -0.82,
    "near": 0.95,
    "counted": 1.77,
    "asking": -2.01,
    "length": -0.30,
    "entry": 3.02,
    "rival": 0.33,
}
"""For choosing among sentences."""

SURENESS = {
    "letters": 2.43,
    "entry letters": 2.83,
    "beside": 2.84,
    "about": 2.04,
    "named": 0.86,
    "pairs": 2.45,
    "terms": 0.61,
    "kind": 0.20,
    "uncounted": -1.81,
    "rival": -0.90,
    "unspaced": 0.37,
    "english": -0.20,
}
SURENESS_BIAS = -7.15
"""For the log odds that the sentence chosen answers."""
