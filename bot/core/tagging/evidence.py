"""What texts name, as far as tags go: to hold a language model's tags against them, and to offer it those that fit.

It refuses to understand: a tag stands in a text when a table knows it under one of its other names there, or its words do.
"""

from collections.abc import Iterable, Sequence

from bot.core.entities import KnownTag
from bot.core.tagging.forms import key, singular
from bot.core.tagging.known import canonical, han_names_in, subjects_in
from bot.core.tagging.naming import names_of
from bot.core.tagging.spelling import Aliases
from bot.core.text import STOP_WORDS, words

MAX_FITTING = 20

Texts = Sequence[tuple[str, str]]
"""Titles and sentences, each with the tag of its language, "" for unknown."""


class Evidence:
    """The names and subjects of *texts*, made ready for being asked."""

    def __init__(self, texts: Texts, aliases: Aliases) -> None:
        lines = [words(text) for text, _ in texts]
        self._words = {singular(word) for line in lines for word in line}
        self._labels: set[str] = set()
        for (text, language), line in zip(texts, lines, strict=True):
            self._labels.update(subjects_in(text, line, language), han_names_in(line))
        for language in {language for _, language in texts}:
            whole = "\n".join(text for text, own in texts if own == language)
            self._labels.update(names_of(whole, language).values())
        told = [f" {' '.join(line)} " for line in lines]
        self._own = {
            key(name): any(_phrase(form) in line for form in (name, *others) if words(form) for line in told)
            for name, others in aliases.items()
        }

    def has(self, tag: str, language: str = "") -> bool:
        """Say whether the texts name *tag*, which is written in *language*."""
        if key(tag) in self._own and self._own[key(tag)]:
            return True
        label = canonical(tag, language)
        if label and label in self._labels:
            return True
        telling = [word for word in words(tag) if word not in STOP_WORDS]
        return bool(telling) and all(singular(word) in self._words for word in telling)


def borne_out(tags: Iterable[str], texts: Texts, *, aliases: Aliases, language: str) -> list[str]:
    """Return those of *tags*, written in *language*, that the texts name.

    Across languages words cannot be compared: what no table knows is let pass where all texts are in another language. One
    foreign text among others is no reason, or any invention would pass beside it.
    """
    evidence = Evidence(texts, aliases)
    is_foreign = all(not _is_same(own, language) for _, own in texts)
    own = {key(name) for name in aliases}
    return [
        tag
        for tag in tags
        if evidence.has(tag, language)
        or (is_foreign and not canonical(tag, language) and key(tag) not in own)
    ]


def fitting(known: Iterable[KnownTag], texts: Texts, *, aliases: Aliases) -> tuple[str, ...]:
    """Return up to twenty of the *known* tags that the texts name, in their order, for a language model to choose from."""
    evidence = Evidence(texts, aliases)
    labels = dict.fromkeys(tag.label for tag in known if evidence.has(tag.label))
    return tuple(labels)[:MAX_FITTING]


def _phrase(form: str) -> str:
    return f" {' '.join(words(form))} "


def _is_same(one: str, other: str) -> bool:
    first, second = (tag.replace("_", "-").split("-")[0].lower() for tag in (one, other))
    return not first or not second or first == second
