"""Turkish words with other endings: "fabrika" and "fabrikada", "görmek" and "görülecek".

Endings follow endings, so that a share of common letters says little: it is looked whether all that differs is endings.
It refuses to be a morphology: the chains it knows are the frequent ones, folded.
"""

import functools
import re

_LEAST = 3
_GIVEN_BACK = 4
"""So many letters that both share may belong to the endings."""

_LONG, _LONG_REST = 5, 7
"""Behind so long a root, whatever is no longer is taken for endings."""

_NOUN = (
    r"(?:l[ae]r)?(?:imiz|iniz|umuz|unuz|im|um|in|un|i|u|si|su)?"
    r"(?:nin|nun|in|un|yi|yu|ni|nu|i|u|ya|ye|na|ne|a|e|nda|nde|[dt][ae]|ndan|nden|[dt][ae]n|yl[ae]|l[ae])?"
    r"(?:ki|kiler)?(?:[dt][iu]r|[dt][iu]|yd[iu])?"
)
_VERB = (
    r"(?:il|in|n|l|t|dir|tir|ir|ar|er)?(?:m[ae])?(?:m[ae]k|m[ae]kt[ae](?:dir|ydi)?|[iu]?yor(?:du)?|[dt][iu]l[ae]r|"
    r"m[iu]s(?:t[iu]r|lerdir)?|ac[ae][kg]\w*|ec[ae][kg]\w*|[dt][iu]g\w*|y?[ae]n|[ae]r[ae]k|[iu]p|m[ae]si\w*|m[ae]l[ae]r\w*|"
    r"[ae]bil(?:ir|m\w+)|iliyor|[iu]r|[ae]r|di\w*|tu)?"
)
_ENDINGS = re.compile(f"(?:{_NOUN}|{_VERB})")
_VOICED = str.maketrans("bcdg", "pctk")


_DIED = re.compile(r"\b[öÖ]l(?=[dmeü])")


def with_deaths(text: str) -> str:
    """Return a Turkish text in which "öldü" (died) does not fold to "oldu" (was)."""
    return _DIED.sub("qol", text)


@functools.lru_cache(maxsize=65_536)
def is_one_word(one: str, other: str) -> bool:
    """Say whether two folded words differ in Turkish endings only; "kitap" and "kitaba" are one too."""
    shared = 0
    for left, right in zip(one.translate(_VOICED), other.translate(_VOICED), strict=False):
        if left != right:
            break
        shared += 1
    roots = range(shared, max(_LEAST, shared - _GIVEN_BACK + 1) - 1, -1)
    return any(_ENDINGS.fullmatch(one[root:]) and _ENDINGS.fullmatch(other[root:]) for root in roots)


def is_inflected(word: str, length: int) -> bool:
    """Say whether all behind the first *length* letters of a folded word is endings."""
    rest = word[length:]
    return bool(_ENDINGS.fullmatch(rest)) or (length >= _LONG and len(rest) <= _LONG_REST)
