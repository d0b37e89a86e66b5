"""Delivering: pending -> sending (claimed, with a lease) -> sent, and never blindly again.

A delivery found "sending" with its lease run out had an unknown outcome: somebody died on it, or the platform never
answered. It is looked for in the channel before it is posted; where nobody can look, it ends as uncertain.
"""

import datetime as dt
import functools
from dataclasses import replace

import structlog

from bot.core import timetable
from bot.core.entities import Delivery, DeliveryId, DeliveryState, Edition, Message, Posted, Speaker
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError, InstallationGoneError
from bot.flows import leases
from bot.flows.installations import stop_work
from bot.flows.needs import Needs

log = structlog.get_logger()

_RETRY_AFTER = dt.timedelta(seconds=15)
_MAX_ATTEMPTS = 10
_WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)


async def deliver(needs: Needs, delivery_id: DeliveryId) -> None:
    """Send one message of an edition: the job DELIVER."""
    now = needs.clock.now()
    first = await _first(needs, delivery_id)
    if first is not None and first.state in _WAITING:
        return
    delivery = await needs.store.claim_delivery(delivery_id, now + leases.LENGTH, now)
    if delivery is None:
        return
    if first is not None and first.state is not DeliveryState.SENT:
        await _give_up(needs, delivery, DeliveryState.FAILED, "the edition's first message is not there")
    elif delivery.attempts > _MAX_ATTEMPTS:
        is_open = delivery.state is DeliveryState.SENDING
        state = DeliveryState.UNCERTAIN if is_open else DeliveryState.FAILED
        await _give_up(needs, delivery, state, delivery.error or "no attempt came to an end")
    else:
        prolong = functools.partial(needs.store.prolong_delivery, delivery.id, delivery.attempts)
        async with leases.prolonged(f"delivery:{delivery.id}", prolong, needs.clock):
            await _send(needs, delivery, first.message_id if first else "")


async def _send(needs: Needs, delivery: Delivery, opened: str) -> None:
    edition = await needs.store.edition(delivery.edition_id)
    thread = edition.thread or opened  # the parts of an update stand in its story's thread, beside it
    # No attempt is older than the edition; each claim and each failed look moves the delivery's own instant.
    sought = replace(delivery, due_at=min(delivery.due_at, edition.composed_at))
    if delivery.state is DeliveryState.SENDING and not await _is_surely_missing(needs, sought, thread):
        return
    if not await _is_wanted_now(needs, delivery, edition):
        return
    try:
        message_id = await needs.chats[delivery.place.platform].post(delivery, edition, thread)
    except ChatUncertainError as error:
        # Left "sending": when its lease has run out it is looked for, as after a crash.
        log.warning("delivery_outcome_unknown", delivery=delivery.id, error=str(error))
    except ChatUnavailableError as error:
        await _later(needs, delivery, DeliveryState.PENDING, error)
    except ChatError as error:
        await _give_up(needs, delivery, DeliveryState.FAILED, str(error))
        if isinstance(error, InstallationGoneError):
            await stop_work(needs, delivery.place, error)
    else:
        await _sent(needs, delivery, thread, message_id)


async def _is_surely_missing(needs: Needs, delivery: Delivery, thread: str) -> bool:
    """Look for an attempt whose outcome is unknown, and settle what is found. True: it does not stand there, so post it."""
    try:
        found = await needs.chats[delivery.place.platform].find_posted(delivery, thread)
    except ChatUnavailableError as error:
        await _later(needs, delivery, DeliveryState.SENDING, error)  # not pending: that would post it unseen
        return False
    except ChatError as error:
        await _give_up(needs, delivery, DeliveryState.UNCERTAIN, str(error))
        return False
    if found is None:
        return True
    log.info("delivery_reconciled", delivery=delivery.id)
    await _sent(needs, delivery, thread, found)
    return False


async def _is_wanted_now(needs: Needs, delivery: Delivery, edition: Edition) -> bool:
    """Settle what is not to be posted now: quiet hours may have begun, or somebody unsubscribed or took it back, since it was written.

    What somebody asked for is posted at any hour, and an edition that has begun is not cut short by unsubscribing.
    """
    if edition.withdrawal:
        await _give_up(needs, delivery, DeliveryState.FAILED, "withdrawn before it was posted")
        return False
    if edition.shared_by:  # somebody there wanted it, at whatever hour
        return True
    subscription = await needs.store.subscription(edition.subscription_id)
    if subscription is None:
        if delivery.part == 0:
            await _give_up(needs, delivery, DeliveryState.FAILED, "unsubscribed meanwhile")
        return delivery.part > 0
    if not edition.is_scheduled:
        return True
    held_until = timetable.quiet_until(subscription.timetable, needs.clock.now())
    if held_until is None:
        return True
    log.info("delivery_held", delivery=delivery.id, until=held_until.isoformat())
    await needs.store.finish_delivery(
        delivery.id, DeliveryState.PENDING, attempts=delivery.attempts, retry_at=held_until
    )
    return False


async def _first(needs: Needs, delivery_id: DeliveryId) -> Delivery | None:
    """Return the delivery whose message opens the thread that this one belongs into; None if this one is the first."""
    delivery = await needs.store.delivery(delivery_id)
    return None if delivery.part == 0 else (await needs.store.deliveries(delivery.edition_id))[0]


async def _sent(needs: Needs, delivery: Delivery, thread: str, message_id: str) -> None:
    message = Message(
        place=delivery.place,
        thread=thread,
        id=message_id,
        speaker=Speaker.BOT,
        user="",
        body=Posted(edition_id=delivery.edition_id),
        at=needs.clock.now(),
    )
    await needs.store.finish_delivery(
        delivery.id, DeliveryState.SENT, attempts=delivery.attempts, message=message
    )
    log.info("delivery_sent", delivery=delivery.id, edition=delivery.edition_id, part=delivery.part)


async def _later(needs: Needs, delivery: Delivery, state: DeliveryState, error: ChatUnavailableError) -> None:
    retry_at = error.retry_at or needs.clock.now() + _RETRY_AFTER * 2 ** (delivery.attempts - 1)
    log.warning("delivery_postponed", delivery=delivery.id, attempts=delivery.attempts, error=str(error))
    await needs.store.finish_delivery(
        delivery.id, state, attempts=delivery.attempts, error=str(error), retry_at=retry_at
    )


async def _give_up(needs: Needs, delivery: Delivery, state: DeliveryState, error: str) -> None:
    log.error("delivery_given_up", delivery=delivery.id, state=state, error=error)
    await needs.store.finish_delivery(delivery.id, state, attempts=delivery.attempts, error=error)
