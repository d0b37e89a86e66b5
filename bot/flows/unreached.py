"""Channels that get nothing any more: the newest edition for them was refused. A person has to act, so it is told, not only logged."""

import datetime as dt

from bot.core.entities import Standing, Unreached
from bot.flows.ports import Store

_LATELY = dt.timedelta(days=1)
"""A dead installation is tried again every hour: so long after the last try it still counts as dead."""


async def unreached(store: Store, now: dt.datetime) -> tuple[Unreached, ...]:
    """Return the channels whose newest edition was refused, one finding for each channel.

    Direct messages that rest, since somebody wants none, are settled.
    """
    refused = await store.refused(1)
    if not refused:
        return ()
    dead = await store.stopped_workspaces(now - _LATELY)
    found: dict[object, Unreached] = {}
    for standing in await store.standings(None):
        subscription = standing.subscription
        is_settled = subscription.place.is_direct and subscription.paused_at is not None
        if subscription.id in refused and standing.channel not in found and not is_settled:
            one = await _unreached(store, standing, is_installed=standing.channel.workspace.id not in dead)
            if one is not None:
                found[standing.channel] = one
    return tuple(found.values())


async def _unreached(store: Store, standing: Standing, *, is_installed: bool) -> Unreached | None:
    subscription = standing.subscription
    edition = await store.last_edition(subscription.id)
    if (
        edition is None or edition.withdrawal
    ):  # taken back by a person before it was posted: nobody refused it
        return None
    first = next(iter(await store.deliveries(edition.id)), None)
    return Unreached(
        channel=standing.channel,
        subscription_id=subscription.id,
        error=first.error if first else "",
        tried_at=edition.composed_at,
        reached_until=await store.covered_until(subscription.id),
        is_installed=is_installed,
    )
