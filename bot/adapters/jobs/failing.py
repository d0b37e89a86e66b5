"""What becomes of a job that failed, whatever runs it: told once, and tried again after a time that the core decides."""

import datetime as dt
from collections.abc import Callable

import structlog

from bot.core.errors import BotError

log = structlog.get_logger()

RetryAfter = Callable[[BaseException, int, dt.datetime], dt.timedelta]
"""Decides as `bot.core.retrying.retry_after` does."""


def tell(error: Exception, *, name: str, key: str, failures: int, wait: dt.timedelta) -> None:
    """Log that the job *name* with *key* failed for the time number *failures*, and is tried again after *wait*."""
    facts = {"job": name, "key": key, "failures": failures, "again_in_seconds": wait.total_seconds()}
    if isinstance(error, BotError):
        log.warning("job_postponed", kind=type(error).__name__, error=str(error), **facts)
    else:
        log.error("job_failed", exc_info=error, **facts)
