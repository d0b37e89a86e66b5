"""After how long a job that failed is tried again: by what it raised and how often. Decides only; nothing waits here.

There is no last attempt. What is due by our tables stays due until it is done, so who gives up is the use case that says so
in them (a delivery, a question), not whoever runs its jobs: those only ask ever less often.
"""

import datetime as dt

from bot.core.errors import (
    BotError,
    ChatUnavailableError,
    FetchError,
    LanguageModelUnavailableError,
    StoreError,
)

_SECOND = dt.timedelta(seconds=1)
_MINUTE = dt.timedelta(minutes=1)
_LONGEST_NAMED = dt.timedelta(hours=1)
"""Whoever names a later time than this is asked once before: a mistaken header must not silence a job for a year."""
_MOST_DOUBLINGS = 20

_OUTSIDE = (ChatUnavailableError, LanguageModelUnavailableError, FetchError)
"""A server of somebody else is away for a while, and may say until when."""


def retry_after(error: BaseException, failures: int, now: dt.datetime) -> dt.timedelta:
    """Return how long to wait after *error*, which was the job's failure number *failures*, counted from 1.

    Our own database is back soon, so it is asked soon; a server elsewhere is given its time, or the time it names; what a
    person has to put right, and a mistake of ours, wait longest. What is no failure at all (a job that was cancelled because
    its process ends) need not wait.
    """
    if not isinstance(error, Exception):
        return dt.timedelta()
    first, longest = _pace(error)
    wait = min(first * 2 ** min(failures - 1, _MOST_DOUBLINGS), longest)
    named = error.retry_at if isinstance(error, _OUTSIDE) else None
    return wait if named is None else min(max(named - now, first), _LONGEST_NAMED)


def _pace(error: Exception) -> tuple[dt.timedelta, dt.timedelta]:
    """Return the first wait, which doubles from failure to failure, and the longest."""
    match error:
        case StoreError():
            return _SECOND, 30 * _SECOND
        case ChatUnavailableError() | LanguageModelUnavailableError() | FetchError():
            return 5 * _SECOND, 5 * _MINUTE
        case BotError():
            return 30 * _SECOND, 15 * _MINUTE
        case _:
            return _MINUTE, 15 * _MINUTE
