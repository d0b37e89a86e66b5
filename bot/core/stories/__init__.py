"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs.
"""

from bot.core.stories.grouping import REACH, Assignment, Outline, assign, queried
from bot.core.stories.ranking import lead_first, weight

__all__ = ["REACH", "Assignment", "Outline", "assign", "lead_first", "queried", "weight"]
