"""What a store must do with feeds and entries."""

import asyncio
import collections
import dataclasses
import datetime as dt
from collections.abc import Sequence

from bot.core.entities import Entry, EntryId, EntryKeys, Feed, NewEntry, Wishes
from bot.flows.ports import Store
from tests.adapters.store_contract.migrations import connected
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    VOLT,
    at_noon,
    declared,
    feed_of,
    new_entry,
    stored,
    topic,
)
from tests.kept import add_entries


def keys(stored_as: EntryId, form: NewEntry) -> EntryKeys:
    """Return a form of a stored entry: its identity ladder."""
    return EntryKeys(entry_id=stored_as, guid=form.guid, link=form.link, content_hash=form.content_hash)


class FeedContract:
    """Feeds: what is due, and what was seen of them."""

    async def test_a_new_feed_is_due_at_once(self, store: Store):
        """A feed that a topic reads is fetched at the next tick, not after an interval."""
        await declared(store)
        assert [feed.url for feed in await store.due_feeds(NOON, 10)] == [VOLT]

    async def test_names_are_found_by_what_is_begun_and_never_all(self, store: Store):
        """While somebody types, a few names are read of however many: those that have it, in a title or a host, come first."""
        urls = [f"https://feeds.example/{number}" for number in range(5)] + [VOLT]
        made = await declared(store, topic(feeds=tuple(urls)))
        for number, feed in enumerate(await store.feeds(made.id)):
            if feed.url != VOLT:
                await store.save_feed(dataclasses.replace(feed, title=f"Feed 100% {number}"))
        assert await store.feed_names(made.id, "VOLT", 2) == ("volt-courier.example", "Feed 100% 0")
        assert (await store.feed_names(made.id, "100% 3", 9))[0] == "Feed 100% 3"
        for pattern in ("_", "F%4", "v%t"):  # are no patterns
            assert await store.feed_names(made.id, pattern, 1) == ("Feed 100% 0",)
        assert len(await store.feed_names(made.id, "", 4)) == 4

    async def test_the_same_url_is_one_feed(self, store: Store):
        """Two topics with the same feed cost the publisher one request."""
        first, second = await store.add_feed(VOLT, NOON), await store.add_feed(VOLT, NOON + DAY)
        assert second == first

    async def test_racing_for_a_new_feed_makes_one(self, store: Store):
        """Two tasks that add the same URL at the same moment get the same feed."""
        feeds = await asyncio.gather(*(store.add_feed(VOLT, NOON) for _ in range(8)))
        assert len({feed.id for feed in feeds}) == 1

    async def test_an_endless_url_is_a_feed_like_any_other(self, store: Store):
        """A URL of thousands of bytes is read as it is, once, and can be moved to and away from."""
        token = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(1_700))
        long, twin = f"https://volt-courier.example/{token}", f"https://volt-courier.example/{token}!"
        feed, other = await feed_of(store, long), await feed_of(store, twin)
        assert ((await feed_of(store, long)).id, feed.url) == (feed.id, long)
        assert other.id != feed.id
        await store.save_feed(dataclasses.replace(other, url=long))
        assert (await store.feed(other.id)).url == twin
        await store.save_feed(dataclasses.replace(feed, url=f"{long}?"))
        assert (await feed_of(store, f"{long}?")).id == feed.id
        assert (await feed_of(store, long)).id == feed.id

    async def test_what_was_seen_is_kept(self, store: Store):
        """Validators, failures and instants survive, so that the next request is conditional and on time."""
        feed = await feed_of(store)
        seen = dataclasses.replace(
            feed,
            title="Volt Courier",
            etag='W/"é\\"1"',
            next_check_at=NOON + HOUR,
            checked_at=NOON,
            failures=2,
            error="timed out",
            body_error="it is a web page",
            failing_since=NOON - HOUR,
            wishes=Wishes(wait=HOUR, skip_hours=(1, 2), skip_days=(6,)),
            pace=DAY,
        )
        await store.save_feed(seen)
        assert await store.feed(feed.id) == seen

    async def test_a_moved_feed_is_still_found_where_it_was_declared(self, store: Store):
        """A restart with the old URL in the configuration neither reads the feed anew nor asks for it at once."""
        await declared(store)
        feed, new_url = await feed_of(store), "https://new.example/feed"
        await store.save_feed(dataclasses.replace(feed, url=new_url, next_check_at=NOON + HOUR))
        ev = await declared(store)
        assert [each.url for each in await store.feeds(ev.id)] == [new_url]
        assert (await feed_of(store)).id == (await feed_of(store, new_url)).id == feed.id
        assert await store.due_feeds(NOON, 10) == ()

    async def test_a_feed_that_moves_back_is_where_it_was(self, store: Store):
        """A redirect that is taken back leaves one feed, under both of its URLs."""
        feed, new_url = await feed_of(store), "https://new.example/feed"
        await store.save_feed(dataclasses.replace(feed, url=new_url))
        await store.save_feed(feed)
        assert (await feed_of(store)).url == VOLT
        assert (await feed_of(store, new_url)).id == feed.id

    async def test_a_feed_that_moves_onto_another_becomes_that_one(self, store: Store):
        """Two feeds that a publisher made one are asked for once, by whoever read either, also after a restart."""
        topics = (topic(), topic("trade", feeds=(CHARGE,)), topic("all", feeds=(VOLT, CHARGE)))
        ev = await declared(store, *topics)
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        await store.save_feed(dataclasses.replace(volt, url=CHARGE))
        assert [feed.id for feed in await store.due_feeds(NOON, 10)] == [charge.id]
        assert [feed.id for feed in await store.feeds(ev.id)] == [charge.id]
        await declared(store, *topics)
        assert [feed.id for feed in await store.feeds(ev.id)] == [charge.id]
        assert await store.feeds() == (await store.feed(charge.id),)

    async def test_the_url_of_a_feed_that_became_another_can_be_moved_to(self, store: Store):
        """The other feed may move to where the first one was: nothing that rests stands in its way."""
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        await store.save_feed(dataclasses.replace(volt, url=CHARGE))
        await store.save_feed(dataclasses.replace(charge, url=VOLT))
        assert (await feed_of(store)).id == (await feed_of(store, CHARGE)).id == charge.id
        assert (await store.feed(charge.id)).url == VOLT

    async def test_hosts_take_turns(self, store: Store):
        """A slow host with many feeds that are long due does not keep the others from being asked."""
        slow = tuple(f"https://slow.example/{n}" for n in range(5))
        others = ("https://www.other.example/a", "https://third.example/a")
        await declared(store, topic(feeds=(*slow, *others)))
        for url in slow:
            await store.save_feed(dataclasses.replace(await feed_of(store, url), next_check_at=NOON - DAY))
        due = [feed.url for feed in await store.due_feeds(NOON, 4)]
        assert sorted(due[:3]) == sorted([slow[0], *others])
        assert due[3] == slow[1]

    async def test_a_host_that_wants_peace_has_it_for_all_its_feeds(self, store: Store):
        """After a 429 no feed of that host is due for a while, whatever its spelling; those that rest longer do."""
        urls = ("https://slow.example/a", "https://www.slow.example/b", "https://slow.example/c", VOLT)
        await declared(store, topic(feeds=urls))
        late = await feed_of(store, urls[2])
        await store.save_feed(dataclasses.replace(late, next_check_at=NOON + DAY))
        await store.postpone("slow.example", NOON + HOUR)
        assert [feed.url for feed in await store.due_feeds(NOON, 10)] == [VOLT]
        assert len(await store.due_feeds(NOON + HOUR, 10)) == 3
        assert (await store.feed(late.id)).next_check_at == NOON + DAY

    async def test_feeds_can_be_hastened(self, store: Store):
        """Once our network is back feeds are due now; those that were due anyway are not put off."""
        await declared(store, topic(feeds=(VOLT, CHARGE)))
        late, early = await feed_of(store), await feed_of(store, CHARGE)
        await store.save_feed(dataclasses.replace(late, next_check_at=NOON + DAY))
        await store.save_feed(dataclasses.replace(early, next_check_at=NOON - HOUR))
        await store.hasten([late.id, early.id], NOON)
        due = await store.due_feeds(NOON, 10)
        assert [(feed.id, feed.next_check_at) for feed in due] == [(early.id, NOON - HOUR), (late.id, NOON)]

    async def test_whether_any_other_feed_is_well(self, store: Store):
        """Whoever finds one feed failing sees whether it is alone with that; what no topic reads proves nothing."""
        await declared(store, topic(feeds=(VOLT, CHARGE)))
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        assert not await store.others_are_well(volt.id)  # the other was never checked
        well = dataclasses.replace(charge, checked_at=NOON)
        unread = await feed_of(store, "https://unread.example/feed")
        await store.save_feed(dataclasses.replace(unread, checked_at=NOON))
        assert not await store.others_are_well(volt.id)
        for state, expected in (
            (well, True),
            (dataclasses.replace(well, failing_since=NOON), False),
            (dataclasses.replace(well, is_gone=True), False),
        ):
            await store.save_feed(state)
            assert await store.others_are_well(volt.id) is expected
        assert not await store.others_are_well(charge.id)

    async def test_a_clock_that_was_ahead_stops_no_feed(self, store: Store):
        """What a clock planned that was a year ahead is due once the clock is right again."""
        await declared(store)
        feed = await feed_of(store)
        year = 365 * DAY
        wrong = dataclasses.replace(feed, next_check_at=NOON + year + HOUR, checked_at=NOON + year)
        await store.save_feed(wrong)
        assert [each.id for each in await store.due_feeds(NOON, 10)] == [feed.id]
        await store.save_feed(dataclasses.replace(wrong, checked_at=NOON + HOUR))
        assert await store.due_feeds(NOON, 10) == ()

    async def test_troubled_are_feeds_that_fail_or_of_which_people_were_told(self, store: Store):
        """Whoever tells people about feeds sees those in trouble and those that are back, and no others."""
        names = ("well", "failing", "gone", "back")
        await declared(store, topic(feeds=tuple(f"https://{name}.example/feed" for name in names)))
        well, failing, gone, back = [await feed_of(store, f"https://{name}.example/feed") for name in names]
        unread = await feed_of(store, "https://unread.example/feed")
        await store.save_feed(dataclasses.replace(failing, failing_since=NOON))
        await store.save_feed(dataclasses.replace(unread, failing_since=NOON))
        await store.save_feed(dataclasses.replace(gone, is_gone=True, failing_since=NOON - DAY))
        await store.mark_noticed([back.id], NOON)
        troubled = await store.troubled_feeds()
        assert {feed.id for feed in troubled} == {failing.id, gone.id, back.id}
        assert well.id not in {feed.id for feed in troubled}

    async def test_a_check_does_not_forget_that_people_were_told(self, store: Store):
        """A check that began before people were told of its feed does not make them be told again."""
        feed = await feed_of(store)
        await store.mark_noticed([feed.id], NOON)
        await store.save_feed(dataclasses.replace(feed, failures=9))
        assert (await store.feed(feed.id)).noticed_at == NOON
        await store.mark_noticed([feed.id], None)
        assert (await store.feed(feed.id)).noticed_at is None

    async def test_due_are_feeds_that_are_read_not_gone_and_whose_time_has_come(self, store: Store):
        """Nobody asks a dead feed, a feed of no topic, or a feed before its time; the longest due goes first."""
        urls = [f"https://{name}.example/feed" for name in ("late", "later", "early", "gone")]
        await declared(store, topic(feeds=tuple(urls)))
        await feed_of(store, "https://unread.example/feed")
        late, later, early, gone = [await feed_of(store, url) for url in urls]
        await store.save_feed(dataclasses.replace(late, next_check_at=NOON - MINUTE))
        await store.save_feed(dataclasses.replace(later, next_check_at=NOON - HOUR))
        await store.save_feed(dataclasses.replace(early, next_check_at=NOON + MINUTE))
        await store.save_feed(dataclasses.replace(gone, is_gone=True))
        assert [feed.id for feed in await store.due_feeds(NOON, 10)] == [later.id, late.id]
        assert [feed.id for feed in await store.due_feeds(NOON, 1)] == [later.id]

    async def test_feeds_of_a_topic_come_by_title(self, store: Store):
        """A list of feeds reads in the same order on both databases."""
        first = await declared(store, topic(feeds=(VOLT, CHARGE)), topic("trade", feeds=(CHARGE,)))
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        await store.save_feed(dataclasses.replace(volt, title="alpha"))
        await store.save_feed(dataclasses.replace(charge, title="Beta"))
        assert [feed.title for feed in await store.feeds(first.id)] == ["alpha", "Beta"]
        assert [feed.title for feed in await store.feeds()] == ["alpha", "Beta"]


async def added(store: Store, feed: Feed, entries: Sequence[NewEntry]) -> tuple[Entry, ...]:
    """The entries that were stored."""
    return await store.entries(await add_entries(store, feed.id, entries, at_noon))


class EntryContract:
    """Entries: each once, whatever a publisher sends."""

    async def test_an_entry_reads_as_it_was_stored(self, store: Store):
        """Nothing of an article is lost or changed between the feed and the card."""
        feed = await feed_of(store)
        new = new_entry(
            "Sedan waits 41 weeks",
            text="Buyers wait.\n\n“41 weeks” – 四十一周 🚗",
            is_excerpt=True,
            excerpt_reason="its page is behind a paywall",
        )
        (entry,) = await added(store, feed, [new])
        expected = dataclasses.asdict(new)
        del expected["guid"], expected["link"], expected["features"]
        assert entry == Entry(id=entry.id, feed_id=feed.id, story_id=None, stored_at=NOON, **expected)
        assert await store.entries([entry.id]) == (entry,)

    async def test_a_guid_is_stored_once(self, store: Store):
        """An article that is sent again, even twice in one batch, is one entry; other feeds have guids of their own."""
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        first, twin, other = (
            new_entry("One"),
            new_entry("One, edited", guid=new_entry("One").guid),
            new_entry("Two"),
        )
        assert [entry.title for entry in await added(store, volt, [first, twin, other])] == ["One", "Two"]
        assert await add_entries(store, volt.id, [first, other], at_noon) == ()
        assert len(await add_entries(store, charge.id, [first], at_noon)) == 1

    async def test_a_check_that_is_cancelled_leaves_the_store_writable(self, store: Store):
        """Whoever stops in the middle of keeping blocks nobody, and keeps all of it or nothing."""
        feed = await feed_of(store)
        for turns in range(40):
            batch = [new_entry(f"Title {turns}.{n}") for n in range(5)]
            task = asyncio.create_task(add_entries(store, feed.id, batch, at_noon))
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert len(await added(store, feed, [new_entry(f"After {turns}")])) == 1
        found = collections.Counter(
            entry.title.partition(".")[0]
            for entry in await store.ungrouped_entries(1_000)
            if "." in entry.title
        )
        assert set(found.values()) <= {5}

    async def test_after_settling_whatever_was_stamped_is_seen(self, store: Store):
        """The end of a window lies behind no entry that is stamped but still being written."""
        feed = await feed_of(store)
        stamped, loop = asyncio.Event(), asyncio.get_running_loop()

        def stamp() -> dt.datetime:
            loop.call_soon_threadsafe(stamped.set)  # it may be asked in a thread
            return NOON

        task = asyncio.create_task(add_entries(store, feed.id, [new_entry("One")], stamp))
        await stamped.wait()
        await store.settle(NOON, NOON)
        assert [entry.title for entry in await store.ungrouped_entries(10)] == ["One"]
        await task

    async def test_nothing_is_stamped_behind_the_end_of_a_window(self, store: Store):
        """A clock that is behind, or was put back, stores nothing where editions have looked already."""
        feed = await feed_of(store)
        await store.settle(NOON - dt.timedelta(seconds=5), NOON)
        await store.settle(NOON - HOUR, NOON - HOUR)
        for title, at in (("Behind", NOON - HOUR), ("Ahead", NOON + HOUR)):
            await add_entries(store, feed.id, [new_entry(title)], lambda at=at: at)  # type: ignore[misc]  # a default cannot be typed
        behind, ahead = await store.ungrouped_entries(10)
        assert NOON < behind.stored_at < NOON + dt.timedelta(seconds=1)
        assert ahead.stored_at == NOON + HOUR

    async def test_entries_without_guid_are_all_stored(self, store: Store):
        """A feed without guids is read whole: a missing guid equals no other."""
        feed = await feed_of(store)
        found = await added(store, feed, [new_entry("One", guid=""), new_entry("Two", guid="")])
        assert [entry.title for entry in found] == ["One", "Two"]

    async def test_racing_stores_an_entry_once(self, store: Store):
        """Two refreshes of one feed at the same moment do not double its articles."""
        feed = await feed_of(store)
        batch = [new_entry(f"Title {n}") for n in range(20)]
        found = await asyncio.gather(*(added(store, feed, batch) for _ in range(4)))
        assert sorted(entry.title for entries in found for entry in entries) == sorted(
            new.title for new in batch
        )

    async def test_an_entry_is_known_by_any_rung(self, store: Store):
        """A changed guid, a tracking parameter or an edited title does not make an article new."""
        feed = await feed_of(store)
        batch = by_guid, by_link, by_hash, _ = [new_entry(title) for title in ("a", "b", "c", "d")]
        ids = await add_entries(store, feed.id, batch, at_noon)
        asked = [
            new_entry("A", guid=by_guid.guid),
            new_entry("B", link=by_link.link),
            new_entry("C", content_hash=by_hash.content_hash),
        ]
        known = await store.known_entries(feed.id, asked)
        assert set(known) == {keys(entry, new) for entry, new in zip(ids[:3], batch[:3], strict=True)}

    async def test_an_entry_is_known_by_its_newest_form_too(self, store: Store):
        """An article whose guid changed, and then its link and text, is still the one that was stored."""
        feed = await feed_of(store)
        first = new_entry("a")
        (entry,) = await add_entries(store, feed.id, [first], at_noon)
        second, third = (new_entry("a, edited", guid=guid) for guid in ("second", "third"))
        for form in (second, third):
            await store.keep(feed, forms=[keys(entry, form)], now=at_noon)
        forms = {keys(entry, first), keys(entry, third)}
        assert set(await store.known_entries(feed.id, [new_entry("b", guid="third")])) == forms
        assert set(await store.known_entries(feed.id, [first])) == forms
        assert await store.known_entries(feed.id, [new_entry("b", guid="second")]) == ()
        assert await store.known_entries((await feed_of(store, CHARGE)).id, [third]) == ()

    async def test_missing_rungs_match_nothing(self, store: Store):
        """Two articles without link and guid are not the same article; nor are those of two feeds."""
        volt, charge = await feed_of(store), await feed_of(store, CHARGE)
        await add_entries(store, volt.id, [new_entry("a", guid="", link="")], at_noon)
        assert await store.known_entries(volt.id, [new_entry("b", guid="", link="")]) == ()
        assert await store.known_entries(charge.id, [new_entry("a")]) == ()

    async def test_an_endless_guid_is_an_identity_like_any_other(self, store: Store):
        """A publisher who puts the whole article into its guid and link cannot stop its feed."""
        ev, feed = await declared(store), await feed_of(store)
        noise = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(9_000))
        long = new_entry("Long", guid=noise, link=f"https://volt-courier.example/{noise}")
        other = new_entry("Other", guid=f"{noise}!")
        assert len(await add_entries(store, feed.id, [long, other, long], at_noon)) == 2
        assert {form.guid for form in await store.known_entries(feed.id, [long])} == {noise}
        found = await store.entry_by_link(long.link, ev.id)
        assert found is not None
        assert found.title == "Long"

    async def test_hostile_characters_are_stored_without_harm(self, store: Store):
        """A NUL or half a surrogate pair in an article does not lose the whole batch."""
        entry = await stored(store, "Nul\x00 and \ud83d half", text="\x00", guid="g\x00", publisher="\udfff")
        assert (entry.title, entry.text, entry.publisher) == ("Nul and  half", "", "")

    async def test_many_entries_are_stored_in_one_call(self, store: Store):
        """A feed with thousands of articles is stored and recognised whole."""
        feed = await feed_of(store)
        batch = [new_entry(f"Title {n}") for n in range(1_200)]
        assert [entry.title for entry in await added(store, feed, batch)] == [new.title for new in batch]
        assert len(await store.known_entries(feed.id, batch)) == 1_200

    async def test_the_newest_entry_with_a_link_is_found(self, store: Store):
        """Asking why a URL was posted finds its newest entry, and nothing for a URL that nobody sent."""
        ev, link = await declared(store, topic(feeds=(VOLT, CHARGE))), "https://volt-courier.example/sedan"
        await stored(store, "Old", link=link)
        newest = await stored(store, "New", link=link, at=NOON + HOUR, url=CHARGE)
        assert await store.entry_by_link(link, ev.id) == newest
        assert await store.entry_by_link("", ev.id) is None
        assert await store.entry_by_link("https://volt-courier.example/unheard", ev.id) is None

    async def test_an_entry_is_found_by_the_address_of_its_page(self, store: Store):
        """Whoever copies the address from the browser, where it is not the feed's link, finds the entry too."""
        ev, address = await declared(store), "https://volt-courier.example/2026/sedan"
        entry = await stored(store, "Sedan", canonical=address, excerpt_reason="its page is behind a paywall")
        await stored(store, "Other")
        assert await store.entry_by_link(address, ev.id) == entry

    async def test_a_link_is_looked_for_in_the_feeds_of_the_topic(self, store: Store):
        """That a feed of other people brought the same article later does not hide what our own feed brought."""
        ev = await declared(store, topic(), topic("trade", feeds=(CHARGE,)))
        link = "https://volt-courier.example/sedan"
        ours = await stored(store, "Ours", link=link)
        await stored(store, "Theirs", link=link, at=NOON + HOUR, url=CHARGE)
        assert await store.entry_by_link(link, ev.id) == ours

    async def test_whoever_is_stamped_sees_all_that_was_stamped_before(self, store: Store, database_url: str):
        """An article that waited its turn is stamped when its turn comes, so it is in one edition or the next, not in none."""
        feed = await feed_of(store)
        seen: list[int] = []

        def now() -> dt.datetime:
            with connected(database_url) as connection:
                seen.append(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())
            return NOON

        batches = [[new_entry(f"Title {number}-{n}") for n in range(5)] for number in range(6)]
        added = await asyncio.gather(*(add_entries(store, feed.id, batch, now) for batch in batches))
        assert [len(entry_ids) for entry_ids in added] == [5] * 6
        assert seen[0] == 0
        assert seen == sorted(set(seen))  # each saw more than the one before
        assert all(count % 5 == 0 for count in seen)

    async def test_entries_come_in_the_order_of_their_ids(self, store: Store):
        """Citations find their entries, each once; ids of nothing are passed over."""
        first, second = await stored(store, "One"), await stored(store, "Two")
        unknown = type(first.id)(second.id + 1)
        assert await store.entries([second.id, unknown, first.id, second.id]) == (first, second)
        assert await store.entries([]) == ()
