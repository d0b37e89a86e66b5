"""Pruning: once a day, by the configuration's terms."""

import datetime as dt

from bot.core.entities import Message, Said, Speaker
from bot.flows.prune import Retention, prune_daily
from tests.flows.world import World

DAY = dt.timedelta(days=1)
KEPT = Retention(news=30 * DAY, transcript=DAY)


async def say(world: World, number: int) -> None:
    """Say something in the channel."""
    message = Message(
        place=world.place,
        thread="",
        id=f"m{number}",
        speaker=Speaker.PERSON,
        user="U1",
        body=Said(text="hello"),
        at=world.clock.now(),
    )
    await world.store.add_message(message)


async def test_pruning_happens_once_a_day(world: World) -> None:
    """However often somebody looks whether it is due, and however many processes there are."""
    await prune_daily(world.store, world.clock, KEPT)
    world.clock.advance(dt.timedelta(hours=1))
    await say(world, 1)
    world.clock.advance(dt.timedelta(hours=22))
    await prune_daily(world.store, world.clock, Retention(news=DAY, transcript=dt.timedelta(0)))
    assert len(await world.store.messages(world.place, "", 9)) == 1
    world.clock.advance(dt.timedelta(hours=3))
    await prune_daily(world.store, world.clock, KEPT)
    assert await world.store.messages(world.place, "", 9) == ()
