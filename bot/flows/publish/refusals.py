"""A channel that is gone, or lets nobody post: after a few editions that failed there, none is composed until it answers again.

Else a language model would be paid, edition after edition, for what nobody can read.
"""

import datetime as dt
from collections.abc import Collection

import structlog

from bot.core.entities import Subscription, SubscriptionId
from bot.core.errors import ChatError
from bot.flows.needs import Needs

log = structlog.get_logger()

_IN_A_ROW = 3
_REST = dt.timedelta(hours=1)


async def refused(needs: Needs, subscription_ids: Collection[SubscriptionId]) -> frozenset[SubscriptionId]:
    """Return those of *subscription_ids* whose last editions failed."""
    return await needs.store.refused(_IN_A_ROW, subscription_ids)


async def may_be_tried(needs: Needs, subscription: Subscription) -> bool:
    """Say whether an edition may be started where the last ones failed: once in a while."""
    now = needs.clock.now()
    # Never given back: it is what the next try waits for.
    return await needs.store.claim(f"refused:{subscription.id}", now + _REST, now)


async def _is_wanted_again(needs: Needs, subscription: Subscription) -> bool:
    """Say whether a person asked again since messages to them were refused; else it rests, and they see that it does."""
    last, asked_at = await needs.store.last_edition(subscription.id), subscription.resumed_at
    if last is not None and asked_at is not None and last.composed_at <= asked_at:
        return True
    log.info("direct_messages_refused", subscription=subscription.id, platform=subscription.place.platform)
    await needs.store.pause(subscription.id, needs.clock.now())
    return False


async def is_reachable(needs: Needs, subscription: Subscription) -> bool:
    """Ask the platform for a channel in which the last editions failed, before another one is composed."""
    place = subscription.place
    if not await refused(needs, [subscription.id]):
        return True
    if place.is_direct:
        return await _is_wanted_again(needs, subscription)
    try:
        await needs.chats[place.platform].workspace_of(place.channel)
    except ChatError as error:
        log.error(  # noqa: TRY400 -- an expected failure; a person has to act
            "channel_unreachable", platform=place.platform, channel=place.channel, error=str(error)
        )
        return False
    return True
