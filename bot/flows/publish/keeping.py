"""Writing a composed edition with its deliveries, in one transaction, and starting to send them."""

from collections.abc import Collection
from dataclasses import replace

import structlog

from bot.core import tagging
from bot.core.editions import TOLD_BEFORE, recounted
from bot.core.entities import Delivery, Edition, NewEdition, Subscription, WhenEmpty
from bot.core.errors import StoryToldError
from bot.flows.needs import Needs
from bot.flows.publish.compose import Composed, recalls
from bot.flows.publish.plans import deliver_job

log = structlog.get_logger()


async def keep(needs: Needs, subscription: Subscription, composed: Composed) -> Edition | None:
    """Write *composed*, as far as it is news still, and start sending.

    None: its key has an edition, another edition has been published since that covers what it covers, or an instant edition's
    story was told meanwhile.
    """
    new = composed.edition
    if new.is_scheduled and await _is_overtaken(needs, new):
        log.warning("publish_overtaken", subscription=subscription.id, planned=new.planned_key)
        return None
    if subscription.timetable.is_instant and not new.items:
        await needs.store.add_decisions(composed.decisions)
        return None
    try:
        written = await _written(needs, subscription, composed)
    except StoryToldError as error:
        # Composing takes as long as a language model does: somebody shared it, or a watch told it. Each time some are left out.
        log.info("told_meanwhile", subscription=subscription.id, stories=sorted(error.stories))
        return await keep(needs, subscription, _without(needs, subscription, composed, error.stories))
    if written is None:
        log.info(
            "publish_skipped",
            subscription=subscription.id,
            planned=new.planned_key,
            reason="published before",
        )
        return None
    await _start(needs, subscription, composed, *written)
    return written[0]


async def _start(
    needs: Needs,
    subscription: Subscription,
    composed: Composed,
    edition: Edition,
    deliveries: tuple[Delivery, ...],
) -> None:
    """Start sending what was written, and remember its tags."""
    log.info(
        "edition_written",
        edition=edition.id,
        subscription=subscription.id,
        stories=len(edition.items),
        messages=len(deliveries),
    )
    for delivery in deliveries:
        await needs.jobs.start(deliver_job(delivery))
    await needs.store.use_tags(subscription.topic_id, composed.spellings, needs.clock.now())
    tags = {item.story_id: set(filter(None, map(tagging.key, item.summary.tags))) for item in edition.items}
    await needs.store.tag_stories(subscription.topic_id, tags, needs.clock.now())


async def _written(
    needs: Needs, subscription: Subscription, composed: Composed
) -> tuple[Edition, tuple[Delivery, ...]] | None:
    """Write it with its deliveries; with none where it has nothing to say to a channel that wants silence then.

    It is written all the same, so that the next window begins where its own ended.
    """
    new = composed.edition
    is_silent = new.is_scheduled and not new.items and subscription.when_empty is WhenEmpty.SILENCE
    parts = 0 if is_silent else needs.chats[subscription.place.platform].parts(new)
    now = needs.clock.now()
    return await needs.store.add_edition(
        new, subscription.place, parts, now, composed.decisions, unless_told=new.is_scheduled
    )


def _without(
    needs: Needs, subscription: Subscription, composed: Composed, stories: Collection[int]
) -> Composed:
    """Return *composed* without these stories, which a digest recalls instead, and with the reason why they are not told."""
    new = composed.edition
    told = [item for item in new.items if item.story_id in stories]
    items = tuple(item for item in new.items if item not in told)
    entries = {source.entry_id for item in told for source in item.sources}
    decisions = tuple(
        replace(each, reason=TOLD_BEFORE) if each.stage == "edition" and each.entry_id in entries else each
        for each in composed.decisions
    )
    coverage = recounted(
        new.coverage, items=items, left_out=new.coverage.left_out + len(told), writers=needs.writers
    )
    titles = (
        tuple(item.summary.title for item in told)
        if recalls(subscription, is_scheduled=new.is_scheduled)
        else ()
    )
    edition = replace(new, items=items, coverage=coverage, recap=(*new.recap, *titles))
    return replace(composed, edition=edition, decisions=decisions)


async def _is_overtaken(needs: Needs, new: NewEdition) -> bool:
    """Say whether the window moved on while *new* was composed: who is suspended for a while loses its lease to another."""
    covered_until = await needs.store.covered_until(new.subscription_id)
    return covered_until is not None and covered_until > new.coverage.window.begins_at
