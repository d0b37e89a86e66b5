"""Decide which entries tell one event, which of them leads, and how much a story weighs.

`grouping` compares entries by their features, `ranking` chooses the lead and weighs. Whoever groups imports `grouping` and
`stretch` themselves: they load numpy, which costs every process that does 11 MiB and a start 0.1 s.
"""

from bot.core.stories.languages import primary
from bot.core.stories.marks import COMPARED, PROMISING, Assignment, Outline, Query, day_term
from bot.core.stories.ranking import lead_first, weight

__all__ = [
    "COMPARED",
    "PROMISING",
    "Assignment",
    "Outline",
    "Query",
    "day_term",
    "lead_first",
    "primary",
    "weight",
]
