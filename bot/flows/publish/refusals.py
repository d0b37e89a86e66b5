"""A channel that is gone, or lets nobody post: after a few editions that failed there, none is composed until it answers again.

Else a language model would be paid, edition after edition, for what nobody can read.
"""

import datetime as dt

import structlog

from bot.core.entities import Subscription
from bot.core.errors import ChatError
from bot.flows.needs import Needs

log = structlog.get_logger()

_IN_A_ROW = 3
_REST = dt.timedelta(hours=1)


async def may_be_tried(needs: Needs, subscription: Subscription) -> bool:
    """Say whether an edition may be started: always, but only once in a while where the last ones failed."""
    if not await needs.store.was_refused(subscription.id, _IN_A_ROW):
        return True
    now = needs.clock.now()
    # Never given back: it is what the next try waits for.
    return await needs.store.claim(f"refused:{subscription.id}", now + _REST, now)


async def is_reachable(needs: Needs, subscription: Subscription) -> bool:
    """Ask the platform for a channel in which the last editions failed, before another one is composed."""
    place = subscription.place
    if not await needs.store.was_refused(subscription.id, _IN_A_ROW):
        return True
    try:
        await needs.chats[place.platform].workspace_of(place.channel)
    except ChatError as error:
        log.error(  # noqa: TRY400 -- an expected failure; a person has to act
            "channel_unreachable", platform=place.platform, channel=place.channel, error=str(error)
        )
        return False
    return True
