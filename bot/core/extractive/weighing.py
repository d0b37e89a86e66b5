"""Weigh the sentences of a story: how much each says of what people would repeat, and what its form adds or takes.

How several are chosen together is the business of `choosing`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.entities import Citation, Entry, Story
from bot.core.extractive.furniture import prose, size_in_words
from bot.core.extractive.importance import (
    FUNCTION_WORDS,
    PAIR_WEIGHTS,
    WORD_WEIGHTS,
    Term,
    Weights,
    importance,
    terms,
    worth,
)
from bot.core.extractive.openings import MAX_LENGTH, can_stand_alone
from bot.core.extractive.signs import Signs, signs
from bot.core.text import fold_letters, words

MAX_ENTRIES = 8
MAX_SENTENCES = 80
_MAX_TITLE, _MAX_TEXT = 500, 100_000
"""What is read of a story and of an entry: enough for any article, and a bound on what a hostile one can cost."""

_LANGUAGE = 1.0
_LONG, _TOO_LONG = 200, 0.05
"""From how many characters on a bullet is more than a chat shows at one glance, and what each hundred more costs."""
_SHORT, _TOO_SHORT = 8, 0.05
_POINTS_OUTSIDE = 0.1
_POINTING = re.compile(
    r"\b(?:about|of|for|to|with|from|by|on|in|behind|against) (?:it|this|that|them)\b(?! \w*(?:day|week|month|year|morning))"
    r"|\b(?:darüber|davon|dazu|hierzu)\b|\b(?:bununla|bundan|buna)\b",
    re.IGNORECASE,
)
"""Words for something that another sentence names: "will decide about it" means nothing, or the wrong thing, alone."""
_SOMEBODY = re.compile(
    r"""\A["“'‘].*[,?!]["”'’]\s(?:(?:he|she|they)\s(?:\w+\s)?(?:said|says|told|added|wrote|tweeted|continued|explained)"""
    r"""|(?:said|sagte|so)\s(?:he|she|er|sie)|(?:dedi|diye konuştu))\b.{0,60}\Z"""
)
"""A quotation of whom the sentence before it names."""
_DECIDES = 0.08
"""What a sentence gains that says what the outcome hangs on."""
_STEM = 6
NEAR = 0.7
"""Share of the content words from which on two sentences say nearly the same."""

Reading = Sequence[tuple[Entry, Sequence[Citation]]]
"""The entries of a story, each with its sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may become a bullet. *order* is its place in the story, *length* its number of words.

    *terms*: its words and pairs of words with the chance of each to stand in a summary. *form*: what the way it is
    written adds or takes. *title_told*: which share of the title's words it has, if it is from the entry that gives the
    story its title. *signs*: how it stands in its entry.
    """

    citation: Citation
    order: int
    tokens: frozenset[str]
    terms: Mapping[Term, float]
    length: int
    form: float
    language: str
    title_told: float
    signs: Signs

    @property
    def worth(self) -> float:
        """How many of its words and pairs of words a summary is expected to have."""
        return sum(self.terms.values())


_DECISIVE = re.compile(
    r"\b(?:biggest|main|central|crucial|decisive|critical|deciding) (?:issue|question|factor|challenge|test|hurdle)\b"
    r"|\bwill (?:decide|determine|affect)\b|\b(?:depends?|hinges?) on\b|\bdecisive\b|\bmake or break\b|\bremains to be seen\b"
    r"|\bbelirleyici|\ben buyuk (?:soru|sorun|etken|zorluk|sinav)|\bbagli olacak|\bbelirleyecek|\bkilit (?:konu|etken)"
    r"|\bentscheidend|\bausschlaggebend|\bentscheiden wird|\bhangt .{0,60}\bab\b|\bgrosste (?:frage|herausforderung|problem|hurde)"
    r"|关键|取决于|最大的(?:问题|挑战|考验)"
)


def passages(story: Story) -> tuple[Citation, ...]:
    """Return the publishers' sentences of a story without page furniture, entry by entry, the lead's first."""
    return tuple(citation for _, cited in read(story) for citation in cited)


def read(story: Story, *, is_generous: bool = False) -> Reading:
    """Return the story's entries, the lead first, their titles cut, each with its sentences (see `prose`)."""
    entries = [replace(entry, title=entry.title[:_MAX_TITLE]) for entry in story.entries[:MAX_ENTRIES]]
    return [(entry, _cited(entry, is_generous=is_generous)) for entry in entries]


def weigh(
    reading: Reading,
    *,
    language: str,
    longest: int = MAX_LENGTH,
    for_words: Weights = WORD_WEIGHTS,
    for_pairs: Weights = PAIR_WEIGHTS,
) -> list[Candidate]:
    """Return the sentences that can stand alone, in the order of the story, each with its weight."""
    lines = [[terms(citation.sentence) for citation in cited] for _, cited in reading]
    texts = [(entry.title, of) for (entry, _), of in zip(reading, lines, strict=True)]
    known = importance(texts, for_words=for_words, for_pairs=for_pairs)
    flat = [
        (entry, place, citation, line)
        for (entry, cited), of in zip(reading, lines, strict=True)
        for place, (citation, line) in enumerate(zip(cited, of, strict=True))
    ]
    title = frozenset(content_words(reading[0][0].title))
    return [
        _candidate(
            entry,
            citation,
            order=order,
            place=place,
            known=worth(line, known),
            length=len(line),
            language=language,
            title=title if entry is reading[0][0] else frozenset(),
        )
        for order, (entry, place, citation, line) in enumerate(flat)
        if can_stand_alone(citation.sentence, longest=longest)
    ]


def is_repeat(one: str, other: str) -> bool:
    """Whether one sentence stands inside the other or says nearly the same."""
    return (
        overlap(frozenset(content_words(one)), frozenset(content_words(other))) >= NEAR
        or one in other
        or other in one
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other holds too, from 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _cited(entry: Entry, *, is_generous: bool) -> list[Citation]:
    return [
        Citation(entry_id=entry.id, sentence=sentence, url=entry.url, publisher=entry.publisher)
        for sentence in prose(entry.text[:_MAX_TEXT], entry.title, is_generous=is_generous)[:MAX_SENTENCES]
    ]


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, cut to their first letters so that "sale" and "sales" are one."""
    return [word[:_STEM] for word in words(text) if word not in FUNCTION_WORDS and len(word) > 1]


def _candidate(
    entry: Entry,
    citation: Citation,
    *,
    order: int,
    place: int,
    known: Mapping[Term, float],
    length: int,
    language: str,
    title: frozenset[str],
) -> Candidate:
    tokens = frozenset(content_words(citation.sentence))
    native = _LANGUAGE if is_same_language(entry.language, language) else 0.0
    return Candidate(
        citation=citation,
        order=order,
        tokens=tokens,
        terms=known,
        length=length,
        form=native + _form(citation.sentence),
        language=entry.language,
        title_told=_share(tokens, title),
        signs=signs(citation.sentence, place=place, length=length),
    )


def _share(tokens: frozenset[str], title: frozenset[str]) -> float:
    return len(tokens & title) / len(title) if title else 0.0


def _form(sentence: str) -> float:
    """Return what the form adds or takes: a bullet is read at one glance, and alone."""
    weight = -_TOO_LONG * max(0, len(sentence) - _LONG) / 100
    if size_in_words(sentence) < _SHORT:
        weight -= _TOO_SHORT
    if _POINTING.search(sentence) or _SOMEBODY.search(sentence):
        weight -= _POINTS_OUTSIDE
    if _DECISIVE.search(fold_letters(sentence)):
        weight += _DECIDES
    return weight


def is_same_language(one: str, other: str) -> bool:
    """Whether two language tags name the same language ("en" and "en-GB" do); an unknown one is the same as any."""
    first, second = (tag.replace("_", "-").split("-")[0].lower() for tag in (one, other))
    return not first or not second or first == second
