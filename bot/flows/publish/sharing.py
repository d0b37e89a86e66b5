"""Sharing: a story that somebody found is posted to their channel for all to see, with who shared it, once."""

from dataclasses import replace

from bot.core import editions, stories, tagging, wording
from bot.core.entities import NewEdition, Notice, Place, Story, StoryId, SubscriptionId, Topic, Window
from bot.core.errors import CommandError
from bot.flows.needs import Needs
from bot.flows.publish.plans import deliver_job
from bot.flows.summarize import known_summary

_NO_SUBSCRIPTION = SubscriptionId(0)
"""No subscription has this number: a share belongs to none."""


async def share(needs: Needs, topic: Topic, place: Place, who: str, story_id: StoryId) -> Notice:
    """Post the card of a story to *place*; its thread answers questions as any edition's does.

    Raises:
        CommandError: there is no channel to post to, or the topic's feeds brought no such story.
    """
    chat = needs.chats.get(place.platform)
    if chat is None:
        raise CommandError(wording.no_channel_to_share_with())
    found = await needs.store.stories([story_id], topic.id)
    if not found:
        raise CommandError(wording.no_story_to_share(story_id))
    edition = await _edition(needs, topic, place, who, found[0])
    now = needs.clock.now()
    written = await needs.store.add_edition(edition, place, chat.parts(edition), now)
    if written:
        _, deliveries = written
    else:  # it may have failed before, say because the bot was not in the channel yet
        deliveries = await needs.store.post_again(_NO_SUBSCRIPTION, edition.planned_key, now)
    if not deliveries:
        return wording.shared_before(edition.items[0].summary.title)
    for delivery in deliveries:
        await needs.jobs.start(deliver_job(delivery))
    return wording.shared(edition.items[0].summary.title)


async def _edition(needs: Needs, topic: Topic, place: Place, who: str, found: Story) -> NewEdition:
    """Return the story as an edition of its own."""
    story = replace(found, entries=stories.lead_first(found.entries, topic.language))
    summary = await known_summary(
        story,
        store=needs.store,
        writers=needs.writers,
        language=topic.language,
        aliases=topic.aliases,
    )
    known = await needs.store.known_tags(topic.id, keys=tagging.keys_looked_up([summary]))
    told = tagging.respelled([summary], known, aliases=topic.aliases)
    now = needs.clock.now()
    items = tuple(editions.item(story, each) for each in told)
    return NewEdition(
        subscription_id=_NO_SUBSCRIPTION,
        topic_name=topic.name,
        command=topic.command,
        title=topic.title,
        language=topic.language,
        planned_key=f"share:{place.workspace_id}:{place.channel}:{topic.name}:{story.id}",
        planned_at=now,
        zone="UTC",
        is_scheduled=False,
        is_first=False,
        items=items,
        coverage=editions.coverage(
            Window(begins_at=now, ends_at=now),
            stories=(story,),
            items=items,
            feeds=(),
            writers=(),
            cost_micros=0,
            is_budget_spent=False,
        ),
        composed_at=now,
        shared_by=who,
    )
