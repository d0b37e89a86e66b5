"""Counts what an answer brings, and ends it where it trickles or brings little but framing.

The limit of time ends a slow answer too, after twenty seconds; this ends it sooner, because whoever sends a byte a second
never means to finish. And it bounds what no limit of the body sees: headers without end, interim answers (1xx) without
end, chunks with more extension than content, control frames of HTTP/2, for each of which our own work costs more than
the sender's.
"""

from bot.adapters.http_fetcher.problems import UnreadableError

_GRACE = 2.0  # seconds from an answer's first byte
_SLOWEST = 32  # bytes a second after that; the smallest feeds and error pages still pass
_MOST_BESIDES = (
    96 * 1024
)  # bytes that are no body, or not known to be: one read of 64 KiB, and 32 KiB of headers
_BESIDES_SHARE = 32  # and one such byte more for so many of the body: chunks of 160 bytes and more


class Meter:
    """One answer's account. *arrived* is told of each read that ended, *delivered* of what of it was body."""

    def __init__(self) -> None:
        self._arrived = 0
        self._body = 0
        self._began_at: float | None = None

    def arrived(self, size: int, at: float) -> None:
        """Count *size* bytes that came at the second *at*.

        Raises:
            UnreadableError: it trickles, or is no longer in proportion.
        """
        self._began_at = at if self._began_at is None else self._began_at
        self._arrived += size
        lasting = at - self._began_at
        if lasting > _GRACE and self._arrived < _SLOWEST * lasting:
            raise UnreadableError("the answer only trickles in; it will be asked again later")
        if self._arrived - self._body > _MOST_BESIDES + self._body / _BESIDES_SHARE:
            raise UnreadableError("the answer is headers and framing without end")

    def delivered(self, size: int) -> None:
        """Count *size* bytes of the body, as they are sent: still packed, if they are."""
        self._body += size
