"""Feeds that are due -> fetched, parsed, kept -> grouped into stories. `reading` does one feed, `grouping` what is new."""

from bot.flows.refresh.grouping import group_new_entries
from bot.flows.refresh.reading import FeedOutcome, refresh_due, refresh_feed
from bot.flows.refresh.states import RefreshRules

__all__ = ["FeedOutcome", "RefreshRules", "group_new_entries", "refresh_due", "refresh_feed"]
