"""A workspace that took us out: its work stops, and begins again by itself."""

import datetime as dt
from dataclasses import replace

from bot.core.entities import Platform
from bot.core.errors import InstallationGoneError
from bot.flows.installations import stop_work
from tests.flows.test_answer import TEXT, hear, publish
from tests.flows.world import World

HOUR = dt.timedelta(hours=1)
GONE = InstallationGoneError("the app was removed from the workspace")


async def test_nothing_is_written_for_a_workspace_that_took_us_out(world: World):
    """The edition that found out failed; the one of half an hour later is not even composed, since nobody would get it."""
    world.chat.before = [GONE] * 9
    nine, half_past = await world.subscribe("daily 09:00 UTC"), replace(world.place, channel="C2")
    await world.entry("Waiting list for the Lanyu sedan grows", TEXT)
    world.place = half_past
    later = await world.subscribe("daily 09:30 UTC")
    world.clock.advance(21 * HOUR)
    await world.tick()
    assert await world.store.last_edition(nine.id) is not None
    world.clock.advance(HOUR / 2)
    await world.tick()
    assert await world.store.last_edition(later.id) is None
    assert len(world.chat.before) == 8


async def test_work_begins_again_when_the_app_is_back(world: World):
    """An hour later it is tried again: what was missed is made up for, and what the failed edition covered is told."""
    world.chat.before = [GONE]
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.entry("Waiting list for the Lanyu sedan grows", TEXT)
    world.clock.advance(21 * HOUR)
    await world.tick()
    assert world.chat.history == []
    world.clock.advance(24 * HOUR)
    await world.tick()
    assert [post.what for post in world.chat.history] == [await world.store.last_edition(subscription.id)]


async def test_meeting_the_workspace_again_ends_the_rest(world: World):
    """Whoever installs the app anew does not wait for an hour."""
    await world.store.stop_workspace(world.place.workspace_id, world.clock.now() + 9 * HOUR)
    assert await world.store.stopped_workspaces(world.clock.now()) == {world.place.workspace_id}
    await world.store.add_workspace(Platform.SLACK, "T1", "Team")
    assert await world.store.stopped_workspaces(world.clock.now()) == frozenset()


async def test_questions_of_a_workspace_that_took_us_out_wait(world: World):
    """One attempt finds out; the next questions are recorded, and answered when the app is back."""
    thread = await publish(world)
    world.chat.before = [GONE]
    await hear(world, "How long is the waiting list in China?", thread, key="e1")
    posted = len(world.chat.history)
    world.chat.before = [GONE]
    await hear(world, "What does the base version cost?", thread, key="e2")
    await world.tick()
    assert (len(world.chat.before), len(world.chat.history)) == (0, posted)


async def test_who_took_the_app_out_is_not_tried_again(world: World):
    """A message that was on its way as they did fails a moment later: that does not wake their work in an hour."""
    gone_for = world.clock.now() + 1000 * HOUR
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Waiting list for the Lanyu sedan grows", TEXT)
    world.clock.advance(21 * HOUR)
    world.chat.before = [GONE]
    await world.store.stop_workspace(world.place.workspace_id, gone_for)
    await stop_work(world.needs, world.place, GONE)
    world.clock.advance(2 * HOUR)
    await world.tick()
    assert await world.store.stopped_workspaces(world.clock.now()) == {world.place.workspace_id}
    assert world.chat.before == [GONE]
