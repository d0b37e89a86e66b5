"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs.
"""

from bot.core.stories.grouping import Assignment, Grouper
from bot.core.stories.languages import primary
from bot.core.stories.marks import COMPARED, PROMISING, Outline, Query, day_term
from bot.core.stories.ranking import lead_first, weight
from bot.core.stories.stretch import Stretch, in_stretches, terms_of

__all__ = [
    "COMPARED",
    "PROMISING",
    "Assignment",
    "Grouper",
    "Outline",
    "Query",
    "Stretch",
    "day_term",
    "in_stretches",
    "lead_first",
    "primary",
    "terms_of",
    "weight",
]
