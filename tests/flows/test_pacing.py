"""Pace: a rest between two turns, whoever asks for them."""

import asyncio
import datetime as dt

from bot.flows.pacing import Pace
from bot.flows.ports import Store
from tests.fakes.clock import NOON, FakeClock

SECOND = dt.timedelta(seconds=1)


class Waiting:
    """A clock that goes on while somebody waits, and what was waited for."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.seconds: list[float] = []

    async def pause(self, seconds: float) -> None:
        """Let the time pass."""
        self.seconds.append(seconds)
        self.clock.advance(dt.timedelta(seconds=seconds))
        await asyncio.sleep(0)


async def test_two_messages_in_a_channel_have_a_rest_between_them(store: Store):
    """Slack takes one message a second in a channel; two processes that post there keep that together."""
    waiting = Waiting()
    one, other = (Pace(store, waiting.clock, waiting.pause) for _ in range(2))
    turns = []
    for pace in (one, other, one):
        await pace.turn("slack:C1", SECOND)
        turns.append(waiting.clock.now() - NOON)
    assert turns == [0 * SECOND, SECOND, 2 * SECOND]


async def test_channels_do_not_wait_for_each_other(store: Store):
    """At nine o'clock a hundred channels get their edition at once."""
    waiting = Waiting()
    pace = Pace(store, waiting.clock, waiting.pause)
    for number in range(100):
        await pace.turn(f"slack:C{number}", SECOND)
    assert waiting.seconds == []


async def test_a_clock_that_is_ahead_holds_up_nobody_for_long(store: Store):
    """Another machine's clock is an hour ahead: its turn does not silence the channel for an hour."""
    waiting = Waiting()
    await Pace(store, FakeClock(NOON + dt.timedelta(hours=1))).turn("slack:C1", SECOND)
    await Pace(store, waiting.clock, waiting.pause).turn("slack:C1", SECOND)
    assert sum(waiting.seconds) == 30
