"""What everyday words mean, across languages: "fabrika", "Werk", 工厂 and "factory" are one thing.

The table (`thesaurus.txt`: a line a meaning; English, Turkish, German, Chinese, Arabic) was written for this project, from what
news is made of; names, countries and subjects come from where tags have them. It refuses to be a dictionary: what it lacks means nothing.
"""

import functools
from collections.abc import Iterable, Mapping
from importlib import resources

from bot.core.answers.matching import UNSPACED, form
from bot.core.answers.turkish import is_inflected
from bot.core.tagging.known import canonical, han_names_in, subjects_in
from bot.core.text import fold_letters, search_tokens, words

LANGUAGES = ("en", "tr", "de", "zh", "ar")
"""The table's columns."""

Meanings = frozenset[str]

_NOTHING: Meanings = frozenset()
_TABLE = "thesaurus.txt"
_PAIR = 2
_SHORTEST_ROOT, _SHORTEST_TAIL, _SHORTEST_HEAD = 3, 5, 2
"""A German word may end in another so long: "Autohersteller"."""

_MANY, _FEW = 6, 2
"""So many words of a meaning are looked for in one language, or in each of several: a query holds no more than some dozens."""

_VOICED = str.maketrans("bcdg", "pctk")


@functools.lru_cache(maxsize=65_536)
def meanings_of(word: str, language: str) -> Meanings:
    """Return what a folded *word* of *language* (a tag) may mean: the numbers of lines, and the label of what has a name."""
    told = "zh" if word[:1] >= UNSPACED else language[:2]
    label = canonical(word, told)
    named = frozenset({label}) if label else _NOTHING
    if told not in LANGUAGES:
        return named
    return named | (_of_turkish(word) if told == "tr" else _of_plain(word, told))


@functools.lru_cache(maxsize=8192)
def meanings_in(text: str, language: str) -> Meanings:
    """Return all that the words of *text* may mean."""
    found = _NOTHING.union(*(meanings_of(word, language) for word in words(text)), labels_in(text, language))
    folded = fold_letters(text)
    if any(character >= UNSPACED for character in folded):
        found = found.union(*(told for word, told in _long_han() if word in folded))
    return found


def labels_in(text: str, language: str) -> Meanings:
    """Return the labels of names in Han script and of subjects that *text* names."""
    tokens = words(text)
    return frozenset([*han_names_in(tokens), *subjects_in(text, tokens, language)])


def words_for(meanings: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Return the search tokens that *languages* have for *meanings*; a label is its own."""
    rows, columns = _rows(), [LANGUAGES.index(language) for language in languages if language in LANGUAGES]
    most = _MANY if len(columns) == 1 else _FEW
    labels = [each for each in sorted(meanings) if not each.isdigit()]
    written = [
        word
        for each in sorted(meanings)
        if each.isdigit()
        for column in columns
        for word in rows[int(each)][column].split()[:most]
    ]
    return list(dict.fromkeys(token for one in (*labels, *written) for token in search_tokens(one)))


def _of_plain(word: str, language: str) -> Meanings:
    table = _table(language)
    found = table.get(form(word), _NOTHING)
    if found or language != "de":
        return found
    tails = (form(word[i:]) for i in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1))
    return next((table[tail] for tail in tails if tail in table), _NOTHING)


def _of_turkish(word: str) -> Meanings:
    """Return what the longest root means that *word* is a form of."""
    table = _table("tr")
    for length in range(len(word), _SHORTEST_ROOT - 1, -1):
        found = table.get(_unvoiced(word[:length]))
        if found and is_inflected(word, length):
            return found
    return _NOTHING


def _unvoiced(word: str) -> str:
    """Return a Turkish root as it is without endings: "kitab" is "kitap"."""
    return word[:-1] + word[-1:].translate(_VOICED)


@functools.cache
def _rows() -> tuple[tuple[str, ...], ...]:
    text = resources.files(__package__).joinpath(_TABLE).read_text(encoding="utf-8")
    return tuple(tuple(row.split("|")) for row in text.splitlines())


@functools.cache
def _table(language: str) -> Mapping[str, Meanings]:
    column = LANGUAGES.index(language)
    found: dict[str, Meanings] = {}
    for number, row in enumerate(_rows()):
        for word in row[column].split():
            key = _key(fold_letters(word), language)
            found[key] = found.get(key, _NOTHING) | {str(number)}
    return found


def _key(word: str, language: str) -> str:
    if language == "zh":
        return word
    return _unvoiced(word) if language == "tr" else form(word)


@functools.cache
def _long_han() -> tuple[tuple[str, Meanings], ...]:
    return tuple((word, told) for word, told in _table("zh").items() if len(word) > _PAIR)
