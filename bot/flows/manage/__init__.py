"""Managing: what a chat command may change or look up about topics, subscriptions, feeds and entries."""

from bot.flows.manage.explaining import explain, why
from bot.flows.manage.filling_in import form, suggest
from bot.flows.manage.filtering import end_filter, filter_by, filters_of
from bot.flows.manage.helping import help_text
from bot.flows.manage.home import home
from bot.flows.manage.looking_up import feeds
from bot.flows.manage.muting import mute, mutes, unmute
from bot.flows.manage.subscribing import (
    DEFAULT_SIZE,
    pause,
    resume,
    status,
    subscribe,
    topic_subscriptions,
    unsubscribe,
)
from bot.flows.manage.watching import unwatch, watch
from bot.flows.manage.watching_alone import own_watches, unwatch_alone, watch_alone, watches

__all__ = [
    "DEFAULT_SIZE",
    "end_filter",
    "explain",
    "feeds",
    "filter_by",
    "filters_of",
    "form",
    "help_text",
    "home",
    "mute",
    "mutes",
    "own_watches",
    "pause",
    "resume",
    "status",
    "subscribe",
    "suggest",
    "topic_subscriptions",
    "unmute",
    "unsubscribe",
    "unwatch",
    "unwatch_alone",
    "watch",
    "watch_alone",
    "watches",
    "why",
]
