"""A fake of the `Clock` port: it stands still until a test moves it."""

import datetime as dt

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


class FakeClock:
    """The time is *at*."""

    def __init__(self, at: dt.datetime = NOON) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        """The instant it stands at."""
        return self.at

    def advance(self, by: dt.timedelta) -> None:
        """Let time pass."""
        self.at += by
