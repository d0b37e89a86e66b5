"""Updates: a story goes on in the thread in which it was told, when there is something to say."""

import datetime as dt

import pytest

from bot.core import wording
from bot.core.entities import Edition, Entry, Mute
from bot.core.errors import ChatUnavailableError
from tests.fakes.chat import Post
from tests.flows.test_publish import DAY, HOUR, TEXT, editions
from tests.flows.world import World

RECALLED = (
    "Volt Motors recalls its V7 sedan. The battery may leak in 4,100 cars, the authority said on Tuesday. "
    "Owners are asked to drive to a dealer. The repair takes a day and is free of charge."
)


async def told(world: World) -> Entry:
    """A story that was told this morning."""
    await world.subscribe("daily 09:00 UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    return entry


def updates(world: World) -> list[Post]:
    """The updates that were posted."""
    return [post for post in world.chat.history if isinstance(post.what, Edition) and post.what.is_update]


async def test_news_goes_into_the_thread(world: World):
    """Two more publishers and a new figure: one message in the thread of the edition that told the story."""
    entry = await told(world)
    reports = {
        "Kestrel Post": "The plant in Izmir will make batteries for 52,000 cars a year, its head said. Hiring begins in May.",
        "Harbour Times": "Lorries to the new battery factory need a second road, the port says. It counts on enough cells for 52,000 cars.",
    }
    for publisher, text in reports.items():
        await world.entry(f"{publisher} on the plant", text, story=entry.story_id, publisher=publisher)
    await world.pass_time(DAY)
    (post,) = updates(world)
    opening = next(each for each in world.chat.history if isinstance(each.what, Edition))
    assert isinstance(post.what, Edition)
    assert post.thread == opening.id
    assert wording.lead(post.what).startswith(
        "Update: 2 more publishers (Kestrel Post, Harbour Times); new figures: 52,000"
    )
    assert "52,000 cars a year" in post.what.items[0].summary.bullets[0].text
    await world.pass_time(2 * DAY)
    assert len(updates(world)) == 1


async def test_the_window_is_told_once(world: World):
    """The edition of the day does not tell the story again, and says that it was told."""
    entry = await told(world)
    text = "The plant in Izmir costs 498 million euros, not 410, the company said on Wednesday. Hiring begins in May."
    new = await world.entry("Plant costs more", text, story=entry.story_id, publisher="Kestrel Post")
    await world.pass_time(DAY)
    assert len(updates(world)) == 1
    regular = [edition for edition in editions(world.chat) if not edition.is_update]
    assert [len(edition.items) for edition in regular] == [1, 0]
    stages = {decision.stage for decision in await world.store.decisions(new.id)}
    assert stages == {"edition", "update"}


@pytest.mark.parametrize(
    ("title", "text", "publisher"),
    [
        ("Battery plant for Izmir", TEXT, "Kestrel Post"),
        (
            "Izmir gets plant",
            "Volt Motors has opened a plant in Izmir for about 400 million euros. It gives work to 900 people.",
            "Kestrel Post",
        ),
    ],
)
async def test_another_wording_is_no_news(world: World, title: str, text: str, publisher: str):
    """A copy, or one more publisher that says the same in rounder figures: silence."""
    entry = await told(world)
    await world.entry(title, text, story=entry.story_id, publisher=publisher)
    await world.pass_time(DAY)
    assert updates(world) == []


async def test_what_is_muted_gets_no_update(world: World):
    """Who muted a subject does not hear of it in threads either."""
    entry = await told(world)
    mute = Mute(words="battery plant", by="U1", at=world.clock.now())
    await world.store.add_mute(world.place, world.topic.id, mute)
    await world.entry("Recall of cars", RECALLED, story=entry.story_id, publisher="Kestrel Post")
    await world.pass_time(DAY)
    assert updates(world) == []


async def test_an_update_is_posted_once_whatever_fails(world: World):
    """The platform is away when the update is due: it comes later, in its thread, once."""
    entry = await told(world)
    await world.entry("Recall of cars", RECALLED, story=entry.story_id, publisher="Kestrel Post")
    world.chat.before = [ChatUnavailableError("down")]
    await world.pass_time(DAY)
    await world.pass_time(HOUR)
    (post,) = updates(world)
    assert post.thread


async def test_an_instant_story_goes_on_in_its_own_thread(world: World):
    """It was a message of its own; its news is a reply to it."""
    await world.entry("Tramway celebrates its hundredth birthday", "It was opened by the mayor in 1926.")
    world.clock.advance(HOUR)
    await world.subscribe("instant UTC")
    world.clock.advance(dt.timedelta(minutes=1))
    entry = await world.entry("Second battery plant opens", TEXT)
    world.clock.advance(dt.timedelta(minutes=1))
    await world.tick()
    (first,) = world.chat.history
    await world.entry("Recall of cars", RECALLED, story=entry.story_id, publisher="Kestrel Post")
    world.clock.advance(dt.timedelta(minutes=1))
    await world.tick()
    await world.tick()
    (post,) = updates(world)
    assert post.thread == first.id
