"""Editions: subscriptions due -> choose -> summarize -> check -> compose -> deliveries -> deliver.

The edition and its deliveries are written in one transaction, and sending starts from what was written: whatever dies,
nothing is composed twice and nothing is posted blindly again.
"""

from bot.flows.publish.compose import Composed, compose
from bot.flows.publish.deliver import deliver
from bot.flows.publish.due import plan_now, publish_due, publish_now
from bot.flows.publish.plans import Plan
from bot.flows.publish.previewing import preview
from bot.flows.publish.sharing import share
from bot.flows.publish.trying import try_out
from bot.flows.publish.writing import publish, write

__all__ = [
    "Composed",
    "Plan",
    "compose",
    "deliver",
    "plan_now",
    "preview",
    "publish",
    "publish_due",
    "publish_now",
    "share",
    "try_out",
    "write",
]
