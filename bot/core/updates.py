"""Whether a story that was told has news worth telling in its thread, and what it is; or has grown so that it is told again.

Silence is the rule.

What counts is said by somebody new or is a figure that nobody gave before; another wording of what was told is no news.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import extractive
from bot.core.entities import Again, Bullet, Entry, Story, Summary, Told
from bot.core.grounding.quantities import missing_numbers
from bot.core.language import say, some
from bot.core.publishers import publishers_of, repeating
from bot.core.text import dates, numbers, sentences

REACH = dt.timedelta(days=5)
"""A story told longer ago gets no update: who reads that thread?"""


_TIMES_PUBLISHERS = 2
_MANY_FIGURES = 4
_MORE_PUBLISHERS = 2
_OPENING = 3
_TELLING = 13
"""Smaller figures are everywhere; the same bound as in grouping."""

_NAMED = 3
_BULLETS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What came since a story was told: its new *entries*, what is new in them in *lines*, and a *summary* of it."""

    entries: tuple[Entry, ...]
    lines: tuple[str, ...]
    summary: Summary


def news_of(
    story: Story,
    told: Summary,
    told_until: dt.datetime,
    *,
    language: str,
    aliases: Mapping[str, Sequence[str]],
) -> News | None:
    """Return what is new in *story* since its entries until then were *told*; None: nothing that is worth a message."""
    before = tuple(entry for entry in story.entries if entry.stored_at <= told_until)
    fresh = tuple(entry for entry in story.entries if entry.stored_at > told_until)
    if not before or not fresh:
        return None
    known = set(publishers_of(before))
    more = [name for name in publishers_of((*before, *fresh)) if name not in known]
    copies = repeating((*before, *fresh))
    figures = _new_figures(before, [entry for entry in fresh if entry.id not in copies])
    if len(more) < _MORE_PUBLISHERS and not figures:
        return None
    return News(
        entries=fresh,
        lines=tuple(_lines(more, figures)),
        summary=_summary(replace(story, entries=fresh), told, language=language, aliases=aliases),
    )


def has_grown(story: Story, told: Told, again: Again, now: dt.datetime) -> bool:
    """Say whether *story* has grown so since it was *told* in full that it is told again.

    By at least twice the publishers, and so many more as *again* wants; or by many figures that nobody gave, some of them by
    somebody new.
    """
    if not again.publishers or now - told.at < again.wait:
        return False
    before = tuple(entry for entry in story.entries if entry.stored_at <= told.until)
    fresh = tuple(entry for entry in story.entries if entry.stored_at > told.until)
    if not before or not fresh:
        return False
    then, by_now = len(publishers_of(before)), len(publishers_of((*before, *fresh)))
    if by_now >= max(_TIMES_PUBLISHERS * then, then + again.publishers):
        return True
    copies = repeating((*before, *fresh))
    figures = _new_figures(before, [entry for entry in fresh if entry.id not in copies])
    return by_now > then and len(figures) >= _MANY_FIGURES


def _new_figures(before: Sequence[Entry], fresh: Sequence[Entry]) -> list[str]:
    """Return figures of the new entries' headlines and openings that no entry gave before, as they are written there."""
    text = "\n".join(f"{entry.title}\n{entry.text}" for entry in before)
    given, days = numbers(text), dates(text)
    said = [
        number
        for entry in fresh
        for number in numbers("\n".join([entry.title, *sentences(entry.text)[:_OPENING]]))
        if not number.is_word and number.value >= _TELLING
    ]
    return list(dict.fromkeys(number.text for number in missing_numbers(said, given, days)))


def _lines(more: Sequence[str], figures: Sequence[str]) -> list[str]:
    lines: list[str] = []
    if more:
        named = (*more[:_NAMED], *(["…"] if len(more) > _NAMED else []))
        lines.append(
            some(len(more), "{n} more publisher ({names})", "{n} more publishers ({names})", names=named)
        )
    if figures:
        lines.append(say("new figures: {figures}", figures=tuple(figures[:_NAMED])))
    return lines


def _summary(news: Story, told: Summary, *, language: str, aliases: Mapping[str, Sequence[str]]) -> Summary:
    """Return what the new entries say, in their own sentences, without what was told."""
    extract = extractive.summarize(news, language=language, aliases=aliases)
    new = [bullet for bullet in extract.bullets if not _is_told(bullet, told)]
    return replace(told, bullets=tuple(new[:_BULLETS]), tags=(), title=extract.title or told.title)


def _is_told(bullet: Bullet, told: Summary) -> bool:
    return any(extractive.is_repeat(bullet.text, other.text) for other in told.bullets)
