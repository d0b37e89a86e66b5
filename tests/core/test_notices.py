"""Who is to be told of which feeds, and when."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.core.entities import Feed, FeedId
from bot.core.notices import Telling, in_an_outage, to_tell

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


def test_outage_names_those_too_that_failed_a_little_later() -> None:
    """One message tells of all feeds that are silent, so that each is told of once."""
    feeds = (failing(1), failing(2, hours=20), failing(3, noticed_at=NOON - DAY), feed(4, is_gone=True))
    found = in_an_outage(Telling(failing=feeds[:1]), feeds)
    assert (found.is_outage, found.failing) == (True, feeds[:2])


def test_outage_is_not_told_again() -> None:
    """What comes back one by one after an outage that was told is told as being back, not as a new outage."""
    feeds = (failing(1, noticed_at=NOON - HOUR), failing(2, noticed_at=NOON - HOUR))
    assert not to_tell(feeds, NOON, after=DAY)
