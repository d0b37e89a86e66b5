"""A word's rough stem, so that "sales" meets "sale" and "Fahrzeuge" meets "Fahrzeugen". For comparing only.

It refuses to be a stemmer of one language: it takes off the few endings that carry no meaning in any of ours.
"""

import functools

_ENDINGS = ("ies", "ing", "ed", "es", "s", "en", "ler", "lar", "e", "n", "y")
_MIN_STEM = 4


@functools.lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the folded *word* without a common ending; short words, numbers and other scripts stay as they are."""
    if not word.isascii() or not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word[: -len(ending)]
    return word
