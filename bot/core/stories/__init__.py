"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs.
"""

from bot.core.stories.grouping import Assignment, Grouper
from bot.core.stories.languages import primary
from bot.core.stories.marks import COMPARED, PROMISING, Outline, Query, asked_of, query_of
from bot.core.stories.ranking import lead_first, weight

__all__ = [
    "COMPARED",
    "PROMISING",
    "Assignment",
    "Grouper",
    "Outline",
    "Query",
    "asked_of",
    "lead_first",
    "primary",
    "query_of",
    "weight",
]
