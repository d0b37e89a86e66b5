"""What a store must do with editions."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from bot.core.entities import (
    AskedEdition,
    Correction,
    CorrectionKind,
    Coverage,
    Decision,
    DeliveryState,
    Origin,
    SubscriptionId,
    ToldBefore,
    Window,
)
from bot.core.errors import StoreError, StoryToldError
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.deliveries import claimed, posted
from tests.adapters.store_contract.world import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    SLACK,
    channel,
    declared,
    edition_for,
    stored,
    subscribed,
    wish,
)


def covering(until: dt.datetime) -> Coverage:
    """Return what an edition covers whose window ends then."""
    return samples.coverage(window=Window(begins_at=until - DAY, ends_at=until))


class EditionContract:
    """Editions: written once, whole."""

    async def test_an_edition_reads_as_it_was_composed(self, store: Store):
        """What is posted, repeated or answered about later is what was composed, to the last citation."""
        edition, _, _ = await posted(store)
        composed = edition_for(await subscribed(store), items=(samples.item(), samples.chargers()))
        assert edition == dataclasses.replace(composed, id=edition.id)
        assert await store.edition(edition.id) == edition

    async def test_a_planned_edition_is_written_once(self, store: Store):
        """Ten workers that compose the same edition publish one."""
        subscription, place = await subscribed(store), await channel(store)
        new = edition_for(subscription)
        added = await asyncio.gather(*(store.add_edition(new, place, 2, NOON) for _ in range(10)))
        assert sum(each is not None for each in added) == 1
        assert len(await store.due_deliveries(NOON, 100, SLACK)) == 1
        assert (
            await store.add_edition(edition_for(subscription, "2026-11-24T09:00"), place, 1, NOON) is not None
        )

    async def test_what_the_channel_was_told_meanwhile_is_not_written(self, store: Store):
        """Of ten writers of one story one tells it; in another channel it may be told."""
        subscription, place = await subscribed(store), await channel(store)
        new = [edition_for(subscription, f"writer {number}", items=(samples.item(),)) for number in range(10)]
        writing = [store.add_edition(each, place, 1, NOON, unless_told=True) for each in new]
        outcomes = await asyncio.gather(*writing, return_exceptions=True)
        told = [each.stories for each in outcomes if isinstance(each, StoryToldError)]
        assert told == [{samples.item().story_id}] * 9
        elsewhere = edition_for(subscription, "elsewhere", items=(samples.item(),))
        other = await channel(store, "C2")
        assert await store.add_edition(elsewhere, other, 1, NOON, unless_told=True) is not None

    async def test_what_is_told_again_is_written_once(self, store: Store):
        """It names the telling before; one that came since is another."""
        subscription, place = await subscribed(store), await channel(store)
        first = edition_for(subscription, items=(samples.item(),), planned_at=NOON)
        await store.add_edition(first, place, 1, NOON)
        before = ToldBefore(at=NOON, publishers=1, url="")
        again = (dataclasses.replace(samples.item(), before=before),)
        grown = edition_for(subscription, "again", items=again, planned_at=NOON + DAY)
        assert await store.add_edition(grown, place, 1, NOON, unless_told=True) is not None
        late = dataclasses.replace(grown, planned_key="late")
        with pytest.raises(StoryToldError):
            await store.add_edition(late, place, 1, NOON, unless_told=True)

    async def test_a_telling_that_was_withdrawn_stops_no_other(self, store: Store):
        """The story goes on from the telling before."""
        subscription, place = await subscribed(store), await channel(store)
        first = edition_for(subscription, items=(samples.item(),), planned_at=NOON)
        await store.add_edition(first, place, 1, NOON)
        before = ToldBefore(at=NOON, publishers=1, url="")
        again = (dataclasses.replace(samples.item(), before=before),)
        grown = edition_for(subscription, "again", items=again, planned_at=NOON + DAY)
        written = await store.add_edition(grown, place, 1, NOON, unless_told=True)
        assert written is not None
        withdrawn = Correction(kind=CorrectionKind.WITHDRAWN, by="U1", at=NOON)
        assert await store.correct_edition(written[0].id, withdrawn, revision=0, now=NOON)
        once_more = dataclasses.replace(grown, planned_key="once more", planned_at=NOON + 2 * DAY)
        assert await store.add_edition(once_more, place, 1, NOON, unless_told=True) is not None

    async def test_the_next_window_begins_where_was_looked(self, store: Store):
        """What an instant subscription looked at without telling any of it is not looked at again."""
        subscription, place = await subscribed(store), await channel(store)
        assert await store.covered_until(subscription.id) is None
        await store.look(subscription.id, NOON)
        assert await store.covered_until(subscription.id) == NOON
        later = edition_for(subscription, coverage=covering(NOON + HOUR))
        await store.add_edition(later, place, 1, NOON)
        assert await store.covered_until(subscription.id) == NOON + HOUR
        await store.look(subscription.id, NOON + DAY)
        assert await store.covered_until(subscription.id) == NOON + DAY

    async def test_an_edition_and_its_deliveries_are_one(self, store: Store):
        """An edition that cannot be written whole is not written at all, so that the next try is not taken for a repeat."""
        subscription, place = await subscribed(store), await channel(store)
        broken = edition_for(subscription, items=(samples.item(2**70),))
        with pytest.raises(StoreError):
            await store.add_edition(broken, place, 1, NOON)
        assert await store.add_edition(edition_for(subscription), place, 1, NOON) is not None

    async def test_the_last_edition_is_the_newest_scheduled_one(self, store: Store):
        """What is due next follows from what was planned last, whatever people asked for in between."""
        subscription, place = await subscribed(store), await channel(store)
        assert await store.last_edition(subscription.id) is None
        assert await store.last_planned() == {}
        planned = {"2026-11-23T09:00": NOON, "2026-11-22T09:00": NOON - DAY}
        for key, at in planned.items():
            await store.add_edition(edition_for(subscription, key, planned_at=at), place, 1, NOON)
        asked = edition_for(subscription, "now:1", planned_at=NOON + HOUR, is_scheduled=False)
        await store.add_edition(asked, place, 1, NOON)
        last = await store.last_edition(subscription.id)
        assert last is not None
        assert last.planned_key == "2026-11-23T09:00"
        assert await store.last_planned() == {subscription.id: NOON}
        assert await store.last_edition(SubscriptionId(subscription.id + 1)) is None

    async def test_an_edition_is_known_by_its_planned_key(self, store: Store):
        """What was published, on plan or because somebody asked, is not started again."""
        subscription, place = await subscribed(store), await channel(store)
        asked = edition_for(subscription, "now:1", is_scheduled=False)
        await store.add_edition(asked, place, 1, NOON)
        sought = [
            (subscription.id, "now:1"),
            (subscription.id, "now:2"),
            (SubscriptionId(subscription.id + 1), "now:1"),
        ]
        assert await store.written(sought) == {(subscription.id, "now:1")}
        assert await store.written([]) == frozenset()

    async def test_what_is_asked_for_is_due_until_it_is_there(self, store: Store):
        """Asked for twice it is one; written, too old, or of a channel that has left, it is due no more."""
        subscription, place = await subscribed(store), await channel(store)
        other = await store.add_subscription(
            wish(await declared(store), await channel(store, "C2"), origin=Origin.CHAT), NOON
        )
        first, second, elsewhere = [
            AskedEdition(subscription_id=whose.id, planned_key=key, asked_at=NOON + minutes * MINUTE)
            for whose, key, minutes in (
                (subscription, "now:1", 0),
                (subscription, "now:2", 1),
                (other, "now:1", 2),
            )
        ]
        for asked in (elsewhere, second, first, first):
            await store.ask_for_edition(asked)
        assert await store.asked_editions(NOON - MINUTE) == (first, second, elsewhere)
        assert await store.asked_editions(NOON) == (second, elsewhere)
        await store.add_edition(edition_for(subscription, "now:2", is_scheduled=False), place, 0, NOON)
        await store.remove_subscription(
            dataclasses.replace(place, channel="C2"), other.topic_id, Origin.CHAT, subject=""
        )
        assert await store.asked_editions(NOON - MINUTE) == (first,)

    async def test_a_window_begins_where_the_last_published_one_ended(self, store: Store):
        """Nothing is lost with an edition that a channel refused, and what people asked for in between hides nothing."""
        subscription, place = await subscribed(store), await channel(store)
        assert await store.covered_until(subscription.id) is None
        ends = {"today": NOON, "yesterday": NOON - DAY}
        first_parts = {}
        for key, at in ends.items():
            edition = edition_for(subscription, key, planned_at=at, coverage=covering(at))
            added = await store.add_edition(edition, place, 2, NOON)
            assert added is not None
            first_parts[key] = added[1][0].id
        asked = edition_for(subscription, "now:1", is_scheduled=False, coverage=covering(NOON + HOUR))
        await store.add_edition(asked, place, 1, NOON)
        assert await store.covered_until(subscription.id) == NOON
        for key, left in {"today": NOON - DAY, "yesterday": None}.items():
            attempts = await claimed(store, first_parts[key])
            await store.finish_delivery(first_parts[key], DeliveryState.FAILED, attempts=attempts)
            assert await store.covered_until(subscription.id) == left

    async def test_a_channel_refused_the_newest_editions(self, store: Store):
        """Two failures are not three; what was silent, or asked for, or came through before, is no failure and breaks no row."""
        subscription, place = await subscribed(store), await channel(store)
        plan = [("sent", 1), ("failed", 1), ("failed", 2), ("silent", 0), ("failed", 1)]
        for day, (state, parts) in enumerate(plan):
            new = edition_for(subscription, f"day {day}", planned_at=NOON + day * DAY)
            added = await store.add_edition(new, place, parts, NOON)
            assert added is not None
            assert await store.under_way() == ({subscription.id} if parts else set())
            for delivery in added[1][:1]:
                attempts = await claimed(store, delivery.id)
                await store.finish_delivery(delivery.id, DeliveryState(state), attempts=attempts)
        asked = edition_for(subscription, "now:1", planned_at=NOON + 9 * DAY, is_scheduled=False)
        await store.add_edition(asked, place, 1, NOON)
        assert await store.under_way() == frozenset()
        another = SubscriptionId(subscription.id + 1)
        assert (
            await store.refused(3) == await store.refused(3, [subscription.id, another]) == {subscription.id}
        )
        assert await store.refused(3, [another]) == await store.refused(3, []) == frozenset()
        assert await store.refused(4) == await store.refused(4, [subscription.id]) == frozenset()

    @pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.SENDING])
    async def test_what_may_have_been_read_is_covered(self, store: Store, state: DeliveryState):
        """An edition that stands in the channel, or may stand there, is not repeated by the next."""
        edition, deliveries, _ = await posted(store, parts=2)
        first, second = [(delivery.id, await claimed(store, delivery.id)) for delivery in deliveries]
        await store.finish_delivery(first[0], state, attempts=first[1])
        await store.finish_delivery(second[0], DeliveryState.FAILED, attempts=second[1])
        assert await store.covered_until(edition.subscription_id) == edition.coverage.window.ends_at

    async def test_an_edition_and_the_reasons_for_it_are_one(self, store: Store):
        """Whoever asks why an article was left out of an edition finds the reason, once, even after a crash."""
        subscription, place = await subscribed(store), await channel(store)
        entry, new = await stored(store, "One"), edition_for(subscription)
        reason = Decision(
            entry_id=entry.id, subscription_id=subscription.id, stage="choose", reason="too old", at=NOON
        )
        of_nothing = dataclasses.replace(reason, entry_id=type(entry.id)(entry.id + 1))
        with pytest.raises(StoreError):
            await store.add_edition(new, place, 1, NOON, [reason, of_nothing])
        assert await store.add_edition(new, place, 1, NOON, [reason]) is not None
        assert await store.add_edition(new, place, 1, NOON, [reason]) is None
        assert await store.decisions(entry.id) == (reason,)
