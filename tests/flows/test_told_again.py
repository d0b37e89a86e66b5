"""A story that has grown is told again: with where it was told before, and not more often than it grows."""

import datetime as dt

import pytest

from bot.core import wording
from bot.core.entities import Edition, Entry, Item, Origin
from bot.flows.converse import Conversation
from tests.fakes.tools import feed_tools
from tests.flows.test_converse import CALLER, text_of
from tests.flows.test_filtering import RECALLED, let_in
from tests.flows.test_publish import DAY, HOUR, TEXT, editions
from tests.flows.world import TOPIC, World

OTHERS = ("Charge Daily", "Kestrel Post", "Harbour Motor", "Dealer Weekly", "Grid News", "Northern Motors")
FIGURES = (
    "The plant in Izmir now makes 48,000 packs a year of 77 kWh each. It took on 1,250 people since spring. "
    "Its second hall has 31,400 square metres. The rail link will open later."
)


def whole(world: World) -> list[Edition]:
    """The editions that are no updates."""
    return [each for each in editions(world.chat) if not each.is_update]


async def reported(world: World, entry: Entry, *publishers: str, text: str = RECALLED) -> None:
    """More publishers report the story, none in the words of another."""
    for publisher in publishers:
        own = text.replace(" ", f" {publisher} ") if text is RECALLED else f"{text} So writes {publisher}."
        await world.entry(f"{publisher} on the plant", own, story=entry.story_id, publisher=publisher)


async def told_on_the_first_day(world: World) -> Entry:
    """A story of one publisher that was told."""
    await world.subscribe()
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    return entry


def again(world: World) -> list[Item]:
    """The stories that were told again."""
    return [item for edition in whole(world) for item in edition.items if item.before]


async def test_a_grown_story_is_told_again(world: World):
    """From one publisher to four: in the next edition, with when it was told, from how many, and where; not as an update, too."""
    entry = await told_on_the_first_day(world)
    (first,) = world.chat.history
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(DAY)
    (item,) = again(world)
    assert item.story_id == entry.story_id
    assert item.before
    assert item.before.url == f"https://slack.com/app_redirect?team=T1&channel=C1&message_ts={first.id}"
    assert wording.told_before(item) == "Told before on 24 Nov 2026, 09:00 UTC, by 1 publisher; now by 4"
    assert len(editions(world.chat)) == 2
    reply = await Conversation(world.needs, [TOPIC], feed_tools()).command(
        CALLER, "/ev", "why plant", "why-1"
    )
    assert "told again: told before on 24 Nov 2026" in text_of(reply)


async def test_it_has_to_grow_anew(world: World):
    """Told again with four, it is not told a third time with five; with nine it is."""
    entry = await told_on_the_first_day(world)
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(DAY)
    await reported(world, entry, OTHERS[3])
    await world.pass_time(DAY)
    assert len(again(world)) == 1
    await reported(world, entry, *OTHERS[4:], "Coast Post", "Battery Wire")
    await world.pass_time(DAY)
    assert [item.before.publishers for item in again(world) if item.before] == [1, 4]


async def test_updates_are_no_telling_in_full(world: World):
    """Two more publishers were an update in the thread; with the third it has grown since it was told."""
    entry = await told_on_the_first_day(world)
    await reported(world, entry, *OTHERS[:2])
    await world.pass_time(DAY)
    assert any(each.is_update for each in editions(world.chat))
    await reported(world, entry, OTHERS[2])
    await world.pass_time(DAY)
    assert [item.before.publishers for item in again(world) if item.before] == [1]


@pytest.mark.parametrize(
    ("publishers", "text", "expected"),
    [(1, RECALLED, False), (2, RECALLED, False), (3, RECALLED, True), (1, FIGURES, True)],
)
async def test_how_much_is_grown(world: World, publishers: int, text: str, expected: bool):
    """Twice the publishers and three more; or one more with many figures that nobody gave."""
    entry = await told_on_the_first_day(world)
    await reported(world, entry, *OTHERS[:publishers], text=text)
    await world.pass_time(DAY)
    assert bool(again(world)) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"), [("again:never", 0), ("again:4", 0), ("again:2", 1), ("again:3/48h", 0)]
)
async def test_a_channel_says_how_much(world: World, wanted: str, expected: int):
    """By its filter: never, more publishers, or a longer time."""
    entry = await told_on_the_first_day(world)
    await let_in(world, wanted)
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(DAY)
    assert len(again(world)) == expected


async def test_a_digest_beside_an_instant_subscription_says_it_once(world: World):
    """What it tells again is not also among what it says was told here already."""
    await world.entry("Tramway celebrates its hundredth birthday", "It was opened by the mayor in 1926.")
    world.clock.advance(HOUR)
    await world.subscribe("daily 13:00 UTC", origin=Origin.CONFIG)
    await world.subscribe("instant UTC")
    await world.pass_time(HOUR)
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(21 * HOUR)
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(3 * HOUR)
    (edition,) = [each for each in whole(world) if any(item.before for item in each.items)]
    assert entry.story_id in [item.story_id for item in edition.items]
    assert edition.recap == ()


async def test_not_within_the_same_day(world: World):
    """Every four hours: what was told at eight is not told again at noon, however much it has grown."""
    await world.subscribe("every 4h UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(4 * HOUR)
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(12 * HOUR)
    assert again(world) == []


async def test_instant_subscriptions_tell_updates_alone(world: World):
    """There a grown story goes on in its thread."""
    await world.entry("Tramway celebrates its hundredth birthday", "It was opened by the mayor in 1926.")
    world.clock.advance(HOUR)
    await world.subscribe("instant UTC")
    world.clock.advance(dt.timedelta(minutes=1))
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    await reported(world, entry, *OTHERS[:3])
    await world.pass_time(HOUR)
    assert again(world) == []
    assert [each.is_update for each in editions(world.chat)] == [False, True]
