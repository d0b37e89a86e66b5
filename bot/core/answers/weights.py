"""What each feature of `evidence` is worth, learnt by `tests/training/answers.py`."""

CHOICE = {
    "said": 1.86,
    "beside": 3.10,
    "about": 2.24,
    "letters": 1.49,
    "kind": 1.07,
    "unmeasured": -0.60,
    "uncounted": -0.53,
    "near": 1.06,
    "counted": 1.62,
    "asking": -2.01,
    "length": -0.07,
    "entry": 3.38,
    "rival": 0.25,
}
"""For choosing among sentences."""

SURENESS = {
    "letters": 1.12,
    "entry letters": 1.49,
    "alike": 1.46,
    "entry alike": 2.24,
    "run": 2.53,
    "beside": 1.71,
    "missing": -0.64,
    "gap": 0.13,
    "words": 1.15,
    "entry words": 1.11,
    "kind": 0.63,
    "rival": -0.73,
    "length": -0.39,
    "terms": 0.48,
    "english": -0.04,
    "unspaced": -0.03,
}
SURENESS_BIAS = -6.01
