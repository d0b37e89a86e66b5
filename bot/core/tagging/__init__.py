"""Tags: the names and subjects that people would filter stories by, in a vocabulary that converges."""

from bot.core.tagging.choosing import MAX_TAGS, MIN_TAGS, Telling, choose_tags, one_form, without_dateline
from bot.core.tagging.known import canonical

__all__ = ["MAX_TAGS", "MIN_TAGS", "Telling", "canonical", "choose_tags", "one_form", "without_dateline"]
