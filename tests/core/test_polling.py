"""When to ask a feed again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import Feed, FeedId, Wishes
from bot.core.polling import (
    interval_for,
    is_due,
    next_attempt,
    next_check,
    pace_in_silence,
    pace_of,
    rest_until,
    silenced_by_us,
)

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)  # a Monday
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(hours=24)
WEEK = 7 * DAY
JITTER = dt.timedelta(minutes=30)
INTERVALS = st.timedeltas(15 * dt.timedelta(seconds=1), WEEK)
SPANS = st.timedeltas(-400 * DAY, 400 * DAY)
HOURS = st.lists(st.integers(0, 23), max_size=24).map(tuple)
DAYS = st.lists(st.integers(0, 6), max_size=7).map(tuple)
WISHES = st.builds(Wishes, wait=st.none() | SPANS, skip_hours=HOURS, skip_days=DAYS)
SEEDS = st.text(max_size=20)


def is_allowed(instant: dt.datetime, wishes: Wishes) -> bool:
    """Whether *wishes* let a feed be asked at *instant*; those that leave no hour of the week are nonsense."""
    is_nonsense = len(set(wishes.skip_hours)) == 24 or len(set(wishes.skip_days)) == 7
    return is_nonsense or (
        instant.hour not in wishes.skip_hours and instant.weekday() not in wishes.skip_days
    )


@given(seed=SEEDS, interval=INTERVALS, hints=st.lists(st.none() | SPANS, max_size=3), wishes=WISHES)
def test_next_check_keeps_to_every_bound(
    seed: str, interval: dt.timedelta, hints: list[dt.timedelta | None], wishes: Wishes
) -> None:
    """We never ask earlier than we were told to or anybody wishes, at no hour to be skipped, and not much later than in a day."""
    instant = next_check(NOON, seed=seed, interval=interval, hints=hints, wishes=wishes)
    asked = max((hint for hint in (*hints, wishes.wait) if hint), default=dt.timedelta())
    earliest = max(interval, min(asked, DAY))
    assert NOON + earliest <= instant
    assert is_allowed(instant, wishes)
    skipped = WEEK if wishes.skip_hours or wishes.skip_days else dt.timedelta()
    assert instant <= NOON + earliest + skipped + 2 * JITTER
    assert instant == next_check(NOON, seed=seed, interval=interval, hints=hints, wishes=wishes)


@given(
    seed=SEEDS,
    interval=INTERVALS,
    failures=st.integers(0, 10**9),
    retry_at=st.none() | SPANS.map(lambda span: NOON + span),
    is_throttled=st.booleans(),
    wishes=WISHES,
)
def test_next_attempt_keeps_to_every_bound(
    *,
    seed: str,
    interval: dt.timedelta,
    failures: int,
    retry_at: dt.datetime | None,
    is_throttled: bool,
    wishes: Wishes,
) -> None:
    """A failing feed is never asked earlier than a healthy one or than its server says, and it never stays dead."""
    instant = next_attempt(
        NOON,
        seed=seed,
        failures=failures,
        interval=interval,
        retry_at=retry_at,
        is_throttled=is_throttled,
        wishes=wishes,
    )
    named = min(retry_at, NOON + DAY) if retry_at else NOON
    assert max(NOON + interval, named) <= instant
    assert is_allowed(instant, wishes)
    assert instant <= NOON + max(interval, DAY) + WEEK + 2 * JITTER


def test_feeds_spread_over_a_tenth_of_the_wait() -> None:
    """Feeds read at the same instant are asked again at different ones, each always with the same delay."""
    checks = [next_check(NOON, seed=f"feed:{number}") for number in range(100)]
    assert checks == [next_check(NOON, seed=f"feed:{number}") for number in range(100)]
    assert len(set(checks)) == 100
    assert NOON + HOUR <= min(checks) <= NOON + HOUR + MINUTE
    assert NOON + HOUR + 5 * MINUTE <= max(checks) <= NOON + HOUR + 6 * MINUTE


def test_even_those_that_wait_a_day_spread() -> None:
    """Three hundred feeds of a server that went down do not all come back in the same second."""
    checks = {next_attempt(NOON, seed=f"feed:{number}", failures=9) for number in range(300)}
    assert len(checks) == 300
    assert NOON + DAY <= min(checks) < max(checks) <= NOON + DAY + JITTER


@pytest.mark.parametrize(
    ("wishes", "hours"),
    [
        pytest.param(Wishes(wait=3 * HOUR), 3, id="a ttl of three hours"),
        pytest.param(Wishes(wait=90 * DAY), 24, id="a ttl of months counts as a day"),
        pytest.param(Wishes(skip_hours=(13, 14)), 3, id="skipped hours"),
        pytest.param(Wishes(skip_hours=tuple(range(24))), 1, id="all hours skipped is nonsense"),
        pytest.param(Wishes(skip_days=(0,)), 12, id="Monday skipped"),
        pytest.param(Wishes(skip_days=(0, 1, 2, 3, 4, 5)), 6 * 24 - 12, id="Sundays only"),
        pytest.param(Wishes(skip_days=(0,), skip_hours=(0, 1)), 14, id="not on Monday, and not at night"),
    ],
)
def test_what_a_feed_wishes_is_heard(wishes: Wishes, hours: int) -> None:
    """ttl, skipHours and skipDays move the next check to the first moment that they allow."""
    wait = next_check(NOON, seed="feed:1", wishes=wishes) - NOON
    assert hours * HOUR <= wait <= hours * HOUR + JITTER


@pytest.mark.parametrize(
    ("failures", "hours"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 24), (10**6, 24)]
)
def test_failing_feed_is_asked_less_and_less(failures: int, hours: int) -> None:
    """Waits double with each failure, up to a day: a dead feed comes back by itself."""
    wait = next_attempt(NOON, seed="feed:1", failures=failures) - NOON
    assert hours * HOUR <= wait <= hours * HOUR + JITTER


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        pytest.param(-HOUR, HOUR, id="a time that has passed"),
        pytest.param(5 * HOUR, 5 * HOUR, id="five hours"),
        pytest.param(1000 * HOUR, DAY, id="weeks count as a day"),
    ],
)
def test_retry_after_is_respected_within_reason(asked: dt.timedelta, waits: dt.timedelta) -> None:
    """A server's Retry-After makes us wait longer, never shorter, and a day at most."""
    wait = next_attempt(NOON, seed="feed:1", failures=1, retry_at=NOON + asked) - NOON
    assert waits <= wait <= waits + JITTER
    assert rest_until(NOON, retry_at=NOON + asked) == NOON + max(min(asked, DAY), dt.timedelta())


def test_who_refuses_us_without_naming_a_time_is_left_alone_for_hours() -> None:
    """After a bare 429 or a challenge neither the feed nor its host is asked within four hours."""
    wait = next_attempt(NOON, seed="feed:1", failures=1, is_throttled=True) - NOON
    assert 4 * HOUR <= wait <= 4 * HOUR + JITTER
    assert rest_until(NOON, retry_at=None) == NOON + 4 * HOUR


def dates(*hours_ago: float) -> list[dt.datetime | None]:
    return [NOON - hours * HOUR for hours in hours_ago]


@pytest.mark.parametrize(
    ("published", "pace"),
    [
        pytest.param([], None, id="an empty feed"),
        pytest.param([None, None], None, id="no dates"),
        pytest.param([NOON + HOUR], None, id="dates from the future"),
        pytest.param(dates(1, 2, 3, 4), HOUR, id="hourly"),
        pytest.param(dates(4, 1, 3, 2, -5), HOUR, id="in no order, with a date from the future"),
        pytest.param(dates(24, 48, 72), DAY, id="daily"),
        pytest.param(dates(12, 12, 12), 4 * HOUR, id="three at once, every morning"),
        pytest.param(dates(24 * 365), 365 * DAY, id="once, a year ago"),
        pytest.param(dates(*range(1, 11), *range(1000, 1100)), HOUR, id="only the newest ten count"),
    ],
)
def test_pace_is_read_from_dates(published: list[dt.datetime | None], pace: dt.timedelta | None) -> None:
    """How often a feed brings something follows from its newest entries, and the silence since then."""
    assert pace_of(published, NOON) == pace


@pytest.mark.parametrize(
    ("pace", "hours"),
    [
        pytest.param(None, 1, id="unknown"),
        pytest.param(5 * MINUTE, 1, id="a news agency"),
        pytest.param(2 * HOUR, 1, id="every two hours"),
        pytest.param(6 * HOUR, 3, id="four times a day"),
        pytest.param(DAY, 6, id="daily"),
        pytest.param(9000 * DAY, 6, id="silent for decades"),
    ],
)
def test_interval_follows_the_pace(pace: dt.timedelta | None, hours: int) -> None:
    """A feed is asked twice for each entry that it brings, between an hour and six hours."""
    assert interval_for(pace) == hours * HOUR


@given(pace=st.none() | SPANS, shortest=INTERVALS, longest=INTERVALS)
def test_interval_keeps_to_what_was_configured(
    pace: dt.timedelta | None, shortest: dt.timedelta, longest: dt.timedelta
) -> None:
    """No pace makes us ask more often than configured, or less often than the longest interval, where that is longer."""
    assert shortest <= interval_for(pace, shortest=shortest, longest=longest) <= max(shortest, longest)


def test_feed_that_falls_silent_is_asked_less_and_less() -> None:
    """A feed that brought an entry every hour and then nothing more is asked every six hours after a week, not every hour."""
    pace, now, checks = pace_of(dates(*range(1, 11)), NOON), NOON, 0
    while now < NOON + WEEK:
        interval = interval_for(pace)
        pace, now, checks = pace_in_silence(pace, interval), now + interval, checks + 1
    assert interval_for(pace) == 6 * HOUR
    assert checks < 7 * 24 / 2


def test_backward_clock_makes_no_feed_faster() -> None:
    """A clock that was put back does not count as entries."""
    assert pace_in_silence(HOUR, -DAY) == HOUR


@pytest.mark.parametrize(
    ("next_check_at", "checked_at", "expected"),
    [
        pytest.param(NOON, NOON - HOUR, True, id="its time has come"),
        pytest.param(NOON + MINUTE, NOON - HOUR, False, id="not yet"),
        pytest.param(NOON - WEEK, None, True, id="new"),
        pytest.param(NOON + MINUTE, NOON + MINUTE, False, id="a clock put back by a minute is no reason"),
        pytest.param(NOON + 366 * DAY, NOON + 365 * DAY, True, id="planned by a clock that was a year ahead"),
        pytest.param(NOON + 6 * DAY, NOON, False, id="a feed for Sundays only"),
    ],
)
def test_due_is_what_a_right_clock_planned(
    next_check_at: dt.datetime,
    checked_at: dt.datetime | None,
    expected: bool,
) -> None:
    """A clock that was wrong for a while neither hurries feeds nor lets them rest for years."""
    assert is_due(NOON, next_check_at=next_check_at, checked_at=checked_at) is expected


def of(number: int, *, read: int | None, failing: int | None, host: str = "", is_gone: bool = False) -> Feed:
    """A feed that was last read, and fails since, so many hours ago."""
    return Feed(
        id=FeedId(number),
        url=f"https://{host or f'host{number}.example'}/{number}",
        next_check_at=NOON,
        succeeded_at=None if read is None else NOON - read * HOUR,
        failing_since=None if failing is None else NOON - failing * HOUR,
        is_gone=is_gone,
    )


@pytest.mark.parametrize(
    ("feeds", "silenced"),
    [
        pytest.param([of(1, read=9, failing=7), of(2, read=8, failing=6)], [1, 2], id="all since one moment"),
        pytest.param(
            [of(1, read=None, failing=8), of(2, read=None, failing=8)], [1, 2], id="never a network"
        ),
        pytest.param(
            [of(1, read=9, failing=7), of(2, read=8, failing=6), of(3, read=900, failing=800)],
            [1, 2],
            id="one was dead before",
        ),
        pytest.param(
            [of(1, read=9, failing=7), of(2, read=8, failing=6), of(3, read=1, failing=None, is_gone=True)],
            [1, 2],
            id="one is gone",
        ),
        pytest.param([of(1, read=9, failing=8), of(2, read=1, failing=None)], [], id="another is read"),
        pytest.param([of(1, read=9, failing=8)], [], id="there is but one"),
        pytest.param(
            [of(1, read=9, failing=8, host="a.example"), of(2, read=9, failing=8, host="www.a.example")],
            [],
            id="one host is down",
        ),
        pytest.param([of(1, read=2, failing=1), of(2, read=9, failing=8)], [], id="one after another"),
        pytest.param([], [], id="no feeds"),
    ],
)
def test_our_own_network_is_told_from_their_servers(feeds: list[Feed], silenced: list[int]) -> None:
    """It is our network when no host can be read, and only feeds that failed since then are its victims."""
    assert [feed.id for feed in silenced_by_us(feeds)] == silenced
