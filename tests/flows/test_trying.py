"""Trying a timetable or a filter: what would have been told, and that nothing of it leaves a trace."""

import datetime as dt

import pytest
import sqlalchemy as sa

from bot.adapters.sql import SqlStore, schema
from bot.core.entities import Notice
from bot.core.errors import CommandError
from bot.core.trials import parse_wish
from bot.flows import publish
from tests.flows.test_filtering import RECALLED, let_in
from tests.flows.test_publish import DAY, HOUR, TEXT
from tests.flows.world import World


async def tried(world: World, text: str) -> Notice:
    """What `try` says."""
    return await publish.try_out(world.needs, world.topic, world.place, text)


async def three_days(world: World) -> None:
    """Each morning a plant opens; on the second day a second publisher writes of that day's, and of the first day's."""
    first = None
    for day in range(3):
        entry = await world.entry(f"Plant number {day} opens", TEXT.replace("Izmir", f"City{day}"))
        if day == 1:
            await world.entry("City1 plant", RECALLED, story=entry.story_id, publisher="Charge Daily")
            assert first
            await world.entry("City0 again", RECALLED, story=first, publisher="Charge Daily")
        first = first or entry.story_id
        world.clock.advance(DAY)


async def test_each_day_is_told_as_it_would_have_been(world: World):
    """A line for each day with its headlines; what was told on one day is not told on the next."""
    await three_days(world)
    said = await tried(world, "daily 18:00 UTC days:3")
    days = [line for line in said.lines if "edition," in line]
    assert [line.partition(":")[0] for line in days] == [
        "23 Nov 2026",
        "24 Nov 2026",
        "25 Nov 2026",
    ]
    assert "1 of 1 story: “Plant number 0 opens”" in days[0]
    assert "1 of 2 stories: “Plant number 1 opens”" in days[1]
    assert any("1 story: told here before" in line for line in said.lines)


async def test_each_rule_says_how_many_it_left_out(world: World):
    """Stories by reason, and entries of stories that others tell."""
    await three_days(world)
    said = "\n".join((await tried(world, "daily 18:00 UTC filter publishers>=2")).lines)
    assert "2 stories: left out: the channel’s filter wants at least 2 publishers" in said
    said = "\n".join((await tried(world, "daily 18:00 UTC filter -publisher:charge")).lines)
    assert "1 entry of stories that others tell: left out: the channel’s filter does not want" in said


async def test_what_is_not_named_is_as_it_is_here(world: World):
    """The channel's own timetable and filter; "filter clear" tries it without one."""
    await three_days(world)
    await world.subscribe("daily 18:00 Europe/Berlin")
    await let_in(world, "-City2")
    assert "daily 18:00 Europe/Berlin; -City2" in (await tried(world, "")).title
    said = await tried(world, "filter clear")
    assert "no filter of its own" in said.title
    assert [action.text for action in said.actions] == ["filter clear"]
    said = await tried(world, "mon,thu 09:00 UTC filter lang:en")
    assert [action.text for action in said.actions] == ["subscribe mon,thu 09:00 UTC", "filter lang:en"]


async def test_what_is_too_long_for_a_button_is_there_to_be_typed(world: World):
    """Discord would refuse the whole message for it."""
    rules = " ".join(f"+subject{number}" for number in range(10))
    said = await tried(world, f"daily 09:00 UTC filter {rules}")
    assert [action.text for action in said.actions] == ["subscribe daily 09:00 UTC"]
    assert said.lines[-1] == f"Too long for a button: /ev filter {rules}"


async def test_instant_is_counted_by_day(world: World):
    """Each story would have been a message of its own."""
    await three_days(world)
    said = await tried(world, "instant UTC days:3")
    assert [line.split(",")[0] for line in said.lines if "message" in line] == [
        "24 Nov 2026: 1 message",
        "25 Nov 2026: 1 message",
        "26 Nov 2026: 0 messages",
    ]


async def test_trying_leaves_no_trace(world: World):
    """No row is written, whatever is tried, and nothing is posted."""
    await world.subscribe("daily 09:00 UTC")
    await three_days(world)
    await world.pass_time(HOUR)
    before = await rows(world)
    posted = len(world.chat.history)
    for text in ("", "daily 18:00 UTC filter publishers>=2", "instant UTC", "every 1h UTC days:14"):
        await tried(world, text)
    assert await rows(world) == before
    assert len(world.chat.history) == posted


async def test_what_the_channel_knows_is_not_told_again(world: World):
    """A story that an edition told before the days that are tried has one more report in them."""
    await world.subscribe("daily 09:00 UTC")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(3 * DAY)
    await world.entry("City1 plant", RECALLED, story=entry.story_id, publisher="Charge Daily")
    world.clock.advance(DAY)
    said = "\n".join((await tried(world, "daily 18:00 UTC days:2")).lines)
    assert "0 of 1 story" in said
    assert "1 story: told here before" in said


async def rows(world: World) -> dict[str, int]:
    """How many rows each table has."""
    assert isinstance(world.store, SqlStore)
    async with world.store._database.reading() as connection:  # noqa: SLF001 -- whatever it writes would show here
        return {
            name: await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in schema.metadata.tables.items()
        }


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("nightly", "timetable"),
        ("daily 09:00 filter battery", "character 1"),
        ("days:0", "days:1 to days:14"),
        ("daily 09:00 days:x", "days:1 to days:14"),
    ],
)
def test_mistakes_say_what_to_write(text: str, hint: str):
    """The timetable's and the filter's own words, and the bounds of days."""
    with pytest.raises(CommandError) as raised:
        parse_wish(text)
    assert hint in str(raised.value)


def test_a_pattern_may_speak_of_filters():
    """Only the first word "filter" parts timetable and rules."""
    wish = parse_wish("every 4h filter /oil filter/ days:2")
    assert wish.filter is not None
    assert [rule.value for rule in wish.filter.rules] == ["oil filter"]
    assert wish.days == 2
    assert wish.timetable is not None
    assert wish.timetable.times[1] == dt.time(4)
