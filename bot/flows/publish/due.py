"""Which editions are due, and starting them."""

import datetime as dt
from collections.abc import Collection, Sequence

import structlog

from bot.core import editions, timetable
from bot.core.entities import AskedEdition, Subscription, SubscriptionId
from bot.flows.needs import Needs
from bot.flows.ports import Job, JobName
from bot.flows.publish import refusals
from bot.flows.publish.plans import FIRST, INSTANT, NOW, Plan, deliver_job, lane

log = structlog.get_logger()

_DELIVERIES_A_TICK = 100

_WAITED_FOR = dt.timedelta(hours=1)
"""Who asked for an edition and has none after so long waits no more, and would wonder at it."""


async def publish_due(needs: Needs, starting_now: Collection[SubscriptionId]) -> None:
    """Start what is due: editions that somebody asked for, those of subscriptions, then deliveries that wait.

    Subscriptions in *starting_now* get their first edition as soon as there is something to begin with.
    """
    now = needs.clock.now()
    stopped = await needs.store.stopped_workspaces(now)
    served = {
        each.id: each
        for each in await needs.store.subscriptions()
        if each.place.platform in needs.chats and each.place.workspace_id not in stopped
    }
    for asked in await needs.store.asked_editions(now - _WAITED_FOR):
        if asked.subscription_id in served:
            await _start(needs, served[asked.subscription_id], _asked_plan(asked))
    last_planned = await needs.store.last_planned()
    wanted = [
        (subscription, plan)
        for subscription in served.values()
        if (plan := await _plan(needs, subscription, last_planned.get(subscription.id), starting_now))
    ]
    for subscription, plan in await _unless_held(needs, wanted):
        await _start(needs, subscription, plan)
    for delivery in await needs.store.due_deliveries(now, _DELIVERIES_A_TICK, needs.chats.keys()):
        await needs.jobs.start(deliver_job(delivery))


async def _plan(
    needs: Needs,
    subscription: Subscription,
    last_at: dt.datetime | None,
    starting_now: Collection[SubscriptionId],
) -> Plan | None:
    """Return what the subscription wants by now; None also while it is held: it is due as soon as that ends."""
    now = needs.clock.now()
    if subscription.paused_at or timetable.quiet_until(subscription.timetable, now):
        return None
    if subscription.timetable.is_instant:
        return Plan(key=INSTANT, at=now, is_scheduled=True)
    starts_now = last_at is None and subscription.id in starting_now
    if starts_now and await _is_read(needs, subscription, now - editions.SETTLING):
        return Plan(key=FIRST, at=now, is_scheduled=True)
    return due(subscription, last_at, now)


async def _unless_held(
    needs: Needs, wanted: Sequence[tuple[Subscription, Plan]]
) -> list[tuple[Subscription, Plan]]:
    """Pass over what is written already, and an edition while the one before it waits to be posted.

    That one may fail yet, and then this one covers its window, too. At nine there are thousands, so the tables are asked about
    all of them at once.
    """
    if not wanted:
        return []
    written = await needs.store.written([(subscription.id, plan.key) for subscription, plan in wanted])
    under_way = await needs.store.under_way()
    refused = await refusals.refused(needs, [subscription.id for subscription, _ in wanted])
    return [
        (subscription, plan)
        for subscription, plan in wanted
        if (subscription.id, plan.key) not in written
        and subscription.id not in under_way
        and (subscription.id not in refused or await refusals.may_be_tried(needs, subscription))
    ]


async def publish_now(needs: Needs, subscription: Subscription, event_key: str) -> None:
    """Start an edition outside the timetable, which is due from now on; the subscription's window stays where it was."""
    plan = plan_now(needs, event_key)
    asked = AskedEdition(subscription_id=subscription.id, planned_key=plan.key, asked_at=plan.at)
    await needs.store.ask_for_edition(asked)
    await _start(needs, subscription, plan)


def plan_now(needs: Needs, event_key: str) -> Plan:
    """Return the plan of an edition that somebody asks for; the same event twice is one edition."""
    return Plan(key=f"{NOW}{event_key}", at=needs.clock.now(), is_scheduled=False)


def _asked_plan(asked: AskedEdition) -> Plan:
    return Plan(key=asked.planned_key, at=asked.asked_at, is_scheduled=False)


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


async def is_still_due(needs: Needs, subscription: Subscription, plan: Plan) -> bool:
    """Say whether *plan* is what is due now: a job that waited for long may come when a later one is, or was published.

    What somebody asked for stays due, and so do the news of an instant subscription.
    """
    if not plan.is_scheduled or plan.key == INSTANT:
        return True
    last_at = (await needs.store.last_planned()).get(subscription.id)
    if plan.key == FIRST:
        return last_at is None
    return due(subscription, last_at, needs.clock.now()) == plan


def due(subscription: Subscription, last_at: dt.datetime | None, now: dt.datetime) -> Plan | None:
    """Return the newest planned edition that is not published yet: of several that were missed, only the last.

    *last_at*: the newest planned time that has one.
    """
    planned_at = timetable.latest_planned(subscription.timetable, now)
    began_at = subscription.resumed_at or subscription.created_at
    known_until = max(last_at, began_at) if last_at else began_at
    if planned_at <= known_until:
        return None
    return Plan(
        key=timetable.planned_key(subscription.timetable, planned_at), at=planned_at, is_scheduled=True
    )
