"""A sentence taken apart: its content words in order, what is negated, how certain it is, what stands around its figures."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.grounding.closed import SPEECH, WILL, certainty_of, is_denying_verb, is_negator
from bot.core.text import (
    CALENDAR_WORDS,
    COUNTRIES,
    MONTH_WORDS,
    STOP_WORDS,
    Number,
    dates,
    names,
    numbers,
    stem,
    words,
)

_NOUN = re.compile(
    r"\b(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e[mnrs]?)?|(?:[Ii]hr|[Ss]ein|[Kk]ein|[Uu]nser)(?:e[mnrs]?)?|[Dd]iese[mnrs]?|"
    r"[Zz]u[mr]|[Ii]m|[Aa]m|[Bb]eim|[Vv]om)\s+(?:[a-zäöüß]+\s+){0,2}([A-ZÄÖÜ][\wäöüß]+)"
)
_GLUED = re.compile(r"(?<=[a-z]{2})([.!?][\"”’]?)(?=[A-Z][a-zA-Z'’]+ )")
_NOT = re.compile(r"(?<=[a-z])n['’]t\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SHORT_FORMS = (
    ("USA", re.compile(r"\bUS\b|\bUnited States(?: of America)?\b")),
    ("UK", re.compile(r"\bUnited Kingdom\b")),
    ("EU", re.compile(r"\bEuropean Union\b")),
)
_REACH = 4
"""A negator or a "may" concerns so many words behind it, and two before it; as many where it comes last, as in Turkish."""

_REACH_BACK = 2
_LAST_DAY = 31
_VERB = 2
"""Of what a "may" concerns, so many words are looked at: the verb is among them."""

_AROUND = 4
_WINDOW = 200
"""Characters before and behind a figure that are looked at: a sentence without end costs no more for each figure."""

_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as folded, its stem, whether it says something of its own, is part of a name, names a month or weekday."""

    form: str
    stem: str
    is_content: bool
    is_name: bool
    is_calendar: bool

    @property
    def bearer(self) -> str:
        """What a name stands for, so far as it is known: the country of "British", else the stem."""
        return COUNTRIES.get(self.form, self.stem)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the stems of the content words around it."""

    number: Number
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A word of a name with the stems of the words right beside it."""

    token: Token
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence. *vocabulary*: the stems of its content words. *negated*: the stems that each of its negators concerns. *certainty*: a stem -> what hedges it."""

    text: str
    words: frozenset[str]
    tokens: tuple[Token, ...]
    vocabulary: frozenset[str]
    negated: tuple[frozenset[str], ...]
    certainty: dict[str, int]
    figures: tuple[Figure, ...]

    def close_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the stems of content words that stand close together, in either order."""
        stems = [token.stem for token in self.tokens if token.is_content]
        for distance in range(1, _CLOSE + 1):
            for one, other in zip(stems, stems[distance:], strict=False):
                yield one, other
                yield other, one

    def names(self) -> Iterator[Name]:
        """Yield the words of names."""
        return (Name(token, self._beside(place)) for place, token in enumerate(self.tokens) if token.is_name)

    def _beside(self, place: int) -> frozenset[str]:
        return frozenset(
            token.stem
            for token in (*self.tokens[max(0, place - 1) : place], *self.tokens[place + 1 : place + 2])
        )

    def around(self, place: int, reach: int = _AROUND) -> frozenset[str]:
        """Return the stems of the content words before and behind the one at *place*.

        It goes outwards from there: in a sentence without end it costs no more.
        """
        before = map(self.tokens.__getitem__, range(place - 1, -1, -1))
        behind = map(self.tokens.__getitem__, range(place + 1, len(self.tokens)))
        return frozenset(itertools.chain(_first_content(before, reach), _first_content(behind, reach)))


def _first_content(tokens: Iterable[Token], reach: int) -> Iterator[str]:
    return itertools.islice((token.stem for token in tokens if token.is_content), reach)


def plain(text: str) -> str:
    """Write "U.K." as "UK", "the US" as "the USA" (no pronoun) and "didn't" as "did not", so that both forms meet.

    Sentences that a page lost the space between are parted.
    """
    undotted = _DOTTED.sub(lambda found: found.group().replace(".", ""), _GLUED.sub(r"\1 ", text))
    for short, long in _SHORT_FORMS:
        undotted = long.sub(short, undotted)
    return _NOT.sub(" not", undotted)


def name_words(text: str) -> dict[str, str]:
    """Return the words of the names in *text*, folded -> the name as written."""
    return {
        word: name
        for name in names(text)
        for word in words(plain(name))
        if word not in STOP_WORDS and not word.isdigit() and len(word) > 1
    }


def german_nouns(text: str) -> frozenset[str]:
    """Return the folded words of *text* that stand behind an article: with capitals, yet no names."""
    return frozenset(word for found in _NOUN.findall(text) for word in words(found))


def statement_of(sentence: str, known_names: frozenset[str]) -> Statement:
    """Take one sentence apart. *known_names*: the folded words of the names of the whole text."""
    found = words(plain(sentence))
    calendar = CALENDAR_WORDS.union(*(words(date.text) for date in dates(sentence)))
    tokens = tuple(
        Token(
            form=word,
            stem=stem(word),
            is_content=word not in STOP_WORDS and (not is_negator(word) or is_denying_verb(word)),
            is_name=(word in known_names or word in COUNTRIES) and word not in calendar,
            is_calendar=word in calendar,
        )
        for word in found
    )
    return Statement(
        text=sentence,
        words=frozenset(found),
        tokens=tokens,
        vocabulary=frozenset(token.stem for token in tokens if token.is_content),
        negated=tuple(
            _scopes([word for word in found if word not in known_names or not is_denying_verb(word)])
        ),
        certainty=_certainty(found),
        figures=tuple(_figures(sentence)),
    )


def _scopes(found: Sequence[str]) -> Iterator[frozenset[str]]:
    for place, word in enumerate(found):
        if is_negator(word):
            behind = _stems(found[place + 1 : place + 1 + _REACH])
            back = _REACH_BACK if behind and not is_denying_verb(word) else _REACH
            own = {stem(word)} if is_denying_verb(word) else frozenset[str]()
            yield behind | own | _stems(found[max(0, place - back) : place])


def _certainty(found: Sequence[str]) -> dict[str, int]:
    """Return the stems behind words such as "may" and "will" with what these make of them.

    "Said it would" reports a "will".
    """
    hedged: dict[str, int] = {}
    is_said = False
    for place, word in enumerate(found):
        level = WILL if word == "would" and is_said else certainty_of(word)
        is_said = is_said or word in SPEECH
        if level:
            behind = _content(found[place + 1 : place + 1 + 2 * _REACH])[:_VERB]
            hedged |= {each: max(level, hedged.get(each, 0)) for each in behind}
    return hedged


def _figures(sentence: str) -> Iterator[Figure]:
    for number in numbers(sentence):
        end = number.start + len(number.text)
        before = words(sentence[max(0, number.start - _WINDOW) : number.start])[-2 * _AROUND :]
        behind = words(sentence[end : end + _WINDOW])[: 2 * _AROUND]
        around = [*_content(before)[-_AROUND:], *_content(behind)[:_AROUND]]
        is_of_date = number.value <= _LAST_DAY and not MONTH_WORDS.isdisjoint([*before[-1:], *behind[:1]])
        if not is_of_date:
            yield Figure(number, frozenset(around))


def _content(found: Sequence[str]) -> list[str]:
    return [stem(word) for word in found if word not in STOP_WORDS and not word.isdigit()]


def _stems(found: Sequence[str]) -> frozenset[str]:
    return frozenset(_content([word for word in found if not is_negator(word)]))
