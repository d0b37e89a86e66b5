"""Fold text so that what people mean to be equal is equal: for search, for grouping, for comparison.

It refuses to know a language: one form for all, so that what was stored under one language is found from another.
"""

import functools
import re
import unicodedata

MAX_TOKEN = 40
"""Longer runs (hashes, base64, hostile text) are cut here: no word that people search for is longer."""

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
"""Character class of scripts that do not part words by spaces, or part them too coarsely (Hangul)."""

# Indic and South-East Asian vowel signs are no letters to `re`, yet they stand inside words.
_SIGNS = "\u0900-\u0963\u0971-\u0dff\u0e00-\u109f\u1780-\u17ff"
_RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?:(?![{UNSPACED}])(?:[^\W_]|[{_SIGNS}]))+")
_SPACED_RUN = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+")
_ASCII_RUNS = bytes(letter if chr(letter).isalnum() else ord(" ") for letter in range(0x80)).ljust(0x100)
"""For `translate`: all but ASCII's letters and digits becomes a space."""

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_SHORT_RUN = 16
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Latin, Arabic and Hebrew points; the Arabic ones are harakat and the hamza above and below.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_FORMATS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe",
        "ə": "e", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ٱ": "ا", "ς": "σ",
    }
)  # fmt: skip
_SUFFIX = re.compile(r"['’ʼ`´](?<=\w.)\w{0,6}\b")  # the mark first: it is what a search can look for fast


def fold_letters(text: str) -> str:
    """Return *text* with case, accents, width, Arabic letter forms and digits folded; punctuation and spaces stay."""
    if text.isascii():
        return text.lower()
    # Most of most texts is ASCII, and what is not comes again and again.
    return _FOREIGN.sub(_folded, unicodedata.normalize("NFC", text).lower())


def _folded(found: re.Match[str]) -> str:
    run = found.group()
    return _fold_short(run) if len(run) <= _SHORT_RUN else _fold_foreign(run)


@functools.lru_cache(maxsize=4096)
def _fold_short(run: str) -> str:
    return _fold_foreign(run)


def _fold_foreign(run: str) -> str:
    plain = _FORMATS.sub("", unicodedata.normalize("NFKC", run)).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", plain)).translate(_LETTERS)
    return "".join(map(_ascii_digit, unicodedata.normalize("NFC", bare)))


def _ascii_digit(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))


def search_tokens(text: str) -> list[str]:
    """Return the tokens of *text* in search form, in order, with repetition.

    Runs of letters and digits; "e-tron" is two tokens, "SU7" is one. Scripts without spaces come as overlapping
    bigrams, a single character as itself: the usual index form where no dictionary is at hand.
    """
    folded = fold_letters(text)
    foreign = "" if folded.isascii() else "".join(_FOREIGN.findall(folded))
    if _IS_UNSPACED.search(foreign):
        return _with_pairs(folded)
    # Quotation marks and dashes are all that is foreign in most English.
    runs = _SPACED_RUN.findall(folded) if _SPACED_RUN.search(foreign) else _ascii_runs(folded)
    is_short = max(map(len, runs), default=0) <= MAX_TOKEN  # as nearly always
    return runs if is_short else [run[:MAX_TOKEN] for run in runs]


def _ascii_runs(text: str) -> list[str]:
    """Return the runs of ASCII letters and digits, in half the time that a search for them takes."""
    return text.encode("ascii", "replace").translate(_ASCII_RUNS).decode().split()


def _with_pairs(text: str) -> list[str]:
    tokens: list[str] = []
    for run in _RUN.finditer(text):
        found = run.group()
        if run.group("unspaced") is None:
            tokens.append(found[:MAX_TOKEN])
        else:
            tokens.extend(found[i : i + 2] for i in range(max(len(found) - 1, 1)))
    return tokens


def fold(text: str) -> str:
    """Return the search form of *text*: its folded tokens parted by single spaces. Folding twice changes nothing."""
    return " ".join(search_tokens(text))


def words(text: str) -> list[str]:
    """Return the folded words of *text* without what follows an apostrophe: "Xiaomi's" and "Türkiye'nin" lose their ends."""
    has_mark = not text.isascii() or "'" in text or "`" in text
    return search_tokens(_SUFFIX.sub(" ", text) if has_mark else text)
