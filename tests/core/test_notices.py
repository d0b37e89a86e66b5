"""Who is to be told of which feeds, and when."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.core.entities import Feed, FeedId
from bot.core.notices import Telling, seen_whole, to_tell

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def feed(number: int = 1, *, host: str = "", **changes: Any) -> Feed:
    """A feed that was read an hour ago, on a host of its own unless one is named."""
    url = f"https://{host or f'host{number}.example'}/{number}"
    return replace(Feed(id=FeedId(number), url=url, next_check_at=NOON, checked_at=NOON - HOUR), **changes)


def failing(number: int = 1, hours: int = 48, **changes: Any) -> Feed:
    return feed(number, failing_since=NOON - hours * HOUR, failures=3, error="500", **changes)


GONE = feed(is_gone=True, failing_since=NOON - HOUR, error="410")


@pytest.mark.parametrize(
    ("troubled", "expected"),
    [
        pytest.param(feed(), Telling(), id="well"),
        pytest.param(failing(hours=23), Telling(), id="a passing error"),
        pytest.param(failing(hours=24), Telling(failing=(failing(hours=24),)), id="a day of errors"),
        pytest.param(failing(noticed_at=NOON - DAY), Telling(), id="told already"),
        pytest.param(GONE, Telling(gone=(GONE,)), id="gone, told at once"),
        pytest.param(replace(GONE, noticed_at=NOON), Telling(), id="gone, told already"),
        pytest.param(
            replace(GONE, noticed_at=NOON - DAY),
            Telling(gone=(replace(GONE, noticed_at=NOON - DAY),)),
            id="told to fail, and gone since",
        ),
        pytest.param(
            feed(noticed_at=NOON - DAY), Telling(back=(feed(noticed_at=NOON - DAY),)), id="told, and back"
        ),
    ],
)
def test_feeds_are_told_of_once_and_once_more(troubled: Feed, expected: Telling) -> None:
    """Nobody hears of a passing error, nor twice of the same outage; everybody hears of the end of what they were told."""
    assert to_tell([troubled], NOON, after=DAY) == expected


def test_nothing_to_tell_is_false() -> None:
    """Whoever asks whether there is something to tell need not look inside."""
    assert not Telling()
    assert Telling(back=(feed(),))


def test_all_feeds_failing_is_our_own_network() -> None:
    """When no feed of several hosts can be read, one message says so, and names those too that failed a little later."""
    feeds = (failing(1), failing(2, hours=20), feed(3, is_gone=True))
    found = seen_whole(Telling(failing=feeds[:1]), feeds)
    assert (found.is_outage, found.failing) == (True, feeds[:2])


@pytest.mark.parametrize(
    "feeds",
    [
        pytest.param((failing(1), feed(2)), id="another feed is read"),
        pytest.param((failing(1),), id="there is only one feed"),
        pytest.param((failing(1, host="a.example"), failing(2, host="www.a.example")), id="one host is down"),
    ],
)
def test_one_host_failing_is_not_our_network(feeds: tuple[Feed, ...]) -> None:
    """Where others can be read, or there are no others, nobody is sent to look at their own network."""
    telling = to_tell(feeds, NOON, after=DAY)
    assert seen_whole(telling, feeds) == telling


def test_outage_is_not_told_again() -> None:
    """What comes back one by one after an outage that was told is told as being back, not as a new outage."""
    feeds = (failing(1, noticed_at=NOON - HOUR), failing(2, noticed_at=NOON - HOUR))
    assert not to_tell(feeds, NOON, after=DAY)
