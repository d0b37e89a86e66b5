"""Filters: what a channel does not want is left out, each entry with its reason, and no window moves for it."""

import asyncio
import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.adapters.sql import open_store
from bot.core.entities import ChannelFilter, Edition, Entry, Window
from bot.core.filters import parse_filter
from bot.flows.converse import Conversation
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.fakes.tools import feed_tools
from tests.flows.test_converse import CALLER, text_of
from tests.flows.test_publish import DAY, HOUR, TEXT, editions, told
from tests.flows.world import TOPIC, World, make_world

MINUTE = dt.timedelta(minutes=1)
RECALLED = (
    "Volt Motors recalls its V7 sedan. The battery may leak in 4,100 cars, the authority said on Tuesday. "
    "Owners are asked to drive to a dealer. The repair takes a day and is free of charge."
)


async def let_in(world: World, text: str) -> None:
    """Set the channel's filter."""
    wanted = ChannelFilter(filter=parse_filter(text), by="U1", at=world.clock.now())
    await world.store.set_channel_filter(world.place, world.topic.id, wanted)


async def reasons(world: World, entry: Entry) -> list[str]:
    """What was decided about an entry."""
    return [decision.reason for decision in await world.store.decisions(entry.id)]


async def test_what_is_held_back_has_its_reason(world: World):
    """One publisher, and two are wanted: not told, and why says so in words. With the second it is told."""
    await world.subscribe()
    await let_in(world, "publishers>=2")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    assert told(world.chat) == [[]]
    assert await reasons(world, entry) == ["left out: the channel’s filter wants at least 2 publishers"]
    reply = await Conversation(world.needs, [TOPIC], feed_tools()).command(
        CALLER, "/ev", f"why {entry.url}", "why-1"
    )
    assert "Filter" in text_of(reply)
    assert "wants at least 2 publishers" in text_of(reply)
    await world.entry("Izmir gets a plant", RECALLED, story=entry.story_id, publisher="Charge Daily")
    await world.pass_time(DAY)
    assert told(world.chat) == [[], [entry.story_id]]


async def test_an_unwanted_source_is_not_shown(world: World):
    """The story is told from who else reports it, and the unwanted entry has a reason of its own."""
    await world.subscribe()
    await let_in(world, '-publisher:"Volt Courier"')
    unwanted = await world.entry("Second battery plant opens", TEXT)
    wanted = await world.entry(
        "Izmir gets a plant", RECALLED, story=unwanted.story_id, publisher="Charge Daily"
    )
    await world.pass_time(DAY)
    (edition,) = editions(world.chat)
    assert [source.publisher for item in edition.items for source in item.sources] == ["Charge Daily"]
    assert await reasons(world, unwanted) == [
        "left out: the channel’s filter does not want the publisher “Volt Courier”"
    ]
    assert await reasons(world, wanted) == ["told"]


async def test_the_topics_and_the_subscriptions_filter_hold(world: World):
    """What the configuration file declares holds in the channel, and says whose it is."""
    declared = replace(TOPIC, filter=parse_filter("-recalls"))
    await world.store.declare_topics(world.topic.workspace_id, [declared], world.clock.now())
    await world.subscribe(filter_by="lang:en")
    one = await world.entry("Recall of cars", RECALLED)
    two = await world.entry("Zweites Werk", TEXT, language="de")
    three = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    assert told(world.chat) == [[three.story_id]]
    assert await reasons(world, one) == ["left out: the topic’s filter does not want the words “recalls”"]
    assert await reasons(world, two) == ["left out: the channel’s filter wants the language “en”"]


async def test_a_filter_can_ask_for_more_stories(world: World):
    """The size that people set stands in place of the subscription's."""
    await world.subscribe(size=1)
    await let_in(world, "size:3")
    for number in range(4):
        await world.entry(f"Plant number {number} opens", TEXT.replace("Izmir", f"City{number}"))
    await world.pass_time(DAY)
    assert [len(stories) for stories in told(world.chat)] == [3]


async def test_an_instant_subscription_looks_once(world: World):
    """What it does not want has its reason once, however often it ticks, and what comes later is told."""
    await world.entry("Tramway celebrates its hundredth birthday", "It was opened by the mayor in 1926.")
    world.clock.advance(HOUR)
    await world.subscribe("instant UTC")
    await let_in(world, "-publisher:courier")
    world.clock.advance(MINUTE)
    unwanted = await world.entry("Second battery plant opens", TEXT)
    for _ in range(3):
        world.clock.advance(MINUTE)
        await world.tick()
    assert len(await reasons(world, unwanted)) == 1
    wanted = await world.entry("Recall of cars", RECALLED, publisher="Charge Daily")
    world.clock.advance(MINUTE)
    await world.tick()
    assert told(world.chat) == [[wanted.story_id]]
    assert len(await reasons(world, unwanted)) == 1


async def test_an_unwanted_source_is_no_news(world: World):
    """A report in a language that the channel does not read makes no update."""
    await world.subscribe()
    await let_in(world, "lang:en")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(DAY)
    await world.entry("Rückruf", RECALLED, story=entry.story_id, publisher="Kestrel Post", language="de")
    await world.pass_time(DAY)
    assert not any(edition.is_update for edition in editions(world.chat))


async def test_a_watch_is_bounded_by_its_subject(world: World):
    """What a channel wants of its editions does not silence what it watches."""
    await world.subscribe("every 1h UTC", subject="plant")
    await let_in(world, "publishers>=2")
    entry = await world.entry("Second battery plant opens", TEXT)
    await world.pass_time(2 * HOUR)
    assert [entry.story_id] in told(world.chat)


async def test_people_set_show_and_end_it(world: World):
    """Who and when is kept, what was before can be had back, and mistakes change nothing."""
    conversation = Conversation(world.needs, [TOPIC], feed_tools())
    keys = iter(range(100))

    async def say(text: str) -> str:
        return text_of(await conversation.command(CALLER, "/ev", text, f"event-{next(keys)}"))

    await world.subscribe()
    assert "filter +tag:batteries" in await say("filter")
    assert "lang:en publishers>=2" in await say("filter publishers>=2 lang:en")
    shown = await say("filter")
    assert "lang:en publishers>=2" in shown
    assert "23 Nov 2026, 12:00 UTC by U1" in shown
    assert "lang:en publishers>=2" in await say("status")
    assert "character 1" in await say("filter battery")
    assert "character 6" in await say("filter +a /b(/")
    assert "lang:en publishers>=2" in await say("filter")
    assert "/ev filter lang:en publishers>=2" in await say("filter -racing")
    assert "/ev filter -racing" in await say("filter clear")
    assert "ended on 23 Nov 2026, 12:00 UTC by U1" in await say("filter")
    await let_in(world, "+a")
    assert "+a" in await say("filter")


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry that comes: how long after the one before, by whom, in which language, of which of a few stories."""

    minutes: int
    publisher: str
    language: str
    story: int


STEPS = st.lists(
    st.builds(
        _Step,
        minutes=st.integers(1, 800),
        publisher=st.sampled_from(["Volt Courier", "Charge Daily", "Kestrel Post"]),
        language=st.sampled_from(["en", "de", ""]),
        story=st.integers(0, 3),
    ),
    max_size=8,
)
FILTERS = st.lists(
    st.sampled_from(
        [
            *("publishers>=2", "size:1", "lang:en", "-lang:de", '-publisher:"Volt Courier"', "publisher:kestrel"),
            *("+City1", "-City2", "/plant number [12]/", "-/num.*3/", "+tag:plants", "-feed:volt-courier.example"),
        ]
    ),
    max_size=3,
    unique=True,
).map(" ".join)  # fmt: skip


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(timetable=st.sampled_from(["daily 09:00 UTC", "every 4h UTC", "instant UTC"]), wanted=FILTERS, steps=STEPS)  # fmt: skip
def test_whatever_the_filter_each_entry_is_accounted_for(
    migrated_template: Path, timetable: str, wanted: str, steps: Sequence[_Step]
):
    """Each entry is in an edition, or a decision says why not; and the windows are those there are without a filter."""
    with_filter, without = (
        asyncio.run(_live(migrated_template, timetable, text, steps)) for text in (wanted, "")
    )
    if timetable != "instant UTC":  # there each story told has a window of its own
        assert with_filter == without


async def _live(template: Path, timetable: str, wanted: str, steps: Sequence[_Step]) -> list[Window]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template, Path(folder, "newsthread.db"))
        async with open_store(f"sqlite:///{folder}/newsthread.db", exclusive=True) as store:
            world = await make_world(store, FakeClock(), FakeChat())
            await world.entry("Tramway celebrates its birthday", "It was opened by the mayor in 1926.")
            world.clock.advance(HOUR)
            await world.subscribe(timetable, size=2)
            await let_in(world, wanted)
            entries = [entry for step in steps for entry in await _brought(world, step)]
            await world.pass_time(2 * DAY)
            await _check(world, entries)
            return [each.coverage.window for each in editions(world.chat) if not each.is_update]


async def _brought(world: World, step: _Step) -> list[Entry]:
    await world.pass_time(step.minutes * MINUTE)
    title, text = f"Plant number {step.story} opens", TEXT.replace("Izmir", f"City{step.story}")
    told_before = await world.store.stories_in(
        world.topic.id,
        Window(begins_at=world.clock.now() - 30 * DAY, ends_at=world.clock.now() + DAY),
    )
    same = next((each.id for each in told_before if each.entries[0].title.startswith(title)), None)
    title += f", writes {step.publisher}, {world.clock.now():%d %H %M}"
    return [await world.entry(title, text, story=same, publisher=step.publisher, language=step.language)]


async def _check(world: World, entries: Sequence[Entry]) -> None:
    posted = [edition for edition in editions(world.chat) if not edition.is_update]
    for entry in entries:
        (decided,) = [each for each in await world.store.decisions(entry.id) if each.stage == "edition"]
        assert decided.reason
        is_told = decided.reason == "told" or decided.reason.startswith("told again: ")
        if is_told:
            assert any(_shows(edition, entry) for edition in posted)
        for edition in posted:
            # A story that was passed over may be told later, for what came since, and then with all its sources.
            window = edition.coverage.window
            if window.begins_at < entry.stored_at <= window.ends_at and not is_told:
                assert not _shows(edition, entry)


def _shows(edition: Edition, entry: Entry) -> bool:
    return any(source.entry_id == entry.id for item in edition.items for source in item.sources)
