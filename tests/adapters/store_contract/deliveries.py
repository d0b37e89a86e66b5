"""What a store must do with deliveries."""

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
    Platform,
    Posted,
    Speaker,
)
from bot.core.errors import StoreError
from bot.flows.ports import Store
from tests.adapters.store_contract.world import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    SLACK,
    channel,
    edition_for,
    subscribed,
)


async def claimed(store: Store, delivery_id: DeliveryId) -> int:
    """Take a delivery until an hour after noon, and return the number of this attempt."""
    delivery = await store.claim_delivery(delivery_id, NOON + HOUR, NOON)
    assert delivery is not None
    return delivery.attempts


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


class DeliveryContract:
    """Deliveries: pending -> sending -> sent, one holder at a time."""

    async def test_what_failed_altogether_can_wait_again(self, store: Store):
        """All its messages, and who claims one is not taken for who had it before; not what waits, is posted, or is uncertain."""
        edition, (first, second), _ = await posted(store, 2)
        key = (edition.subscription_id, edition.planned_key)
        assert await store.post_again(*key, NOON + HOUR) == ()
        for delivery in (first, second):
            attempts = await claimed(store, delivery.id)
            await store.finish_delivery(
                delivery.id, DeliveryState.FAILED, attempts=attempts, error="no channel"
            )
        again = await store.post_again(*key, NOON + HOUR)
        assert [(each.state, each.attempts, each.error) for each in again] == [
            (DeliveryState.PENDING, 1, "")
        ] * 2
        assert await store.post_again(*key, NOON + HOUR) == ()
        assert [each.id for each in await store.due_deliveries(NOON + HOUR, 9, SLACK)] == [first.id]

    async def test_what_may_stand_in_a_channel_is_known(self, store: Store):
        """While it is being posted, or where nobody could look; not what waits, was posted, or stands in another channel."""
        _, (delivery, _), place = await posted(store, 2)
        other = dataclasses.replace(place, channel="C2")
        assert await store.unrecorded(place) == ()
        attempts = await claimed(store, delivery.id)
        assert [each.id for each in await store.unrecorded(place)] == [delivery.id]
        assert await store.unrecorded(other) == ()
        await store.finish_delivery(delivery.id, DeliveryState.UNCERTAIN, attempts=attempts)
        assert [each.id for each in await store.unrecorded(place)] == [delivery.id]

    async def test_what_was_uncertain_is_sent_once_it_is_found(self, store: Store):
        """Its thread is the edition's, and what could not be posted for want of it waits again; a second finder changes nothing."""
        edition, (first, rest), place = await posted(store, 2)
        for each, state in ((first, DeliveryState.UNCERTAIN), (rest, DeliveryState.FAILED)):
            await store.finish_delivery(each.id, state, attempts=await claimed(store, each.id), error="gone")
        message = Message(
            place=place, thread="", id="m1", speaker=Speaker.BOT, user="", body=Posted(edition_id=edition.id), at=NOON
        )  # fmt: skip
        assert await store.adopt_delivery(first.id, message)
        sent, waiting = await store.deliveries(edition.id)
        assert (sent.state, sent.message_id, sent.error) == (DeliveryState.SENT, "m1", "")
        assert (waiting.state, waiting.due_at, waiting.error) == (DeliveryState.PENDING, NOON, "")
        found = await store.thread_edition(place, "m1")
        assert found is not None
        assert found.id == edition.id
        assert not await store.adopt_delivery(first.id, dataclasses.replace(message, id="m2"))
        assert [each.id for each in await store.messages(place, "", 10)] == ["m1"]

    async def test_deliveries_are_due_by_part(self, store: Store):
        """What was written is sent even if the process dies right after; parts keep their order and have keys of their own."""
        edition, deliveries, place = await posted(store, parts=3)
        assert await store.deliveries(edition.id) == deliveries
        assert await store.due_deliveries(NOON, 10, SLACK) == deliveries[:1]
        assert await store.due_deliveries(NOON - MINUTE, 10, SLACK) == ()
        attempts = await claimed(store, deliveries[0].id)
        assert await store.due_deliveries(NOON, 10, SLACK) == ()
        await store.finish_delivery(deliveries[0].id, DeliveryState.SENT, attempts=attempts)
        assert await store.due_deliveries(NOON, 10, SLACK) == deliveries[1:]
        assert await store.due_deliveries(NOON, 1, SLACK) == deliveries[1:2]
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
        assert held == [dataclasses.replace(delivery, attempts=1)]
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENDING
        assert await store.due_deliveries(NOON + MINUTE, 10, SLACK) == ()

    async def test_a_lease_that_ran_out_is_due_and_says_when(self, store: Store):
        """After a crash in mid-post the next worker, hours later, looks for the message where it may stand."""
        _, (delivery,), _ = await posted(store)
        await store.claim_delivery(delivery.id, NOON + MINUTE, NOON)
        assert [due.id for due in await store.due_deliveries(NOON + MINUTE, 10, SLACK)] == [delivery.id]
        again = await store.claim_delivery(delivery.id, NOON + 10 * HOUR, NOON + 9 * HOUR)
        dead = dataclasses.replace(delivery, state=DeliveryState.SENDING, due_at=NOON + MINUTE)
        assert again == dataclasses.replace(dead, attempts=2)
        assert (await store.delivery(delivery.id)).due_at == NOON + 10 * HOUR

    async def test_nothing_of_a_stopped_workspace_is_due(self, store: Store):
        """An app that was removed from a team is not asked to post there, until the rest is over."""
        _, (delivery,), place = await posted(store)
        await store.stop_workspace(place.workspace_id, NOON + HOUR)
        assert await store.stopped_workspaces(NOON) == {place.workspace_id}
        assert await store.due_deliveries(NOON, 10, SLACK) == ()
        assert await store.stopped_workspaces(NOON + HOUR) == frozenset()
        assert [due.id for due in await store.due_deliveries(NOON + HOUR, 10, SLACK)] == [delivery.id]

    async def test_a_post_that_takes_long_stays_its_workers(self, store: Store):
        """A platform that is slow is not asked by a second worker; one that lost its lease does not take it back."""
        _, (delivery,), _ = await posted(store)
        attempts = await claimed(store, delivery.id)
        assert await store.prolong_delivery(delivery.id, attempts, NOON + HOUR)
        assert await store.due_deliveries(NOON + HOUR - MINUTE, 10, SLACK) == ()
        assert await store.claim_delivery(delivery.id, NOON + DAY, NOON + HOUR) is not None
        assert not await store.prolong_delivery(delivery.id, attempts, NOON + 2 * DAY)
        assert (await store.delivery(delivery.id)).due_at == NOON + DAY

    async def test_what_is_done_is_not_prolonged(self, store: Store):
        """The last sign of life of whoever was quicker than it changes nothing."""
        edition, (delivery,), place = await posted(store)
        attempts = await claimed(store, delivery.id)
        message = standing(edition, place)
        await store.finish_delivery(delivery.id, DeliveryState.SENT, attempts=attempts, message=message)
        assert not await store.prolong_delivery(delivery.id, attempts, NOON + DAY)

    async def test_an_unknown_outcome_is_looked_for_later(self, store: Store):
        """Where a platform fell silent in mid-post the message is looked for in its time, never just posted again."""
        _, (delivery,), _ = await posted(store)
        attempts = await claimed(store, delivery.id)
        assert await store.finish_delivery(
            delivery.id, DeliveryState.SENDING, attempts=attempts, error="no reply", retry_at=NOON + MINUTE
        )
        assert await store.due_deliveries(NOON, 10, SLACK) == ()
        (due,) = await store.due_deliveries(NOON + MINUTE, 10, SLACK)
        assert (due.state, due.error) == (DeliveryState.SENDING, "no reply")
        again = await store.claim_delivery(delivery.id, NOON + HOUR, NOON + MINUTE)
        assert again == dataclasses.replace(due, attempts=2)

    @pytest.mark.parametrize(
        ("state", "are_due"),
        [(DeliveryState.SENDING, False), (DeliveryState.FAILED, True), (DeliveryState.UNCERTAIN, True)],
    )
    async def test_parts_come_up_when_the_first_has_ended(
        self, store: Store, state: DeliveryState, are_due: bool
    ):
        """Cards wait for the message that opens their thread; where it never came, they come up to be given up."""
        _, (first, *cards), _ = await posted(store, parts=3)
        await store.finish_delivery(first.id, state, attempts=await claimed(store, first.id))
        assert await store.due_deliveries(NOON, 10, SLACK) == (tuple(cards) if are_due else ())

    async def test_what_waits_holds_up_nobody(self, store: Store):
        """A hundred and sixty cards of editions that a chat does not take leave room for what can be posted now."""
        subscription, place = await subscribed(store), await channel(store)
        for day in range(16):
            added = await store.add_edition(edition_for(subscription, f"day {day}"), place, 11, NOON - HOUR)
            assert added is not None
            await store.claim_delivery(added[1][0].id, NOON + HOUR, NOON)
        added = await store.add_edition(edition_for(subscription), place, 2, NOON)
        assert added is not None
        assert await store.due_deliveries(NOON, 5, SLACK) == added[1][:1]

    async def test_a_chat_that_is_not_there_holds_up_nobody(self, store: Store):
        """While Slack is away its editions wait, and however many they are, those of the page are posted."""
        subscription = await subscribed(store)
        slack = await channel(store)
        for day in range(20):
            await store.add_edition(edition_for(subscription, f"day {day}"), slack, 1, NOON - HOUR)
        page = await store.add_workspace(Platform.PAGE, "page", "")
        place = Place(workspace_id=page.id, platform=Platform.PAGE, channel="news")
        added = await store.add_edition(edition_for(subscription), place, 1, NOON)
        assert added is not None
        assert await store.due_deliveries(NOON, 10, (Platform.PAGE, Platform.DISCORD)) == added[1]
        assert await store.due_deliveries(NOON, 10, ()) == ()

    async def test_sent_opens_the_thread_and_writes_the_transcript(self, store: Store):
        """A reply under a digest finds the digest's stories, and the page shows what was posted."""
        edition, deliveries, place = await posted(store, parts=2)
        first, second = standing(edition, place), standing(edition, place, "17.2", thread="17.1")
        for delivery, message in zip(deliveries, (first, second), strict=True):
            attempts = await claimed(store, delivery.id)
            assert await store.finish_delivery(
                delivery.id, DeliveryState.SENT, attempts=attempts, message=message
            )
        assert await store.thread_edition(place, "17.1") == edition
        assert await store.thread_edition(place, "17.2") is None
        assert await store.messages(place, "", 10) == (first,)
        assert await store.messages(place, "17.1", 10) == (first, second)
        done = await store.delivery(deliveries[0].id)
        assert (done.state, done.message_id) == (DeliveryState.SENT, "17.1")
        assert await store.due_deliveries(NOON + DAY, 10, SLACK) == ()

    async def test_a_failed_transcript_leaves_the_delivery_as_it_was(self, store: Store):
        """State, thread and transcript are written together or not at all."""
        edition, (delivery,), place = await posted(store)
        attempts = await claimed(store, delivery.id)
        nowhere = dataclasses.replace(place, workspace_id=type(place.workspace_id)(999))
        with pytest.raises(StoreError):
            await store.finish_delivery(
                delivery.id, DeliveryState.SENT, attempts=attempts, message=standing(edition, nowhere)
            )
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENDING

    async def test_a_retry_waits(self, store: Store):
        """A platform that asks for patience is not asked again before its time, and the reason can be read."""
        _, (delivery,), _ = await posted(store)
        attempts, retry_at = await claimed(store, delivery.id), NOON + HOUR
        await store.finish_delivery(
            delivery.id, DeliveryState.PENDING, attempts=attempts, error="rate limited", retry_at=retry_at
        )
        assert await store.due_deliveries(NOON + HOUR - MINUTE, 10, SLACK) == ()
        (due,) = await store.due_deliveries(NOON + HOUR, 10, SLACK)
        assert (due.state, due.error) == (DeliveryState.PENDING, "rate limited")

    @pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.SENT])
    async def test_an_end_is_an_end(self, store: Store, state: DeliveryState):
        """A message that is sent, failed or uncertain is never posted again."""
        _, (delivery,), _ = await posted(store)
        await store.finish_delivery(
            delivery.id, state, attempts=await claimed(store, delivery.id), error="why"
        )
        assert await store.due_deliveries(NOON + DAY, 10, SLACK) == ()
        assert await store.claim_delivery(delivery.id, NOON + DAY, NOON + DAY) is None

    async def test_who_lost_its_lease_changes_nothing(self, store: Store):
        """A slow worker's late report neither ends, repeats nor doubles what another one is posting by now."""
        edition, (delivery,), place = await posted(store)
        late = await claimed(store, delivery.id)
        assert await store.claim_delivery(delivery.id, NOON + DAY, NOON + HOUR) is not None
        message = standing(edition, place)
        for outcome in (DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.FAILED):
            assert not await store.finish_delivery(
                delivery.id, outcome, attempts=late, message=message, retry_at=NOON
            )
        kept = await store.delivery(delivery.id)
        assert (kept.state, kept.attempts, kept.due_at) == (DeliveryState.SENDING, 2, NOON + DAY)
        assert await store.messages(place, "", 10) == ()
        assert await store.thread_edition(place, "17.1") is None

    async def test_sent_stays_sent(self, store: Store):
        """What stands in the channel is not posted again, whatever is reported about it afterwards."""
        edition, (delivery,), place = await posted(store)
        attempts = await claimed(store, delivery.id)
        message = standing(edition, place)
        assert await store.finish_delivery(
            delivery.id, DeliveryState.SENT, attempts=attempts, message=message
        )
        assert not await store.finish_delivery(
            delivery.id, DeliveryState.PENDING, attempts=attempts, retry_at=NOON
        )
        assert (await store.delivery(delivery.id)).state == DeliveryState.SENT

    async def test_an_unknown_delivery_is_an_error_but_cannot_be_claimed(self, store: Store):
        """A job for a delivery that is gone ends quietly; reading it is a bug of ours."""
        assert await store.claim_delivery(DeliveryId(99), NOON, NOON) is None
        with pytest.raises(StoreError, match="no delivery 99"):
            await store.delivery(DeliveryId(99))
