"""What each feature of `evidence` is worth, learnt by `tests/training/answers.py`."""

CHOICE = {
    "said": 1.87,
    "beside": 3.10,
    "about": 2.28,
    "letters": 1.51,
    "kind": 0.98,
    "unmeasured": -0.31,
    "uncounted": -0.53,
    "near": 1.15,
    "counted": 1.62,
    "asking": -2.01,
    "length": -0.07,
    "entry": 3.40,
    "rival": 0.26,
}
"""For choosing among sentences."""

SURENESS = {
    "letters": 1.28,
    "entry letters": 1.55,
    "alike": 1.40,
    "entry alike": 2.04,
    "run": 2.60,
    "beside": 1.73,
    "missing": -0.70,
    "gap": 0.04,
    "words": 1.14,
    "entry words": 1.11,
    "kind": 0.60,
    "rival": -0.71,
    "length": -0.41,
    "terms": 0.48,
    "english": -0.09,
    "unspaced": 0.38,
}
SURENESS_BIAS = -5.71

ACROSS = {
    "letters": 0.59,
    "entry letters": 0.12,
    "alike": 0.34,
    "entry alike": -0.06,
    "run": -0.74,
    "beside": 0.94,
    "missing": -0.48,
    "gap": -0.49,
    "words": 1.75,
    "entry words": 0.53,
    "kind": 0.47,
    "rival": -0.12,
    "length": -0.44,
    "terms": 0.27,
    "unspaced": 0.21,
    "unspaced text": 0.83,
}
"""Instead of `SURENESS`, where the sentence is in another language than the question."""

ACROSS_BIAS = -0.61
