"""Writing a composed edition with its deliveries, in one transaction, and starting to send them."""

import structlog

from bot.core.entities import Edition, Subscription
from bot.flows.needs import Needs
from bot.flows.publish.compose import Composed
from bot.flows.publish.plans import deliver_job

log = structlog.get_logger()


async def keep(
    needs: Needs, subscription: Subscription, composed: Composed, *, is_posted: bool = True
) -> Edition | None:
    """Write *composed* and start sending, or only write it where it is not to be *posted*; None: its key has an edition."""
    new = composed.edition
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
    return edition
