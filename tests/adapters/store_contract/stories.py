"""What a store must do with stories and decisions."""

import asyncio
import dataclasses

import pytest

from bot.core.entities import Decision, DeliveryState, EntryId, StoryId, Window
from bot.core.errors import StoreError
from bot.core.indexing import features_of, pack, term
from bot.core.stories import Query
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    VOLT,
    channel,
    declared,
    edition_for,
    stored,
    subscribed,
    told,
    topic,
    wish,
)
from tests.grouped import placed


class StoryContract:
    """Stories: grouped once, told once."""

    async def test_entries_wait_to_be_grouped_oldest_first(self, store: Store):
        """A crash between storing and grouping loses no article."""
        first, second, third = [await stored(store, title) for title in ("One", "Two", "Three")]
        await store.assign([placed(second)])
        assert await store.ungrouped_entries(10) == (first, third)
        assert await store.ungrouped_entries(1) == (first,)
        assert [outline.id for outline in await store.ungrouped_outlines(10)] == [first.id, third.id]

    async def test_outlines_have_what_grouping_compares(self, store: Store):
        """What an entry is compared by was kept when it was stored, and is the same wherever it was computed."""
        entry = await stored(store, "One", text="Voltara opens a plant in Wuhan with 40,000 places.")
        (outline,) = await store.outlines([entry.id, EntryId(99)])
        assert (outline.published_at, outline.language) == (entry.published_at, entry.language)
        assert outline.story_id is None
        features = features_of(entry.title, entry.text)
        assert outline.features == pack(features)
        assert {"40000", "wuhan"} <= features.anchors

    async def test_terms_are_counted_once_for_each_entry(self, store: Store):
        """How rare a word is decides what belongs together; an article that is grouped again does not count again."""
        one, two = await stored(store, "One"), await stored(store, "Two")
        first = await store.assign([placed(one, "sedan", "wuhan"), placed(two, "sedan", joins=one)])
        assert set(first) == {one.id, two.id}
        assert len(set(first.values())) == 1
        assert await store.assign([placed(two, "sedan", "plant")]) == {two.id: first[two.id]}
        sedan, wuhan, plant = map(term, ("sedan", "wuhan", "plant"))
        assert await store.term_counts([sedan, wuhan, plant]) == ({sedan: 2, wuhan: 1}, 2)
        assert await store.term_counts([]) == ({}, 2)

    async def test_entries_are_found_by_shared_marks_and_date(self, store: Store):
        """An entry is found by two of its marks or more among what was published about its time, the likest first."""
        titles = ("Old", "One word", "Near", "Nearest", "Asks")
        old, one, near, nearest, asks = [
            await stored(store, title, published_at=NOON - 9 * DAY if title == "Old" else NOON)
            for title in titles
        ]
        words = ["sedan", "wuhan", "pier"]
        await store.assign(
            [placed(old, *words), placed(one, "pier"), placed(near, *words[:2]), placed(nearest, *words)]
        )
        query = Query(terms=dict.fromkeys(map(term, words), 0.5), since=NOON - DAY, until=NOON + DAY)
        assert await store.sharing({asks.id: query}, limit=9, at_least=0.1) == {
            asks.id: [nearest.id, near.id]
        }
        assert await store.sharing({asks.id: query}, limit=1, at_least=0.1) == {asks.id: [nearest.id]}
        assert await store.sharing({asks.id: query}, limit=9, at_least=1.2) == {asks.id: [nearest.id]}
        assert (
            await store.sharing({asks.id: Query(terms={}, since=NOON, until=NOON)}, limit=9, at_least=0.1)
            == {}
        )

    async def test_a_large_batch_is_one_transaction(self, store: Store):
        """A thousand words and entries at once are within what one statement may hold."""
        entries = [await stored(store, f"Title {n}") for n in range(3)]
        words = [f"word{n}" for n in range(1_200)]
        await store.assign([placed(entry, *words) for entry in entries])
        counts, total = await store.term_counts(list(map(term, words)))
        assert (set(counts.values()), len(counts), total) == ({3}, 1_200, 3)
        query = Query(terms=dict.fromkeys(map(term, words), 1.0), since=NOON - DAY, until=NOON)
        assert len((await store.sharing({entries[0].id: query}, limit=9, at_least=0.1))[entries[0].id]) == 3

    async def test_racing_groups_an_entry_once(self, store: Store):
        """Two workers that group the same article put it into one story, and count it once."""
        entry = await stored(store, "One")
        stories = await asyncio.gather(*(store.assign([placed(entry, "b", "a")]) for _ in range(6)))
        assert len({found[entry.id] for found in stories}) == 1
        a, b = term("a"), term("b")
        assert await store.term_counts([a, b]) == ({a: 1, b: 1}, 1)

    async def test_grouping_side_by_side_never_locks_up(self, store: Store):
        """Workers that count the same words do not wait for each other for ever."""
        entries = [await stored(store, f"Title {n}") for n in range(8)]
        words = [f"word{n}" for n in range(30)]
        await asyncio.gather(*(store.assign([placed(entry, *words)]) for entry in entries))
        first, last = term("word0"), term("word29")
        assert await store.term_counts([first, last]) == ({first: 8, last: 8}, 8)

    async def test_nothing_joins_what_has_no_story(self, store: Store):
        """An entry that would join one that was never grouped begins a story: else it would wait for ever."""
        lost, entry, follower = [await stored(store, title) for title in ("Lost", "One", "Two")]
        found = await store.assign([placed(entry, joins=lost), placed(follower, joins=entry)])
        assert found[entry.id] == found[follower.id]
        assert await store.ungrouped_entries(9) == (lost,)

    async def test_an_unknown_entry_cannot_be_grouped(self, store: Store):
        """A bug in grouping is an error of ours, not a story of nothing."""
        entry = await stored(store, "One")
        unknown = dataclasses.replace(entry, id=EntryId(99))
        with pytest.raises(StoreError, match="no entry 99"):
            await store.assign([placed(entry), placed(unknown)])
        assert await store.ungrouped_entries(1) == (entry,)

    async def test_a_story_shows_only_what_the_topic_reads(self, store: Store):
        """A team sees a story's articles of its own feeds, the oldest first."""
        ev = await declared(store, topic(feeds=(VOLT,)))
        story = await told(store, "Second", published_at=NOON)
        await told(store, "First", story=story, published_at=NOON - HOUR)
        await told(store, "Elsewhere", story=story, published_at=NOON - DAY, url=CHARGE)
        (ours,) = await store.stories([story], ev.id)
        (whole,) = await store.stories([story, story])
        assert [entry.title for entry in ours.entries] == ["First", "Second"]
        assert [entry.title for entry in whole.entries] == ["Elsewhere", "First", "Second"]
        assert await store.stories([]) == ()

    async def test_windows_meet_without_gap_or_overlap(self, store: Store):
        """A story stored at the very instant between two editions is in exactly one of them."""
        ev = await declared(store)
        instants = {"before": NOON - MINUTE, "at": NOON, "after": NOON + MINUTE}
        stories = {name: await told(store, name, at=at) for name, at in instants.items()}
        earlier = Window(begins_at=NOON - HOUR, ends_at=NOON)
        later = Window(begins_at=NOON, ends_at=NOON + HOUR)
        assert {story.id for story in await store.stories_in(ev.id, earlier)} == {
            stories["before"],
            stories["at"],
        }
        assert {story.id for story in await store.stories_in(ev.id, later)} == {stories["after"]}

    async def test_a_window_brings_whole_stories(self, store: Store):
        """A story with one new article comes with its older ones, and only if a feed of the topic brought the new one."""
        ev = await declared(store, topic(feeds=(VOLT,)))
        story = await told(store, "Old", at=NOON - DAY, published_at=NOON - DAY)
        await told(store, "New", story=story, at=NOON)
        other = await told(store, "Ours, long ago", at=NOON - DAY)
        await told(store, "Theirs, now", story=other, at=NOON, url=CHARGE)
        found = await store.stories_in(ev.id, Window(begins_at=NOON - HOUR, ends_at=NOON))
        assert [[entry.title for entry in each.entries] for each in found] == [["Old", "New"]]

    async def test_a_story_is_told_once_per_channel(self, store: Store):
        """What an edition told is known in its channel, not in others, nor to other topics."""
        subscription = await subscribed(store)
        ev, here, there = await declared(store), await channel(store), await channel(store, "C2")
        await store.add_edition(edition_for(subscription), here, 1, NOON)
        assert await store.told_stories(here, ev.id) == {StoryId(1), StoryId(2)}
        assert await store.told_stories(there, ev.id) == frozenset()
        told = (await store.told_since(here, ev.id, NOON - HOUR))[StoryId(1)]
        assert (told.subscription_id, told.item, told.root) == (subscription.id, samples.item(), "")
        assert await store.told_since(here, ev.id, NOON) == {}
        trade = await declared(store, topic("trade"), topic())
        assert await store.told_stories(here, trade.id) == frozenset()

    async def test_an_update_is_no_telling_in_full(self, store: Store):
        """The last telling is the update; in full it was told by the edition before it."""
        subscription = await subscribed(store)
        ev, here = await declared(store), await channel(store)
        await store.add_edition(edition_for(subscription), here, 1, NOON)
        update = edition_for(subscription, "update:1", thread="100", planned_at=NOON + HOUR)
        await store.add_edition(update, here, 1, NOON + HOUR)
        last = await store.told_since(here, ev.id, NOON - HOUR)
        whole = await store.told_since(here, ev.id, NOON - HOUR, in_full=True)
        assert (last[StoryId(1)].root, last[StoryId(1)].at) == ("100", NOON + HOUR)
        assert (whole[StoryId(1)].root, whole[StoryId(1)].at) == ("", edition_for(subscription).planned_at)

    async def test_a_topic_declared_anew_repeats_nothing(self, store: Store):
        """Taking a topic out of the configuration and putting it back does not post old stories again."""
        subscription = await subscribed(store)
        place = await channel(store)
        await store.add_edition(edition_for(subscription), place, 1, NOON)
        await declared(store, topic("trade"))
        again = await declared(store)
        assert again.id != subscription.topic_id
        assert await store.told_stories(place, again.id) == {StoryId(1), StoryId(2)}

    async def test_what_could_not_be_posted_was_not_told(self, store: Store):
        """After a channel refused an edition, its stories are still news there."""
        subscription = await subscribed(store)
        place, ev = await channel(store), await declared(store)
        added = await store.add_edition(edition_for(subscription), place, 1, NOON)
        assert added is not None
        first = added[1][0]
        await store.claim_delivery(first.id, NOON + HOUR, NOON)
        await store.finish_delivery(first.id, DeliveryState.FAILED, attempts=1, error="channel_not_found")
        assert await store.told_stories(place, ev.id) == frozenset()

    async def test_decisions_are_kept_in_order(self, store: Store):
        """Whoever asks why an article was not posted reads the reasons in the order they arose."""
        entry = await stored(store, "One")
        subscription = await subscribed(store)
        passed = Decision(
            entry_id=entry.id,
            subscription_id=subscription.id,
            stage="choose",
            reason="too old",
            at=NOON + HOUR,
        )
        grouped = Decision(
            entry_id=entry.id, subscription_id=None, stage="group", reason="new story", at=NOON
        )
        await store.add_decisions([passed, grouped])
        await store.add_decisions([])
        assert await store.decisions(entry.id) == (grouped, passed)

    async def test_when_a_feed_brought_something_for_the_first_time(self, store: Store):
        """The oldest instant of each feed's entries; a feed that brought none, or is unknown, is left out."""
        first = await stored(store, "One", at=NOON)
        await stored(store, "Two", at=NOON + HOUR)
        silent = await store.add_feed("https://silent.example/feed", NOON)
        assert await store.first_stored([first.feed_id, silent.id]) == {first.feed_id: NOON}
        assert await store.first_stored([]) == {}

    async def test_an_empty_edition_tells_nothing(self, store: Store):
        """A digest that had nothing to say leaves every story to be told."""
        await subscribed(store)
        place, ev = await channel(store), await declared(store)
        subscription = await store.add_subscription(wish(ev, place), NOON)
        empty = edition_for(subscription, coverage=samples.coverage(entries=0), items=())
        await store.add_edition(empty, place, 1, NOON)
        assert await store.told_stories(place, ev.id) == frozenset()
