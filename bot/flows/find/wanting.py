"""Which of the stories that were found a channel wants to see: what it mutes or filters out does not come up in a search either.

How many publishers have to report a story is about editions: who searches sees what one alone reports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import editions, filters, stories
from bot.core.entities import FilterOwner, Mute, Place, Story, StoryId, Topic
from bot.flows.needs import Needs
from bot.flows.sifting import channel_filter, sift

_AT_ONCE = 25
"""Stories that are looked at together: five pages of them, so that a search mostly needs no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What holds in a channel for a topic."""

    filters: filters.Filters
    mutes: tuple[Mute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The first *stories* that are wanted, in their order, and how many before them and between them were *left_out*.

    *is_cut*: there may be more.
    """

    stories: tuple[Story, ...]
    left_out: int = 0
    is_cut: bool = False


async def wishes_of(needs: Needs, topic: Topic, place: Place) -> Wishes | None:
    """Return what holds in a channel; None where nothing does."""
    here = await needs.store.subscriptions(place)
    declared = [each.filter for each in here if each.topic_id == topic.id and not each.subject]
    own = await channel_filter(needs, place, topic)
    found = ((FilterOwner.TOPIC, topic.filter), *((FilterOwner.CHANNEL, each) for each in (*declared, own)))
    holding = [(owner, replace(each, publishers=1)) for owner, each in found]
    wishes = Wishes(
        filters=[(owner, each) for owner, each in holding if each.rules],
        mutes=await needs.store.mutes(place, topic.id),
    )
    return wishes if wishes.filters or wishes.mutes else None


async def wanted(
    needs: Needs, topic: Topic, ranked: Sequence[StoryId], wishes: Wishes, *, most: int
) -> Wanted:
    """Return the first *most* of the *ranked* stories that are wanted, as far as there are so many."""
    kept, left_out = list[Story](), 0
    for start in range(0, len(ranked), _AT_ONCE):
        some = ranked[start : start + _AT_ONCE]
        there = {story.id: story for story in await needs.store.stories(some, topic.id)}
        found = [
            replace(there[story_id], entries=stories.lead_first(there[story_id].entries, topic.language))
            for story_id in some
            if story_id in there
        ]
        for story in await _judged(needs, topic, found, wishes):
            if story is None:
                left_out += 1
            elif len(kept) == most:
                return Wanted(stories=tuple(kept), left_out=left_out, is_cut=True)
            else:
                kept.append(story)
    return Wanted(stories=tuple(kept), left_out=left_out)


async def _judged(needs: Needs, topic: Topic, found: Sequence[Story], wishes: Wishes) -> list[Story | None]:
    """Return what is left of each story; None: it is not wanted."""
    sifted = await sift(needs, found, wishes.filters, topic, topic.language)
    left: Mapping[StoryId, Story] = {
        story.id: story
        for story in sifted.stories
        if story.id not in sifted.unwanted and not editions.is_muted(story, wishes.mutes)
    }
    return [left.get(story.id) for story in found]
