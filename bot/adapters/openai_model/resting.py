"""Leave a server alone that failed again and again: whoever waits for it is told at once, and can ask another.

It refuses to guess from one failure: a bad second is what retries are for.
"""

import datetime as dt

from bot.core.errors import LanguageModelUnavailableError
from bot.flows.ports import Clock

_FAILURES = 3
_REST = dt.timedelta(minutes=1)


class Rest:
    """Counts failures in a row; after three, the server rests for a minute, or as long as it asked for."""

    def __init__(self, base_url: str, clock: Clock) -> None:
        self._base_url = base_url
        self._clock = clock
        self._failures = 0
        self._until: dt.datetime | None = None

    def check(self) -> None:
        """Go on where the server may be asked.

        Raises:
            LanguageModelUnavailableError: it rests.
        """
        if self._until is not None and self._clock.now() < self._until:
            raise LanguageModelUnavailableError(
                f"{self._base_url} failed {self._failures} times in a row and is left alone until {self._until:%H:%M:%S} UTC",
                retry_at=self._until,
            )

    def failed(self, error: LanguageModelUnavailableError) -> None:
        """Count a failure."""
        self._failures += 1
        if self._failures >= _FAILURES:
            self._until = error.retry_at or self._clock.now() + _REST

    def answered(self) -> None:
        """Forget all failures."""
        self._failures, self._until = 0, None
