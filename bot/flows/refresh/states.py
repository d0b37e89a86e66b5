"""What a check makes of a feed: the state to keep after a success and after a failure. Decisions only: nothing is kept here."""

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass

from bot.core import polling
from bot.core.entities import Feed, ParsedFeed
from bot.core.errors import FeedGoneError, FetchError, ThrottledError
from bot.flows.ports import Fetched, NotModified


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshRules:
    """*interval* between two checks of a feed at least, and *longest_interval* of one that hardly ever brings anything.

    *pages*: articles fetched for excerpts in one refresh, at most.
    """

    interval: dt.timedelta = polling.INTERVAL
    longest_interval: dt.timedelta = polling.LONGEST_INTERVAL
    pages: int = 8


def is_same(feed: Feed, found: Fetched) -> bool:
    """Say whether the very body came that we had already."""
    return _hash(found) == feed.body_hash


def after_parsing(
    feed: Feed, found: Fetched, parsed: ParsedFeed, now: dt.datetime, rules: RefreshRules
) -> Feed:
    """Return *feed* after a body came that could be read."""
    described = dataclasses.replace(
        feed,
        title=parsed.title or feed.title,
        site_url=parsed.site_url or feed.site_url,
        language=parsed.language or feed.language,
        wishes=parsed.wishes,
        pace=polling.pace_of((entry.published_at for entry in parsed.entries), now),
    )
    return _after_success(described, found, now, rules)


def while_reading_pages(feed: Feed, now: dt.datetime, rules: RefreshRules) -> Feed:
    """Return *feed* while what it brought is not kept yet: known as before, and not due again for an interval."""
    return dataclasses.replace(
        feed,
        next_check_at=polling.next_check(now, seed=_seed(feed), interval=rules.interval, wishes=feed.wishes),
    )


def after_silence(feed: Feed, found: Fetched | NotModified, now: dt.datetime, rules: RefreshRules) -> Feed:
    """Return *feed* after its server had nothing new, or still what is no feed."""
    if feed.body_error:
        return after_no_feed(feed, found, feed.body_error, now, rules)
    silence = now - (feed.checked_at or now)
    paced = dataclasses.replace(feed, pace=polling.pace_in_silence(feed.pace, silence))
    return _after_success(paced, found, now, rules)


def after_no_feed(
    feed: Feed, found: Fetched | NotModified, error: str, now: dt.datetime, rules: RefreshRules
) -> Feed:
    """Return *feed* after a body that is no feed, which we have now: it is neither sent nor tried again until it changes."""
    failed = after_failure(feed, error, now, rules)
    return dataclasses.replace(_with_body(failed, found), body_error=error)


def after_failure(
    feed: Feed, error: str, now: dt.datetime, rules: RefreshRules, *, cause: Exception | None = None
) -> Feed:
    """Return *feed* after *error*, whose *cause* may name a time; what it brought before stays known."""
    failures = feed.failures + 1
    next_check_at = polling.next_attempt(
        now,
        seed=_seed(feed),
        failures=failures,
        interval=rules.interval,
        retry_at=cause.retry_at if isinstance(cause, FetchError) else None,
        is_throttled=isinstance(cause, ThrottledError),
        wishes=feed.wishes,
    )
    return dataclasses.replace(
        feed,
        next_check_at=next_check_at,
        checked_at=now,
        failures=failures,
        error=error,
        is_gone=isinstance(cause, FeedGoneError),
        failing_since=min(feed.failing_since or now, now),  # a clock that was ahead may have written it
    )


def _after_success(feed: Feed, found: Fetched | NotModified, now: dt.datetime, rules: RefreshRules) -> Feed:
    interval = polling.interval_for(feed.pace, shortest=rules.interval, longest=rules.longest_interval)
    next_check_at = polling.next_check(
        now, seed=_seed(feed), interval=interval, hints=(found.fresh_for,), wishes=feed.wishes
    )
    return dataclasses.replace(
        _with_body(feed, found),
        url=found.moved_to or feed.url,  # only here: what stands at a new address has to be a feed
        next_check_at=next_check_at,
        checked_at=now,
        succeeded_at=now,
        failures=0,
        error="",
        is_gone=False,
        failing_since=None,
    )


def _with_body(feed: Feed, found: Fetched | NotModified) -> Feed:
    return dataclasses.replace(
        feed,
        etag=found.validators.etag,
        last_modified=found.validators.last_modified,
        body_hash=_hash(found) if isinstance(found, Fetched) else feed.body_hash,
        body_error="",
    )


def _hash(found: Fetched) -> str:
    return hashlib.sha256(found.body).hexdigest()


def _seed(feed: Feed) -> str:
    return f"feed:{feed.id}"
