"""Decide which entry leads a story, and how much a story weighs."""

import datetime as dt
import math
from collections.abc import Sequence

from bot.core.entities import Entry, Story, Topic
from bot.core.publishers import publishers_of
from bot.core.stories.languages import primary
from bot.core.text import words

_HALF_LIFE = dt.timedelta(hours=18)
_USEFUL_LENGTH = 2500
_FIT_OPENING = 500
_FIT_OF_OPENING = 0.6


def lead_first(entries: Sequence[Entry], language: str = "") -> tuple[Entry, ...]:
    """Return a story's entries with the one first that tells it best, the others in order of time.

    Readers of *language* get a lead in it where there is one: it gives the story its title.
    """
    in_time = sorted(entries, key=lambda entry: (entry.published_at, entry.id))
    if not in_time:
        return ()
    # Beyond a useful length more text is no better, and who was first leads.
    lead = max(
        in_time,
        key=lambda entry: (
            primary(entry.language) == primary(language),
            not entry.is_excerpt,
            min(len(entry.text), _USEFUL_LENGTH),
        ),
    )
    return (lead, *(entry for entry in in_time if entry.id != lead.id))


def weight(story: Story, now: dt.datetime, topic: Topic) -> float:
    """Return how much a story matters at *now*: publishers that tell it, freshness, fit to the topic, how much there is to tell."""
    age = max(now - story.newest_at, dt.timedelta(0))
    freshness = math.exp2(-(age / _HALF_LIFE))
    length = min(len(story.lead.text), _USEFUL_LENGTH) / _USEFUL_LENGTH
    substance = 0.5 * length if story.lead.is_excerpt else 0.5 + 0.5 * length
    reported = 1 + math.log2(len(publishers_of(story.entries)))
    return reported * (0.4 + 0.6 * freshness) * (0.6 + 0.4 * substance) * (0.6 + 0.4 * fit(story.lead, topic))


def fit(lead: Entry, topic: Topic) -> float:
    """Return how much a story is about the topic's subjects, 0 to 1: whether one stands in the title, or in the opening.

    A topic that names no subject is about whatever its feeds bring.
    """
    named = [*topic.include, *(form for name, others in topic.aliases.items() for form in (name, *others))]
    forms = [f" {form} " for form in (" ".join(words(each)) for each in named) if form]
    title, opening = (f" {' '.join(words(text))} " for text in (lead.title, lead.text[:_FIT_OPENING]))
    if not forms or any(form in title for form in forms):
        return 1.0
    return _FIT_OF_OPENING if any(form in opening for form in forms) else 0.0
