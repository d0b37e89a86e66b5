"""Editing posted messages, so that they show what their edition says by now. It never posts: a message that is gone stays gone.

To edit twice is harmless, so an attempt whose outcome is unknown is simply made again.
"""

import datetime as dt

import structlog

from bot.core.entities import DeliveryId, DeliveryState, Edit, EditState
from bot.core.errors import (
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    InstallationGoneError,
    MessageGoneError,
)
from bot.flows import recognizing
from bot.flows.installations import stop_work
from bot.flows.needs import Needs
from bot.flows.ports import Job, JobName
from bot.flows.publish.plans import lane

log = structlog.get_logger()

_LEASE = dt.timedelta(minutes=1)
"""Longer than a chat's own time limit."""

_RETRY_AFTER = dt.timedelta(seconds=15)
_REST = dt.timedelta(hours=1)
_MAX_ATTEMPTS = 10
_EDITS_A_TICK = 100


async def edit_due(needs: Needs) -> None:
    """Start the edits that are due."""
    for each in await needs.store.due_edits(needs.clock.now(), _EDITS_A_TICK, needs.chats.keys()):
        key = f"edit:{each.delivery.id}"
        job = Job(name=JobName.EDIT, key=key, lane=lane(each.delivery.place), args=(each.delivery.id,))
        await needs.jobs.start(job)


async def edit(needs: Needs, delivery_id: DeliveryId) -> None:
    """Edit one message: the job EDIT."""
    now = needs.clock.now()
    claimed = await needs.store.claim_edit(delivery_id, now + _LEASE, now)
    if claimed is None:
        return
    if claimed.attempts > _MAX_ATTEMPTS:
        await _end(needs, claimed, EditState.REFUSED, claimed.error or "no attempt came to an end")
        return
    try:
        await _show(needs, claimed)
    except (ChatUnavailableError, ChatUncertainError) as error:
        await _later(needs, claimed, error)
    except InstallationGoneError as error:
        await stop_work(needs, claimed.delivery.place, error)
        await needs.store.finish_edit(claimed, EditState.WAITING, needs.clock.now() + _REST, error=str(error))
    except MessageGoneError as error:
        await _end(needs, claimed, EditState.GONE, str(error))
    except ChatError as error:
        await _end(needs, claimed, EditState.REFUSED, str(error))
    else:
        await needs.store.finish_edit(claimed, EditState.EDITED, needs.clock.now())
        log.info("message_edited", delivery=claimed.delivery.id, revision=claimed.revision)


async def _show(needs: Needs, claimed: Edit) -> None:
    delivery = claimed.delivery
    edition = await needs.store.edition(delivery.edition_id)
    deliveries = await needs.store.deliveries(edition.id)
    thread = edition.thread or (deliveries[0].message_id if delivery.part else "")
    if delivery.state is DeliveryState.UNCERTAIN:
        delivery = await recognizing.find(needs, delivery, thread)
    chat = needs.chats[delivery.place.platform]
    await chat.edit(delivery, edition, thread, parts=len(deliveries))


async def _later(needs: Needs, claimed: Edit, error: ChatUnavailableError | ChatUncertainError) -> None:
    named = error.retry_at if isinstance(error, ChatUnavailableError) else None
    retry_at = named or needs.clock.now() + _RETRY_AFTER * 2 ** (claimed.attempts - 1)
    log.warning("edit_postponed", delivery=claimed.delivery.id, attempts=claimed.attempts, error=str(error))
    await needs.store.finish_edit(claimed, EditState.WAITING, retry_at, error=str(error))


async def _end(needs: Needs, claimed: Edit, state: EditState, error: str) -> None:
    log.error("edit_given_up", delivery=claimed.delivery.id, state=state, error=error)
    await needs.store.finish_edit(claimed, state, needs.clock.now(), error=error)
