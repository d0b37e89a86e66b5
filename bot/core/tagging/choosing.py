"""Choose the two to five names and subjects that people would filter a story by.

A topic's own subjects come first; then the names that the story keeps naming, and what kind of thing it is about
("recalls", "elections"). Every tag stands in the story, under one label whatever the publisher calls it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.tagging.forms import key
from bot.core.tagging.known import (
    canonical,
    han_names_in,
    is_broad,
    is_country,
    is_outlet,
    known_name,
    subjects_in,
)
from bot.core.tagging.naming import counted, names_of
from bot.core.tagging.repeats import han_runs, repeated
from bot.core.tagging.spelling import MAX_TAGS, Aliases, one_form
from bot.core.text import words

MIN_TAGS = 2
_GOOD = 4
_HAN_NAME, _HAN_TIMES = 3, 3
_NAMES, _SUBJECTS, _COUNTRIES = 3, 2, 2
_IN_TITLE = 3
_EARLY, _EARLY_LINES = 1, 2
_BROAD, _LESS = 0.5, 0.7
_OFTEN = 2
_SHARE = 0.06
"""A name or subject is what a story is about if that share of its sentences has it, or its title."""


_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}\Z")
"""A publisher's name behind a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One entry of a story. *is_native*: it is in the language that the tags are for (or that is unknown)."""

    title: str
    sentences: Sequence[str]
    publisher: str
    language: str
    is_native: bool


@dataclass(slots=True)
class _Tally:
    """How much a story is about each label."""

    times: Counter[str] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    titled: set[str] = field(default_factory=set)
    early: set[str] = field(default_factory=set)

    def add(self, labels: Iterable[str], *, is_title: bool, is_early: bool) -> None:
        for label in labels:
            self.times[label] += 0 if is_title else 1
            self.scores[label] += _IN_TITLE if is_title else 1 + (_EARLY if is_early else 0)
            if is_title or is_early:
                (self.titled if is_title else self.early).add(label)


def choose_tags(tellings: Sequence[Telling], *, aliases: Aliases, language: str) -> tuple[str, ...]:
    """Return up to five tags, the most telling first; fewer than two only where the story names less.

    The topic's subjects, known names and subjects are looked for in every entry; other names only where the story is told
    in the language wanted, if it is anywhere: German writes all its nouns with a capital.
    """
    size = sum(len(telling.sentences) for telling in tellings)
    own = _own(tellings, aliases)
    names = _ranked(_names(tellings), size, _name_weight)
    subjects = _ranked(_subjects(tellings), size, _subject_weight)
    tags = one_form([*own, *_mixed(names.main, subjects.main)], aliases=aliases, language=language)
    known = [name for name in names.early if canonical(name)]
    early = [*known, *subjects.early] if subjects.main else [*subjects.early[:1], *known, *subjects.early[1:]]
    for more, enough in (
        (early, _GOOD),
        (_unknown_names(tellings), _GOOD),
        (names.early, MIN_TAGS),
        (names.rest, MIN_TAGS),
        (_repeated(tellings), MIN_TAGS),
    ):
        if len(tags) < enough:
            tags = one_form([*tags, *more], aliases=aliases, language=language)[: max(enough, len(tags))]
    return tags


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Labels, each list the best first: what the story is about; what it begins with; what it names besides."""

    main: list[str]
    early: list[str]
    rest: list[str]


def _ranked(tally: _Tally, size: int, weight: Callable[[str], float]) -> _Ranked:
    least = max(_OFTEN, size * _SHARE)
    scores = {label: score * weight(label) for label, score in tally.scores.items()}
    ranked = _Ranked([], [], [])
    for label in sorted(scores, key=lambda label: -scores[label]):
        is_main = tally.times[label] >= least or label in tally.titled
        is_early = label in tally.early
        (
            ranked.main if is_main and scores[label] >= _OFTEN else ranked.early if is_early else ranked.rest
        ).append(label)
    return ranked


def _mixed(names: Sequence[str], subjects: Sequence[str]) -> list[str]:
    """Return names and subjects in turn, two names first; where there is little of one, more of the other."""
    countries = [name for name in names if is_country(name)][_COUNTRIES:]
    few = [name for name in names if name not in countries]
    chosen = few[: max(_NAMES, MAX_TAGS - len(subjects))]
    kinds = list(subjects[: max(_SUBJECTS, _NAMES - len(chosen))])
    return [*chosen[:2], *kinds[:1], *chosen[2:3], *kinds[1:], *chosen[3:]]


def _own(tellings: Sequence[Telling], aliases: Aliases) -> list[str]:
    """Return the topic's subjects that the story names, the most named first."""
    lines = (
        [(f" {' '.join(words(line))} ", is_title) for line, is_title in _lines(tellings)] if aliases else []
    )
    scores: Counter[str] = Counter()
    for name, others in aliases.items():
        forms = [f" {' '.join(words(form))} " for form in (name, *others) if words(form)]
        there = [is_title for line, is_title in lines if any(form in line for form in forms)]
        scores[name] = len(there) + _IN_TITLE * any(there)
    return [name for name, score in scores.most_common() if score >= _OFTEN]


def _lines(tellings: Sequence[Telling]) -> list[tuple[str, bool]]:
    return [(telling.title, True) for telling in tellings] + [
        (sentence, False) for telling in tellings for sentence in telling.sentences
    ]


def _names(tellings: Sequence[Telling]) -> _Tally:
    tally = _Tally()
    is_native_anywhere = any(telling.is_native for telling in tellings)
    tellers = {name for telling in tellings for name in _teller(telling.publisher)}
    for telling in tellings:
        is_clear = not _shouts(telling.title)
        lines = telling.sentences or [telling.title]
        labels = names_of("\n".join([telling.title, *lines] if is_clear else lines), telling.language)
        if is_native_anywhere and not telling.is_native:
            labels = {name: label for name, label in labels.items() if known_name(name)}
        title, *rest = counted([_TAIL.sub("", telling.title), *telling.sentences], labels)
        if (
            not is_clear and not telling.sentences
        ):  # capitals that say nothing, and no text to hold them against
            tally.add((one for one in title if not known_name(one)), is_title=False, is_early=False)
            title = [one for one in title if known_name(one)]
        tally.add([*title, *han_names_in(words(telling.title))], is_title=True, is_early=False)
        for place, (sentence, found) in enumerate(zip(telling.sentences, rest, strict=True)):
            told = [one for one in found if not is_outlet(one) and key(one) not in tellers]
            tally.add([*told, *han_names_in(words(sentence))], is_title=False, is_early=place < _EARLY_LINES)
    return tally


def _teller(publisher: str) -> tuple[str, str]:
    """Return the keys of a publisher's name, and of the longest part of its address: "volt-courier.example" is the Volt Courier."""
    return key(publisher), key(max(publisher.split("."), key=len))


def _shouts(title: str) -> bool:
    """Whether a title writes most of its words with a capital, so that its capitals say nothing."""
    letters = [word for word in title.split() if word[:1].isalpha()]
    return sum(word[0].isupper() for word in letters) > len(letters) * 0.6


def _subjects(tellings: Sequence[Telling]) -> _Tally:
    tally = _Tally()
    for telling in tellings:
        lines = (telling.title, *telling.sentences)
        for place, line in enumerate(lines):
            tally.add(
                subjects_in(line, words(line), telling.language),
                is_title=place == 0,
                is_early=place <= _EARLY_LINES,
            )
    return tally


def _unknown_names(tellings: Sequence[Telling]) -> list[str]:
    """Return what a title in Han script has and the text repeats, where it is long enough for a name and no table knows it."""
    title = tellings[0].title if tellings else ""
    runs = han_runs([line for line, _ in _lines(tellings)], title, times=_HAN_TIMES)
    runs = [run for run in runs if run in title and len(run) >= _HAN_NAME]
    return [run for run in runs if not han_names_in(words(run)) and not subjects_in(run, words(run), "zh")]


def _repeated(tellings: Sequence[Telling]) -> list[str]:
    lines = [line for line, _ in _lines(tellings)]
    return repeated(lines, tellings[0].title) if tellings else []


def _name_weight(label: str) -> float:
    return _LESS if is_country(label) else 1.0


def _subject_weight(label: str) -> float:
    return _BROAD if is_broad(label) else 1.0
