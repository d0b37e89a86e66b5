"""When to ask a feed again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.polling import next_attempt, next_check

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(hours=24)
JITTER = HOUR / 10
SPANS = st.timedeltas(dt.timedelta(0), dt.timedelta(days=400))


@given(seed=st.text(max_size=20), interval=SPANS, hints=st.lists(st.none() | SPANS, max_size=3))
def test_next_check_is_never_soon_nor_far(
    seed: str, interval: dt.timedelta, hints: list[dt.timedelta | None]
) -> None:
    """No setting and no server makes us ask within five minutes, earlier than it wishes, or later than in a day."""
    wait = next_check(NOON, seed=seed, interval=interval, hints=hints) - NOON
    wished = max([interval, *(hint for hint in hints if hint)])
    assert min(wished, DAY) <= wait <= DAY


def test_feeds_spread_over_the_tenth_of_an_hour() -> None:
    """Feeds read at the same instant are asked again at different ones, each always with the same delay."""
    checks = [next_check(NOON, seed=f"feed:{number}") for number in range(100)]
    assert checks == [next_check(NOON, seed=f"feed:{number}") for number in range(100)]
    assert len(set(checks)) == 100
    assert NOON + HOUR <= min(checks) <= NOON + HOUR + JITTER / 5
    assert NOON + HOUR + JITTER * 4 / 5 <= max(checks) <= NOON + HOUR + JITTER


@pytest.mark.parametrize(
    ("failures", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (10**6, 24)]
)
def test_failing_feed_is_asked_less_and_less(failures: int, hours: int) -> None:
    """Waits double with each failure, up to a day: a dead feed comes back by itself."""
    wait = next_attempt(NOON, seed="feed:1", failures=failures) - NOON
    assert hours * HOUR <= wait <= min(hours * HOUR + JITTER, DAY)


@pytest.mark.parametrize(("asked", "waits"), [(-HOUR, HOUR), (5 * HOUR, 5 * HOUR), (1000 * HOUR, DAY)])
def test_retry_after_is_respected_within_reason(asked: dt.timedelta, waits: dt.timedelta) -> None:
    """A server's Retry-After makes us wait longer, never shorter, and a day at most."""
    wait = next_attempt(NOON, seed="feed:1", failures=1, retry_at=NOON + asked) - NOON
    assert waits <= wait <= min(waits + JITTER, DAY)
