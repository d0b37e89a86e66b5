"""The wall clock: the only place that reads it."""

import datetime as dt


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> dt.datetime:
        """Return the current instant."""
        return dt.datetime.now(dt.UTC)
