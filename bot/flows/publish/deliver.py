"""Delivering: pending -> sending (claimed, with a lease) -> sent, and never blindly again.

A delivery found "sending" with its lease run out had an unknown outcome: somebody died on it, or the platform never
answered. It is looked for in the channel before it is posted; where nobody can look, it ends as uncertain.
"""

import datetime as dt

import structlog

from bot.core.entities import Delivery, DeliveryId, DeliveryState, Edition, Message, Posted, Speaker
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError
from bot.flows.needs import Needs

log = structlog.get_logger()

_LEASE = dt.timedelta(minutes=2)
_RETRY_AFTER = dt.timedelta(seconds=15)
_MAX_ATTEMPTS = 10
_WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)


async def deliver(needs: Needs, delivery_id: DeliveryId) -> None:
    """Send one message of an edition: the job DELIVER."""
    now = needs.clock.now()
    first = await _first(needs, delivery_id)
    if first is not None and first.state in _WAITING:
        return
    delivery = await needs.store.claim_delivery(delivery_id, now + _LEASE, now)
    if delivery is None:
        return
    if first is not None and first.state is not DeliveryState.SENT:
        await _give_up(
            needs, delivery, DeliveryState.FAILED, ChatError("the edition's first message is not there")
        )
        return
    thread = first.message_id if first else ""
    edition = await needs.store.edition(delivery.edition_id)
    try:
        message_id = await _post(needs, delivery, edition, thread)
    except ChatUncertainError as error:
        await _uncertain(needs, delivery, error)
    except ChatUnavailableError as error:
        await _later(needs, delivery, error)
    except ChatError as error:
        await _give_up(needs, delivery, DeliveryState.FAILED, error)
    else:
        await _sent(needs, delivery, edition, thread, message_id)


async def _first(needs: Needs, delivery_id: DeliveryId) -> Delivery | None:
    """Return the delivery whose message opens the thread that this one belongs into; None if this one is the first."""
    delivery = await needs.store.delivery(delivery_id)
    return None if delivery.part == 0 else (await needs.store.deliveries(delivery.edition_id))[0]


async def _post(needs: Needs, delivery: Delivery, edition: Edition, thread: str) -> str:
    chat = needs.chats[delivery.place.platform]
    if delivery.state is DeliveryState.SENDING:
        found = await chat.find_posted(delivery, thread)
        if found is not None:
            log.info("delivery_reconciled", delivery=delivery.id)
            return found
    return await chat.post(delivery, edition, thread)


async def _sent(needs: Needs, delivery: Delivery, edition: Edition, thread: str, message_id: str) -> None:
    message = Message(
        place=delivery.place,
        thread=thread,
        id=message_id,
        speaker=Speaker.BOT,
        user="",
        body=Posted(edition_id=edition.id),
        at=needs.clock.now(),
    )
    await needs.store.finish_delivery(delivery.id, DeliveryState.SENT, message=message)
    log.info("delivery_sent", delivery=delivery.id, edition=edition.id, part=delivery.part)


async def _uncertain(needs: Needs, delivery: Delivery, error: ChatUncertainError) -> None:
    """Leave a fresh attempt to its lease, after which it is looked for; where that told nothing, nobody can tell."""
    if delivery.state is DeliveryState.SENDING:
        await _give_up(needs, delivery, DeliveryState.UNCERTAIN, error)
        return
    log.warning("delivery_outcome_unknown", delivery=delivery.id, error=str(error))


async def _later(needs: Needs, delivery: Delivery, error: ChatUnavailableError) -> None:
    if delivery.attempts >= _MAX_ATTEMPTS:
        await _give_up(needs, delivery, DeliveryState.FAILED, error)
        return
    retry_at = error.retry_at or needs.clock.now() + _RETRY_AFTER * 2 ** (delivery.attempts - 1)
    log.warning("delivery_postponed", delivery=delivery.id, attempts=delivery.attempts, error=str(error))
    await needs.store.finish_delivery(delivery.id, DeliveryState.PENDING, error=str(error), retry_at=retry_at)


async def _give_up(needs: Needs, delivery: Delivery, state: DeliveryState, error: ChatError) -> None:
    log.error("delivery_given_up", delivery=delivery.id, state=state, error=str(error))
    await needs.store.finish_delivery(delivery.id, state, error=str(error))
