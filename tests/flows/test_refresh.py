"""Refreshing feeds, on a real store with the real parser and extractor; only the network is a fake."""

import asyncio
import dataclasses
import datetime as dt
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from bot.adapters.article_extractor import TrafilaturaExtractor
from bot.adapters.feed_parser import ProcessFeedParser
from bot.adapters.sql import SqlStore
from bot.core.entities import Entry, Feed, NewEntry, NewTopic, ParsedFeed, Platform, Story, Window
from bot.core.errors import FeedGoneError, FetchError, StoreError
from bot.flows.ports import Fetched, Job, JobName, Validators
from bot.flows.refresh import FeedOutcome, Grouping, RefreshRules, refresh_due, refresh_feed, take_in
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.flows.children import extract_here, parse_here
from tests.kept import add_entries

URL = "https://news.example/feed"
HOUR = dt.timedelta(hours=1)
LONG = "The port authority said on Monday that the new pier of Northport takes ships of 300 metres. " * 8


def item(number: int, *, title: str = "", text: str = LONG, link: str = "", guid: str = "") -> str:
    return (
        f"<item><title>{title or f'Title {number}'}</title><guid>{guid or f'g{number}'}</guid>"
        f"<link>{link or f'https://news.example/{number}'}</link><description>{text}</description>"
        f"<pubDate>Mon, 23 Nov 2026 {number:02}:00:00 GMT</pubDate></item>"
    )


def rss(*items: str, ttl: int = 0) -> bytes:
    return f"<rss version='2.0'><channel><title>News</title><ttl>{ttl}</ttl>{''.join(items)}</channel></rss>".encode()


@dataclass
class World:
    """A store with one feed that a topic reads, and a network that says what a test tells it."""

    store: SqlStore
    feed: Feed
    fetcher: FakeFetcher
    clock: FakeClock
    longest_interval: dt.timedelta = HOUR

    async def refresh(self, *, pages: int = 8, is_forced: bool = True, has_bug: bool = False) -> FeedOutcome:
        return await refresh_feed(
            self.feed.id,
            store=self.store,
            fetcher=self.fetcher,
            parser=BrokenParser() if has_bug else ProcessFeedParser(parse_here),
            extractor=TrafilaturaExtractor(extract_here),
            clock=self.clock,
            rules=RefreshRules(pages=pages, longest_interval=self.longest_interval),
            is_forced=is_forced,
        )

    async def state(self) -> Feed:
        return await self.store.feed(self.feed.id)

    async def entries(self) -> tuple[Entry, ...]:
        return await self.store.ungrouped_entries(1_000)


class BrokenParser:
    """A parser with a bug of ours."""

    async def parse(self, fetched: Fetched) -> ParsedFeed:
        raise ZeroDivisionError(fetched.url)


@pytest.fixture
async def world(store: SqlStore) -> World:
    workspace = await store.add_workspace(Platform.PAGE, "page", "The page")
    topic = NewTopic(name="ev", command="ev", title="Electric cars", feeds=(URL,))
    await store.declare_topics(workspace.id, [topic], NOON)
    return World(store=store, feed=await store.add_feed(URL, NOON), fetcher=FakeFetcher(), clock=FakeClock())


async def test_first_refresh_keeps_all(world: World) -> None:
    """The first refresh stores every entry, the feed's title and validators, and plans the next check in an hour or so."""
    world.fetcher.serve(URL, rss(item(1), item(2)), etag='"1"')
    outcome = await world.refresh()
    assert outcome == FeedOutcome(feed_id=world.feed.id, stored=2)
    assert [(entry.title, entry.text, entry.is_excerpt) for entry in await world.entries()] == [
        ("Title 1", LONG.strip(), False),
        ("Title 2", LONG.strip(), False),
    ]
    feed = await world.state()
    assert (feed.title, feed.etag, feed.error, feed.succeeded_at) == ("News", '"1"', "", NOON)
    assert HOUR <= feed.next_check_at - NOON <= 1.1 * HOUR


async def test_unchanged_feed_is_asked_conditionally_and_not_parsed(world: World) -> None:
    """A feed that did not change costs a 304 and no parsing, and counts as a success."""
    world.fetcher.serve(URL, rss(item(1)), etag='"1"')
    await world.refresh()
    world.clock.advance(HOUR)
    outcome = await world.refresh(has_bug=True)
    assert outcome == FeedOutcome(feed_id=world.feed.id, is_unchanged=True)
    assert world.fetcher.asked[-1] == (URL, Validators(etag='"1"'))
    assert (await world.state()).succeeded_at == NOON + HOUR


async def test_same_body_is_not_parsed_again(world: World) -> None:
    """A server without validators that sends the same bytes again costs no parsing either."""
    world.fetcher.serve(URL, rss(item(1)))
    await world.refresh()
    assert (await world.refresh(has_bug=True)).is_unchanged


async def test_edits_store_nothing_twice(world: World) -> None:
    """Moved dates, new titles, tracking parameters and changed guids bring nothing new; a new entry comes alone."""
    world.fetcher.serve(URL, rss(item(1), item(2), item(3)))
    await world.refresh()
    changed = (
        item(1, title="Edited"),
        item(2, guid="regenerated"),
        item(3, link="http://www.news.example/3/?utm_source=rss"),
    )
    world.fetcher.serve(URL, rss(*changed, item(4)))
    assert (await world.refresh()).stored == 1
    assert [entry.title for entry in await world.entries()] == ["Title 1", "Title 2", "Title 3", "Title 4"]


async def test_servers_may_ask_for_patience(world: World) -> None:
    """max-age and ttl make the next check later."""
    world.fetcher.serve(URL, rss(item(1), ttl=180), fresh_for=2 * HOUR)
    await world.refresh()
    assert 3 * HOUR <= (await world.state()).next_check_at - NOON <= 3.3 * HOUR


async def test_failing_feed_backs_off_and_recovers(world: World) -> None:
    """Failures wait longer each time and say why; one success forgets them all, and nothing that was stored is lost."""
    world.fetcher.serve(URL, rss(item(1)), etag='"1"')
    await world.refresh()
    world.fetcher.fail(URL, FetchError("the server answered 500: it has a fault", url=URL))
    for failures, hours in ((1, 1), (2, 2), (3, 4)):
        outcome = await world.refresh()
        feed = await world.state()
        assert outcome.error == "the server answered 500: it has a fault"
        assert (feed.failures, feed.error, feed.etag) == (failures, outcome.error, '"1"')
        assert hours * HOUR <= feed.next_check_at - NOON <= (hours + 0.5) * HOUR
    world.fetcher.serve(URL, rss(item(1), item(2)), etag='"2"')
    assert (await world.refresh()).stored == 1
    feed = await world.state()
    assert (feed.failures, feed.error) == (0, "")


async def test_retry_after_is_waited_for(world: World) -> None:
    """A server that asks for five hours of peace gets them."""
    world.fetcher.fail(URL, FetchError("429", url=URL, retry_at=NOON + 5 * HOUR))
    await world.refresh()
    assert 5 * HOUR <= (await world.state()).next_check_at - NOON <= 5.5 * HOUR


async def test_gone_feed_is_never_asked_again(world: World) -> None:
    """After a 410 the feed rests for good, and says so."""
    world.fetcher.fail(URL, FeedGoneError("it is gone for good", url=URL))
    assert (await world.refresh()).error == "it is gone for good"
    world.clock.advance(dt.timedelta(days=300))
    assert (await world.refresh(is_forced=False)).error == "it is gone for good"
    assert len(world.fetcher.asked) == 1
    assert await world.store.due_feeds(world.clock.now(), 10) == ()


async def test_feed_that_is_not_due_is_left_alone(world: World) -> None:
    """A job that was started twice asks the publisher once."""
    world.fetcher.serve(URL, rss(item(1)))
    await world.refresh(is_forced=False)
    await world.refresh(is_forced=False)
    assert len(world.fetcher.asked) == 1


async def test_permanent_move_is_kept_once_it_parsed(world: World) -> None:
    """A moved feed gets its new address after it was read there, not when the new place is no feed."""
    world.fetcher.serve(URL, b"<html>Domain for sale</html>", moved_to="https://parked.example/")
    assert "a web page, not a feed" in (await world.refresh()).error
    assert (await world.state()).url == URL
    world.fetcher.serve(URL, rss(item(1)), moved_to="https://new.example/feed")
    await world.refresh()
    assert (await world.state()).url == "https://new.example/feed"


async def test_our_own_bug_is_raised_and_does_not_hammer(world: World) -> None:
    """An error that is not the feed's fault is raised, and the feed is not asked again at the next tick."""
    world.fetcher.serve(URL, rss(item(1)))
    with pytest.raises(ZeroDivisionError):
        await world.refresh(has_bug=True)
    feed = await world.state()
    assert "newsthread failed" in feed.error
    assert feed.next_check_at > NOON


def article(title: str, text: str) -> bytes:
    return f"<html lang=en><body><article><h1>{title}</h1><p>{text}</p></article></body></html>".encode()


async def test_excerpts_become_whole_articles(world: World) -> None:
    """A teaser is replaced by the article of its page; where there is none it stays, marked as an excerpt."""
    pages = {
        1: article("Title 1 in full", LONG),
        2: article("Title 2", "Too short to be it."),
        3: article("Please accept our cookies", "We and our partners store data on your device. " * 30),
    }
    for number, body in pages.items():
        world.fetcher.serve(f"https://news.example/{number}", body, content_type="text/html")
    world.fetcher.fail("https://news.example/4", FetchError("404", url=""))
    teasers = [item(number, text="A teaser …") for number in range(1, 5)]
    world.fetcher.serve(URL, rss(*teasers, item(5, text="A teaser …", link="javascript:alert(1)")))
    assert (await world.refresh()).stored == 5
    assert [(entry.text == LONG.strip(), entry.is_excerpt) for entry in await world.entries()] == [
        (True, False),
        *[(False, True)] * 4,
    ]
    assert (await world.refresh()).stored == 0


async def test_pages_are_fetched_within_reason(world: World) -> None:
    """A feed of teasers costs a few page fetches at a time, of the newest entries."""
    world.fetcher.serve(URL, rss(*(item(number, text="A teaser …") for number in range(1, 10))))
    await world.refresh(pages=2)
    assert [url for url, _ in world.fetcher.asked] == [
        URL,
        "https://news.example/9",
        "https://news.example/8",
    ]


class RecordedJobs:
    """Jobs that only remembers."""

    def __init__(self) -> None:
        self.started: list[Job] = []

    async def start(self, job: Job) -> bool:
        self.started.append(job)
        return True


async def test_due_feeds_become_jobs_in_the_lane_of_their_host(world: World) -> None:
    """Each due feed is a job of its own, one after another for one host; what is not due is left alone."""
    jobs = RecordedJobs()
    assert await refresh_due(store=world.store, jobs=jobs, clock=world.clock, limit=10) == 1
    feed_id = world.feed.id
    expected = Job(name=JobName.REFRESH, key=f"refresh:{feed_id}", lane="host:news.example", args=(feed_id,))
    assert jobs.started == [expected]
    world.fetcher.serve(URL, rss(item(1)))
    await world.refresh()
    assert await refresh_due(store=world.store, jobs=jobs, clock=world.clock, limit=10) == 0


PIER = "Northport opens pier for 300-metre ships after four years"
REPORTS = [
    (
        "The Courier",
        PIER,
        "The harbour of Northport opened its pier on Monday; ships of 300 metres can moor.",
    ),
    (
        "The Wire",
        "Northport's pier opens to 300-metre ships",
        "Northport's harbour opened a pier for ships of 300 metres.",
    ),
    (
        "The Voice",
        "Pier opened in Northport",
        "After four years Northport opened the pier; ships of 300 metres moor there.",
    ),
    (
        "The Courier",
        "Chess title goes to Ilse Brandt",
        "Ilse Brandt won the chess championship in Velden in 41 moves.",
    ),
    (
        "The Wire",
        "Brandt wins chess championship",
        "In Velden, Ilse Brandt took the chess championship with 41 moves.",
    ),
    (
        "The Voice",
        "Rye harvest down by a fifth",
        "Farmers of the Lower Plain report a fifth less rye than last year.",
    ),
]


async def stories_of(world: World, order: list[int]) -> list[set[str]]:
    """Store the reports in this order, group them, and return the titles of each story."""
    feed = world.feed
    entries = [
        NewEntry(
            guid=f"g{number}",
            link=f"https://news.example/{number}",
            content_hash=f"h{number}",
            url=f"https://news.example/{number}",
            title=REPORTS[number][1],
            text=REPORTS[number][2] * 3,
            publisher=REPORTS[number][0],
            language="en",
            published_at=NOON - dt.timedelta(hours=number),
            is_excerpt=False,
        )
        for number in order
    ]
    await add_entries(world.store, feed.id, entries, world.clock.now)
    assert await Grouping(world.store, world.clock).group_new_entries() == len(entries)
    return sorted((({entry.title for entry in story.entries}) for story in await every_story(world)), key=min)


async def every_story(world: World) -> tuple[Story, ...]:
    workspace = await world.store.add_workspace(Platform.PAGE, "page", "")
    topic = (await world.store.topics(workspace.id))[0]
    window = Window(begins_at=NOON - dt.timedelta(days=9), ends_at=NOON + dt.timedelta(days=9))
    return await world.store.stories_in(topic.id, window)


@pytest.mark.parametrize("seed", range(3))
async def test_reports_of_one_event_become_one_story(world: World, seed: int) -> None:
    """Three papers on one pier are one story and no other event joins it, in whatever order the feeds were read."""
    order = list(range(len(REPORTS)))
    random.Random(seed).shuffle(order)  # noqa: S311 - an order for a test
    titles = [title for _, title, _ in REPORTS]
    assert await stories_of(world, order) == sorted(
        [set(titles[:3]), set(titles[3:5]), set(titles[5:])], key=min
    )


async def test_later_report_joins_its_story(world: World) -> None:
    """What comes in a later refresh joins the story that is there."""
    await stories_of(world, [0, 3])
    assert len(await stories_of(world, [1, 4])) == 2


async def test_only_one_grouper_works(world: World) -> None:
    """While somebody else groups, nothing is grouped twice; when their lease ran out, the work is taken over."""
    world.fetcher.serve(URL, rss(item(1)))
    await world.refresh()
    await world.store.claim("grouping", NOON + HOUR, NOON)
    assert await Grouping(world.store, world.clock).group_new_entries() == 0
    world.clock.advance(2 * HOUR)
    assert await Grouping(world.store, world.clock).group_new_entries() == 1


async def test_grouping_does_not_wait_for_names(world: World) -> None:
    """Chats' libraries look up names in the event loop's threads: a name server that hangs holds up no stories."""
    world.fetcher.serve(URL, rss(item(1)))
    await world.refresh()
    answers = threading.Event()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))  # closed with the loop
    looked_up = asyncio.create_task(asyncio.to_thread(answers.wait, 10))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            assert await Grouping(world.store, world.clock).group_new_entries() == 1
    finally:
        answers.set()
        await looked_up


async def test_what_comes_while_others_are_indexed_is_grouped_first(world: World) -> None:
    """A new entry does not wait for its story until searches find three hundred others; in the end they find all."""
    grouping, late = Grouping(world.store, world.clock), [LONG]
    listed = (item(1, guid=f"g{number}", link=f"https://news.example/{number}") for number in range(300))
    world.fetcher.serve(URL, rss(*listed))
    await world.refresh()

    async def group() -> None:
        await grouping.group_new_entries()
        assert not await world.entries()
        if late:
            world.fetcher.serve(
                URL, rss(item(2, guid="late", link="https://news.example/late", text=late.pop()))
            )
            await world.refresh()

    assert await take_in(world.store, group) == 301
    assert not await world.entries()
    assert not await world.store.has_unindexed()


async def test_two_words_that_share_a_number_do_not_stop_grouping(world: World) -> None:
    """Words are told apart by their CRC-32: whoever writes two with the same must not end all grouping."""
    world.fetcher.serve(URL, rss(item(1, title="Rionkgdkk joins Ninzpjjrk"), item(2)))
    await world.refresh()
    assert await Grouping(world.store, world.clock).group_new_entries() == 2


async def test_unknown_feed_is_a_store_error(world: World) -> None:
    """A job about a feed that is no more says so."""
    gone = dataclasses.replace(world, feed=dataclasses.replace(world.feed, id=type(world.feed.id)(99)))
    with pytest.raises(StoreError):
        await gone.refresh()
