"""Writing a composed edition with its deliveries, in one transaction, and starting to send them."""

import structlog

from bot.core import tagging
from bot.core.entities import Edition, NewEdition, Subscription
from bot.flows.needs import Needs
from bot.flows.publish.compose import Composed
from bot.flows.publish.plans import deliver_job

log = structlog.get_logger()


async def keep(
    needs: Needs, subscription: Subscription, composed: Composed, *, is_posted: bool = True
) -> Edition | None:
    """Write *composed* and start sending, or only write it where it is not to be *posted*.

    None: its key has an edition, or another edition has been published since that covers what it covers.
    """
    new = composed.edition
    if new.is_scheduled and await _is_overtaken(needs, new):
        log.warning("publish_overtaken", subscription=subscription.id, planned=new.planned_key)
        return None
    parts = needs.chats[subscription.place.platform].parts(new) if is_posted else 0
    written = await needs.store.add_edition(
        new, subscription.place, parts, needs.clock.now(), composed.decisions
    )
    if written is None:
        log.info(
            "publish_skipped",
            subscription=subscription.id,
            planned=new.planned_key,
            reason="published before",
        )
        return None
    edition, deliveries = written
    log.info(
        "edition_written",
        edition=edition.id,
        subscription=subscription.id,
        stories=len(edition.items),
        messages=parts,
    )
    for delivery in deliveries:
        await needs.jobs.start(deliver_job(delivery))
    await needs.store.use_tags(subscription.topic_id, composed.spellings, needs.clock.now())
    tags = {item.story_id: set(filter(None, map(tagging.key, item.summary.tags))) for item in edition.items}
    await needs.store.tag_stories(subscription.topic_id, tags, needs.clock.now())
    return edition


async def _is_overtaken(needs: Needs, new: NewEdition) -> bool:
    """Say whether the window moved on while *new* was composed: who is suspended for a while loses its lease to another."""
    covered_until = await needs.store.covered_until(new.subscription_id)
    return covered_until is not None and covered_until > new.coverage.window.begins_at
