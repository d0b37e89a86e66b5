"""What each feature of `evidence` is worth, learnt by `tests/training/answers.py`."""

CHOICE = {
    "said": 1.97,
    "beside": 2.87,
    "about": 2.41,
    "letters": 1.71,
    "kind": 1.01,
    "unmeasured": -0.94,
    "uncounted": -0.97,
    "near": 0.97,
    "counted": 1.74,
    "asking": -2.02,
    "length": -0.29,
    "entry": 3.04,
    "rival": 0.36,
}
"""For choosing among sentences."""

SURENESS = {
    "letters": 2.44,
    "entry letters": 2.86,
    "beside": 2.76,
    "about": 2.01,
    "named": 0.82,
    "pairs": 2.32,
    "terms": 0.63,
    "kind": 0.33,
    "uncounted": -1.70,
    "rival": -0.95,
    "unspaced": 0.33,
    "english": -0.24,
}
SURENESS_BIAS = -7.07
"""For the log odds that the sentence chosen answers."""
