"""Which stretch of time an edition covers, and how old a story may be that it tells."""

import datetime as dt

from bot.core.entities import (
    Entry,
    Subscription,
    Window,
)

FIRST_WINDOW = dt.timedelta(hours=24)
"""A subscription's first edition takes the newest of the last 24 hours, and says so."""

SETTLING = dt.timedelta(seconds=5)
"""An entry's `stored_at` is taken a moment before its transaction ends; so long it may stay unseen."""

_INSTANT = dt.timedelta(microseconds=1)

STALE_AFTER = dt.timedelta(days=3)
"""A story published this long before the window is old news, however new its feed is to us."""


def first_window_begins(subscription: Subscription, now: dt.datetime) -> dt.datetime:
    """Return where a subscription's first window begins: when it was made, and at least a day ago.

    For an instant one, what was there before is no news.
    """
    began_at = subscription.created_at
    return began_at if subscription.timetable.is_instant else min(began_at, now - FIRST_WINDOW)


def window(begins_at: dt.datetime, now: dt.datetime, waiting: Entry | None) -> Window:
    """Return the stretch of `stored_at` that the next edition covers, from *begins_at* on, where the last published one ended.

    It ends where all is settled: before what is being written this instant, and before *waiting*, the oldest entry that
    has no story yet. What comes after the end is the next edition's, so nothing falls between two windows.
    """
    ends_at = now - SETTLING if waiting is None else min(now - SETTLING, waiting.stored_at - _INSTANT)
    return Window(begins_at=begins_at, ends_at=max(begins_at, ends_at))


def asked_window(now: dt.datetime) -> Window:
    """Return what an edition covers that somebody asks for: a day until now. It moves no window, so nothing can be lost."""
    return Window(begins_at=now - FIRST_WINDOW, ends_at=now)


def published_after(covered: Window, *, is_first: bool) -> dt.datetime:
    """Return the instant after which a story must have been published: feeds new to us bring old news along."""
    return covered.begins_at if is_first else covered.begins_at - STALE_AFTER
