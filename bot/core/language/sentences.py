"""Sentences: text for people that can still be said in another language. Pure values; nothing here asks who reads."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Self, SupportsIndex, TypeAlias

from typing_extensions import override

from bot.core.language.catalogues import LANGUAGES, catalogue, spoken_language
from bot.core.language.people import Peopled, Person, mark, unmarked
from bot.core.language.times import Moment, day_text, moment_text, number_text


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is spoken to: in which language, and by which clock. *zone* "": by UTC, and it is said."""

    language: str = "en"
    zone: str = ""


ENGLISH = Reader()


Separator: TypeAlias = Literal[" ", ", ", "; ", " · "]
"""What may stand between sentences or facts in a row."""

_CHINESE = {" ": "", ", ": "、", "; ": "；"}
"""Chinese has its own signs, and no space after a full stop; gettext takes an empty translation for none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Facts in a row."""

    parts: "tuple[Fact, ...]"
    by: Separator = ", "


Fact: TypeAlias = "str | int | float | dt.date | Moment | Person | Listed | tuple[Fact, ...]"
"""What a sentence can tell of. Text comes through as it is, whatever stands in it."""


class Sentence(str):
    """A sentence with what it is made of. As a string it is English, so that it can be compared, stored and logged.

    *message* is its English form with placeholders, *plural* that form for *number* where one decides.
    """

    __slots__ = ("facts", "message", "number", "plural")

    message: str
    plural: str
    number: int
    facts: Mapping[str, Fact]

    def __new__(
        cls, message: str, plural: str = "", number: int = 1, facts: Mapping[str, Fact] | None = None
    ) -> Self:
        """Make a sentence; `say` and `some` are how people write one."""
        people: list[Person] = []
        english = _told(message, plural, number, facts or {}, ENGLISH, people=people)
        sentence = super().__new__(cls, Peopled(english, people) if people else english)
        sentence.message, sentence.plural, sentence.number, sentence.facts = (
            message,
            plural,
            number,
            facts or {},
        )
        return sentence

    @override
    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[object, ...]:
        return Sentence, (self.message, self.plural, self.number, dict(self.facts))

    def told(self, reader: Reader) -> str:
        """Return the sentence as *reader* wants it; one that names people as `Peopled`."""
        people: list[Person] = []
        marked = self.marked(reader, people)
        return Peopled(marked, people) if people else marked

    def marked(self, reader: Reader, people: list[Person]) -> str:
        """Return the sentence with a mark for each person in it, who is added to *people*."""
        return _told(self.message, self.plural, self.number, self.facts, reader, people=people)


def say(message: str, /, **facts: Fact) -> Sentence:
    """Return a sentence: *message* in English, with a placeholder for each of *facts*."""
    return Sentence(message, facts=facts)


def some(number: int, singular: str, plural: str, /, **facts: Fact) -> Sentence:
    """Return the sentence for this *number*, which is its fact "n"."""
    return Sentence(singular, plural, number, {**facts, "n": number})


def joined(parts: Iterable[str], by: Separator = " ") -> Sentence:
    """Return sentences as one, with *by* between them; those that are empty are left out."""
    return Sentence("{all}", facts={"all": Listed(tuple(part for part in parts if part), by)})


def moment(instant: dt.datetime) -> Sentence:
    """Return an instant as people read it: by their clock where that is known, else in UTC."""
    return Sentence("{at}", facts={"at": instant})


def in_language(text: str, reader: Reader) -> str:
    """Return *text* as *reader* wants it; what is no sentence of ours stays as it is."""
    return text.told(reader) if isinstance(text, Sentence) else text


def _told(
    message: str,
    plural: str,
    number: int,
    facts: Mapping[str, Fact],
    reader: Reader,
    *,
    people: list[Person],
) -> str:
    words = catalogue(spoken_language(reader.language))
    form = words.ngettext(message, plural, number) if plural else words.gettext(message) if message else ""
    # Only our own form is formatted: braces in a fact are text like any other.
    told = {name: _fact(fact, reader, people) for name, fact in facts.items()}
    return form.format_map(told) if facts else form


def _fact(fact: Fact, reader: Reader, people: list[Person]) -> str:
    match fact:
        case Sentence():
            return fact.marked(reader, people)
        case str():
            return unmarked(fact)
        case Person():
            people.append(fact)
            return mark(len(people) - 1)
        case tuple() | Listed():
            return _row(Listed(fact) if isinstance(fact, tuple) else fact, reader, people)
        case Moment() | dt.date():
            return _moment(fact, reader)
        case _:
            return number_text(fact, LANGUAGES[spoken_language(reader.language)])


def _row(row: Listed, reader: Reader, people: list[Person]) -> str:
    by = _CHINESE.get(row.by, row.by) if spoken_language(reader.language) == "zh" else row.by
    return by.join(_fact(each, reader, people) for each in row.parts)


def _moment(fact: Moment | dt.date, reader: Reader) -> str:
    language = spoken_language(reader.language)
    words, locale = catalogue(language), LANGUAGES[language]
    if isinstance(fact, dt.date) and not isinstance(fact, dt.datetime):
        return day_text(fact, words.gettext("d MMM y"), locale)
    written = Moment(fact) if isinstance(fact, dt.datetime) else fact
    return moment_text(written, words.gettext(written.pattern), locale, reader.zone)
