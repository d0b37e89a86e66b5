"""What a store must do with corrections, and with the edits that carry them."""

from dataclasses import replace

from bot.core.entities import (
    Correction,
    CorrectionKind,
    DeliveryId,
    DeliveryState,
    Edit,
    Edition,
    EditState,
    Place,
)
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.deliveries import claimed, posted, standing
from tests.adapters.store_contract.world import HOUR, MINUTE, NOON, SLACK, channel

TITLE = Correction(
    kind=CorrectionKind.TITLE, by="U1", at=NOON, story=1, before="Was", after="Is", reason="a slip"
)
RIGHT = samples.item(summary=samples.summary(title="Is"))


async def standing_edition(store: Store) -> tuple[Edition, DeliveryId, Place]:
    """An edition whose one message stands in the channel."""
    edition, (delivery,), place = await posted(store)
    attempts = await claimed(store, delivery.id)
    await store.finish_delivery(
        delivery.id, DeliveryState.SENT, attempts=attempts, message=standing(edition, place)
    )
    return edition, delivery.id, place


async def corrected(store: Store, edition: Edition, revision: int = 0) -> bool:
    """Put the first story's title right."""
    return await store.correct_edition(edition.id, TITLE, revision=revision, now=NOON, item=RIGHT)


async def taken(store: Store, delivery_id: DeliveryId) -> Edit:
    """An edit that somebody has for an hour."""
    edit = await store.claim_edit(delivery_id, NOON + HOUR, NOON)
    assert edit is not None
    return edit


class CorrectionContract:
    """Corrections and edits: all at once, one holder at a time, and the newest revision in the end."""

    async def test_a_correction_is_part_of_the_edition(self, store: Store):
        """Whoever reads the edition reads it as it is now, and what was put right; other stories stay."""
        edition, _, place = await standing_edition(store)
        assert await corrected(store, edition)
        now = await store.edition(edition.id)
        assert (now.items, now.corrections) == ((RIGHT, edition.items[1]), (TITLE,))
        assert (await store.thread_edition(place, "17.1")) == now
        record = await store.edition_record(edition.id, place)
        assert record is not None
        assert ([each.state for each in record.edits], record.edition) == ([EditState.WAITING], now)

    async def test_two_at_once_do_not_overwrite_each_other(self, store: Store):
        """Who corrected what was changed meanwhile is told so, and nothing of it is written."""
        edition, _, _ = await standing_edition(store)
        assert await corrected(store, edition)
        assert not await corrected(store, edition)
        assert len((await store.edition(edition.id)).corrections) == 1
        assert await corrected(store, edition, revision=1)
        assert len((await store.edition(edition.id)).corrections) == 2

    async def test_only_what_is_posted_is_edited(self, store: Store):
        """A message that is still to be posted has nothing to edit; once it stands there, it is edited."""
        edition, (delivery,), place = await posted(store)
        await corrected(store, edition)
        assert await store.due_edits(NOON, 9, SLACK) == ()
        assert await store.claim_edit(delivery.id, NOON + HOUR, NOON) is None
        attempts = await claimed(store, delivery.id)
        message = standing(edition, place)
        await store.finish_delivery(delivery.id, DeliveryState.SENT, attempts=attempts, message=message)
        (due,) = await store.due_edits(NOON, 9, SLACK)
        assert (due.delivery.id, due.delivery.message_id, due.delivery.place) == (delivery.id, "17.1", place)

    async def test_an_edit_has_one_holder(self, store: Store):
        """Two workers do not edit a message at once; whoever died on it loses it when the lease ends."""
        edition, delivery_id, _ = await standing_edition(store)
        await corrected(store, edition)
        first = await taken(store, delivery_id)
        assert await store.due_edits(NOON, 9, SLACK) == ()
        assert await store.claim_edit(delivery_id, NOON + 2 * HOUR, NOON) is None
        second = await store.claim_edit(delivery_id, NOON + 2 * HOUR, NOON + HOUR)
        assert second is not None
        assert (first.attempts, second.attempts) == (1, 2)
        assert not await store.finish_edit(first, EditState.EDITED, NOON)
        assert await store.finish_edit(second, EditState.EDITED, NOON)
        assert await store.due_edits(NOON + 9 * HOUR, 9, SLACK) == ()

    async def test_a_correction_during_an_edit_is_edited_too(self, store: Store):
        """Who edits by what was known before does not end the edit that the next correction asks for."""
        edition, delivery_id, _ = await standing_edition(store)
        await corrected(store, edition)
        edit = await taken(store, delivery_id)
        await corrected(store, edition, revision=1)
        assert not await store.finish_edit(edit, EditState.EDITED, NOON)
        (due,) = await store.due_edits(NOON, 9, SLACK)
        assert (due.revision, due.attempts) == (2, 0)

    async def test_a_failed_edit_waits(self, store: Store):
        """It is due again when it was put off to, with what went wrong."""
        edition, delivery_id, _ = await standing_edition(store)
        await corrected(store, edition)
        edit = await taken(store, delivery_id)
        await store.finish_edit(edit, EditState.WAITING, NOON + MINUTE, error="busy")
        assert await store.due_edits(NOON, 9, SLACK) == ()
        (due,) = await store.due_edits(NOON + MINUTE, 9, SLACK)
        assert (due.error, due.attempts) == ("busy", 1)

    async def test_edited_messages_are_found_in_their_channel(self, store: Store):
        """The page shows again what another process has edited; no other channel hears of it."""
        edition, delivery_id, place = await standing_edition(store)
        await corrected(store, edition)
        assert await store.edited_messages(place, NOON - HOUR) == ()
        await store.finish_edit(await taken(store, delivery_id), EditState.EDITED, NOON + MINUTE)
        assert [each.id for each in await store.edited_messages(place, NOON)] == ["17.1"]
        assert await store.edited_messages(place, NOON + MINUTE) == ()
        assert await store.edited_messages(await channel(store, "C2"), NOON) == ()

    async def test_what_is_withdrawn_goes_on_nowhere(self, store: Store):
        """A story of a withdrawn edition is told, but no update goes into its thread."""
        edition, _, place = await standing_edition(store)
        topic_id = (await store.topics(place.workspace_id))[0].id
        told = await store.told_stories(place, topic_id)
        assert set(await store.told_since(place, topic_id, NOON - HOUR)) == told != set()
        withdrawn = replace(TITLE, kind=CorrectionKind.WITHDRAWN, story=0)
        assert await store.correct_edition(edition.id, withdrawn, revision=0, now=NOON)
        assert await store.told_since(place, topic_id, NOON - HOUR) == {}
        assert await store.told_stories(place, topic_id) == told

    async def test_a_kept_summary_is_put_right(self, store: Store):
        """What will be told again is right, too; what is not kept is not made up."""
        await store.add_summary(samples.summary(), NOON)
        right = samples.summary(title="Is")
        await store.correct_summary(right)
        assert await store.summary(right.key) == right
        other = replace(right, key=samples.chargers().summary.key)
        await store.correct_summary(other)
        assert await store.summary(other.key) is None
