"""What a store must do with the feeds that people add to topics."""

import asyncio
import dataclasses
import datetime as dt

from bot.core.entities import FeedLink, NewFeed, Origin, Platform
from bot.flows.ports import Store
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    NOON,
    VOLT,
    declared,
    feed_of,
    stored,
    team,
    topic,
)

WIND = "https://wind-gazette.example/feed"


async def home(store: Store, *topics: str) -> None:
    """The command line's own workspace, with its topics."""
    workspace = await store.add_workspace(Platform.TERMINAL, "local", "Command line")
    await store.declare_topics(workspace.id, [topic(name) for name in topics or ("ev",)], NOON)


def new(url: str, at: dt.datetime = NOON) -> NewFeed:
    """A feed to be added."""
    return NewFeed(url=url, next_check_at=at, title="Wind Gazette")


async def urls(store: Store, topic_name: str, team_name: str) -> list[str]:
    """What a team's topic reads."""
    workspace = await team(store, team_name)
    (found,) = (each for each in await store.topics(workspace.id) if each.name == topic_name)
    return sorted(feed.url for feed in await store.feeds(found.id))


class LinkContract:
    """Feeds that are added and removed while the program runs."""

    async def test_an_added_feed_is_read_by_the_topic_of_that_name_everywhere(self, store: Store):
        """Whoever runs the bot adds a feed once: the editions of all teams get it, also of one that comes later."""
        await home(store, "ev", "wind")
        await store.declare_topics((await team(store, "T1")).id, [topic("ev"), topic("wind")], NOON)
        await store.link_feeds("ev", [new(WIND)])
        await store.declare_topics((await team(store, "T2")).id, [topic("ev"), topic("wind")], NOON)
        for name in ("T1", "T2"):
            assert await urls(store, "ev", name) == [VOLT, WIND]
            assert await urls(store, "wind", name) == [VOLT]

    async def test_what_one_workspace_adds_is_read_there_alone(self, store: Store):
        """Who speaks in a chat speaks for their own: no other workspace reads it, loses it, or learns of it."""
        await home(store)
        mine = await declared(store)
        other = (await store.declare_topics((await team(store, "T2")).id, [topic()], NOON))[0]
        await store.link_feeds(mine.id, [new(WIND)])
        assert (await urls(store, "ev", "T1"), await urls(store, "ev", "T2")) == ([VOLT, WIND], [VOLT])
        (wind,) = await store.known_feeds([WIND])
        assert wind.id in {link.feed_id for link in await store.feed_links(mine.id)}
        assert wind.id not in {link.feed_id for link in await store.feed_links(other.id)}
        await store.link_feeds(other.id, [new(WIND)])
        assert await store.unlink_feed(mine.id, wind.id)
        assert (await urls(store, "ev", "T1"), await urls(store, "ev", "T2")) == ([VOLT], [VOLT, WIND])
        await store.declare_topics((await team(store, "T3")).id, [topic()], NOON)
        assert await urls(store, "ev", "T3") == [VOLT]

    async def test_an_added_feed_survives_a_restart(self, store: Store):
        """Declaring the configuration again leaves what was added, and does not bring back what was removed."""
        await home(store)
        workspace = await team(store)
        await declared(store)
        await store.link_feeds("ev", [new(WIND), new(CHARGE)])
        (charge,) = await store.known_feeds([CHARGE])
        assert await store.unlink_feed("ev", charge.id)
        await home(store)
        await store.declare_topics(workspace.id, [topic()], NOON)
        assert await urls(store, "ev", "T1") == [VOLT, WIND]

    async def test_what_the_configuration_declares_stays(self, store: Store):
        """A feed of the file is not removed from here, also where somebody added it once more."""
        await home(store)
        volt = await feed_of(store)
        assert not await store.unlink_feed("ev", volt.id)
        await store.link_feeds("ev", [new(VOLT)])
        config, chat = (
            FeedLink(topic="ev", feed_id=volt.id, origin=origin) for origin in (Origin.CONFIG, Origin.CHAT)
        )
        assert set(await store.feed_links()) == {config, chat}
        assert await store.unlink_feed("ev", volt.id)
        assert await store.feed_links() == (config,)

    async def test_a_feed_that_nobody_reads_is_left_alone_and_keeps_its_entries(self, store: Store):
        """After it was removed it is not polled; added again it goes on from where it was, at the time that was said."""
        await home(store)
        await store.link_feeds("ev", [new(WIND)])
        entry = await stored(store, "Turbines turn", url=WIND)
        wind = await store.feed(entry.feed_id)
        await store.save_feed(dataclasses.replace(wind, is_gone=True, etag='"1"'))
        assert await store.unlink_feed("ev", wind.id)
        assert WIND not in [feed.url for feed in await store.due_feeds(NOON + DAY, 10)]
        assert await store.entries([entry.id]) == (entry,)
        await store.link_feeds("ev", [new(WIND, NOON + HOUR)])
        again = await store.feed(wind.id)
        assert (again.is_gone, again.next_check_at, again.etag) == (False, NOON + HOUR, '"1"')

    async def test_adding_leaves_the_time_of_a_feed_that_is_read_already(self, store: Store):
        """Another topic's wish is no reason to ask a publisher earlier."""
        await home(store, "ev", "wind")
        before = await feed_of(store)
        await store.link_feeds("wind", [new(VOLT, NOON - HOUR)])
        assert await store.feed(before.id) == before

    async def test_five_thousand_feeds_are_added_at_once(self, store: Store):
        """A list of feeds from another reader goes in whole, each with its own time."""
        await home(store)
        many = [new(f"https://feeds.example/{number}", NOON + number * HOUR) for number in range(5_000)]
        await store.link_feeds("ev", many)
        known = {feed.url: feed for feed in await store.known_feeds([feed.url for feed in many])}
        assert {url: feed.next_check_at for url, feed in known.items()} == {
            feed.url: feed.next_check_at for feed in many
        }
        assert len(await store.feed_links()) == 5_001

    async def test_an_overlong_address_is_found_again(self, store: Store):
        """A URL beyond what an index holds is one feed like any other."""
        await home(store)
        long = f"https://feeds.example/{'x' * 3_000}"
        await store.link_feeds("ev", [new(long)])
        await store.link_feeds("ev", [new(long)])
        assert [feed.url for feed in await store.known_feeds([long])] == [long]
        assert len(await store.feed_links()) == 2

    async def test_a_team_met_while_a_feed_is_added_gets_it(self, store: Store):
        """Whatever comes first, the first event of a new team or the new feed, the team reads it."""
        await home(store)

        async def meet(name: str) -> None:
            workspace = await team(store, name)
            await store.declare_topics(workspace.id, [topic()], NOON)

        names = [f"T{number}" for number in range(6)]
        await asyncio.gather(
            *map(meet, names[:3]), store.link_feeds("ev", [new(WIND)]), *map(meet, names[3:])
        )
        assert [await urls(store, "ev", name) for name in names] == [[VOLT, WIND]] * 6

    async def test_activity_counts_entries_by_day(self, store: Store):
        """What a feed brought each day is counted by the entries' own dates; a silent feed is left out."""
        ev = await declared(store, topic(feeds=(VOLT, CHARGE)))
        for title, age in (("a", 0.1), ("b", 0.2), ("c", 1.5), ("d", 9)):
            await stored(store, title, published_at=NOON - age * DAY)
        await stored(store, "elsewhere", url=WIND)
        days = [NOON - number * DAY for number in (3, 2, 1, 0)]
        volt = (await feed_of(store)).id
        for topic_id in (ev.id, None):
            assert await store.activity(topic_id, days) == {volt: (0, 1, 2)}
