"""Publishing: composing the edition of a plan, writing it once, and starting to send it."""

import datetime as dt

import structlog

from bot.core.entities import Edition, Subscription, SubscriptionId
from bot.flows import leases
from bot.flows.needs import Needs
from bot.flows.publish.compose import choose, compose_chosen, gather
from bot.flows.publish.due import is_still_due
from bot.flows.publish.instant import publish_news
from bot.flows.publish.keeping import keep
from bot.flows.publish.plans import INSTANT, NOW, Plan
from bot.flows.publish.refusals import is_reachable
from bot.flows.publish.updating import tell_updates

log = structlog.get_logger()


async def publish(needs: Needs, subscription_id: SubscriptionId, planned_key: str, planned_at: str) -> None:
    """Publish the edition of a planned time, once: the job PUBLISH.

    It composes under a lease, so that two clocks do not pay for the same words; the planned key decides in the end. Where
    somebody else holds that lease, the edition stays due.
    """
    subscription = await needs.store.subscription(subscription_id)
    if subscription is None:
        log.info("publish_skipped", subscription=subscription_id, reason="unsubscribed meanwhile")
        return
    plan = Plan(
        key=planned_key,
        at=dt.datetime.fromisoformat(planned_at),
        is_scheduled=not planned_key.startswith(NOW),
    )
    async with leases.held(needs.store, f"publish:{subscription.id}", needs.clock) as is_ours:
        if is_ours:
            await _publish(needs, subscription, plan)
        else:
            log.info(
                "publish_waits", subscription=subscription.id, planned=plan.key, reason="somebody is at it"
            )


async def _publish(needs: Needs, subscription: Subscription, plan: Plan) -> None:
    if not await is_still_due(needs, subscription, plan):
        log.info("publish_skipped", subscription=subscription.id, planned=plan.key, reason="no longer due")
        return
    if plan.is_scheduled and not await is_reachable(needs, subscription):
        return
    if plan.key == INSTANT:
        await publish_news(needs, subscription, plan)
    else:
        await write(needs, subscription, plan)


async def write(needs: Needs, subscription: Subscription, plan: Plan) -> Edition | None:
    """Compose the edition, write it with its deliveries, and start sending. None: this planned time has one already."""
    material = await gather(needs, subscription, plan)
    choice = await choose(needs, material)
    if plan.is_scheduled:
        await tell_updates(needs, material, plan, leave={story.id for story in choice.stories})
    composed = await compose_chosen(needs, material, plan, choice)
    return await keep(needs, subscription, composed)
