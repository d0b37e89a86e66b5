"""What fails a claim by itself: a number, date, name, quotation or address that its sources do not have."""

import re
from collections.abc import Iterator, Sequence

from bot.core.grounding.closed import NEGATORS, is_title
from bot.core.grounding.facts import Facts, has_no_other, is_known_name, is_shortened, nearest, urls_of
from bot.core.grounding.meanings import part_of_speech
from bot.core.grounding.quantities import missing_dates, missing_numbers
from bot.core.grounding.statements import Statement, german_nouns, name_words
from bot.core.text import COUNTRIES, STOP_WORDS, dates, fold, numbers, relative_days, stem, weekdays, words

_QUOTATION = re.compile(r"[\"“„«「]([^\"“”„«»「」]{8,400})[\"”“»」]")
_ENOUGH = 4
_SHARED, _SHARED_INFLECTED = 0.34, 0.2
"""The share of a sentence's words that the source's nearest three sentences must have: of faithful English ones 1.5 % have
fewer, of other stories' 98.7 %. In languages that bend their words less is asked for."""

_AUXILIARY = frozenset("did does do has have had will would is are was were to he she it they".split())
_PAIR = 2
_REST = 4
"""So many words of a bent quotation must be the source's own."""

_SHORT_QUOTATION = 2
_OPENING = re.compile(r"\A\W*([A-Z][a-z]{2,})(?:['’]s)?\s+[a-z]")
_SHORTEST_PART = 3
_NAMED_LANGUAGES = frozenset("en de tr zh ja fr es it pt nl".split())
"""Languages whose months and weekdays we read: in a source of another one, a date of the claim cannot be found."""


def findings(
    claim: str, statements: Sequence[Statement], facts: Facts, *, is_foreign: bool, source_language: str
) -> list[str]:
    """Return what in *claim*, which is made of *statements*, is invented, in words.

    Across languages quotations, plain names and other words are not looked at.
    """
    is_dated = not source_language or source_language in _NAMED_LANGUAGES
    found = [*_numbers(claim, facts), *_names(claim, facts, is_foreign=is_foreign), *_addresses(claim, facts)]
    if is_dated:
        found += _dates(claim, facts)
    if not is_foreign:
        found += [*_quotations(claim, facts), *_strange(statements, facts)]
        found += _opening_names(statements, facts)
    return list(dict.fromkeys(found))


def _strange(statements: Sequence[Statement], facts: Facts) -> Iterator[str]:
    """Find a claim about something else: another story's summary, or what a language model made up."""
    least = _SHARED if facts.language == "en" else _SHARED_INFLECTED
    for statement in statements:
        own = statement.vocabulary
        theirs = frozenset[str]().union(*(one.vocabulary for one in nearest(statement, facts)))
        if len(own) >= _ENOUGH and len(own & theirs) < least * len(own):
            yield "most of its words are not in the source"


def _numbers(claim: str, facts: Facts) -> Iterator[str]:
    for number in missing_numbers(numbers(claim), [figure.number for figure in facts.figures], facts.dates):
        yield f"number {number.text} is not in the source"


def _dates(claim: str, facts: Facts) -> Iterator[str]:
    for date in missing_dates(dates(claim), facts.dates):
        yield f"date {date.text} is not in the source"
    is_told = facts.weekdays or not (relative_days(facts.folded) or any(date.day for date in facts.dates))
    for weekday, form in weekdays(claim).items():
        if is_told and weekday not in facts.weekdays:
            yield f"date {form} is not in the source"


def _names(claim: str, facts: Facts, *, is_foreign: bool) -> Iterator[str]:
    for name, word in _missing_names(claim, facts).items():
        # Names are written otherwise in another language ("München"), products are not ("SU7").
        is_product = any(character.isdigit() for character in word)
        is_sure = is_product or facts.language != "de" or " " in name  # German writes every noun like a name
        if is_product if is_foreign else is_sure and not has_no_other(name, word, facts):
            yield f"name {name} is not in the source"


def _opening_names(statements: Sequence[Statement], facts: Facts) -> Iterator[str]:
    """Find names of one word that open a sentence, where a capital says nothing: no dictionary and no source has the word.

    Only English ones: we have no dictionary of another language. What may be a plural or a compound of plain words is let
    pass ("Robotaxis", "Carmaker"), and so is a name that is a plain word too ("Siemens" is a unit).
    """
    for statement in statements if facts.language == "en" else ():
        found = _OPENING.match(statement.text)
        word = fold(found[1]) if found else ""
        if word and not word.endswith("s") and not _is_plain(word) and not _is_told(word, facts):
            yield f"name {found[1] if found else word} is not in the source"


def _is_plain(word: str) -> bool:
    """Say whether *word* is in the dictionary, whole or as two words that are."""
    parts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    is_compound = any(part_of_speech(word[:at]) and part_of_speech(word[at:]) for at in parts)
    return bool(part_of_speech(word)) or is_compound or word in STOP_WORDS


def _is_told(word: str, facts: Facts) -> bool:
    return word in COUNTRIES or stem(word) in facts.where or f" {word}" in facts.folded


def longer_names(claim: str, facts: Facts) -> list[str]:
    """Return the names of *claim* that the sources have in part, and nothing else in place of the rest."""
    return [
        name
        for name, word in _missing_names(claim, facts).items()
        if has_no_other(name, word, facts) or facts.language == "de"
    ]


def mixed_names(claim: str, facts: Facts) -> list[str]:
    """Return the names of two words whose words the sources have, but never together: "Lena Brandt"."""
    pairs = {name: frozenset(map(stem, words(name))) for name in name_words(claim).values()}
    known = {stem(word) for word in facts.name_words} & facts.where.keys()
    return [
        name
        for name, stems in pairs.items()
        if len(stems) == _PAIR and stems <= known and not _together(stems, facts)
    ]


def _together(stems: frozenset[str], facts: Facts) -> bool:
    return bool(frozenset.intersection(*(facts.where[each] for each in stems)))


def _missing_names(claim: str, facts: Facts) -> dict[str, str]:
    """Return the names of *claim* that the sources do not have, or not whole, each with the word that is missing."""
    nouns = german_nouns(claim) if facts.language == "de" else frozenset[str]()
    return {
        name: word
        for word, name in name_words(claim).items()
        if not is_title(word)
        and word not in nouns
        and not is_known_name(word, facts)
        and not is_shortened(name, facts)
    }


def _addresses(claim: str, facts: Facts) -> Iterator[str]:
    for url in sorted(urls_of(claim) - facts.urls):
        yield f"address {url} is not in the source"


def _quotations(claim: str, facts: Facts) -> Iterator[str]:
    for quotation in _QUOTATION.findall(claim):
        is_long = len(fold(quotation).split()) > _SHORT_QUOTATION
        if is_long and not _is_said(quotation, facts) and not _is_bent(quotation, facts):
            yield f"quotation “{quotation}” is not in the source"


def bent_quotations(claim: str, facts: Facts) -> list[str]:
    """Return the quotations of *claim* whose beginning was bent to the sentence, with the rest as the source has it.

    What they deny or assert is judged like that of any other words.
    """
    found = _QUOTATION.findall(claim)
    return [each for each in found if not _is_said(each, facts) and _is_bent(each, facts)]


def _is_said(quotation: str, facts: Facts) -> bool:
    return f" {fold(quotation)} " in facts.folded


def _is_bent(quotation: str, facts: Facts) -> bool:
    found = fold(quotation).split()
    while found and (found[0] in _AUXILIARY or found[0] in NEGATORS):
        found = found[1:]
    return len(found) >= _REST and f" {' '.join(found)} " in facts.folded
