"""What somebody sees of their workspace at a glance, and what not."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.core.entities import Caller, NewSubscription, Origin, Place, Platform
from bot.core.language import Reader
from bot.core.timetable import parse_timetable
from bot.flows.converse import Conversation
from tests.fakes.tools import feed_tools
from tests.flows.world import TOPIC, World

ALICE = Caller(
    platform=Platform.SLACK, workspace="T1", workspace_name="Team", channel="D0ALICE", user="U0ALICE"
)


class Eyes:
    """Sees the channels with these *names*; *asked* is what it was asked about."""

    def __init__(self, **names: str) -> None:
        self.names = names
        self.asked: list[str] = []

    async def __call__(self, channels: Collection[str]) -> Mapping[str, str]:
        """The names of those that are seen."""
        self.asked += channels
        return {channel: self.names[channel] for channel in channels if channel in self.names}


async def subscribe(
    world: World, channel: str, subject: str = "", timetable: str = "daily 09:00 UTC"
) -> None:
    """A channel's wish."""
    new = NewSubscription(
        topic_id=world.topic.id,
        place=replace(world.place, channel=channel),
        timetable=parse_timetable(timetable),
        language="en",
        size=5,
        origin=Origin.CHAT,
        subject=subject,
    )
    await world.store.add_subscription(new, world.clock.now())


async def seen(world: World, eyes: Eyes, reader: Reader | None = None, caller: Caller = ALICE) -> str:
    """All that somebody sees, as text."""
    conversation = Conversation(world.needs, [TOPIC], feed_tools())
    parts = await conversation.home(caller, reader, eyes)
    return "\n".join(line for part in parts for line in (part.title, *part.lines))


async def test_it_tells_what_comes_where_and_when(world: World) -> None:
    """Channels by name, with their timetable and next edition; what they watch; how the sources do."""
    await subscribe(world, "C2")
    await subscribe(world, "C1")
    await subscribe(world, "C1", "xiaomi")
    text = await seen(world, Eyes(C1="news", C2="board"))
    assert text.splitlines() == [
        "Electric cars",
        "#board: daily 09:00 UTC, 5 stories. Next: Tuesday 24 November, 09:00.",
        "#news: daily 09:00 UTC, 5 stories. Next: Tuesday 24 November, 09:00.",
        "#news watches: xiaomi",
        "1 feed, 0 failing. Details: /ev feeds",
    ]


async def test_nothing_is_told_of_what_somebody_may_not_see(world: World) -> None:
    """Neither the channel nor that there is one; nor what others watch alone, nor other workspaces."""
    await subscribe(world, "G0SECRET")
    await subscribe(world, "G0SECRET", "takeover")
    await subscribe(world, "D0BOB", "bobs-own")
    await subscribe(world, "D0ALICE", "alices-own")
    other = await world.store.add_workspace(Platform.SLACK, "T2", "Others")
    (topic,) = await world.store.declare_topics(other.id, [TOPIC], world.clock.now())
    there = Place(workspace_id=other.id, platform=Platform.SLACK, channel="C1")
    new = NewSubscription(
        topic_id=topic.id,
        place=there,
        timetable=parse_timetable("weekdays 07:00 UTC"),
        language="en",
        size=5,
        origin=Origin.CHAT,
    )
    await world.store.add_subscription(new, world.clock.now())
    eyes = Eyes(C1="news", D0BOB="bob")
    text = await seen(world, eyes)
    assert eyes.asked == ["G0SECRET"]
    assert text.splitlines() == [
        "Electric cars",
        "No channel that you see here gets editions. In a channel: /ev subscribe",
        "You alone watch: alices-own",
        "1 feed, 0 failing. Details: /ev feeds",
    ]


async def test_it_speaks_the_readers_language(world: World) -> None:
    """Theirs where it is known, else the topic's."""
    await subscribe(world, "C1")
    assert "Nächste: " in await seen(world, Eyes(C1="news"), Reader("de-DE", "Europe/Berlin"))
    assert "Next: " in await seen(world, Eyes(C1="news"))


async def test_much_is_counted_and_not_left_out_silently(world: World) -> None:
    """A workspace may have hundreds of channels; somebody's home has a bound."""
    names = {f"C{number}": f"channel{number:03}" for number in range(33)}
    for channel in names:
        await subscribe(world, channel)
    lines = (await seen(world, Eyes(**names))).splitlines()
    assert (lines[1][:11], lines[30][:11], lines[31]) == ("#channel000", "#channel029", "and 3 more")
