"""Editions: once, on time, from window to window, whatever fails."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from bot.core import wording
from bot.core.entities import DeliveryState, Edition, Posted, Speaker, Summary
from bot.core.errors import (
    ChannelGoneError,
    ChatUnavailableError,
    ChatUncertainError,
    LanguageModelUnavailableError,
    StoreError,
)
from bot.flows import publish
from bot.flows.ledger import Budget
from bot.flows.ports import Store
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.fakes.language_model import ScriptedModel
from tests.flows.world import TOPIC, World, make_world

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TEXT = (
    "Volt Motors opened its second battery plant in Izmir on Monday. The plant cost 410 million euros and employs 900 people. "
    "Deliveries to dealers in Germany begin in March, the company said. Analysts at Kestrel expect prices to fall by 4 percent."
)


def editions(chat: FakeChat) -> list[Edition]:
    """The editions that stand in the channel."""
    return [post.what for post in chat.history if isinstance(post.what, Edition)]


def told(chat: FakeChat) -> list[list[int]]:
    """The stories of each edition in the channel."""
    return [[item.story_id for item in edition.items] for edition in editions(chat)]


async def test_an_edition_arrives_at_its_time(world: World):
    """Subscribed at noon for nine o'clock: nothing before, one edition at nine, no second one later that day."""
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(20 * HOUR)
    assert editions(world.chat) == []
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(HOUR)
    await world.pass_time(5 * HOUR)
    assert told(world.chat) == [[entry.story_id]]
    (edition,) = editions(world.chat)
    assert [len(item.summary.bullets) for item in edition.items] == [3]
    assert all(bullet.citations for item in edition.items for bullet in item.summary.bullets)


async def test_windows_meet_without_gap_or_overlap(world: World):
    """Three days: each entry is told in the edition after it was stored, and never again."""
    await world.subscribe("daily 09:00 UTC")
    stories = []
    for day in range(3):
        entry = await world.entry(f"Plant number {day} opens", TEXT.replace("Izmir", f"City{day}"))
        stories.append([entry.story_id])
        await world.pass_time(DAY)
    assert told(world.chat) == stories
    windows = [edition.coverage.window for edition in editions(world.chat)]
    assert [window.begins_at for window in windows[1:]] == [window.ends_at for window in windows[:-1]]


async def test_missed_editions_are_made_up_once(world: World):
    """After four days of downtime one edition comes, for the last planned time, and covers all since."""
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(DAY)
    first = await world.entry("Charging prices fall in spring", TEXT)
    world.clock.advance(2 * DAY)
    second = await world.entry("Ferry line orders battery ships", TEXT.replace("Izmir", "Bergen"))
    world.clock.advance(2 * DAY)
    await world.tick()
    await world.tick()
    assert len(editions(world.chat)) == 2
    made_up = editions(world.chat)[1]
    assert {item.story_id for item in made_up.items} == {first.story_id, second.story_id}
    assert made_up.planned_key == "2026-11-28T09:00 UTC"


async def test_a_told_story_is_not_told_again(world: World):
    """The next day brings another report of the same event: no second telling."""
    await world.subscribe("daily 09:00 UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    await world.entry(
        "Battery plant in Izmir starts work", TEXT, story=entry.story_id, publisher="Charge Daily"
    )
    await world.pass_time(DAY)
    assert told(world.chat) == [[entry.story_id], []]


async def test_two_ticks_at_once_publish_once(world: World):
    """Two clocks that see the same edition due make one edition."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(DAY)
    other = await make_world(world.store, world.clock, world.chat)
    await asyncio.gather(world.tick(), other.tick())
    assert len(editions(world.chat)) == 1


async def test_an_unreachable_chat_is_asked_again(world: World):
    """Slack is down at nine: the edition arrives when it is back, exactly once."""
    world.chat.before = [ChatUnavailableError("down"), ChatUnavailableError("down")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    assert editions(world.chat) == []
    for _ in range(5):
        await world.pass_time(dt.timedelta(minutes=1))
    assert len(editions(world.chat)) == 1


async def test_an_outage_of_hours_loses_nothing(world: World):
    """Slack is down for so long that an edition is given up: one for the last of those that were missed tells all of it."""
    world.chat.before = [ChatUnavailableError("down")] * 10
    await world.subscribe("hourly UTC", size=9)
    stories = []
    for number in range(8):
        entry = await world.entry(f"Plant number {number} opens", TEXT.replace("Izmir", f"City{number}"))
        stories.append(entry.story_id)
        for _ in range(4):
            world.clock.advance(HOUR / 4)
            await world.tick()
    assert world.chat.before == []
    assert {story for edition in told(world.chat) for story in edition} == set(stories)
    assert len(editions(world.chat)) == 2
    windows = [edition.coverage.window for edition in editions(world.chat)]
    assert [window.begins_at for window in windows[1:]] == [window.ends_at for window in windows[:-1]]


async def test_the_platforms_own_time_to_wait_is_kept(world: World):
    """Retry-After says five minutes: nothing is tried before."""
    retry_at = world.clock.now() + 21 * HOUR + dt.timedelta(minutes=5)
    world.chat.before = [ChatUnavailableError("slow down", retry_at=retry_at)]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.pass_time(dt.timedelta(minutes=4))
    assert editions(world.chat) == []
    await world.pass_time(dt.timedelta(minutes=1))
    assert len(editions(world.chat)) == 1


async def test_an_unknown_outcome_is_looked_up(world: World):
    """The post went through but its reply was lost: it is found in the channel, not posted again."""
    world.chat.after = [ChatUncertainError("no reply")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.pass_time(dt.timedelta(minutes=5))
    assert len(world.chat.history) == 1
    (message,) = await world.store.messages(world.place, "", 10)
    assert message.id == world.chat.history[0].id


async def test_a_lost_post_is_posted_again(world: World):
    """The post did not go through and nobody said so: after looking, it is posted."""
    world.chat.before = [ChatUncertainError("no reply")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.pass_time(dt.timedelta(minutes=5))
    assert len(world.chat.history) == 1


async def test_what_nobody_can_tell_ends_as_uncertain(world: World):
    """Unknown outcome and an unreadable history: never posted again, and counted as uncertain."""
    world.chat.after = [ChatUncertainError("no reply")]
    world.chat.unreadable = [ChatUncertainError("history cannot be read")]
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.pass_time(dt.timedelta(minutes=5))
    await world.pass_time(HOUR)
    assert len(world.chat.history) == 1
    edition = await world.store.last_edition(subscription.id)
    assert edition is not None
    (delivery,) = await world.store.deliveries(edition.id)
    assert (delivery.state, delivery.error) == (DeliveryState.UNCERTAIN, "history cannot be read")


async def test_what_was_posted_before_a_long_downtime_is_found(world: World):
    """Posted at nine, died before writing it down, started again in the evening: found, not posted again."""
    world.chat.after = [ChatUncertainError("died here")]
    world.chat.unreadable = [ChatUnavailableError("slow down")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    world.clock.advance(10 * HOUR)
    await world.tick()
    world.clock.advance(HOUR)
    await world.tick()
    assert len(world.chat.history) == 1
    assert len(await world.store.messages(world.place, "", 10)) == 1


async def test_a_lookup_that_fails_for_now_is_no_reason_to_post(world: World):
    """The outcome is unknown and the platform is away: looked up again until it tells, and never posted unseen."""
    world.chat.after = [ChatUncertainError("no reply")]
    world.chat.unreadable = [ChatUnavailableError("away"), ChatUnavailableError("away")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    for _ in range(5):
        await world.pass_time(dt.timedelta(minutes=5))
    assert len(world.chat.history) == 1
    assert len(await world.store.messages(world.place, "", 10)) == 1


async def test_unknown_outcomes_that_left_nothing_are_tried_again(world: World):
    """Two attempts end in a server error and the channel stays empty: the third posts."""
    world.chat.before = [ChatUncertainError("500"), ChatUncertainError("500")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    for _ in range(3):
        await world.pass_time(dt.timedelta(minutes=5))
    assert len(world.chat.history) == 1


async def test_an_edition_nobody_got_is_made_up_for(world: World):
    """The bot was not in the channel at nine: the next edition covers what that one would have told."""
    world.chat.before = [ChannelGoneError("invite the bot")]
    await world.subscribe("daily 09:00 UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(2 * DAY)
    assert told(world.chat) == [[entry.story_id]]


async def test_another_zone_is_another_planned_time(world: World):
    """The timetable moves from Berlin to New York at noon: nine o'clock there gets its edition the same day."""
    await world.subscribe("daily 09:00 Europe/Berlin")
    await world.pass_time(DAY)
    await world.subscribe("daily 09:00 America/New_York")
    await world.pass_time(6 * HOUR)
    keys = [edition.planned_key for edition in editions(world.chat)]
    assert keys == ["2026-11-24T09:00 Europe/Berlin", "2026-11-24T09:00 America/New_York"]


async def test_another_time_makes_up_nothing(world: World):
    """At noon the timetable moves from six in the evening to nine in the morning: the next edition is tomorrow's, as it was said."""
    subscription = await world.subscribe("daily 18:00 UTC")
    await world.pass_time(DAY)
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.subscribe("daily 09:00 UTC")
    await world.tick()
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    keys = [edition.planned_key for edition in editions(world.chat)]
    assert keys == ["2026-11-23T18:00 UTC", "2026-11-25T09:00 UTC"]
    assert told(world.chat)[-1] == [entry.story_id]
    assert (
        await world.store.covered_until(subscription.id) == editions(world.chat)[-1].coverage.window.ends_at
    )


async def test_a_gone_channel_is_not_tried_again(world: World):
    """The bot was removed from the channel: one attempt, and the reason is kept."""
    world.chat.before = [ChannelGoneError("invite the bot")]
    subscription = await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    await world.pass_time(HOUR)
    assert world.chat.history == []
    edition = await world.store.last_edition(subscription.id)
    assert edition is not None
    (delivery,) = await world.store.deliveries(edition.id)
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "invite the bot")


async def test_long_editions_continue_in_their_thread(store: Store):
    """Three messages: the first in the channel, the others below it, in order."""
    world = await make_world(store, FakeClock(), FakeChat(parts=3))
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    assert [post.thread for post in world.chat.history] == ["", "m1", "m1"]
    assert len({post.key for post in world.chat.history}) == 3


async def test_parts_wait_for_the_first(store: Store):
    """While the first message is not out, nothing is posted without a thread to stand in."""
    world = await make_world(store, FakeClock(), FakeChat(parts=2))
    world.chat.before = [ChatUnavailableError("down")]
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    assert world.chat.history == []
    await world.pass_time(dt.timedelta(minutes=2))
    await world.pass_time(dt.timedelta(minutes=2))
    assert [post.thread for post in world.chat.history] == ["", "m1"]


async def test_a_first_edition_at_once_waits_for_the_feeds(world: World):
    """Whoever starts the program sees an edition as soon as each feed was read once, and only one."""
    subscription = await world.subscribe("daily 09:00 UTC")
    await publish.publish_due(world.needs, {subscription.id})
    assert editions(world.chat) == []
    await world.entry("Second battery plant opens", TEXT)
    now = world.clock.now()
    await world.store.save_feed(
        replace(world.feed, checked_at=now, succeeded_at=now, next_check_at=now + HOUR)
    )
    world.clock.advance(dt.timedelta(seconds=5))
    await publish.publish_due(world.needs, {subscription.id})
    await publish.publish_due(world.needs, {subscription.id})
    (edition,) = editions(world.chat)
    assert edition.is_first
    assert len(edition.items) == 1


async def test_a_first_edition_does_not_wait_for_a_host_that_wants_peace(world: World):
    """A platform that says 429 at the first feed does not hold up the news of all others for hours."""
    subscription = await world.subscribe("daily 09:00 UTC")
    other = "https://throttled.example/feed"
    await world.store.declare_topics(
        world.place.workspace_id, [replace(TOPIC, feeds=(*TOPIC.feeds, other))], world.clock.now()
    )
    await world.store.postpone("throttled.example", world.clock.now() + 4 * HOUR)
    await world.entry("Second battery plant opens", TEXT)
    now = world.clock.now()
    await world.store.save_feed(
        replace(world.feed, checked_at=now, succeeded_at=now, next_check_at=now + HOUR)
    )
    world.clock.advance(dt.timedelta(seconds=5))
    await publish.publish_due(world.needs, {subscription.id})
    (edition,) = editions(world.chat)
    assert edition.coverage.feeds_unread == 1


async def test_the_transcript_begins_with_the_edition(world: World):
    """What was posted is in our own transcript, and its thread leads back to the edition."""
    await world.subscribe("daily 09:00 UTC")
    await world.pass_time(21 * HOUR)
    (message,) = await world.store.messages(world.place, "", 10)
    edition = await world.store.thread_edition(world.place, message.id)
    assert edition is not None
    assert message.body == Posted(edition_id=edition.id)
    assert message.speaker is Speaker.BOT


async def test_decisions_say_why(world: World):
    """Of two stories with room for one, both entries know what became of them."""
    await world.subscribe("daily 09:00 UTC", size=1)
    one = await world.entry("Second battery plant opens", TEXT)
    two = await world.entry("Ferry line orders battery ships", TEXT.replace("Izmir", "Bergen"))
    await world.pass_time(21 * HOUR)
    reasons = [(await world.store.decisions(each.id))[0].reason for each in (one, two)]
    assert sorted(reasons) == ["below the 1 heaviest (rank 2)", "told"]


async def test_the_foot_tells_who_wrote_and_why_not_the_best(world: World):
    """The best is away and the cheaper writes: the edition says so, with what it cost; the book says for whom."""
    away = [LanguageModelUnavailableError("away")] * 2
    world.language_models = (
        ScriptedModel(*away, name="best-writer", cost_micros=10),
        ScriptedModel(name="cheap-writer", cost_micros=3),
    )
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(21 * HOUR)
    (edition,) = editions(world.chat)
    assert (edition.coverage.by_cheaper, edition.coverage.unwritten, edition.coverage.cost_micros) == (
        1,
        0,
        3,
    )
    foot = wording.coverage(edition)
    assert "1 story by the cheaper language model because the language model did not write" in foot
    assert "bullets by cheap-writer" in foot
    assert {call.workspace_id for call in await world.store.calls(9)} == {world.topic.workspace_id}


async def test_the_foot_tells_that_the_budget_is_spent(world: World):
    """No money left: extracts, and a foot that says why."""
    world.language_models = (ScriptedModel(name="best-writer", cost_micros=10),)
    world.budget = Budget(workspace_micros=9)
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(21 * HOUR)
    (edition,) = editions(world.chat)
    assert "1 story in extracts because the day's budget is spent" in wording.coverage(edition)


async def test_tags_are_spelled_as_in_the_edition_before(world: World):
    """A channel sees one spelling of a name, that of the first story that was told about it."""
    await world.subscribe("daily 09:00 UTC")
    await world.entry(
        "Gdańsk opens a harbour", "Gdańsk opened its new harbour on Monday. The mayor of Gdańsk was there."
    )
    await world.pass_time(DAY)
    await world.entry(
        "Gdansk orders ferries", "Gdansk ordered two ferries on Friday. The ferries will reach Gdansk in May."
    )
    await world.pass_time(DAY)
    assert ["gdańsk" in item.summary.tags for edition in editions(world.chat) for item in edition.items] == [
        True,
        True,
    ]
    assert [tag.uses for tag in await world.store.known_tags(world.topic.id) if tag.key == "gdansk"] == [2]


async def test_a_database_that_is_away_for_a_moment_does_not_degrade_an_edition(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """What the language model wrote could not be kept: the edition is tried again, and is not told in extracts."""
    world.language_models = (ScriptedModel(),)
    await world.subscribe("daily 09:00 UTC")
    await world.entry("Second battery plant opens", TEXT)

    async def away(_summary: Summary, _now: dt.datetime) -> None:
        raise StoreError("the disk is full")

    world.clock.advance(21 * HOUR)
    with monkeypatch.context() as full:
        full.setattr(world.store, "add_summary", away)
        with pytest.raises(StoreError):
            await world.tick()
    assert editions(world.chat) == []
    await world.tick()
    (edition,) = editions(world.chat)
    assert [item.summary.writer for item in edition.items] == ["scripted-writer"]
