"""Bullets without a language model: three of the publishers' own sentences, a plain title, and tags.

It chooses and never writes: every bullet is a sentence as it stands in its source. It refuses what cannot stand alone,
and page furniture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.entities import Bullet, Story
from bot.core.extractive.choosing import ALIKE, BULLETS, choose
from bot.core.extractive.furniture import article_text, size_in_words
from bot.core.extractive.openings import can_stand_alone
from bot.core.extractive.tags import choose_tags, normalize_tags
from bot.core.extractive.titles import MAX_TITLE, is_tease, plain_title, title_of
from bot.core.extractive.weighing import (
    MAX_ENTRIES,
    Candidate,
    content_words,
    is_repeat,
    is_same_language,
    passages,
    read,
    weigh,
)

__all__ = [
    "EXTRACTS_VERSION",
    "MAX_ENTRIES",
    "Extract",
    "article_text",
    "can_stand_alone",
    "content_words",
    "is_repeat",
    "is_same_language",
    "normalize_tags",
    "passages",
    "plain_title",
    "size_in_words",
    "summarize",
    "tags_of",
]

EXTRACTS_VERSION = "5"
"""Part of the key of every extract. Raise it when other sentences would be chosen, or another title."""

_LONGEST = 1000
"""Where a story has fewer than three sentences of a bullet's size, a longer one is better than none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A story in its publishers' own sentences."""

    title: str
    bullets: tuple[Bullet, ...]
    tags: tuple[str, ...]


def summarize(story: Story, *, language: str, aliases: Mapping[str, Sequence[str]]) -> Extract:
    """Return a story in three of its own sentences, each cited; others than in *language* only where those do not suffice.

    There are fewer than three, down to none, only where the story has fewer sentences that can stand alone: a teaser of
    one sentence is one bullet. *aliases* are the topic's subjects with their other names; they become tags first.
    """
    reading = read(story)
    candidates = weigh(reading, language=language)
    chosen = choose([one for one in candidates if is_same_language(one.language, language)])
    if len(chosen) < BULLETS:
        chosen = choose(candidates, chosen)
    if len(chosen) < BULLETS:
        chosen = _filled_up(story, chosen, language)
    bullets = tuple(
        Bullet(
            text=one.citation.sentence,
            citations=(one.citation,),
            language="" if is_same_language(one.language, language) else one.language,
        )
        for one in chosen
    )
    return Extract(
        title=_title(story, bullets),
        bullets=bullets,
        tags=choose_tags(reading, aliases=aliases, language=language),
    )


def tags_of(story: Story, *, language: str, aliases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the tags that `summarize` gives the story, without its sentences."""
    return choose_tags(read(story), aliases=aliases, language=language)


def _filled_up(story: Story, chosen: Sequence[Candidate], language: str) -> list[Candidate]:
    """Return what was chosen, and sentences that are longer, less well made or more alike than bullets should be."""
    generous = weigh(read(story, is_generous=True), language=language, longest=_LONGEST)
    places = {one.citation: place for place, one in enumerate(chosen)}
    settled = sorted(
        (one for one in generous if one.citation in places), key=lambda one: places[one.citation]
    )
    filled = choose(generous, settled[:BULLETS])
    return filled if len(filled) == BULLETS else choose(generous, filled, near=ALIKE)


def _title(story: Story, bullets: Sequence[Bullet]) -> str:
    """Return the lead's headline made plain; the first bullet where there is none, or one that only teases."""
    lead = story.lead
    plain = plain_title(lead.title, publisher=lead.publisher, text=lead.text)
    if not bullets or (plain and not is_tease(plain)):
        return plain
    first = bullets[0].text
    return plain if plain and len(first) > MAX_TITLE else title_of(first)
