"""Which editions are due, and publishing them once."""

import datetime as dt
from collections.abc import Collection

import structlog

from bot.core import editions, timetable
from bot.core.entities import Edition, Subscription, SubscriptionId
from bot.core.errors import WorkTakenError
from bot.flows import leases
from bot.flows.needs import Needs
from bot.flows.ports import Job, JobName
from bot.flows.publish.compose import compose
from bot.flows.publish.plans import Plan, deliver_job, lane

log = structlog.get_logger()

FIRST = "first"
"""The planned key of a first edition that was wanted at once."""

_NOW = "now:"
_DELIVERIES_A_TICK = 100


async def publish_due(needs: Needs, starting_now: Collection[SubscriptionId]) -> None:
    """Start what is due: editions of subscriptions, then deliveries that wait.

    Subscriptions in *starting_now* get their first edition as soon as there is something to begin with.
    """
    now = needs.clock.now()
    stopped = await needs.store.stopped_workspaces(now)
    for subscription in await needs.store.subscriptions():
        if subscription.place.platform in needs.chats and subscription.place.workspace_id not in stopped:
            await _start_if_due(needs, subscription, now, starts_now=subscription.id in starting_now)
    for delivery in await needs.store.due_deliveries(now, _DELIVERIES_A_TICK, needs.chats.keys()):
        await needs.jobs.start(deliver_job(delivery))


async def _start_if_due(
    needs: Needs, subscription: Subscription, now: dt.datetime, *, starts_now: bool
) -> None:
    last = await needs.store.last_edition(subscription.id)
    plan = due(subscription, last, now)
    if last is None and starts_now and await _is_read(needs, subscription, now - editions.SETTLING):
        plan = Plan(key=FIRST, at=now, is_scheduled=True)
    if plan is None or await needs.store.has_edition(subscription.id, plan.key):
        return
    await _start(needs, subscription, plan)


async def publish_now(needs: Needs, subscription: Subscription, event_key: str) -> None:
    """Start an edition outside the timetable; the subscription's window stays where it was."""
    await _start(needs, subscription, plan_now(needs, event_key))


def plan_now(needs: Needs, event_key: str) -> Plan:
    """Return the plan of an edition that somebody asks for; the same event twice is one edition."""
    return Plan(key=f"{_NOW}{event_key}", at=needs.clock.now(), is_scheduled=False)


async def _start(needs: Needs, subscription: Subscription, plan: Plan) -> None:
    key = f"publish:{subscription.id}:{plan.key}"
    args = (subscription.id, plan.key, plan.at.isoformat())
    await needs.jobs.start(Job(name=JobName.PUBLISH, key=key, lane=lane(subscription.place), args=args))


async def _is_read(needs: Needs, subscription: Subscription, until: dt.datetime) -> bool:
    """Say whether there is something to begin with: every feed was tried, one at least was read, and all is grouped.

    Feeds whose host wants to be left alone for now are not waited for.
    """
    feeds = await needs.store.feeds(subscription.topic_id)
    is_tried = all(
        feed.checked_at <= until if feed.checked_at else feed.next_check_at > needs.clock.now()
        for feed in feeds
    )
    return (
        is_tried
        and any(feed.succeeded_at for feed in feeds)
        and not await needs.store.ungrouped_entries(limit=1)
    )


def due(subscription: Subscription, last: Edition | None, now: dt.datetime) -> Plan | None:
    """Return the newest planned edition that is not published yet: of several that were missed, only the last."""
    planned_at = timetable.latest_planned(subscription.timetable, now)
    known_until = last.planned_at if last else subscription.created_at
    if planned_at <= known_until:
        return None
    return Plan(
        key=timetable.planned_key(subscription.timetable, planned_at), at=planned_at, is_scheduled=True
    )


async def publish(needs: Needs, subscription_id: SubscriptionId, planned_key: str, planned_at: str) -> None:
    """Publish the edition of a planned time, once: the job PUBLISH.

    It composes under a lease, so that two clocks do not pay for the same words; the planned key decides in the end.

    Raises:
        WorkTakenError: somebody else holds that lease, and the edition is due to nobody but its job: somebody asked for it.
    """
    subscription = await needs.store.subscription(subscription_id)
    if subscription is None:
        log.info("publish_skipped", subscription=subscription_id, reason="unsubscribed meanwhile")
        return
    plan = Plan(
        key=planned_key,
        at=dt.datetime.fromisoformat(planned_at),
        is_scheduled=not planned_key.startswith(_NOW),
    )
    async with leases.held(needs.store, f"publish:{subscription.id}", needs.clock) as is_ours:
        if is_ours:
            await write(needs, subscription, plan)
        elif plan.is_scheduled:
            log.info(
                "publish_waits", subscription=subscription.id, planned=plan.key, reason="somebody is at it"
            )
        else:
            raise WorkTakenError(f"subscription {subscription.id}: somebody is at an edition of it")


async def write(needs: Needs, subscription: Subscription, plan: Plan) -> Edition | None:
    """Compose the edition, write it with its deliveries, and start sending. None: this planned time has one already."""
    composed = await compose(needs, subscription, plan)
    parts = needs.chats[subscription.place.platform].parts(composed.edition)
    written = await needs.store.add_edition(
        composed.edition, subscription.place, parts, needs.clock.now(), composed.decisions
    )
    if written is None:
        log.info("publish_skipped", subscription=subscription.id, planned=plan.key, reason="published before")
        return None
    edition, deliveries = written
    log.info("edition_written", edition=edition.id, subscription=subscription.id, stories=len(edition.items))
    for delivery in deliveries:
        await needs.jobs.start(deliver_job(delivery))
    return edition
