"""Which subject or name a word stands for, in any of our languages: one label for "EV", "Elektroauto" and "电动汽车".

The tables of `subjects` and `known_names`, and the countries, made ready for looking up. It refuses to guess: what is in
no table is nobody's synonym.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.tagging.forms import key, singular
from bot.core.tagging.known_names import NAMES, OUTLETS
from bot.core.tagging.subjects import SUBJECTS
from bot.core.text import COUNTRIES, words

_LANGUAGES = ("en", "de", "tr", "zh")
_HAN = re.compile("[\u4e00-\u9fff]")
_BROAD = "~"
_COUNTRY = "country "
_OPEN = "*"
_HEAD = 3
_NUMBER, _GAP = "#", "..."
_MAX_GAP = 12
_CLEAR = 6
_MAX_ENDING = 9
# A country's form that means something else as a tag.
_NO_COUNTRY = frozenset(
    "union states eu europe european europeans avrupa avrupali europa europaisch europaer english korea korean koreli 欧洲".split()
)


@dataclass(frozen=True, slots=True)
class _Form:
    label: str
    tokens: tuple[str, ...]


class _Index:
    """Forms by the beginning of their first token."""

    def __init__(self) -> None:
        self._forms: dict[str, list[_Form]] = {}

    def add(self, label: str, form: str) -> None:
        tokens = tuple(_numbered([token for written in form.split() for token in _tokens(written)]))
        self._forms.setdefault(_head(tokens[0]), []).append(_Form(label, tokens))

    def close(self) -> None:
        """Put the longest forms first."""
        for forms in self._forms.values():
            forms.sort(key=lambda form: -len(form.tokens))

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield the labels that *tokens* name, each with how many tokens it takes, from left to right."""
        start = 0
        while start < len(tokens):
            end = 0
            for form in self._forms.get(tokens[start][:_HEAD], ()):
                if end := _end(form, tokens, start):
                    yield form.label, end - start
                    break
            start = end or start + 1


def _tokens(written: str) -> list[str]:
    """Return the tokens of one written word; where the word is open-ended, its last token is."""
    if written in {_NUMBER, _GAP}:
        return [written]
    *first, last = words(written.rstrip(_OPEN))
    return [*map(singular, first), last + _OPEN if written.endswith(_OPEN) else singular(last)]


def _head(token: str) -> str:
    return token.rstrip(_OPEN)[:_HEAD]


def _end(form: _Form, tokens: Sequence[str], start: int) -> int:
    """Return where the form ends that begins at *start*, 0 if it does not stand there."""
    place = start
    for number, wanted in enumerate(form.tokens):
        if wanted == _GAP:
            last = form.tokens[number + 1]
            ends = range(place, min(place + _MAX_GAP, len(tokens)))
            return next((end + 1 for end in ends if _is_form(last, tokens[end])), 0)
        if place >= len(tokens) or not _is_form(wanted, tokens[place]):
            return 0
        place += 1
    return place


def _numbered(tokens: Sequence[str]) -> list[str]:
    """Return *tokens* with one sign for each number, however it is written: "cut # jobs"."""
    found: list[str] = []
    for token in tokens:
        if not token.isdecimal():
            found.append(token)
        elif found[-1:] != [_NUMBER]:
            found.append(_NUMBER)
    return found


def _is_form(wanted: str, token: str) -> bool:
    if wanted.endswith(_OPEN):
        return token.startswith(wanted[:-1]) and len(token) - len(wanted) < _MAX_ENDING
    return token == wanted or singular(token) == wanted


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        label, _, forms = line.partition(": ")
        yield label, forms


def _listed(forms: str) -> list[str]:
    return [form.strip() for form in forms.split(",") if form.strip()]


_GROUPS = {label: [_listed(group) for group in forms.split("|")] for label, forms in _rows(SUBJECTS)}
"""A subject's label, with its mark, and its forms in each of `_LANGUAGES`."""

_BROADS = frozenset(label.lstrip(_BROAD).lower() for label in _GROUPS if label.startswith(_BROAD))
_ACRONYMS = {
    form: label.lstrip(_BROAD).lower()
    for label, groups in _GROUPS.items()
    for forms in groups
    for form in forms
    if form.isupper() and not _HAN.search(form)
}
_ACRONYM = re.compile(rf"(?<!\w)({'|'.join(sorted(_ACRONYMS, key=len, reverse=True))})s?(?!\w)")


@functools.cache
def _subjects(language: str) -> _Index:
    """Return the subjects' forms in one language and in Chinese, whose characters are no other language's."""
    index = _Index()
    for label, groups in _GROUPS.items():
        for own, forms in zip(_LANGUAGES, groups, strict=True):
            for form in forms if own in {language, "zh"} else ():
                if form not in _ACRONYMS:
                    index.add(label.lstrip(_BROAD).lower(), form)
    index.close()
    return index


def _names() -> tuple[dict[str, str], _Index, frozenset[str]]:
    """Return the labels of names by key, those in Han script as an index, and the labels that are countries."""
    by_key = {key(form): name for form, name in COUNTRIES.items() if form not in _NO_COUNTRY}
    countries = set(by_key.values())
    han = _Index()
    for form, name in COUNTRIES.items():
        if _HAN.search(form) and form not in _NO_COUNTRY:
            han.add(name, form)
    for written, forms in _rows(NAMES):
        label = written.removeprefix(_COUNTRY).lower()
        if written.startswith(_COUNTRY):
            countries.add(label)
        for form in (label, *_listed(forms)):
            by_key[key(form)] = label
            if _HAN.search(form):
                han.add(label, form)
    han.close()
    return by_key, han, frozenset(countries)


_BY_KEY, _HAN_NAMES, _COUNTRY_LABELS = _names()
_OUTLET_KEYS = frozenset(key(form) for form in _listed(OUTLETS.replace("\n", " ")))


def subjects_in(text: str, tokens: Sequence[str], language: str) -> list[str]:
    """Return the subjects that a text names, each once. *tokens* are its `words`; *language* is a tag, "" for unknown (taken as English)."""
    found = [label for label, _ in _subjects(_language(language)).find(_numbered(tokens))]
    if not text.isupper():
        found += [_ACRONYMS[one] for one in _ACRONYM.findall(text)]
    return list(dict.fromkeys(found))


def han_names_in(tokens: Sequence[str]) -> list[str]:
    """Return the names that a text in Han script has, each once. *tokens* are its `words`."""
    found = _HAN_NAMES.find([token for token in tokens if not token.isascii()])
    return list(dict.fromkeys(label for label, _ in found))


@functools.lru_cache(maxsize=8192)
def known_name(name: str) -> str:
    """Return the label of a name or country, "" if no table knows it."""
    return _BY_KEY.get(key(name), "")


@functools.lru_cache(maxsize=8192)
def canonical(tag: str, language: str = "") -> str:
    """Return the one label of what *tag* means, "" if no table knows it. The whole tag must be a form."""
    if name := known_name(tag):
        return name
    own = _language(language)
    if found := _ACRONYM.fullmatch(tag.upper().removesuffix("S") if own == "en" else tag):
        return _ACRONYMS[found.group(1)]
    tokens = _numbered(words(tag))
    others = _LANGUAGES if len(tag) >= _CLEAR else ("en",)  # short words mean something else elsewhere
    for each in dict.fromkeys((own, "en", *others)):
        whole = [label for label, taken in _subjects(each).find(tokens) if taken == len(tokens)]
        if whole:
            return whole[0]
    return ""


def _language(tag: str) -> str:
    """Return which of our languages a tag such as "de-AT" names: English where it is unknown, "" if it is another."""
    own = tag.lower().replace("_", "-").split("-")[0] or "en"
    return own if own in _LANGUAGES else ""


def is_broad(label: str) -> bool:
    """Whether so many stories touch a subject that only one that keeps to it should bear it."""
    return label in _BROADS


def is_country(label: str) -> bool:
    """Whether a label is a country's."""
    return label in _COUNTRY_LABELS


def is_outlet(name: str) -> bool:
    """Whether a name is that of a newspaper, a broadcaster or an agency."""
    return key(name) in _OUTLET_KEYS
