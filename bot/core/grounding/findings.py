"""What fails a claim by itself: a number, date, name, quotation or address that its sources do not have."""

import re
from collections.abc import Iterator

from bot.core.grounding.closed import TITLES
from bot.core.grounding.facts import Facts, has_no_other, is_known_name, is_shortened, urls_of
from bot.core.grounding.quantities import missing_dates, missing_numbers
from bot.core.grounding.statements import name_words
from bot.core.text import dates, fold, numbers, relative_days, weekdays

_QUOTATION = re.compile(r"[\"“„«「]([^\"“”„«»「」]{8,400})[\"”“»」]")
_SHORT_QUOTATION = 2
_NAMED_LANGUAGES = frozenset("en de tr zh ja fr es it pt nl".split())
"""Languages whose months and weekdays we read: in a source of another one, a date of the claim cannot be found."""


def findings(claim: str, facts: Facts, *, is_foreign: bool, source_language: str) -> list[str]:
    """Return what in *claim* is invented, in words. Across languages quotations and plain names are not looked at."""
    is_dated = not source_language or source_language in _NAMED_LANGUAGES
    found = [*_numbers(claim, facts), *_names(claim, facts, is_foreign=is_foreign), *_addresses(claim, facts)]
    if is_dated:
        found += _dates(claim, facts)
    if not is_foreign:
        found += _quotations(claim, facts)
    return list(dict.fromkeys(found))


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
    for name, word in missing_names(claim, facts).items():
        # Names are written otherwise in another language ("München"), products are not ("SU7").
        is_told = any(character.isdigit() for character in word) if is_foreign else not has_no_other(name, word, facts)
        if is_told:
            yield f"name {name} is not in the source"


def missing_names(claim: str, facts: Facts) -> dict[str, str]:
    """Return the names of *claim* that the sources do not have, or not whole, each with the word that is missing."""
    return {
        name: word
        for word, name in name_words(claim).items()
        if word not in TITLES and not is_known_name(word, facts) and not is_shortened(name, facts)
    }


def _addresses(claim: str, facts: Facts) -> Iterator[str]:
    for url in sorted(urls_of(claim) - facts.urls):
        yield f"address {url} is not in the source"


def _quotations(claim: str, facts: Facts) -> Iterator[str]:
    for quotation in _QUOTATION.findall(claim):
        folded = fold(quotation)
        if len(folded.split()) > _SHORT_QUOTATION and f" {folded} " not in facts.folded:
            yield f"quotation “{quotation}” is not in the source"
