"""What was meant by a search that finds nothing as it was typed: the beginning of a word, a misspelling, a tag nobody used.

Words come from the headlines of all feeds, but one is taken only where this topic's own feeds have it.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core import finding, subjects, wording
from bot.core.entities import Criteria, Subject, Topic
from bot.core.language import joined
from bot.core.searches import Search
from bot.core.text import one_slip_away, search_tokens
from bot.flows.find.looking import look, names_of
from bot.flows.needs import Needs

_BEGINNINGS = 20
_MISSPELLINGS = 6
_SHORTEST_BEGINNING = 3
"""Bytes: three Latin letters, but a single Chinese character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What to look for, and the line that says so where it is not what was typed.

    *subject*: how to name what was found, "" where it has no name.
    """

    criteria: Criteria
    subject: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one group of a subject is taken for, and how to name that."""

    group: tuple[str, ...]
    said: str
    note: str = ""


async def what_was_meant(needs: Needs, topic: Topic, asked: Search, criteria: Criteria) -> Meant | None:
    """Return what else *asked* may mean, None if nothing comes to mind."""
    if criteria.tags:
        words = subjects.subject(" ".join(asked.by.tags), topic.aliases)
        groups = (*criteria.subject.groups, *words.groups)
        note = wording.showing_mentions(asked.by.tags)
        other = replace(criteria, subject=Subject(groups=groups), tags=())
        return Meant(criteria=other, subject=asked.subject, note=note)
    readings = [await _read(needs, topic, criteria, group) for group in criteria.subject.groups]
    if not any(reading.note for reading in readings):
        return None
    is_named = all(reading.said for reading in readings)
    return Meant(
        criteria=replace(criteria, subject=Subject(groups=tuple(reading.group for reading in readings))),
        subject=" ".join(reading.said for reading in readings) if is_named else "",
        note=joined([reading.note for reading in readings]),
    )


async def _read(needs: Needs, topic: Topic, criteria: Criteria, group: tuple[str, ...]) -> _Reading:
    """Take a group as it is where it finds anything; else its word for a beginning, else for a misspelling."""
    word, is_all = group[0], len(criteria.subject.groups) == 1  # then it is known to find nothing
    if len(group) > 1 or " " in word or (not is_all and await _finds(needs, topic, criteria, group)):
        return _Reading(group=group, said=word)
    if len(word.encode()) >= _SHORTEST_BEGINNING:
        longer = _named(await needs.store.headline_words_from(word, _BEGINNINGS), topic)
        if longer and await _finds(needs, topic, criteria, longer):
            return _Reading(group=longer, said="", note=wording.showing_beginnings(word))
    known = await needs.store.headline_words(one_slip_away(word))
    names = {token for name in await names_of(needs, topic, others=True) for token in search_tokens(name)}
    for other in finding.meant(word, known=known, names=names)[:_MISSPELLINGS]:
        (named,) = subjects.subject(other, topic.aliases).groups
        if await _finds(needs, topic, criteria, named):
            return _Reading(group=named, said=other, note=wording.showing_instead(word, other))
    return _Reading(group=group, said=word)


def _named(words: Iterable[str], topic: Topic) -> tuple[str, ...]:
    """Return *words* with the topic's other names of what each of them names."""
    groups = (group for word in words for group in subjects.subject(word, topic.aliases).groups)
    return tuple(dict.fromkeys(itertools.chain.from_iterable(groups)))


async def _finds(needs: Needs, topic: Topic, criteria: Criteria, group: tuple[str, ...]) -> bool:
    alone = replace(criteria, subject=Subject(groups=(group,)))
    return bool(await look(needs, topic, alone, limit=1))
