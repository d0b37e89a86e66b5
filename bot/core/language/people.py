"""People in a sentence: whom a platform knows by an id, and shows by the name that everybody there sees.

Until a renderer writes them they stand in the text between two marks, which text from elsewhere never has: so nobody can name,
and ping, a person by what stands in a feed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

_FIRST, _LAST = "\ufdd0", "\ufdd1"
"""Characters that no text has: Unicode keeps them for programs (https://www.unicode.org/faq/private_use.html#nonchar4)."""

_MARK = re.compile(f"{_FIRST}(\\d+){_LAST}")
_UNMARKED = str.maketrans({_FIRST: None, _LAST: None})
_DIGITS = 24
"""A mark is as long as any mention, so that a line is never longer with the one than with the other."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a chat, by the platform's id; *name* is for where nobody looks ids up."""

    id: str
    name: str = ""

    @property
    def label(self) -> str:
        """What they are called in plain text."""
        return self.name or self.id


class Peopled(str):
    """A text that names people: as a string by their labels, and *marked* with where each of *people* stands."""

    __slots__ = ("marked", "people")

    marked: str
    people: Sequence[Person]

    def __new__(cls, marked: str, people: Sequence[Person]) -> Self:
        """Make it of a text with marks."""
        plain = super().__new__(cls, _MARK.sub(lambda found: people[int(found[1])].label, marked))
        plain.marked, plain.people = marked, people
        return plain


def unmarked(text: str) -> str:
    """Return text from elsewhere without what would be a mark."""
    return text.translate(_UNMARKED)


def mark(number: int) -> str:
    """Return what stands for the person with that *number* of a text."""
    return f"{_FIRST}{number:0{_DIGITS}d}{_LAST}"


def mentioned(text: str, write: Callable[[str], list[str]], mention: Callable[[Person], str]) -> list[str]:
    """Return *text* in the pieces that *write* makes of it, with each person as *mention* writes them."""
    if not isinstance(text, Peopled):
        return write(unmarked(text))
    people = text.people
    return [_MARK.sub(lambda found: mention(people[int(found[1])]), piece) for piece in write(text.marked)]
