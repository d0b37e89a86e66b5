"""Port to what was written and what it cost: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from bot.core.entities import CallId, Cap, Summary, SummaryKey, Usage, UsageTotal


class SummaryStore(Protocol):
    """Summaries, leases on writing them, and every call of a language model."""

    async def summary(self, key: SummaryKey) -> Summary | None:
        """The summary with this key."""

    async def add_summary(self, summary: Summary, now: dt.datetime) -> None:
        """Keep a summary; the first with a key stays."""

    async def claim(self, name: str, until: dt.datetime, now: dt.datetime) -> bool:
        """Take the lease *name*; False while somebody else holds it."""

    async def prolong(self, name: str, until: dt.datetime, longer: dt.datetime) -> bool:
        """Let the lease that was taken until *until* last until *longer*; False: somebody else holds it by now."""

    async def release(self, name: str, until: dt.datetime) -> None:
        """Give back the lease that was taken until then; what somebody else took after it ran out stays theirs."""

    async def open_call(self, usage: Usage, caps: Sequence[Cap]) -> CallId | None:
        """Record a call that is about to be made, at the most it may cost.

        None, and nothing is recorded, where one of *caps* would be exceeded. Calls of many processes count one after another.
        """

    async def close_call(self, call_id: CallId, usage: Usage) -> None:
        """Write down what became of a call."""

    async def spent_micros(self, cap: Cap, *, asked_before: dt.datetime | None = None) -> int:
        """What the calls that *cap* counts have cost; without those under way that began at *asked_before* or later."""

    async def usage_totals(self, day: dt.date) -> tuple[UsageTotal, ...]:
        """What the calls of a day (UTC) used, alike ones together, the costliest first."""

    async def calls(self, limit: int) -> tuple[Usage, ...]:
        """The newest calls, newest first."""
