"""What a store must do with editions and deliveries."""

import asyncio
import dataclasses

import pytest

from bot.core.entities import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    Message,
    Place,
    Posted,
    Speaker,
    SubscriptionId,
)
from bot.core.errors import StoreError
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import DAY, HOUR, MINUTE, NOON, channel, edition_for, subscribed


async def posted(store: Store, parts: int = 1) -> tuple[Edition, tuple[Delivery, ...], Place]:
    """An edition that was just written, its deliveries and its channel."""
    subscription = await subscribed(store)
    place = await channel(store)
    added = await store.add_edition(edition_for(subscription), place, parts, NOON)
    assert added is not None
    return (*added, place)


def standing(edition: Edition, place: Place, message_id: str = "17.1", thread: str = "") -> Message:
    """Return the transcript's message of an edition that stands in the channel."""
    body = Posted(edition_id=edition.id)
    return Message(
        place=place, thread=thread, id=message_id, speaker=Speaker.BOT, user="", body=body, at=NOON + MINUTE
    )


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
        assert len(await store.due_deliveries(NOON, 100)) == 2
        assert (
            await store.add_edition(edition_for(subscription, "2026-11-24T09:00"), place, 1, NOON) is not None
        )

    async def test_an_edition_and_its_deliveries_are_one(self, store: Store):
        """An edition that cannot be written whole is not written at all, so that the next try is not taken for a repeat."""
        subscription, place = await subscribed(store), await channel(store)
        broken = edition_for(subscription, items=(samples.item(2**70),))
        with pytest.raises(StoreError):
            await store.add_edition(broken, place, 1, NOON)
        assert await store.add_edition(edition_for(subscription), place, 1, NOON) is not None

    async def test_the_last_scheduled_edition_moves_the_window(self, store: Store):
        """The next edition begins where the last scheduled one ended, whatever people asked for in between."""
        subscription, place = await subscribed(store), await channel(store)
        assert await store.last_edition(subscription.id) is None
        planned = {"2026-11-23T09:00": NOON, "2026-11-22T09:00": NOON - DAY}
        for key, at in planned.items():
            await store.add_edition(edition_for(subscription, key, planned_at=at), place, 1, NOON)
        asked = edition_for(subscription, "now:1", planned_at=NOON + HOUR, is_scheduled=False)
        await store.add_edition(asked, place, 1, NOON)
        last = await store.last_edition(subscription.id)
        assert last is not None
        assert last.planned_key == "2026-11-23T09:00"
        assert await store.last_edition(SubscriptionId(subscription.id + 1)) is None


class DeliveryContract:
    """Deliveries: pending -> sending -> sent, one holder at a time."""

    async def test_deliveries_are_due_by_part(self, store: Store):
        """What was written is sent even if the process dies right after; parts keep their order and have keys of their own."""
        edition, deliveries, place = await posted(store, parts=3)
        assert await store.deliveries(edition.id) == deliveries
        assert await store.due_deliveries(NOON, 10) == deliveries
        assert await store.due_deliveries(NOON - MINUTE, 10) == ()
        assert len(await store.due_deliveries(NOON, 2)) == 2
        assert [delivery.part for delivery in deliveries] == [0, 1, 2]
        assert {(delivery.state, delivery.place, delivery.attempts) for delivery in deliveries} == {
            (DeliveryState.PENDING, place, 0)
        }
        assert len({delivery.key for delivery in deliveries}) == 3
        assert all(len(delivery.key) <= 25 for delivery in deliveries)

    async def test_a_delivery_has_one_holder(self, store: Store):
        """Of many workers one posts the message."""
        _, (delivery,), _ = await posted(store)
        claims = await asyncio.gather(
            *(store.claim_delivery(delivery.id, NOON + HOUR, NOON) for _ in range(10))
        )
        held = [claim for claim in claims if claim is not None]
        assert held == [dataclasses.replace(delivery, attempts=1, due_at=NOON + HOUR)]
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENDING
        assert await store.due_deliveries(NOON + MINUTE, 10) == ()

    async def test_a_lease_that_ran_out_is_due_and_says_so(self, store: Store):
        """After a crash in mid-post the next worker knows that the message may stand already."""
        _, (delivery,), _ = await posted(store)
        await store.claim_delivery(delivery.id, NOON + MINUTE, NOON)
        assert [due.id for due in await store.due_deliveries(NOON + MINUTE, 10)] == [delivery.id]
        again = await store.claim_delivery(delivery.id, NOON + HOUR, NOON + MINUTE)
        assert again is not None
        assert (again.state, again.attempts) == (DeliveryState.SENDING, 2)

    async def test_sent_opens_the_thread_and_writes_the_transcript(self, store: Store):
        """A reply under a digest finds the digest's stories, and the page shows what was posted."""
        edition, deliveries, place = await posted(store, parts=2)
        first, second = standing(edition, place), standing(edition, place, "17.2", thread="17.1")
        for delivery, message in zip(deliveries, (first, second), strict=True):
            await store.claim_delivery(delivery.id, NOON + HOUR, NOON)
            await store.finish_delivery(delivery.id, DeliveryState.SENT, message=message)
        assert await store.thread_edition(place, "17.1") == edition
        assert await store.thread_edition(place, "17.2") is None
        assert await store.messages(place, "", 10) == (first,)
        assert await store.messages(place, "17.1", 10) == (first, second)
        done = await store.delivery(deliveries[0].id)
        assert (done.state, done.message_id) == (DeliveryState.SENT, "17.1")
        assert await store.due_deliveries(NOON + DAY, 10) == ()

    async def test_a_failed_transcript_leaves_the_delivery_as_it_was(self, store: Store):
        """State, thread and transcript are written together or not at all."""
        edition, (delivery,), place = await posted(store)
        await store.claim_delivery(delivery.id, NOON + HOUR, NOON)
        nowhere = dataclasses.replace(place, workspace_id=type(place.workspace_id)(999))
        with pytest.raises(StoreError):
            await store.finish_delivery(delivery.id, DeliveryState.SENT, message=standing(edition, nowhere))
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENDING

    async def test_a_retry_waits(self, store: Store):
        """A platform that asks for patience is not asked again before its time, and the reason can be read."""
        _, (delivery,), _ = await posted(store)
        await store.claim_delivery(delivery.id, NOON + MINUTE, NOON)
        await store.finish_delivery(
            delivery.id, DeliveryState.PENDING, error="rate limited", retry_at=NOON + HOUR
        )
        assert await store.due_deliveries(NOON + HOUR - MINUTE, 10) == ()
        (due,) = await store.due_deliveries(NOON + HOUR, 10)
        assert (due.state, due.error) == (DeliveryState.PENDING, "rate limited")

    @pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.SENT])
    async def test_an_end_is_an_end(self, store: Store, state: DeliveryState):
        """A message that is sent, failed or uncertain is never posted again."""
        _, (delivery,), _ = await posted(store)
        await store.claim_delivery(delivery.id, NOON + MINUTE, NOON)
        await store.finish_delivery(delivery.id, state, error="why")
        assert await store.due_deliveries(NOON + DAY, 10) == ()
        assert await store.claim_delivery(delivery.id, NOON + DAY, NOON + DAY) is None

    async def test_sent_stays_sent(self, store: Store):
        """A slower worker that lost its lease and reports a failure does not cause a second post."""
        edition, (delivery,), place = await posted(store)
        await store.finish_delivery(delivery.id, DeliveryState.SENT, message=standing(edition, place))
        await store.finish_delivery(delivery.id, DeliveryState.PENDING, error="timed out", retry_at=NOON)
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENT

    async def test_an_unknown_delivery_is_an_error_but_cannot_be_claimed(self, store: Store):
        """A job for a delivery that is gone ends quietly; reading it is a bug of ours."""
        assert await store.claim_delivery(DeliveryId(99), NOON, NOON) is None
        with pytest.raises(StoreError, match="no delivery 99"):
            await store.delivery(DeliveryId(99))
