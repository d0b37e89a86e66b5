"""Which topic reads what: adding, removing, importing, looking after. On a real store."""

import dataclasses
import datetime as dt

import pytest

from bot.core.entities import (
    FeedList,
    ListedFeed,
    NewTopic,
    Origin,
    ParsedEntry,
    Platform,
    Preview,
    SkippedLine,
    Topic,
)
from bot.core.errors import CommandError
from bot.flows import curate
from bot.flows.converse import Conversation
from bot.flows.ports import Store
from tests.fakes.chat import FakeChat
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.tools import feed_tools
from tests.flows.world import FEED, TOPIC, World, make_world

WIND = NewTopic(name="wind", command="/wind", title="Wind power", feeds=("https://wind.example/feed",))
NEW = "https://new.example/feed"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
async def world(store: Store) -> World:
    """A team with two topics, met before the command line."""
    world = await make_world(store, FakeClock(), FakeChat())
    await store.declare_topics(world.topic.workspace_id, [TOPIC, WIND], NOON)
    return world


@pytest.fixture
async def home(world: World) -> tuple[Topic, ...]:
    """The command line's own topics."""
    return await Conversation(world.needs, [TOPIC, WIND], feed_tools()).topics()


def preview(url: str = NEW, *entries: ParsedEntry) -> Preview:
    """A feed that was found."""
    return Preview(
        url=url,
        title="New Courier",
        site_url="",
        language="en",
        entries=1,
        newest=entries,
        pace=None,
        is_full=True,
    )


def listed(*feeds: tuple[str, tuple[str, ...]], skipped: tuple[SkippedLine, ...] = ()) -> FeedList:
    """A list of feeds, each on its line."""
    return FeedList(
        feeds=tuple(
            ListedFeed(url=url, title=f"Title {line}", site_url="", folders=folders, line=line)
            for line, (url, folders) in enumerate(feeds, 1)
        ),
        skipped=skipped,
    )


async def reads(world: World) -> list[str]:
    """What the team's topic reads."""
    return sorted(feed.url for feed in await world.store.feeds(world.topic.id))


async def test_an_added_feed_reaches_the_teams_editions(world: World, home: tuple[Topic, ...]) -> None:
    """The command line adds to its own topic and to that of every team, with origin chat."""
    feed = await curate.add(world.store, home[0], preview(), NOON + HOUR)
    assert feed is not None
    assert (feed.url, feed.title, feed.next_check_at) == (NEW, "New Courier", NOON + HOUR)
    assert await reads(world) == [NEW, FEED]
    (link,) = (each for each in await world.store.feed_links() if each.feed_id == feed.id)
    assert (link.topic, link.origin) == ("ev", Origin.CHAT)


@pytest.mark.parametrize(
    "twin", [FEED, FEED.replace("https", "http"), FEED.replace("https://", "http://www."), f"{FEED}/"]
)
async def test_a_twin_of_a_feed_that_is_read_adds_nothing(
    world: World, home: tuple[Topic, ...], twin: str
) -> None:
    """The same feed under another spelling of its address is not polled twice, nor told twice."""
    assert await curate.add(world.store, home[0], preview(twin), NOON) is None
    assert await reads(world) == [FEED]
    assert (await curate.overlap(world.store, home[0], preview(twin))).topics == ("ev",)


async def test_another_topic_reads_the_feed_that_is_there(world: World, home: tuple[Topic, ...]) -> None:
    """Under whatever spelling, feeds and entries are fetched once for all topics."""
    feed = await curate.add(
        world.store, home[1], preview(f"http://www.{FEED.removeprefix('https://')}/"), NOON
    )
    assert feed is not None
    assert feed.id == world.feed.id


async def test_entries_that_other_feeds_brought_are_counted(world: World, home: tuple[Topic, ...]) -> None:
    """Whoever adds a feed learns that the topic has its articles already."""
    known = await world.entry("Waiting list grows", "Buyers wait 41 weeks.")
    entries = [
        ParsedEntry(guid="", url=url, title="", text="", published_at=None)
        for url in (f"{known.url}?utm_source=rss", "https://new.example/2", "")
    ]
    found = await curate.overlap(world.store, home[0], preview(NEW, *entries))
    assert (found.feed, found.topics, found.entries) == (None, (), 1)


@pytest.mark.parametrize(
    "named", [NEW, "http://www.new.example/feed/", "new courier", "new.example", "New.Example"]
)
async def test_a_feed_is_removed_by_what_people_call_it(
    world: World, home: tuple[Topic, ...], named: str
) -> None:
    """Its address in any spelling, its title, its host; what it brought stays, and it is not polled any more."""
    feed = await curate.add(world.store, home[0], preview(), NOON)
    assert feed is not None
    removed = await curate.remove(world.store, named)
    assert (removed.feed.id, removed.topics, removed.still_in) == (feed.id, ("ev",), ())
    assert await reads(world) == [FEED]
    assert feed.id not in [each.id for each in await world.store.due_feeds(NOON + HOUR, 10)]


async def test_what_the_file_declares_is_not_removed_here(world: World, home: tuple[Topic, ...]) -> None:
    """The text says where to change it; a second link, added here, goes all the same."""
    with pytest.raises(
        CommandError, match=r"declared in the configuration file, in the feeds of “ev”\. Take it out there"
    ):
        await curate.remove(world.store, FEED)
    await curate.add(world.store, home[1], preview(FEED), NOON)
    removed = await curate.remove(world.store, FEED)
    assert (removed.topics, removed.still_in) == (("wind",), ("ev",))
    assert await reads(world) == [FEED]


async def test_what_is_not_there_or_not_clear_is_said(world: World, home: tuple[Topic, ...]) -> None:
    """No such feed, not in that topic, or several of one host: nothing is removed, and the text says how to go on."""
    for path in ("a", "b"):
        await curate.add(
            world.store, home[0], dataclasses.replace(preview(f"https://two.example/{path}"), title=""), NOON
        )
    with pytest.raises(CommandError, match="No topic reads a feed “nothing”"):
        await curate.remove(world.store, "nothing")
    with pytest.raises(CommandError, match="No topic reads"):
        await curate.remove(world.store, "https://two.example/a", "wind")
    with pytest.raises(CommandError, match="may mean 2 feeds"):
        await curate.remove(world.store, "two.example")
    assert len(await reads(world)) == 3


async def test_an_import_finds_its_topics_by_folder(world: World, home: tuple[Topic, ...]) -> None:
    """A folder named as a topic goes there, by title or name, at any depth; all else to the first topic."""
    plan = await curate.plan_import(
        world.store,
        listed(
            ("https://a.example/1", ("Wind Power",)),
            ("https://a.example/2", ("News", "wind", "deep")),
            ("https://a.example/3", ("Elsewhere",)),
            ("https://a.example/4", ()),
        ),
        home,
        None,
    )
    assert {topic: [feed.line for feed in feeds] for topic, feeds in plan.additions.items()} == {
        "wind": [1, 2],
        "ev": [3, 4],
    }
    chosen = await curate.plan_import(world.store, listed(("https://a.example/1", ("wind",))), home, home[0])
    assert list(chosen.additions) == ["ev"]


async def test_an_import_passes_over_what_is_there(world: World, home: tuple[Topic, ...]) -> None:
    """Twins within the list are named with both lines, what is read already is counted, what was unreadable stays named."""
    unreadable = SkippedLine(line=9, what="x", reason="it has no xmlUrl")
    plan = await curate.plan_import(
        world.store,
        listed((f"{FEED}/", ()), (NEW, ()), (f"{NEW}/", ()), (NEW, ("wind",)), skipped=(unreadable,)),
        home,
        None,
    )
    assert [feed.line for feed in plan.known] == [1]
    assert plan.skipped == (
        SkippedLine(line=3, what="Title 3", reason="the same feed as in line 2"),
        unreadable,
    )
    assert plan.total == 2


async def test_five_thousand_imported_feeds_become_due_one_after_another(
    world: World, home: tuple[Topic, ...]
) -> None:
    """No publisher and no machine is flooded: a few are due at once, all within the hour, and none is lost."""
    many = listed(*((f"https://feeds.example/{number}", ()) for number in range(5_000)))
    batches: list[int] = []
    await curate.carry_out(
        world.store, await curate.plan_import(world.store, many, home, None), world.clock, batches.append
    )
    assert (sum(batches), max(batches)) == (5_000, 500)
    due = [
        len(
            [
                feed
                for feed in await world.store.due_feeds(NOON + minutes * dt.timedelta(minutes=1), 9_000)
                if "feeds.ex" in feed.url
            ]
        )
        for minutes in (0, 1, 10, 60)
    ]
    assert due == [0, 120, 1_200, 5_000]
    assert (await world.store.known_feeds(["https://feeds.example/7"]))[0].title == "Title 8"


async def test_reports_say_who_reads_a_feed_and_what_it_brought(
    world: World, home: tuple[Topic, ...]
) -> None:
    """Each feed with its topics and fourteen days of entries, those first that need somebody."""
    await world.entry("Waiting list grows", "Buyers wait 41 weeks.")
    (wind,) = await world.store.feeds(home[1].id)
    await world.store.save_feed(dataclasses.replace(wind, failures=1, error="the server answered 500"))
    worst, volt = await curate.reports(world.store, world.clock)
    assert (worst.feed.id, worst.topics, worst.activity) == (wind.id, ("wind",), (0,) * 14)
    assert (volt.topics, volt.activity) == (("ev",), (*(0,) * 13, 1))
    (only,) = await curate.reports(world.store, world.clock, world.topic.id)
    assert only == volt


async def test_a_team_met_later_reads_what_was_added(world: World, home: tuple[Topic, ...]) -> None:
    """After a restart, too: the new program meets a new team, which finds the operator's feeds in its topic."""
    await curate.add(world.store, home[0], preview(), NOON)
    restarted = Conversation(world.needs, [TOPIC, WIND], feed_tools())
    _, topics = await restarted.workspace(Platform.DISCORD, "G1", "Server")
    assert sorted(feed.url for feed in await world.store.feeds(topics[0].id)) == [NEW, FEED]
