"""Which filters hold for a subscription or a channel, and what they leave."""

import asyncio
from collections.abc import Sequence

from bot.core import filters
from bot.core.entities import NO_FILTER, Filter, FilterOwner, Place, Story, Subscription, Topic
from bot.flows.needs import Needs


async def filters_of(needs: Needs, subscription: Subscription, topic: Topic) -> filters.Filters:
    """Return the filters that hold for *subscription*: its topic's, its own, and what the channel's people set.

    A watch is bounded by its subject instead of by the last.
    """
    own = NO_FILTER if subscription.subject else await channel_filter(needs, subscription.place, topic)
    return (
        (FilterOwner.TOPIC, topic.filter),
        (FilterOwner.CHANNEL, subscription.filter),
        (FilterOwner.CHANNEL, own),
    )


async def channel_filter(needs: Needs, place: Place, topic: Topic) -> Filter:
    """Return what the people of a channel set."""
    own = await needs.store.channel_filter(place, topic.id)
    return own.filter if own else NO_FILTER


async def sift(
    needs: Needs, found: Sequence[Story], wanted: filters.Filters, topic: Topic, language: str
) -> filters.Sifted:
    """Return what the filters *wanted* leave of the stories *found*, for a reader of *language*.

    Patterns are looked for in a thread: RE2 lets the loop go on meanwhile.
    """
    feeds = await needs.store.feeds(topic.id) if filters.needs_feeds(wanted) else ()
    around = filters.Surroundings(
        feeds={feed.id: feed for feed in feeds}, aliases=topic.aliases, language=language
    )
    if filters.takes_time(wanted):
        return await asyncio.to_thread(filters.sift, found, wanted, around)
    return filters.sift(found, wanted, around)
