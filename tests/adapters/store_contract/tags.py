"""What a store must do with the tags that topics used."""

import asyncio

from bot.core.entities import KnownTag, TopicId
from bot.core.tagging import MAX_KNOWN
from bot.flows.ports import Store
from tests.adapters.store_contract.world import DAY, NOON, declared, team, topic


class TagContract:
    """Vocabularies: one for each topic, growing and bounded."""

    async def test_a_used_tag_is_counted_and_keeps_its_first_spelling(self, store: Store):
        """The spelling that people know stays, and the most used comes first."""
        ev = await declared(store)
        await store.use_tags(ev.id, {"gdansk": "gdańsk", "su7": "su7"}, NOON)
        await store.use_tags(ev.id, {"gdansk": "gdansk"}, NOON + DAY)
        assert await store.known_tags(ev.id) == (
            KnownTag(key="gdansk", label="gdańsk", uses=2, used_at=NOON + DAY),
            KnownTag(key="su7", label="su7", uses=1, used_at=NOON),
        )

    async def test_topics_have_vocabularies_of_their_own(self, store: Store):
        """What one team calls its subjects is no other team's business."""
        ev = await declared(store, topic("ev"), topic("trams"))
        trams = next(each for each in await store.topics((await team(store)).id) if each.name == "trams")
        await store.use_tags(ev.id, {"su7": "su7"}, NOON)
        assert await store.known_tags(trams.id) == ()

    async def test_a_vocabulary_is_bounded(self, store: Store):
        """However many names feeds plant, the vocabulary stays as large as it may be, and keeps what is used."""
        ev = await declared(store)
        for _ in range(9):
            await store.use_tags(ev.id, {"tesla": "tesla"}, NOON - DAY)
        await store.use_tags(ev.id, {f"n{number}": f"n{number}" for number in range(MAX_KNOWN + 50)}, NOON)
        known = await store.known_tags(ev.id)
        assert (len(known), known[0].label) == (MAX_KNOWN, "tesla")

    async def test_many_use_a_tag_at_once(self, store: Store):
        """Editions that are written side by side lose no count."""
        ev = await declared(store)
        await asyncio.gather(*(store.use_tags(ev.id, {"a": "a", "b": "b"}, NOON) for _ in range(8)))
        assert [tag.uses for tag in await store.known_tags(ev.id)] == [8, 8]

    async def test_a_topic_that_went_takes_its_tags_along(self, store: Store):
        """Tags of a removed topic are gone, and an edition that was just being written for it fails nobody."""
        ev = await declared(store)
        await store.use_tags(ev.id, {"su7": "su7"}, NOON)
        await store.declare_topics((await team(store)).id, (), NOON)
        await store.use_tags(ev.id, {"su7": "su7"}, NOON)
        assert await store.known_tags(ev.id) == ()
        assert await store.known_tags(TopicId(999)) == ()
