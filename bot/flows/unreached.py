"""Channels that get nothing any more: the newest edition for them was refused. A person has to act, so it is told, not only logged."""

import datetime as dt

from bot.core.entities import Channel, EditionRecord, SubscriptionId, Unreached
from bot.flows.ports import Store

_LATELY = dt.timedelta(days=1)
"""A dead installation is tried again every hour: so long after the last try it still counts as dead."""


async def unreached(store: Store, now: dt.datetime) -> tuple[Unreached, ...]:
    """Return the channels whose newest edition was refused, one finding for each channel.

    Only subscriptions with a refused edition are looked at: it is asked once a minute.
    """
    refused = await store.refused(1)
    dead = await store.stopped_workspaces(now - _LATELY) if refused else ()
    found: dict[Channel, Unreached] = {}
    for subscription_id in sorted(refused):
        record = await _refused_edition(store, subscription_id)
        if record is not None and record.channel not in found:
            found[record.channel] = Unreached(
                channel=record.channel,
                subscription_id=subscription_id,
                error=next((each.error for each in record.deliveries), ""),
                tried_at=record.edition.composed_at,
                reached_until=await store.covered_until(subscription_id),
                is_installed=record.channel.workspace.id not in dead,
            )
    return tuple(found.values())


async def _refused_edition(store: Store, subscription_id: SubscriptionId) -> EditionRecord | None:
    """Return the newest edition of a subscription, None where nobody misses it: unsubscribed, or taken back by a person."""
    edition = await store.last_edition(subscription_id)
    if edition is None or edition.withdrawal or await store.subscription(subscription_id) is None:
        return None
    return await store.edition_record(edition.id, None)
