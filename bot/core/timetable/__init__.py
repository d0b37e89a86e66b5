"""When a subscription is due: local times in IANA zones, across daylight saving time, and hours in which nothing is posted.

`grammar` reads and writes what people type, `planning` finds instants. Both are pure.
"""

from bot.core.timetable.grammar import EXAMPLE, known_zone, parse_timetable, render_timetable
from bot.core.timetable.planning import latest_planned, next_planned, planned_key, quiet_until

__all__ = [
    "EXAMPLE",
    "known_zone",
    "latest_planned",
    "next_planned",
    "parse_timetable",
    "planned_key",
    "quiet_until",
    "render_timetable",
]
