"""What an edition says of what it tells, at its foot and in the records."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.core.editions.choosing import Choice
from bot.core.entities import (
    EXTRACTS,
    Coverage,
    Decision,
    Entry,
    EntryId,
    Feed,
    Item,
    Source,
    Story,
    Subscription,
    Summary,
    Window,
)
from bot.core.publishers import repeating

STEERING = "steering"
"""The stage of decisions that tell how readers of a channel moved a story."""


def item(story: Story, summary: Summary) -> Item:
    """Return a story as it is shown: its summary and its sources."""
    passed_over = repeating(story.entries)
    sources = tuple(
        Source(
            entry_id=entry.id,
            publisher=entry.publisher,
            title=entry.title,
            url=entry.url,
            published_at=entry.published_at,
            is_excerpt=entry.is_excerpt,
            repeats=entry.id in passed_over,
        )
        for entry in story.entries
    )
    return Item(story_id=story.id, summary=summary, sources=sources)


def coverage(
    covered: Window,
    *,
    stories: Sequence[Story],
    items: Sequence[Item],
    feeds: Sequence[Feed],
    writers: Sequence[str],
    cost_micros: int,
    is_budget_spent: bool = False,
) -> Coverage:
    """Return what the foot of an edition says: *stories* is all that was looked at, *items* what is told.

    *writers*: the language models, the best first; where there is one, extracts are a fallback and not the choice.
    """
    entries = sum(_is_in(entry, covered) for story in stories for entry in story.entries)
    fresh_stories = sum(any(_is_in(entry, covered) for entry in story.entries) for story in stories)
    failing = tuple(feed.name for feed in feeds if feed.failures or feed.is_gone)
    unread = sum(feed.checked_at is None for feed in feeds)
    found = Coverage(
        window=covered,
        feeds_read=len(feeds) - len(failing) - unread,
        feeds_unread=unread,
        feeds_failing=failing,
        entries=entries,
        merged=entries - fresh_stories,
        left_out=len(stories),
        fell_back=0,
        is_budget_spent=is_budget_spent,
        cost_micros=cost_micros,
    )
    return recounted(found, items=items, left_out=len(stories) - len(items), writers=writers)


def recounted(
    coverage: Coverage, *, items: Sequence[Item], left_out: int, writers: Sequence[str]
) -> Coverage:
    """Return *coverage* with what it counts of the stories that are told: *items*, and *left_out* others are not."""
    return dataclasses.replace(
        coverage,
        left_out=left_out,
        fell_back=sum(item.summary.fell_back for item in items),
        unwritten=sum(item.summary.writer == EXTRACTS for item in items) if writers else 0,
        by_cheaper=sum(item.summary.writer in writers[1:] for item in items),
    )


def _is_in(entry: Entry, covered: Window) -> bool:
    return covered.begins_at < entry.stored_at <= covered.ends_at


def decisions(
    choice: Choice,
    stories: Sequence[Story],
    *,
    covered: Window,
    subscription: Subscription,
    now: dt.datetime,
    held_back: Mapping[EntryId, str] = MappingProxyType({}),
) -> tuple[Decision, ...]:
    """Return why each entry of the window did or did not get into the edition. Filters *held back* some for their own sake.

    Before that stands what readers of the channel did to its weight.
    """

    def decided(entry: Entry, stage: str, reason: str) -> Decision:
        return Decision(
            entry_id=entry.id, subscription_id=subscription.id, stage=stage, reason=reason, at=now
        )

    looked_at = [(story, entry) for story in stories for entry in story.entries if _is_in(entry, covered)]
    steered = [
        decided(entry, STEERING, choice.steered[story.id])
        for story, entry in looked_at
        if story.id in choice.steered
    ]
    chosen = [
        decided(entry, "edition", held_back.get(entry.id) or choice.reasons[story.id])
        for story, entry in looked_at
    ]
    return (*steered, *chosen)
