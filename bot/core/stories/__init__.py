"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs.
"""

from bot.core.stories.grouping import COMPARED, Assignment, Outline, Query, assign, query_of
from bot.core.stories.ranking import lead_first, weight

__all__ = ["COMPARED", "Assignment", "Outline", "Query", "assign", "lead_first", "query_of", "weight"]
