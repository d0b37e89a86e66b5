"""Feeds that are due -> fetched, parsed, kept -> grouped into stories -> found by searches.

`reading` does one feed, `articles` the pages of its excerpts, `rounds` many feeds at once; `grouping` and `placing` group what is
new, and `indexing` lets searches find it.
"""

from bot.flows.refresh.grouping import Grouping
from bot.flows.refresh.indexing import take_in
from bot.flows.refresh.reading import FeedOutcome, check_feed, refresh_due, refresh_feed
from bot.flows.refresh.rounds import read_round
from bot.flows.refresh.states import RefreshRules

__all__ = [
    "FeedOutcome",
    "Grouping",
    "RefreshRules",
    "check_feed",
    "read_round",
    "refresh_due",
    "refresh_feed",
    "take_in",
]
