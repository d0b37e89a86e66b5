"""A channel that refuses editions: nothing is composed for it until it answers again."""

import datetime as dt

from bot.core.errors import ChannelGoneError
from tests.fakes.chat import FakeChat
from tests.flows.test_publish import DAY, HOUR, TEXT, editions, told
from tests.flows.world import World

GONE = ChannelGoneError("invite the bot")


async def refused(world: World, times: int) -> None:
    """Let the channel refuse daily editions, and be gone."""
    world.chat.before = [GONE] * times
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(times * DAY)
    assert world.chat.before == []


async def test_nothing_is_composed_for_a_channel_that_is_gone(world: World):
    """Three editions failed: the fourth day brings none, and costs nothing."""
    chat = world.chat
    await refused(world, 3)
    (subscription,) = await world.store.subscriptions()
    last = await world.store.last_edition(subscription.id)
    world.chat = FakeChat(channels=())
    await world.pass_time(2 * DAY)
    assert await world.store.last_edition(subscription.id) == last
    entry = await world.entry("Second battery plant opens", TEXT)
    world.chat = chat
    world.clock.advance(HOUR)
    await world.tick()
    await world.tick()
    assert told(chat) == [[entry.story_id]]
    await world.pass_time(DAY)
    assert len(editions(chat)) == 2


async def test_a_channel_that_is_there_and_lets_nobody_post_is_tried_once_an_hour(world: World):
    """The platform knows the channel, and refuses each post: not a try at every tick."""
    await refused(world, 3)
    world.chat.before = [GONE] * 99
    await world.subscribe("hourly UTC")
    tries = len(world.chat.before)
    for _ in range(36):
        world.clock.advance(dt.timedelta(minutes=10))
        await world.tick()
    assert 4 <= tries - len(world.chat.before) <= 6


async def test_two_failures_are_no_reason_to_stop(world: World):
    """Somebody forgot to invite the bot for a day or two: the third edition comes at its time."""
    await refused(world, 2)
    await world.pass_time(DAY)
    assert [edition.planned_key for edition in editions(world.chat)] == ["2026-11-26T09:00 UTC"]
