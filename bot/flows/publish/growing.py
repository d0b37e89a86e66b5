"""Stories that the channel was told, and that have grown so much since that they are told again."""

from collections.abc import Mapping, Sequence

from bot.core import newsroom, updates
from bot.core.entities import (
    REMEMBERED,
    Again,
    Channel,
    Story,
    StoryId,
    Subscription,
    Told,
    ToldBefore,
    Topic,
)
from bot.flows.needs import Needs


async def grown_of(
    needs: Needs, subscription: Subscription, topic: Topic, stories: Sequence[Story], again: Again
) -> Mapping[StoryId, ToldBefore]:
    """Return which of *stories* may be told again, and how the channel was told them in full last.

    Instant subscriptions and watches tell news as updates alone.
    """
    if subscription.timetable.is_instant or subscription.subject:
        return {}
    now = needs.clock.now()
    told = await needs.store.told_since(subscription.place, topic.id, now - REMEMBERED, in_full=True)
    grown = {
        story.id: told[story.id]
        for story in stories
        if story.id in told and updates.has_grown(story, told[story.id], again, now)
    }
    channel = await _channel(needs, subscription, grown)
    return {story_id: _before(each, channel) for story_id, each in grown.items()}


async def _channel(needs: Needs, subscription: Subscription, grown: Mapping[StoryId, Told]) -> Channel | None:
    tellings = await needs.store.tellings(sorted(grown), subscription.place) if grown else {}
    return next((each.channel for some in tellings.values() for each in some), None)


def _before(told: Told, channel: Channel | None) -> ToldBefore:
    return ToldBefore(
        at=told.at,
        publishers=len(told.item.publishers),
        url=newsroom.message_url(channel, told.root) if channel else "",
    )
