"""Previews: a channel's next edition as it would be posted now. Nothing is posted, and its window stays where it is.

What a language model wrote for it is kept, as for any edition, so that the edition itself does not pay for it again.
"""

from bot.core.entities import NextEdition, Subscription
from bot.core.language import say
from bot.flows.needs import Needs
from bot.flows.publish.compose import compose
from bot.flows.publish.plans import Plan

_KEY = "preview"


async def preview(needs: Needs, subscription: Subscription) -> NextEdition:
    """Compose what the subscription would get if its next edition were due now. Updates in threads are no part of it."""
    plan = Plan(key=_KEY, at=needs.clock.now(), is_scheduled=True)
    composed = await compose(needs, subscription, plan)
    note = say("Preview: this is what would be posted now. Nothing was posted.")
    return NextEdition(edition=composed.edition, note=note)
