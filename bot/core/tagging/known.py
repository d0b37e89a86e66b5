"""Which subject or name a word stands for, in any of our languages: one label for "EV", "Elektroauto" and "电动汽车".

The tables of `subjects` and `known_names`, and the countries, made ready for looking up. It refuses to guess: what is in
no table is nobody's synonym.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.tagging.forms import clean, key, singular
from bot.core.tagging.known_names import NAMES, OUTLETS
from bot.core.tagging.subjects import SUBJECTS
from bot.core.text import COUNTRIES, fold, fold_letters, words

_LANGUAGES = ("en", "de", "tr", "zh")
_HAN = re.compile("[\u4e00-\u9fff]")
_BROAD = "~"
_COUNTRY = "country "
_OPEN = "*"
_HEAD = 3
_MAX_ENDING = 9
# A country's form that means something else as a tag.
_NO_COUNTRY = frozenset("union states eu europe european europeans avrupa avrupali europa europaisch europaer english korea korean koreli".split())


@dataclass(frozen=True, slots=True)
class _Form:
    label: str
    tokens: tuple[str, ...]


class _Index:
    """Forms by the beginning of their first token."""

    def __init__(self) -> None:
        self._forms: dict[str, list[_Form]] = {}

    def add(self, label: str, form: str) -> None:
        tokens = tuple(word + _OPEN * written.endswith(_OPEN) for written in form.split() for word in _parts(written))
        if tokens:
            self._forms.setdefault(_head(tokens[0]), []).append(_Form(label, tokens))

    def close(self) -> None:
        """Put the longest forms first."""
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.tokens))

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield the labels that *tokens* name, each with how many tokens it takes, from left to right."""
        start = 0
        while start < len(tokens):
            form = next((one for one in self._forms.get(_head(tokens[start]), ()) if _stands(one, tokens, start)), None)
            if form:
                yield form.label, len(form.tokens)
            start += len(form.tokens) if form else 1


def _parts(written: str) -> list[str]:
    """Return the tokens of one written word; where the word is open-ended, its last token is."""
    return words(written.rstrip(_OPEN))


def _head(token: str) -> str:
    return token.rstrip(_OPEN)[:_HEAD]


def _stands(form: _Form, tokens: Sequence[str], start: int) -> bool:
    if start + len(form.tokens) > len(tokens):
        return False
    return all(_is_form(wanted, tokens[start + place]) for place, wanted in enumerate(form.tokens))


def _is_form(wanted: str, token: str) -> bool:
    if wanted.endswith(_OPEN):
        return token.startswith(wanted[:-1]) and len(token) - len(wanted) < _MAX_ENDING
    return token == wanted or singular(token) == singular(wanted)
