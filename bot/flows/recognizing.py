"""Messages of ours that may stand in a channel, though nobody knows: recognised when somebody speaks of one, or when it is needed."""

import asyncio
import contextlib
from dataclasses import replace

import structlog

from bot.core.entities import Delivery, DeliveryState, Message, Place, Posted, Speaker
from bot.core.errors import ChatUnavailableError, ChatUncertainError, MessageGoneError
from bot.flows.needs import Needs

log = structlog.get_logger()

_PATIENCE = 2.0
"""Seconds that a look may take while a chat waits for us to acknowledge what somebody said."""


async def recognize(needs: Needs, place: Place, message_id: str) -> bool:
    """Say whether a message of ours, outside threads, is or may be an edition that ended as uncertain. One that is recognised is sent from now on.

    Where nobody can look, it may be one.
    """
    uncertain = [
        each for each in await needs.store.unrecorded(place) if each.state is DeliveryState.UNCERTAIN
    ]
    if not uncertain:
        return False
    with contextlib.suppress(ChatUnavailableError, ChatUncertainError, TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            found = await needs.chats[place.platform].recognize(message_id, uncertain)
        if found is not None:
            await _adopt(needs, found, message_id, thread="")
        return found is not None
    return True


async def find(needs: Needs, delivery: Delivery, thread: str) -> Delivery:
    """Look again for an uncertain delivery, and return it as it was sent.

    Raises:
        MessageGoneError: it does not stand there. ChatUnavailableError, ChatUncertainError: nobody can tell, now or for good.
    """
    edition = await needs.store.edition(delivery.edition_id)
    sought = replace(delivery, due_at=min(delivery.due_at, edition.composed_at))
    message_id = await needs.chats[delivery.place.platform].find_posted(sought, thread)
    if message_id is None:
        raise MessageGoneError("its outcome was unknown, and it does not stand there")
    await _adopt(needs, delivery, message_id, thread)
    return replace(delivery, state=DeliveryState.SENT, message_id=message_id)


async def _adopt(needs: Needs, delivery: Delivery, message_id: str, thread: str) -> None:
    message = Message(
        place=delivery.place,
        thread=thread,
        id=message_id,
        speaker=Speaker.BOT,
        user="",
        body=Posted(edition_id=delivery.edition_id),
        at=needs.clock.now(),
    )
    if await needs.store.adopt_delivery(delivery.id, message):
        log.info("delivery_recognized", delivery=delivery.id, edition=delivery.edition_id)
