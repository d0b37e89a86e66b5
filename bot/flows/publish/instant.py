"""Instant editions: each new story is one, posted as soon as it is there, and never twice.

What is held meanwhile (quiet hours, a pause, a bot that was down) comes at once when that ends, but never more stories than
an edition of the subscription has: a flood is no news.
"""

from dataclasses import replace

from bot.core.editions import TOLD_BEFORE, Choice
from bot.core.entities import Subscription, Window
from bot.core.language import say
from bot.flows.needs import Needs
from bot.flows.publish.compose import Material, choose, compose_chosen, decided, gather
from bot.flows.publish.keeping import keep
from bot.flows.publish.plans import Plan
from bot.flows.publish.updating import tell_updates

_FIRST_READING = say("came with the first reading of its feed")


async def publish_news(needs: Needs, subscription: Subscription, plan: Plan) -> None:
    """Write an edition for each new story, the oldest first, and note how far was looked."""
    material = await gather(needs, subscription, plan)
    if not material.found:
        return  # as at nearly every tick
    await tell_updates(needs, material, plan)
    choice = await _choose(needs, material)
    stories = sorted(choice.stories, key=lambda story: (story.newest_at, story.id))
    for story in stories:
        # The last one has the window: whoever dies before it looks at all of it again, and tells the rest.
        is_last = story is stories[-1]
        told = material if is_last else _beginning_of(material)
        composed = await compose_chosen(
            needs, told, replace(plan, key=f"story:{story.id}"), replace(choice, stories=(story,))
        )
        if await keep(needs, subscription, composed) is None:
            choice = replace(choice, reasons={**choice.reasons, story.id: TOLD_BEFORE})
    if not stories:
        await needs.store.add_decisions(decided(needs, material, choice))
    await needs.store.look(subscription.id, material.covered.ends_at)


def _beginning_of(material: Material) -> Material:
    begins_at = material.covered.begins_at
    return replace(material, covered=Window(begins_at=begins_at, ends_at=begins_at))


async def _choose(needs: Needs, material: Material) -> Choice:
    """Choose as any edition does, but leave out what a feed brought when it was read for the first time: all of it is new to us."""
    feed_ids = {entry.feed_id for story in material.stories for entry in story.entries}
    first = await needs.store.first_stored(feed_ids)
    fresh = tuple(
        story
        for story in material.stories
        if any(
            entry.stored_at > max(first[entry.feed_id], material.covered.begins_at) for entry in story.entries
        )
    )
    choice = await choose(needs, replace(material, stories=fresh))
    known = [story.id for story in material.stories if story not in fresh]
    return replace(choice, reasons={**choice.reasons, **dict.fromkeys(known, _FIRST_READING)})
