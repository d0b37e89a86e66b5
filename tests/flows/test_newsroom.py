"""What people find in the newsroom: stories, editions, channels, days; of other channels only where they may."""

import dataclasses
import datetime as dt

import pytest

from bot.core.entities import (
    Change,
    ChannelFilter,
    EditionId,
    Mute,
    NewSubscription,
    Place,
    StoryId,
    Topic,
    Usage,
)
from bot.core.filters import parse_filter
from bot.flows.newsroom import DAYS, Newsroom
from tests.flows.world import World

TEXT = (
    "Xiaomi is setting up a team in Peking to sell its electric cars abroad. "
    "The first 300 cars are to go to Lisbon in autumn. A price has not been named by the company yet."
)
DAY = dt.timedelta(days=1)


def newsroom(world: World, *, seen_by: Place | None = None, **words: tuple[str, ...]) -> Newsroom:
    """The newsroom of the world's topic."""

    async def topics() -> tuple[Topic, ...]:
        return (dataclasses.replace(world.topic, **words),)  # type: ignore[arg-type]  # its words only

    async def asks() -> Place | None:
        return seen_by

    return Newsroom(needs=world.needs, topics=topics, seen_by=asks)


async def test_stories_come_page_by_page(world: World) -> None:
    """Everything is found by going on, nothing twice."""
    for number in range(21):
        await world.entry(f"Car number {number}", TEXT)
        world.clock.advance(dt.timedelta(minutes=1))
    first = await newsroom(world).stories()
    assert (len(first.reports), first.older is not None) == (20, True)
    assert first.reports[0].story.lead.title == "Car number 20"
    rest = await newsroom(world).stories(before=first.older)
    assert ([each.story.lead.title for each in rest.reports], rest.older) == (["Car number 0"], None)


async def test_stories_about_a_subject(world: World) -> None:
    """A word finds its stories under all its names; what has no word finds nothing."""
    await world.entry("小米组建海外团队", "小米正在北京组建团队，准备在海外销售电动汽车。")
    await world.entry("Ferries", "The line ordered six ships.")
    assert [each.story.lead.title for each in (await newsroom(world).stories("xiaomi")).reports] == [
        "小米组建海外团队"
    ]
    assert (await newsroom(world).stories("!!")).reports == ()


async def test_a_story_says_where_it_was_told_and_whether_the_topic_wants_it(world: World) -> None:
    """Its entries, its summary, the edition that told it; and that the topic's words keep it out."""
    await world.subscribe()
    entry = await world.entry("Xiaomi builds a team", TEXT)
    await world.pass_time(DAY)
    assert entry.story_id
    report = await newsroom(world).story(entry.story_id)
    assert report is not None
    assert (report.is_wanted, len(report.item.summary.bullets)) == (True, 3)
    assert [telling.rank for telling in report.tellings] == [1]
    kept_out = await newsroom(world, exclude=("xiaomi",)).story(entry.story_id)
    assert kept_out is not None
    assert not kept_out.is_wanted
    assert await newsroom(world).story(StoryId(99)) is None


async def test_editions_of_another_channel_are_not_shown(world: World) -> None:
    """Who may see one channel finds its editions only; whoever runs the bot finds all."""
    await world.subscribe()
    await world.pass_time(DAY)
    elsewhere = dataclasses.replace(world.place, channel="C2")
    (record,) = (await newsroom(world).editions()).records
    assert (await newsroom(world, seen_by=elsewhere).editions()).records == ()
    assert await newsroom(world, seen_by=elsewhere).edition(record.edition.id) is None
    assert await newsroom(world, seen_by=world.place).edition(record.edition.id) == record
    assert await newsroom(world).edition(EditionId(99)) is None


async def test_a_channel_shows_all_it_gets(world: World) -> None:
    """Subscriptions, watches and mutes of a channel stand together."""
    own = await world.subscribe()
    watch = dataclasses.replace(own, subject="xiaomi")
    new = {field.name: getattr(watch, field.name) for field in dataclasses.fields(watch)}
    for left in ("id", "created_at", "paused_at", "resumed_at"):
        new.pop(left)
    await world.store.add_subscription(NewSubscription(**new), world.clock.now())
    await world.store.add_mute(
        world.place, world.topic.id, Mute(words="scooter", by="U1", at=world.clock.now())
    )
    rules = ChannelFilter(filter=parse_filter("lang:en"), by="U1", at=world.clock.now())
    await world.store.set_channel_filter(world.place, world.topic.id, rules)
    for name, what in ((world.place.channel, "mute scooter"), ("", "feeds add a.example"), ("C2", "pause")):
        change = Change(topic_id=world.topic.id, channel=name, by="U1", what=what, at=world.clock.now())
        await world.store.add_change(world.place.workspace_id, change)
    (report,) = await newsroom(world).channels()
    assert [each.own for each in report.filters] == [rules]
    assert [each.change.what for each in report.changes] == ["feeds add a.example", "mute scooter"]
    assert [each.subscription.id for each in report.subscriptions] == [own.id]
    assert [each.subscription.subject for each in report.watches] == ["xiaomi"]
    assert [each.mute.words for each in report.mutes] == ["scooter"]


async def test_days_are_counted(world: World) -> None:
    """Pictures have a bar for each of the last days, today's last."""
    await world.entry("Yesterday's", TEXT)
    world.clock.advance(DAY)
    for title in ("Today's", "Today's second"):
        await world.entry(title, TEXT)
    days = await newsroom(world).entries_a_day()
    assert (len(days), [count for _, count in days[-3:]]) == (DAYS, [0, 1, 2])
    assert days[-1][0] == world.clock.now().date()


async def test_costs_are_for_whoever_runs_the_bot(world: World) -> None:
    """A page that shows one channel does not show what all of them cost."""
    now = world.clock.now()
    used = Usage(
        at=now, purpose="summary", writer="small", prompt_tokens=9, completion_tokens=1, cost_micros=7
    )
    await world.store.open_call(used, ())
    found = await newsroom(world).costs()
    assert found is not None
    assert (found[0], [each.cost_micros for each in found[1]]) == (now.date() - DAY * (DAYS - 1), [7])
    assert await newsroom(world, seen_by=world.place).costs() is None


@pytest.mark.parametrize("asked", ["xiaomi", "nothing of it"])
async def test_why_is_the_chats(world: World, asked: str) -> None:
    """The newsroom explains as the chats do."""
    await world.entry("Xiaomi builds a team", TEXT)
    assert bool((await newsroom(world).why(asked)).stages) == (asked == "xiaomi")
