"""What a store must tell about how newsthread does."""

import dataclasses

from bot.core.entities import DeliveryState
from bot.flows.ports import Store
from tests.adapters.store_contract.deliveries import claimed, posted
from tests.adapters.store_contract.world import DAY, HOUR, MINUTE, NOON, feed_of, stored, told


class VitalsContract:
    """Vitals: counts of what there is, ages of what waits."""

    async def test_an_empty_database_has_no_ages(self, store: Store):
        """A new installation is not late, and waits for nothing."""
        vitals = await store.vitals(NOON)
        assert (vitals.feeds, vitals.entries, vitals.editions, vitals.cost_micros) == (0, 0, 0, 0)
        assert (vitals.last_entry_at, vitals.edition_late_by, vitals.delivery_waits_for) == (None, None, None)

    async def test_what_there_is_and_what_waits(self, store: Store):
        """One entry has a story, one has none; the edition was composed on time, and its message waits since noon."""
        await told(store, "One", at=NOON)
        await stored(store, "Two", at=NOON + MINUTE)
        _, deliveries, _ = await posted(store)
        vitals = await store.vitals(NOON + HOUR)
        assert (vitals.entries, vitals.entries_ungrouped, vitals.stories) == (2, 1, 1)
        assert vitals.last_entry_at == NOON + MINUTE
        assert (vitals.subscriptions, vitals.subscriptions_paused, vitals.editions) == (1, 0, 1)
        assert (vitals.deliveries, vitals.delivery_waits_for) == ({"pending": 1}, HOUR)
        attempts = await claimed(store, deliveries[0].id)
        await store.finish_delivery(deliveries[0].id, DeliveryState.SENT, attempts=attempts)
        vitals = await store.vitals(NOON + HOUR)
        assert (vitals.deliveries, vitals.delivery_waits_for) == ({"sent": 1}, None)

    async def test_feeds_by_how_they_do(self, store: Store):
        """A failing feed that is asked again in time is not overdue; a gone one is neither."""
        failing = await feed_of(store, "https://failing.example/feed")
        later = NOON + 2 * DAY
        await store.save_feed(dataclasses.replace(failing, failures=3, next_check_at=later, error="HTTP 500"))
        gone = await feed_of(store, "https://gone.example/feed")
        await store.save_feed(dataclasses.replace(gone, is_gone=True))
        await feed_of(store, "https://late.example/feed")
        vitals = await store.vitals(NOON + HOUR)
        assert (vitals.feeds, vitals.feeds_failing, vitals.feeds_gone, vitals.feeds_overdue) == (3, 1, 1, 1)
