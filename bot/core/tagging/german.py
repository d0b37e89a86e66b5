"""Tell names from nouns in German, which writes both with a capital.

A noun shows itself: an article or a number stands before it somewhere in the text, it is a part of longer words, or it
has a noun's ending. It refuses to hold a dictionary.
"""

import re
from collections.abc import Collection, Iterable

from bot.core.tagging.generic import INNER
from bot.core.tagging.known import known_name
from bot.core.text import fold, stem

_LONG_STEM = 5
_DETERMINER = (
    r"(?:der|die|das|den|dem|des|eine?[rmns]?|keine?[rmns]?|(?:mein|sein|ihr|unser)(?:e[rmns]?)?|diese[rmns]?|jede[rmns]?|alle[rn]?|viele[rn]?|mehrere[rn]?"
    r"|einige[rn]?|beide[rn]?|im|am|zum|zur|vom|beim|ins|ans|mehr|weniger|neue[rmns]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)"
)
_NOUN = re.compile(
    rf"(?i:(?<!\w){_DETERMINER}(?: (?-i:[a-zäöüß]+e[nrsm]?))?|\d[\d.,]*) (?-i:([A-ZÄÖÜ][a-zäöüß]+))(?!\w)"
)
_NOUN_ENDING = re.compile(r"(?:ung|heit|keit|schaft|tion|tät|ismus|ment|nis|tum)(?:e|en|s|es)?\Z")


def without_nouns(found: Iterable[str], text: str) -> list[str]:
    """Return the names among *found*, runs of capitals of a German *text*, without the nouns before them."""
    stems = {stem(fold(noun)) for noun in _NOUN.findall(text)}
    kept: dict[str, None] = {}
    for name in found:
        words = name.split()
        while words and not known_name(" ".join(words)) and _is_noun(words[0], stems, text):
            words.pop(0)
            while words and words[0] in INNER:
                words.pop(0)
        if words:
            kept.setdefault(" ".join(words))
    return list(kept)


def _is_noun(word: str, stems: Collection[str], text: str) -> bool:
    """Whether a German word is a noun: as such it stands in the text, is a part of longer words there, or has a noun's ending."""
    word = word.rpartition("-")[2]
    if not word or any(one.isdigit() or one.isupper() for one in word[1:]):
        return False
    own = stem(fold(word))
    is_compound = any(own.endswith(other) for other in stems if len(other) >= _LONG_STEM)
    return (
        own in stems
        or is_compound
        or bool(_NOUN_ENDING.search(word) or re.search(rf"\w-?{re.escape(word.lower())}", text))
    )
