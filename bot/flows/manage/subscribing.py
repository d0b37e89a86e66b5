"""A channel's subscription: made, changed, paused and ended by whoever types the command."""

import datetime as dt
from dataclasses import replace

from bot.core import health, timetable
from bot.core.entities import (
    DeliveryState,
    NewSubscription,
    Notice,
    Origin,
    Place,
    Subscription,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.language import Moment, joined, say, some
from bot.core.wishes import parse_wish
from bot.flows.manage.filtering import filtered
from bot.flows.manage.muting import muted_here
from bot.flows.manage.watching import keep_quiet, watched_here
from bot.flows.needs import Needs
from bot.flows.ports import Store

_CHANGES = 5
_FAILING_NAMED = 3
_OUTCOMES = {
    DeliveryState.FAILED: say("not posted"),
    DeliveryState.UNCERTAIN: say("nobody knows whether it was posted"),
    DeliveryState.SENDING: say("being posted"),
    DeliveryState.PENDING: say("waiting to be posted"),
}
"""What became of an edition, by its parts: the worst says it."""

DEFAULT_SIZE = 5
"""Stories in an edition, unless somebody says otherwise."""


async def subscribe(needs: Needs, topic: Topic, place: Place, text: str) -> Notice:
    """Subscribe the channel to the topic, or change what it has: timetable, size, language. A pause ends.

    Raises:
        CommandError: it cannot be understood, or the configuration file has the say here.
    """
    wish = parse_wish(text)
    await _refuse_configured(needs, topic, place)
    before = next(iter(await topic_subscriptions(needs.store, topic, place)), None)
    new = NewSubscription(
        topic_id=topic.id,
        place=place,
        timetable=wish.timetable,
        language=wish.language or (before.language if before else topic.language),
        size=wish.size or (before.size if before else DEFAULT_SIZE),
        origin=Origin.CHAT,
    )
    subscription = await needs.store.add_subscription(new, needs.clock.now())
    if subscription.paused_at:
        await needs.store.resume(subscription.id, needs.clock.now())
        subscription = replace(subscription, paused_at=None)
    await keep_quiet(needs, topic, place)
    lines = (
        next_edition(subscription, needs.clock.now()),
        say("See one now: {command}", command=f"{topic.command} digest"),
    )
    return Notice(title=say("{topic}: this channel is subscribed", topic=topic.title), lines=lines)


async def unsubscribe(needs: Needs, topic: Topic, place: Place) -> Notice:
    """End the channel's subscription to the topic.

    Raises:
        CommandError: there is none, or the configuration file declares it.
    """
    await _refuse_configured(needs, topic, place)
    if not await needs.store.remove_subscription(place, topic.id, Origin.CHAT, subject=""):
        raise CommandError(say("This channel has no subscription to {topic}.", topic=topic.title))
    return Notice(
        title=say("{topic}: no more editions here", topic=topic.title), lines=(say("What was posted stays."),)
    )


async def _refuse_configured(needs: Needs, topic: Topic, place: Place) -> None:
    for subscription in await topic_subscriptions(needs.store, topic, place):
        if subscription.origin is Origin.CONFIG:
            raise CommandError(
                say(
                    "This channel's editions of {topic} are set in the configuration file; whoever runs the bot changes them there.",
                    topic=topic.title,
                )
            )


async def topic_subscriptions(store: Store, topic: Topic, place: Place) -> tuple[Subscription, ...]:
    """Return the channel's subscriptions to one topic as a whole."""
    here = await store.subscriptions(place)
    return tuple(each for each in here if each.topic_id == topic.id and not each.subject)


async def status(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Say what is subscribed here, when the next edition comes, and how the sources do."""
    now = needs.clock.now()
    subscriptions = await topic_subscriptions(needs.store, topic, place)
    lines = [next_edition(subscription, now) for subscription in subscriptions]
    lines += [line for each in subscriptions for line in await _last_edition(needs, each)]
    lines += await filtered(needs, topic, place)
    lines += await watched_here(needs, topic, place)
    lines += await muted_here(needs, topic, place)
    lines += await sources(needs, topic)
    lines += await last_changes(needs, topic, place)
    if not subscriptions:
        example = f"{topic.command} subscribe {timetable.EXAMPLE}"
        lines.insert(0, say("No editions here. To get them: {example}", example=example))
    return Notice(title=say("{topic} in this channel", topic=topic.title), lines=tuple(lines))


async def sources(needs: Needs, topic: Topic) -> list[str]:
    """Return how the topic's feeds do: how many fail, and which."""
    feeds = await needs.store.feeds(topic.id)
    failing = [feed for feed in feeds if health.health(feed).is_ill]
    line = some(
        len(feeds),
        "{n} feed, {failing} failing. Details: {command}",
        "{n} feeds, {failing} failing. Details: {command}",
        failing=len(failing),
        command=f"{topic.command} feeds",
    )
    named = tuple(feed.name for feed in sorted(failing, key=health.severity)[:_FAILING_NAMED])
    return [line, say("Failing: {feeds}", feeds=named)] if failing else [line]


async def _last_edition(needs: Needs, subscription: Subscription) -> list[str]:
    """Return when the last planned edition was, what it told, and what became of it; nothing where there was none."""
    edition = await needs.store.last_edition(subscription.id)
    if edition is None:
        return []
    states = {delivery.state for delivery in await needs.store.deliveries(edition.id)}
    outcome = next((_OUTCOMES[state] for state in _OUTCOMES if state in states), say("posted"))
    return [
        some(
            len(edition.items),
            "Last: {when}, {n} story, {outcome}.",
            "Last: {when}, {n} stories, {outcome}.",
            when=_local(subscription, edition.planned_at),
            outcome=outcome,
        )
    ]


async def last_changes(needs: Needs, topic: Topic, place: Place) -> list[str]:
    """Return who changed what here lately, the newest first, a line each."""
    changes = await needs.store.changes(place, topic.id, _CHANGES)
    return [
        say(
            "{user}, {when}: {command}",
            user=each.by,
            when=each.at,
            command=f"{topic.command} {each.what}",
        )
        for each in changes
    ]


async def pause(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Post no editions here until somebody resumes them.

    Raises:
        CommandError: there is no subscription, or the configuration file declares it.
    """
    subscription = await _own_subscription(needs, topic, place)
    await needs.store.pause(subscription.id, needs.clock.now())
    lines = (
        say(
            "Go on with: {command}. The next edition then covers what came in the meantime.",
            command=f"{topic.command} resume",
        ),
    )
    return Notice(title=say("{topic}: paused here", topic=topic.title), lines=lines)


async def resume(needs: Needs, topic: Topic, place: Place) -> Notice:
    """Post editions here again, from the next planned one on.

    Raises:
        CommandError: there is no subscription, or the configuration file declares it.
    """
    subscription = await _own_subscription(needs, topic, place)
    now = needs.clock.now()
    if subscription.paused_at:
        await needs.store.resume(subscription.id, now)
    line = next_edition(replace(subscription, paused_at=None), now)
    return Notice(title=say("{topic}: editions come here again", topic=topic.title), lines=(line,))


async def _own_subscription(needs: Needs, topic: Topic, place: Place) -> Subscription:
    await _refuse_configured(needs, topic, place)
    subscriptions = await topic_subscriptions(needs.store, topic, place)
    if not subscriptions:
        raise CommandError(say("This channel has no subscription to {topic}.", topic=topic.title))
    return subscriptions[0]


def next_edition(subscription: Subscription, now: dt.datetime) -> str:
    """Return what a channel gets, and when next."""
    return joined([_rule(subscription), _when(subscription, now)])


def _rule(subscription: Subscription) -> str:
    rule, size = timetable.render_timetable(subscription.timetable), subscription.size
    if subscription.timetable.is_instant:
        return some(
            size,
            "{timetable}, {n} story at a time, as soon as it is there.",
            "{timetable}, {n} stories at a time, as soon as they are there.",
            timetable=rule,
        )
    return some(size, "{timetable}, {n} story.", "{timetable}, {n} stories.", timetable=rule)


def _when(subscription: Subscription, now: dt.datetime) -> str:
    if subscription.paused_at:
        return say("Paused since {when}.", when=_local(subscription, subscription.paused_at))
    if subscription.timetable.is_instant:
        held_until = timetable.quiet_until(subscription.timetable, now)
        return say("Quiet until {when}.", when=_local(subscription, held_until)) if held_until else ""
    return say("Next: {when}.", when=_local(subscription, _posted_next_at(subscription, now)))


def _posted_next_at(subscription: Subscription, now: dt.datetime) -> dt.datetime:
    """Return when an edition is posted next: what was planned in these quiet hours comes when they end."""
    wanted = subscription.timetable
    latest = timetable.latest_planned(wanted, now)
    held_until = timetable.quiet_until(wanted, now)
    is_made_up = latest > (subscription.resumed_at or subscription.created_at)
    if held_until and is_made_up and timetable.quiet_until(wanted, latest) == held_until:
        return held_until
    planned = timetable.next_planned(wanted, now)
    return timetable.quiet_until(wanted, planned) or planned


def _local(subscription: Subscription, instant: dt.datetime) -> Moment:
    return Moment(instant, "EEEE d MMMM, HH:mm", subscription.timetable.zone)
