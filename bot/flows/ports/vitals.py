"""Port to how newsthread does: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from typing import Protocol

from bot.core.entities import Vitals


class VitalsStore(Protocol):
    """Counts what there is and what waits."""

    async def vitals(self, now: dt.datetime) -> Vitals:
        """How newsthread does now."""
