"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs.
"""

from bot.core.stories.grouping import COMPARED, Assignment, Grouper, Outline, Query, query_of, terms_of
from bot.core.stories.ranking import lead_first, weight

__all__ = [
    "COMPARED",
    "Assignment",
    "Grouper",
    "Outline",
    "Query",
    "lead_first",
    "query_of",
    "terms_of",
    "weight",
]
