"""What a store must find for whoever searches a topic."""

import asyncio
import datetime as dt
import threading

import pytest

from bot.core.entities import Criteria, EntryId, StoryId, Subject, Topic
from bot.core.text import fold
from bot.flows.ports import Store
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    NOON,
    VOLT,
    at_noon,
    declared,
    feed_of,
    new_entry,
    stored,
    told,
    topic,
)
from tests.grouped import put

YEAR = 365 * DAY


async def found(
    store: Store,
    on: Topic,
    *names: str,
    since: dt.timedelta = 5 * YEAR,
    publishers: tuple[str, ...] = (),
    tags: tuple[tuple[str, ...], ...] = (),
    limit: int = 50,
) -> list[str]:
    """Return the titles that a search of the topic finds."""
    criteria = Criteria(
        subject=Subject(groups=tuple((fold(name),) for name in names)),
        since=NOON - since,
        now=NOON,
        publishers=publishers,
        tags=tags,
    )
    return [each.title for each in await store.find_entries(criteria, on.id, limit)]


async def kept(store: Store, *titles: str) -> tuple[EntryId, ...]:
    """Keep entries that no search finds yet."""
    entries = [new_entry(title) for title in titles]
    return await store.keep(await feed_of(store), entries=entries, now=at_noon)


class IndexingContract:
    """Entries are found when they have been indexed."""

    async def test_entries_are_found_when_they_are_indexed(self, store: Store):
        """The oldest first, each once, and its headline is counted once."""
        ev = await declared(store)
        for entry in await store.entries(await kept(store, "xiaomi one", "xiaomi two", "xiaomi three")):
            await put(store, entry)
        assert await store.has_unindexed()
        assert await found(store, ev, "xiaomi") == []
        assert await store.index_entries(2) == 2
        assert await found(store, ev, "xiaomi") == ["xiaomi two", "xiaomi one"]
        assert await store.has_unindexed()
        assert await store.index_entries(2) == 1
        assert not await store.has_unindexed()
        assert await store.index_entries(2) == 0
        assert await found(store, ev, "xiaomi", "three") == ["xiaomi three"]
        assert await store.headline_words(["xiaomi", "three"]) == {"xiaomi": 3, "three": 1}

    async def test_two_that_index_at_once_do_it_once(self, store: Store):
        """Of several processes none does again what another does."""
        await kept(store, *(f"xiaomi {number}" for number in range(10)))
        assert sorted(await asyncio.gather(store.index_entries(6), store.index_entries(6))) == [4, 6]
        assert await store.headline_words(["xiaomi"]) == {"xiaomi": 10}

    async def test_long_texts_are_indexed_a_few_at_a_time(self, store: Store):
        """Whoever has others to do, or to group what came meanwhile, does not wait for all of them."""
        ev = await declared(store)
        entries = [new_entry(f"xiaomi {number}", text="volt " * 100_000) for number in range(5)]
        await store.keep(await feed_of(store), entries=entries, now=at_noon)
        for entry in await store.entries([EntryId(number) for number in range(1, 6)]):
            await put(store, entry)
        indexed = [await store.index_entries(9) for _ in range(4)]
        assert indexed == [3, 2, 0, 0]
        assert await found(store, ev, "xiaomi") == [f"xiaomi {number}" for number in (4, 3, 2, 1, 0)]
        assert await store.headline_words(["xiaomi"]) == {"xiaomi": 5}

    async def test_nobody_waits_for_texts_to_be_read(self, store: Store, monkeypatch: pytest.MonkeyPatch):
        """Of a hostile text that takes seconds, others may write meanwhile, and the event loop goes on."""
        await kept(store, "xiaomi one")
        goes_on = threading.Event()

        def slow(*_args: object) -> str:
            assert goes_on.wait(10)
            return "xiaomi"

        with monkeypatch.context() as hostile:
            hostile.setattr("bot.adapters.sql.indexing.tokens_of", slow)
            indexing = asyncio.create_task(store.index_entries(9))
            await asyncio.sleep(0)
            async with asyncio.timeout(5):
                await kept(store, "xiaomi two")
            assert not indexing.done()
            goes_on.set()
            assert await indexing == 1

    async def test_what_comes_after_the_newest_was_pruned_is_indexed(self, store: Store):
        """Nothing is passed over, nor done twice, when the newest that was indexed is there no more."""
        ev = await declared(store)
        await kept(store, *(f"Listed {number}" for number in range(1_000)))
        await told(store, "xiaomi of old", at=NOON - YEAR, published_at=NOON - YEAR)
        assert not await store.has_unindexed()
        assert await store.prune_entries(NOON - 30 * DAY) == 1
        assert not await store.has_unindexed()
        (entry,) = await store.entries(await kept(store, "xiaomi that comes"))
        await put(store, entry)
        assert await store.index_entries(9) == 1
        assert await found(store, ev, "xiaomi") == ["xiaomi that comes"]


class FindingContract:
    """Searching a topic by words, publisher, tag and time."""

    async def test_only_what_the_topics_feeds_brought_is_found(self, store: Store):
        """A team finds nothing of feeds that only another topic reads, and nothing that has no story yet."""
        ev = await declared(store, topic(feeds=(VOLT,)), topic("other", feeds=(CHARGE,)))
        await told(store, "xiaomi of ours")
        await told(store, "xiaomi of theirs", url=CHARGE)
        await stored(store, "xiaomi without a story")
        assert await found(store, ev, "xiaomi") == ["xiaomi of ours"]
        assert await found(store, ev) == ["xiaomi of ours"]

    async def test_the_newest_come_first_however_long_ago(self, store: Store):
        """Matches of all times are found, in the order in which they were published, whatever the order they came in."""
        ev = await declared(store)
        ages = {"today": HOUR, "last week": 6 * DAY, "in spring": 160 * DAY, "long ago": 3 * YEAR}
        for name in ("last week", "today", "long ago", "in spring"):
            await told(store, f"xiaomi {name}", published_at=NOON - ages[name])
        expected = [f"xiaomi {name}" for name in ages]
        assert await found(store, ev, "xiaomi") == expected
        assert await found(store, ev, "xiaomi", limit=3) == expected[:3]
        assert await found(store, ev, "xiaomi", since=YEAR) == expected[:3]
        assert await found(store, ev, "xiaomi", since=DAY) == expected[:1]

    async def test_what_was_rare_of_late_is_found_far_back(self, store: Store):
        """However uneven the days are, the newest are found, as many as are asked for, and all where there are fewer."""
        ev = await declared(store)
        days = [0, 1, *range(10, 14), 25, 59, *range(80, 88), 200, 1_000]
        for number in days:
            await told(store, f"xiaomi {number}", published_at=NOON - number * DAY - HOUR)
        for limit in range(1, len(days) + 2):
            expected = [f"xiaomi {number}" for number in days[:limit]]
            assert await found(store, ev, "xiaomi", limit=limit) == expected

    async def test_a_topic_of_many_feeds_has_its_own_newest(self, store: Store):
        """However many feeds it has: what others read is not among them, and the limit counts what is."""
        feeds = tuple(f"https://feed-{number}.example/" for number in range(70))
        ev = await declared(store, topic(feeds=feeds), topic("other", feeds=(CHARGE,)))
        for number in range(4):
            await told(store, f"xiaomi {number}", url=feeds[number * 20], published_at=NOON - number * DAY)
            await told(store, f"xiaomi of theirs {number}", url=CHARGE, published_at=NOON - number * DAY)
        await stored(store, "xiaomi without a story", url=feeds[0])
        for names in ((), ("xiaomi",)):
            assert await found(store, ev, *names, limit=3) == [f"xiaomi {number}" for number in range(3)]
            assert await found(store, ev, *names, since=DAY + HOUR) == ["xiaomi 0", "xiaomi 1"]

    async def test_what_is_dated_ahead_is_found(self, store: Store):
        """A publisher's clock that goes ahead of ours hides nothing."""
        ev = await declared(store)
        await told(store, "xiaomi tomorrow", published_at=NOON + 20 * HOUR)
        assert await found(store, ev, "xiaomi") == ["xiaomi tomorrow"]

    async def test_a_publisher_is_found_by_words_of_its_name(self, store: Store):
        """“by:harbour” is Harbour Motor; who is only written about is not meant."""
        ev = await declared(store)
        await told(store, "First", publisher="Harbour Motor")
        await told(store, "Harbour closes", publisher="Volt Courier")
        assert await found(store, ev, publishers=("harbour",)) == ["First"]
        assert await found(store, ev, publishers=("harbour", "motor")) == ["First"]
        assert await found(store, ev, "closes", publishers=("harbour",)) == []

    async def test_a_tag_finds_the_stories_that_were_told_with_it(self, store: Store):
        """In the topic that told them, under any of the tag's names, and with all tags that are asked for."""
        ev = await declared(store, topic(), topic("other"))
        both, one = await told(store, "Both"), await told(store, "One")
        await told(store, "None")
        await store.tag_stories(ev.id, {both: ["battery", "china"], one: ["battery"]}, NOON)
        await store.tag_stories(ev.id, {both: ["battery"], StoryId(999_999): ["battery"]}, NOON)
        assert set(await found(store, ev, tags=(("akku", "battery"),))) == {"Both", "One"}
        assert await found(store, ev, tags=(("battery",), ("china",))) == ["Both"]
        assert await found(store, ev, "one", tags=(("battery",),)) == ["One"]
        other = next(each for each in await store.topics(ev.workspace_id) if each.name == "other")
        assert await found(store, other, tags=(("battery",),)) == []

    async def test_a_story_that_goes_takes_its_tags_along(self, store: Store):
        """What is pruned leaves nothing behind."""
        ev = await declared(store)
        old = await told(store, "Old", at=NOON - YEAR, published_at=NOON - YEAR)
        await store.tag_stories(ev.id, {old: ["battery"]}, NOON)
        for number in range(1_000):
            await stored(store, f"Listed {number}")
        assert await store.prune_entries(NOON - DAY) == 1
        assert await found(store, ev, tags=(("battery",),)) == []

    async def test_words_of_headlines_are_counted(self, store: Store):
        """Each once in a headline, folded; the most frequent of those that begin alike come first."""
        await stored(store, "Xiaomi, Xiaomi und XIAOPENG")
        await stored(store, "Xiaomi baut", text="Xiaolin stands in the text alone.")
        assert await store.headline_words(["xiaomi", "baut", "xiaolin", "'; --"]) == {"xiaomi": 2, "baut": 1}
        assert list(await store.headline_words_from("xiao", 9)) == ["xiaomi", "xiaopeng"]
        assert list(await store.headline_words_from("xiao", 1)) == ["xiaomi"]
        assert await store.headline_words_from("xiaomi", 9) == {}

    async def test_unspaced_words_are_found_by_their_first_character(self, store: Store):
        """小 begins 小米."""
        await stored(store, "小米汽车")
        assert "小米" in await store.headline_words_from("小", 9)
