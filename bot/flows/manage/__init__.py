"""Managing: what a chat command may change or look up about topics, subscriptions, feeds and entries."""

from bot.flows.manage.explaining import explain, why
from bot.flows.manage.looking_up import feeds, help_text
from bot.flows.manage.steering import mute, mutes, unmute, unwatch, watch, watches
from bot.flows.manage.subscribing import (
    DEFAULT_SIZE,
    pause,
    resume,
    status,
    subscribe,
    topic_subscriptions,
    unsubscribe,
)

__all__ = [
    "DEFAULT_SIZE",
    "explain",
    "feeds",
    "help_text",
    "mute",
    "mutes",
    "pause",
    "resume",
    "status",
    "subscribe",
    "topic_subscriptions",
    "unmute",
    "unsubscribe",
    "unwatch",
    "watch",
    "watches",
    "why",
]
