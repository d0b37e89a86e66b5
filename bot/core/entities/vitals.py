"""How newsthread does, in numbers, for whoever watches over it: read from our own tables, so the same in every process."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Counts of what there is, and ages of what waits; None where nothing waits, or nothing was done yet.

    *feeds_overdue*: should have been asked ten minutes ago and more. *deliveries* by state. *calls* of language models today
    (UTC) by outcome, with what they cost in millionths. *edition_late_by*: of the newest planned edition, from its planned
    time until it was composed. *delivery_waits_for*, *question_waits_for*: the oldest that is due.
    """

    feeds: int
    feeds_failing: int
    feeds_gone: int
    feeds_overdue: int
    entries: int
    entries_ungrouped: int
    stories: int
    subscriptions: int
    subscriptions_paused: int
    editions: int
    deliveries: Mapping[str, int]
    questions_open: int
    calls: Mapping[str, int]
    cost_micros: int
    last_entry_at: dt.datetime | None
    edition_late_by: dt.timedelta | None
    delivery_waits_for: dt.timedelta | None
    question_waits_for: dt.timedelta | None
