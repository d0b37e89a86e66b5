"""The words for how a feed does."""

import datetime as dt
from typing import Any

import pytest

from bot.core import health
from bot.core.entities import Feed, FeedId, FeedReport

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
SECRET = "https://user:hush@a.example:8443/hush/feed?key=hush"


def feed(**changes: Any) -> Feed:
    """A feed that was read an hour ago."""
    values = {
        "id": FeedId(1),
        "url": SECRET,
        "title": "Volt Courier",
        "next_check_at": NOON,
        "checked_at": NOON - HOUR,
    }
    return Feed(**{**values, **changes})


def test_a_failing_feed_has_a_reason_and_a_cure() -> None:
    """What an error says after its semicolon is what to do; how long it has lasted is said too."""
    found = health.health(
        feed(
            failures=4,
            failing_since=NOON - DAY,
            error="the server answered 404: nothing is there; check the address",
        )
    )
    assert found == health.Health(
        state=health.State.FAILING,
        reason="the server answered 404: nothing is there (4 times in a row since 22 Nov 2026, 12:00 UTC)",
        cure="Check the address.",
    )


@pytest.mark.parametrize(
    ("age", "expected"), [(HOUR, "It is asked again by itself."), (5 * DAY, "ever less often")]
)
def test_a_failure_without_a_cure_of_its_own_gets_one(age: dt.timedelta, expected: str) -> None:
    """A passing failure needs nobody; one that lasts for days does."""
    found = health.health(feed(failures=2, failing_since=NOON - age, error="the connection broke"))
    assert expected in found.cure


def test_states_follow_what_is_known() -> None:
    """Gone, failing, not read yet, well: in this order they need somebody."""
    states = [
        health.health(each).state
        for each in (feed(is_gone=True, failures=1), feed(failures=1), feed(checked_at=None), feed())
    ]
    assert states == list(health.State)
    assert [health.health(feed(is_gone=True)).is_ill, health.health(feed()).is_ill] == [True, False]


def test_no_secret_of_an_address_is_shown() -> None:
    """A feed's address may hold a key in any of its parts: its host is all that is shown, also inside an error."""
    failing = feed(
        title="", failures=1, error=f"odd answer from {SECRET} and https://b.example/hush?x=hush; look there"
    )
    for text in (health.line(failing), health.host(failing), repr(health.health(failing))):
        assert "hush" not in text
    assert health.host(failing) == "a.example:8443"
    assert health.health(failing).reason == "odd answer from the feed and b.example"


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (None, ""),
        (dt.timedelta(), "1,440 a day"),
        (2 * HOUR, "12 a day"),
        (DAY, "1 a day"),
        (60 * HOUR, "3 a week"),
        (10 * DAY, "3 a month"),
        (90 * DAY, "rarely"),
    ],
)
def test_how_often_a_feed_brings_something(pace: dt.timedelta | None, expected: str) -> None:
    """The time between two entries is said as people count: a day, a week, a month; what is not known is not said."""
    assert health.rhythm(pace) == expected


@pytest.mark.parametrize(
    ("span", "past", "future"),
    [
        (dt.timedelta(), "just now", "now"),
        (30 * dt.timedelta(seconds=1), "just now", "in 1 min"),
        (59 * MINUTE, "59 min ago", "in 59 min"),
        (47 * HOUR, "47 h ago", "in 47 h"),
        (3 * DAY, "3 days ago", "in 3 days"),
    ],
)
def test_times_are_told_from_now(span: dt.timedelta, past: str, future: str) -> None:
    """A glance says how long ago a feed was read and how long it is until the next time."""
    assert (health.ago(NOON - span, NOON), health.until(NOON + span, NOON)) == (past, future)


def test_a_time_that_never_was_and_one_that_has_come() -> None:
    """A feed that was never read says so; one that is overdue is due now."""
    assert (health.ago(None, NOON), health.until(NOON - DAY, NOON)) == ("never", "now")


def test_who_needs_somebody_stands_first() -> None:
    """In a long list nobody has to look for what is wrong."""
    feeds = [feed(title="b"), feed(title="A"), feed(title="z", failures=1), feed(title="y", is_gone=True)]
    ordered = health.worst_first(FeedReport(feed=each) for each in feeds)
    assert [report.feed.title for report in ordered] == ["y", "z", "A", "b"]


def test_a_line_for_the_chats() -> None:
    """Name, when it was read and how often it brings something; or what is wrong and what to do."""
    assert health.line(feed(pace=2 * HOUR)) == "Volt Courier — read 23 Nov 2026, 11:00 UTC, 12 a day"
    assert health.line(feed(checked_at=None)) == "Volt Courier — not read yet"
    assert health.line(feed(failures=1, error="no connection")) == (
        "Volt Courier — failing: no connection. It is asked again by itself."
    )
