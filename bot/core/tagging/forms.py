"""The form of a tag: what is shown, and the key under which two spellings are one.

It refuses to know any name: `known` does. What comes from a language model or a page is cleaned here: a tag is one line
of letters, digits and a few signs, at most `MAX_LENGTH` characters.
"""

import functools
import re
import unicodedata

from bot.core.text import fold

MAX_LENGTH = 40

_SCRAPS = re.compile(r"[^\w\s&.+/'’:·-]+")
_ADDRESS = re.compile(r"://|\bwww\.|\.\w+/")
_SUFFIX = re.compile(r"['’]\w{0,6}\Z")
_ARTICLES = frozenset("the a an der die das".split())
_LEGAL = frozenset(
    "inc incorporated corp corporation co company ltd limited llc plc lp gmbh ag se kg kgaa mbh ev sa spa nv bv ab oyj asa "
    "pty pte kk as anonim ticaret sanayi sti".split()
)
_DOTTED_LEGAL = re.compile(r"(?i)[\s,]+(?:a\. ?ş|s\.p\.a|s\.a|n\.v|b\.v|e\.v|ltd\. şti)\.?\Z")
_LETTERED = frozenset("model class series type typ plan group formula vitamin hepatitis phase".split())
"""After these a single letter is part of the name: "Model S Plaid"."""
_MIDDLE = 2
_MIN_STEM = 3
_MIN_WORD = 5


def clean(tag: str) -> str:
    """Return *tag* as one line without control characters, markup and marks of a hashtag; "" if it can be no tag."""
    line = unicodedata.normalize("NFKC", tag)
    line = "".join(" " if unicodedata.category(one)[0] == "Z" else one for one in line if _is_visible(one))
    if _ADDRESS.search(line):
        return ""
    line = " ".join(_SCRAPS.sub(" ", line).replace("_", " ").split()).strip(" .:/'’-")
    return line if len(line) <= MAX_LENGTH and any(one.isalpha() for one in line) else ""


def bare(name: str) -> str:
    """Return a name without article, ending after an apostrophe, legal form and middle initial: "the Xiaomi Corp." is "Xiaomi"."""
    words = _DOTTED_LEGAL.sub("", _SUFFIX.sub("", name)).split()
    while len(words) > 1 and fold(words[0]) in _ARTICLES:
        words.pop(0)
    while len(words) > 1 and fold(words[-1]).replace(" ", "") in _LEGAL:
        words.pop()
    if len(words) > _MIDDLE and words[0].lower() not in _LETTERED:
        words = [words[0], *(word for word in words[1:-1] if len(word.rstrip(".")) > 1), words[-1]]
    return " ".join(words).rstrip(",")


@functools.lru_cache(maxsize=8192)
def key(tag: str) -> str:
    """Return the form in which tags are compared: folded, bare, the last word in the singular, without spaces.

    Without spaces, "e-bike", "ebike" and "e bike" are one. "" where there is no letter or digit.
    """
    words = fold(bare(tag)).split()
    if not words:
        return ""
    if len(words) > 1 and all(len(word) == 1 for word in words):  # U.S.
        return "".join(words)
    return "".join([*words[:-1], singular(words[-1])])


@functools.lru_cache(maxsize=32_768)
def singular(word: str) -> str:
    """Return a folded word without the endings of a plural: English, Turkish, and German's -n after an e."""
    if not word.isascii() or not word.isalpha() or len(word) <= _MIN_STEM:
        return word
    if word.endswith("ies") and len(word) >= _MIN_WORD:
        return f"{word[:-3]}y"
    for ending in ("sses", "xes", "ches", "shes"):
        if word.endswith(ending):
            return word[:-2]
    if word.endswith(("lar", "ler")) and len(word) > _MIN_WORD:
        return word[:-3]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word[:-1] if word.endswith("en") and len(word) > _MIN_WORD else word


def lower(tag: str, language: str) -> str:
    """Return *tag* in small letters, with the Turkish pairs of i where the language has them (elsewhere "İ" is a foreign name's i)."""
    if language.lower().startswith(("tr", "az")):
        tag = tag.replace("I", "ı")
    return tag.replace("İ", "i").lower()


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in "\t\n\r"
