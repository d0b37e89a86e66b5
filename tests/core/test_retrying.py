"""After how long a job that failed is tried again."""

import asyncio
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import (
    BotError,
    ChatUnavailableError,
    ConfigError,
    FetchError,
    LanguageModelUnavailableError,
    StoreError,
)
from bot.core.retrying import retry_after
from tests.fakes.clock import NOON

ERRORS = (
    StoreError("away"),
    ChatUnavailableError("away"),
    ConfigError(["wrong token"]),
    LookupError("a mistake"),
)


def seconds(error: BaseException, failures: int) -> float:
    return retry_after(error, failures, NOON).total_seconds()


def test_our_own_database_is_asked_again_soon():
    """PostgreSQL is back after a restart: nobody waits minutes for what was due meanwhile."""
    assert [seconds(StoreError("away"), number) for number in (1, 2, 3, 10)] == [1, 2, 4, 30]


@pytest.mark.parametrize(
    "error",
    [ChatUnavailableError("away"), LanguageModelUnavailableError("away"), FetchError("away", url="u")],
)
def test_a_server_elsewhere_is_given_its_time(error: BotError):
    """A platform that is away is asked ever less often."""
    assert [seconds(error, number) for number in (1, 2, 3, 10)] == [5, 10, 20, 300]


def test_what_a_person_has_to_mend_waits_longest():
    """A mistake of ours fails again at once, so it is neither tried nor logged at every tick."""
    assert [seconds(ConfigError(["wrong token"]), number) for number in (1, 2, 10)] == [30, 60, 900]
    assert [seconds(LookupError("a mistake"), number) for number in (1, 2, 10)] == [60, 120, 900]


def test_a_named_time_is_kept():
    """Slack says when to come again; a header of a year ahead does not silence a job for a year."""
    named = NOON + dt.timedelta(seconds=42)
    assert seconds(ChatUnavailableError("busy", retry_at=named), 1) == 42
    assert seconds(ChatUnavailableError("busy", retry_at=NOON + dt.timedelta(days=365)), 1) == 3600
    assert seconds(ChatUnavailableError("busy", retry_at=NOON - dt.timedelta(days=1)), 1) == 5


def test_what_was_cancelled_need_not_wait():
    """A worker that has to end did not fail: another one goes on at once."""
    assert seconds(asyncio.CancelledError(), 7) == 0


@given(error=st.sampled_from(ERRORS), failures=st.integers(1, 10_000))
def test_waits_grow_and_end(error: BotError, failures: int):
    """However often it failed, the next attempt comes within a quarter of an hour, and never sooner than the one before."""
    assert 0 < seconds(error, failures) <= seconds(error, failures + 1) <= 900
