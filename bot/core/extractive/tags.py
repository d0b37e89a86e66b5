"""Find the two to five names and subjects that people would filter a story by.

A topic's own subjects come first, under their own name whatever the publisher calls them; then names that the story
keeps naming. It refuses to invent categories: what is not in the text is no tag.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.core.extractive.weighing import Reading, content_words, is_same_language
from bot.core.text import fold, names, words

MAX_TAGS = 5
MIN_TAGS = 2
_MAX_LENGTH = 40
_MAX_WORDS = 3
_IN_TITLE = 3
_OFTEN = 2
_PLURAL_LENGTH = 3

_NO_TAGS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december and und ve of pazartesi sali carsamba persembe cuma cumartesi pazar ocak subat mart nisan mayis haziran temmuz agustos eylul "
    "ekim kasim aralik montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz juni juli oktober dezember "
    "ceo cfo cto president minister mr mrs ms dr reuters ap afp dpa aa anadolu bloomberg am pm gmt est bst utc photo image news".split()
)
_RANKS = frozenset(
    "president mr mrs ms miss dr sir lord dame senator sen rep representative governor gov minister chancellor secretary judge "
    "professor prof gen sgt ceo chief former herr frau minister sayin bay bayan cumhurbaskani bakan".split()
)
_PEOPLES = re.compile(r"[a-z]{3,}(?:ese|ish|ian|ians|ean|eans)")
"""English words for what belongs to a country: adjectives in most news, and filtered by the country instead."""


def choose_tags(reading: Reading, *, aliases: Mapping[str, Sequence[str]], language: str) -> tuple[str, ...]:
    """Return up to five tags, the most telling first; fewer than two only where the story names less.

    The topic's subjects are looked for in every entry, other names only where the story is told in *language*, if it is
    anywhere: German writes all its nouns with a capital, and they are no tags for readers of English.
    """
    own = _subjects(*_titles_and_lines(reading), aliases)
    native = [(entry, cited) for entry, cited in reading if is_same_language(entry.language, language)]
    titles, lines = _titles_and_lines(native or reading)
    named = _named(lines or titles, titles, {fold(entry.publisher) for entry, _ in reading})
    tags = normalize_tags([*own, *named], aliases=aliases, language=language)
    if len(tags) < MIN_TAGS:
        tags = normalize_tags([*tags, *_frequent(lines)], aliases=aliases, language=language)[:MIN_TAGS]
    return tags


def normalize_tags(
    tags: Iterable[str], *, aliases: Mapping[str, Sequence[str]], language: str = ""
) -> tuple[str, ...]:
    """Return up to five *tags* in one form: an alias becomes its subject, plurals and repetitions are merged."""
    canonical = {_key(other): name for name, others in aliases.items() for other in (name, *others)}
    found: dict[str, str] = {}
    for tag in tags:
        name = canonical.get(_key(tag), tag).strip().lstrip("#")
        key = _key(name)
        if key and len(name) <= _MAX_LENGTH and not _is_part(key, found):
            found[key] = _lower(name, language)
    return tuple(found.values())[:MAX_TAGS]


def _titles_and_lines(reading: Reading) -> tuple[list[str], list[str]]:
    return [entry.title for entry, _ in reading], [
        citation.sentence for _, cited in reading for citation in cited
    ]


def _subjects(titles: Sequence[str], lines: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the topic's subjects that the story names, the most named first."""
    folded = [f" {' '.join(words(line))} " for line in (*titles, *lines)]
    in_titles = [f" {' '.join(words(title))} " for title in titles]
    counts: Counter[str] = Counter()
    for name, others in aliases.items():
        forms = [f" {' '.join(words(form))} " for form in (name, *others) if words(form)]
        times = sum(any(form in line for form in forms) for line in folded)
        is_in_title = any(form in title for form in forms for title in in_titles)
        counts[name] = times + (_IN_TITLE if is_in_title else 0)
    return [name for name, count in counts.most_common() if count >= _OFTEN]


def _named(lines: Sequence[str], titles: Sequence[str], publishers: set[str]) -> list[str]:
    """Return the names that the story keeps naming, or names in its title, the most named first.

    Titles only weigh: many publishers write every word of them with a capital.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for line in lines:
        found = {_key(name): name for name in map(_without_rank, names(line))}
        counts.update(found.keys())
        written = {**found, **written}
    known = [f" {fold(title)} " for title in titles]
    for key in counts:
        counts[key] += _IN_TITLE if any(f" {key} " in title for title in known) else 0
    usable = [key for key, _ in counts.most_common() if _is_tag(key) and key not in publishers]
    often = [key for key in usable if counts[key] >= _OFTEN]
    chosen = often if len(often) >= MIN_TAGS else usable[:MIN_TAGS]
    countries_own = [key for key in chosen if _PEOPLES.fullmatch(key)]
    others = [key for key in chosen if key not in countries_own]
    return [written[key] for key in (others if len(others) >= MIN_TAGS else [*others, *countries_own])]


def _without_rank(name: str) -> str:
    """Drop what stands before a person's name: "President", "Dr."."""
    first, _, rest = name.partition(" ")
    return rest if rest and fold(first) in _RANKS else name


def _is_tag(key: str) -> bool:
    parts = key.split()
    return 0 < len(parts) <= _MAX_WORDS and not key.isdecimal() and not _NO_TAGS.issuperset(parts)


def _is_part(key: str, found: Iterable[str]) -> bool:
    """Whether a tag shares a word with one that is there: "xiaomi ceo" adds nothing to "xiaomi"."""
    parts = set(key.split())
    return any(parts & set(other.split()) for other in found)


def _frequent(lines: Sequence[str]) -> list[str]:
    """Return the words that the story repeats most, as they are written: for scripts whose names show no capitals.

    Where words come as pairs of characters, a pair that shares one with a better pair only bridges two words.
    """
    counts = Counter(word for line in lines for word in dict.fromkeys(words(line)) if content_words(word))
    found: list[str] = []
    for word, count in counts.most_common():
        is_bridge = not word.isascii() and any(set(word) & set(other) for other in found)
        if count >= _OFTEN and not is_bridge:
            found.append(word)
    return found[:MAX_TAGS]


def _key(name: str) -> str:
    """Return the form in which tags are compared: folded, the last word without a plural's s."""
    folded = fold(name)
    if len(name) > len(folded) and all(len(letter) == 1 for letter in folded.split()):
        return folded.replace(" ", "")  # U.S.
    is_plural = folded.endswith("s") and not folded.endswith("ss") and len(folded) > _PLURAL_LENGTH
    return folded[:-1] if is_plural else folded


def _lower(name: str, language: str) -> str:
    """Small letters, with the Turkish pairs of i where the language has them (elsewhere "İ" is a foreign name's i)."""
    if language.lower().startswith(("tr", "az")):
        name = name.replace("I", "ı")
    return name.replace("İ", "i").lower()
