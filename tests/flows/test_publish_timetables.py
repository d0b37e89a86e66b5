"""Editions under every kind of timetable: several times a day, quiet hours, pauses, silence, and at once."""

import asyncio
import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.sql import open_store
from bot.core.entities import Entry, Origin, Subscription, WhenEmpty
from bot.core.errors import ChannelGoneError, ChatUnavailableError
from bot.core.timetable import parse_timetable
from bot.flows import publish
from tests.fakes.chat import FakeChat
from tests.fakes.clock import NOON, FakeClock
from tests.flows.test_publish import DAY, HOUR, TEXT, editions, told
from tests.flows.world import World, make_world

MINUTE = dt.timedelta(minutes=1)


async def test_several_times_a_day(world: World):
    """Each planned time of a day has an edition of its own."""
    await world.subscribe("daily 09:00,18:00 Europe/Berlin")
    await world.pass_time(DAY)
    keys = [edition.planned_key for edition in editions(world.chat)]
    assert keys == ["2026-11-23T18:00 Europe/Berlin", "2026-11-24T09:00 Europe/Berlin"]


async def test_the_weekend_is_covered_on_monday(world: World):
    """On weekdays only: Monday's edition tells what Saturday brought."""
    world.clock.advance(4 * DAY)  # Friday noon
    await world.subscribe("weekdays 09:00 UTC")
    await world.pass_time(DAY)
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(2 * DAY)
    assert told(world.chat) == [[entry.story_id]]
    (edition,) = editions(world.chat)
    assert edition.planned_key == "2026-11-30T09:00 UTC"


async def test_quiet_hours_hold_and_deliver(world: World):
    """What is planned in the night comes in the morning, once, under its planned time."""
    await world.subscribe("daily 18:00,23:00 UTC quiet 22:00-07:00")
    entry = await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(12 * HOUR)
    await world.tick()
    assert editions(world.chat) == []
    world.clock.advance(7 * HOUR)
    await world.tick()
    await world.tick()
    assert told(world.chat) == [[entry.story_id]]
    (edition,) = editions(world.chat)
    assert edition.planned_key == "2026-11-23T23:00 UTC"


async def test_quiet_hours_hold_what_could_not_be_posted_before(world: World):
    """Written at half past nine in the evening while the chat was away: posted when the night is over, not in it."""
    world.chat.before = [ChatUnavailableError("away")]
    await world.subscribe("daily 21:30 UTC quiet 22:00-07:00")
    world.clock.advance(9 * HOUR + 50 * MINUTE)
    await world.tick()
    world.clock.advance(HOUR)
    for _ in range(3):
        await world.tick()
    assert editions(world.chat) == []
    world.clock.advance(9 * HOUR)
    await world.tick()
    (edition,) = editions(world.chat)
    assert edition.planned_key == "2026-11-23T21:30 UTC"


async def test_whoever_asks_in_quiet_hours_gets_an_edition(world: World):
    """Quiet is what comes by itself; who types /ev digest at midnight is awake."""
    subscription = await world.subscribe("daily 09:00 UTC quiet 22:00-07:00")
    world.clock.advance(12 * HOUR)
    await publish.publish_now(world.needs, subscription, "event-1")
    assert len(editions(world.chat)) == 1


async def test_nothing_is_posted_after_unsubscribing(world: World):
    """The chat was away when the edition came; when it is back, nobody wants it any more."""
    world.chat.before = [ChatUnavailableError("away")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.store.remove_subscription(world.place, world.topic.id, Origin.CHAT, subject="")
    await world.pass_time(HOUR)
    assert world.chat.history == []


async def test_a_pause_holds_what_could_not_be_posted_before(world: World):
    """The chat was away, then somebody paused: nothing comes until they resume."""
    world.chat.before = [ChatUnavailableError("away")]
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.store.pause(subscription.id, world.clock.now())
    await world.pass_time(HOUR)
    assert world.chat.history == []
    await world.store.resume(subscription.id, world.clock.now())
    await world.tick()
    assert len(editions(world.chat)) == 1


async def test_nothing_to_say_can_be_silence(world: World):
    """Nothing is posted, and the next edition's window still begins where the silent one's ended."""
    subscription = await world.subscribe("daily 09:00 UTC", when_empty=WhenEmpty.SILENCE)
    await world.pass_time(2 * DAY)
    assert world.chat.history == []
    silent = await world.store.last_edition(subscription.id)
    assert silent is not None
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    assert told(world.chat) == [[entry.story_id]]
    assert editions(world.chat)[0].coverage.window.begins_at == silent.coverage.window.ends_at


async def test_a_pause_posts_nothing_and_loses_nothing(world: World):
    """Resumed at noon, the next planned edition covers the pause; the missed ones are not made up."""
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.pass_time(DAY)
    await world.store.pause(subscription.id, world.clock.now())
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(2 * DAY)
    assert len(editions(world.chat)) == 1
    await world.store.resume(subscription.id, world.clock.now())
    await world.tick()
    assert len(editions(world.chat)) == 1
    await world.pass_time(DAY)
    assert told(world.chat) == [[], [entry.story_id]]


async def old_feed(world: World) -> None:
    """Make the feed one that was read before."""
    await world.entry("Tramway celebrates its hundredth birthday", "It was opened by the mayor in 1926.")
    world.clock.advance(HOUR)


async def test_instant_posts_each_story_once(world: World):
    """Each story is a message of its own as soon as it is there; a second report of it brings no other."""
    await old_feed(world)
    await world.subscribe("instant UTC")
    world.clock.advance(MINUTE)
    one = await world.entry("Second battery plant opens", TEXT)
    two = await world.entry("Ferry line orders battery ships", TEXT.replace("Izmir", "Bergen"))
    world.clock.advance(MINUTE)
    await world.tick()
    assert told(world.chat) == [[one.story_id], [two.story_id]]
    assert [edition.planned_key for edition in editions(world.chat)] == [
        f"story:{one.story_id}",
        f"story:{two.story_id}",
    ]
    await world.entry("Izmir gets battery plant", TEXT, story=one.story_id, publisher="Kestrel Post")
    world.clock.advance(MINUTE)
    await world.tick()
    await world.tick()
    assert len(editions(world.chat)) == 2


async def test_instant_is_no_flood(world: World):
    """What a feed brings when it is first read, and what was there before the subscription, is no news."""
    await world.subscribe("instant UTC")
    world.clock.advance(MINUTE)
    entry = await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(MINUTE)
    await world.tick()
    assert editions(world.chat) == []
    (decision,) = await world.store.decisions(entry.id)
    assert decision.reason == "came with the first reading of its feed"


async def test_instant_news_of_the_night_come_in_the_morning(world: World):
    """Held by quiet hours: the heaviest, no more than an edition has, when they end."""
    await old_feed(world)
    await world.subscribe("instant UTC quiet 22:00-07:00", size=2)
    world.clock.advance(11 * HOUR)
    for city in ("Izmir", "Bergen", "Turin"):
        await world.entry(f"Plant of {city} opens", TEXT.replace("Izmir", city))
    world.clock.advance(MINUTE)
    await world.tick()
    assert editions(world.chat) == []
    world.clock.advance(9 * HOUR)
    await world.tick()
    assert [len(stories) for stories in told(world.chat)] == [1, 1]


async def test_instant_windows_move_on_when_nothing_fits(world: World):
    """Stories that were looked at and passed over are not looked at again at every tick."""
    await old_feed(world)
    subscription = await world.subscribe("instant UTC", size=1)
    world.clock.advance(MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    other = await world.entry("Ferry line orders battery ships", TEXT.replace("Izmir", "Bergen"))
    world.clock.advance(MINUTE)
    for _ in range(3):
        await world.tick()
    assert len(editions(world.chat)) == 1
    assert len(await world.store.decisions(other.id)) == 1
    assert await world.store.covered_until(subscription.id) == world.clock.now() - 5 * MINUTE / 60


async def test_instant_in_a_channel_that_is_gone(world: World):
    """One attempt, and the next story is tried anew."""
    await old_feed(world)
    await world.subscribe("instant UTC")
    world.chat.before = [ChannelGoneError("invite the bot")]
    world.clock.advance(MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(MINUTE)
    await world.tick()
    world.clock.advance(MINUTE)
    await world.tick()
    other = await world.entry("Ferry line orders battery ships", TEXT.replace("Izmir", "Bergen"))
    world.clock.advance(MINUTE)
    await world.tick()
    assert told(world.chat) == [[other.story_id]]


TIMETABLES = st.sampled_from(
    [
        "daily 09:00 Europe/Berlin",
        "daily 02:30 America/New_York",
        "weekdays 08:30,17:00 Asia/Kolkata",
        "mon,thu 09:00 Australia/Lord_Howe quiet 08:00-10:00",
        "every 6h Africa/Cairo quiet 22:00-07:00",
        "hourly America/Santiago",
        "instant Europe/Berlin",
        "instant America/New_York quiet 23:00-06:30",
    ]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["entry", "tick", "tick", "tick twice", "pause", "resume", "nothing"]),
        st.integers(min_value=0, max_value=60 * 40),
    ),
    min_size=8,
    max_size=30,
)
STARTS = st.sampled_from(
    [
        dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC),
        dt.datetime(2026, 4, 4, 3, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 31, 22, tzinfo=dt.UTC),
        NOON,
    ]
)


# Not shrunk: each example lives through a week, and shrinking through hundreds.
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(timetable=TIMETABLES, start=STARTS, steps=STEPS)
def test_each_entry_is_in_one_window(
    migrated_template: Path, timetable: str, start: dt.datetime, steps: Sequence[tuple[str, int]]
):
    """Whatever the timetable, the zone, the pauses and the downtime: looked at once, and told in one edition at most."""
    asyncio.run(_live(migrated_template, timetable, FakeClock(start), steps))


async def _live(template: Path, timetable: str, clock: FakeClock, steps: Sequence[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template, Path(folder, "newsthread.db"))
        async with open_store(f"sqlite:///{folder}/newsthread.db", exclusive=True) as store:
            world = await make_world(store, clock, FakeChat())
            await old_feed(world)
            subscription = await world.subscribe(timetable, size=2)
            clock.advance(MINUTE)
            entries = [
                entry
                for number, step in enumerate(steps)
                if (entry := await _step(world, subscription, number, step))
            ]
            await world.store.resume(subscription.id, clock.now())
            await world.pass_time(8 * DAY)
            for entry in entries:
                assert len(await store.decisions(entry.id)) == 1
            stories = [story for told_here in told(world.chat) for story in told_here]
            assert len(stories) == len(set(stories))
            windows = [edition.coverage.window for edition in editions(world.chat)]
            if not parse_timetable(timetable).is_instant:
                ends = [window.ends_at for window in windows]
                assert [window.begins_at for window in windows[1:]] == ends[:-1]


async def _step(world: World, subscription: Subscription, number: int, step: tuple[str, int]) -> Entry | None:
    what, minutes = step
    world.clock.advance(minutes * MINUTE)
    match what:
        case "entry":
            return await world.entry(f"Plant number {number} opens", TEXT.replace("Izmir", f"City{number}"))
        case "tick":
            await world.tick()
        case "tick twice":
            await asyncio.gather(world.tick(), world.tick())
        case "pause":
            await world.store.pause(subscription.id, world.clock.now())
        case "resume":
            await world.store.resume(subscription.id, world.clock.now())
        case _:
            pass
    return None


async def test_a_job_that_waited_too_long_publishes_nothing(world: World):
    """Nine o'clock's job failed and was put off until ten: only ten o'clock's edition comes, and none for nine after it."""
    subscription = await world.subscribe("daily 09:00,10:00 UTC")
    nine = (NOON + 21 * HOUR).isoformat()
    await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(22 * HOUR)
    await publish.publish(world.needs, subscription.id, "2026-11-24T09:00 UTC", nine)
    assert editions(world.chat) == []
    await world.tick()
    await world.entry("Third battery plant opens", TEXT.replace("Izmir", "Konya"))
    world.clock.advance(MINUTE)
    await publish.publish(world.needs, subscription.id, "2026-11-24T09:00 UTC", nine)
    assert [edition.planned_key for edition in editions(world.chat)] == ["2026-11-24T10:00 UTC"]


async def test_a_clock_that_was_put_back_loses_nothing(world: World):
    """It was half an hour ahead at nine: what comes in that half hour, which the edition had covered, is in the next one."""
    await world.subscribe("daily 09:00,11:00 UTC")
    world.clock.advance(21 * HOUR + 30 * MINUTE)
    await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(MINUTE)
    await world.tick()
    world.clock.advance(-30 * MINUTE)
    late = await world.entry("Third battery plant opens", TEXT.replace("Izmir", "Konya"))
    world.clock.advance(2 * HOUR)
    await world.tick()
    assert told(world.chat)[1:] == [[late.story_id]]
