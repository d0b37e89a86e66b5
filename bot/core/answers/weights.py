"""What each feature of `evidence` is worth, learnt by `tests/training/answers.py`."""

CHOICE = {
    "said": 1.96,
    "beside": 2.87,
    "about": 2.37,
    "letters": 1.67,
    "kind": 1.12,
    "unmeasured": -0.94,
    "uncounted": -0.85,
    "near": 0.99,
    "counted": 1.77,
    "asking": -2.01,
    "length": -0.29,
    "entry": 3.05,
    "rival": 0.41,
}
"""For choosing among sentences."""

SURENESS = {
    "letters": 1.61,
    "entry letters": 1.46,
    "beside": 1.15,
    "about": 0.64,
    "named": 0.73,
    "pairs": 1.06,
    "terms": -1.66,
    "kind": 0.92,
    "uncounted": -1.18,
    "rival": -0.82,
    "words": 2.31,
    "entry words": 1.72,
    "said": 0.76,
    "near": -0.91,
    "counted": -0.52,
    "length": -0.54,
    "entry": 0.89,
    "unspaced": 0.77,
    "english": -0.01,
}
SURENESS_BIAS = -2.48
"""For the log odds that the sentence chosen answers."""
