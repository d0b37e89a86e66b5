"""In which order a search tells what it found, what was meant by a word that finds nothing, and what comes near it.

The order is age with an advantage: a story stands where one would stand that is younger by a day for each doubling of the
publishers who wrote about the subject, and by two days if the subject stands in a headline.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

from bot.core.entities import Found, StoryId, Subject
from bot.core.text import fold, pairs, search_tokens, slips_between

A_DOUBLING = dt.timedelta(days=1)
A_HEADLINE = dt.timedelta(days=2)

SUGGESTED = 5
"""Names that are suggested where nothing was found."""

_LONG = 7
"""Letters of a word in which two slips still leave no doubt what was meant."""

_ALIKE = 0.3
"""Names that share so many of their pairs of letters come near each other."""


def ranked(found: Iterable[Found], subject: Subject, now: dt.datetime) -> tuple[StoryId, ...]:
    """Return the stories of what was *found*, those first that are newest and weigh most."""
    stories: dict[StoryId, list[Found]] = {}
    for each in found:
        stories.setdefault(each.story_id, []).append(each)
    ages = {story_id: _age(entries, subject, now) for story_id, entries in stories.items()}
    return tuple(sorted(stories, key=lambda story_id: (ages[story_id], -story_id)))


def _age(entries: Sequence[Found], subject: Subject, now: dt.datetime) -> dt.timedelta:
    """Return the age of a story's newest entry about the subject, less what the story weighs."""
    newest_at = max(each.published_at for each in entries)
    publishers = {fold(each.publisher) for each in entries}
    is_headline = any(_stands_in(subject, each.title) for each in entries)
    advantage = math.log2(len(publishers)) * A_DOUBLING + (A_HEADLINE if is_headline else dt.timedelta(0))
    return now - newest_at - advantage


def _stands_in(subject: Subject, title: str) -> bool:
    if not subject.groups:
        return False
    tokens = set(search_tokens(title))
    return all(any(tokens.issuperset(phrase.split()) for phrase in group) for group in subject.groups)


def meant(word: str, *, known: Mapping[str, int], names: Iterable[str]) -> tuple[str, ...]:
    """Return what may be meant by the folded *word* that finds nothing, the likeliest first.

    *known*: words of headlines that are one slip away, with how many headlines have them. *names*: folded names of the
    topic, which may be two slips away where they are long.
    """
    slips, own, letters = dict.fromkeys(known, 1), set(names), set(word)
    for name in own:
        allowed = 2 if min(len(name), len(word)) >= _LONG else 1
        if len(letters.symmetric_difference(name)) > 2 * allowed or abs(len(name) - len(word)) > allowed:
            continue
        if 0 < (distance := slips_between(word, name)) <= allowed:
            slips[name] = distance
    return tuple(sorted(slips, key=lambda each: (slips[each], each not in own, -known.get(each, 0), each)))


def nearest(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return the *names* that come nearest to *text*; where none is near, the first ones."""
    wanted = pairs(fold(text))
    scores = {name: _alike(wanted, pairs(fold(name))) for name in dict.fromkeys(names)}
    near = sorted((name for name in scores if scores[name] >= _ALIKE), key=lambda name: -scores[name])
    return tuple((near or list(scores))[:SUGGESTED])


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which share of the pairs of letters of both stands in each: Dice's coefficient."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)
