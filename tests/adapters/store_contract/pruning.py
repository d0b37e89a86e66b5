"""What a store must do when it forgets."""

import datetime as dt

from bot.adapters.sql import schema
from bot.core.entities import AskedEdition, Message, Said, Speaker, Subject
from bot.core.text import search_tokens
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import (
    DAY,
    HOUR,
    NOON,
    channel,
    edition_for,
    feed_of,
    new_entry,
    stored,
    subscribed,
    told,
)
from tests.kept import add_entries

YEAR = 365 * DAY

BOUNDED_BY_PEOPLE = {
    "workspace",
    "feed",
    "former_url",
    "topic",
    "topic_feed",
    "tag",
    "subscription",
    "mute",
    "channel_filter",
    "horizon",
    "installation",
}
"""Tables that grow with what people set up, or have a bound of their own, and not with time."""

PRUNED = {
    *(
        "entry",
        "entry_form",
        "entry_text",
        "entry_features",
        "story",
        "decision",
        "term",
        "mark",
        "headline_word",
    ),
    *("edition", "edition_item", "delivery", "edit", "thread", "summary", "usage", "story_tag"),
    *("flag", "judgement", "steer"),
    *("message", "question", "chat_event", "lease", "asked_edition", "proposal", "change"),
}


def about(words: str) -> Subject:
    """A subject of one group."""
    return Subject(groups=(tuple(search_tokens(words)),))


class PruningContract:
    """Pruning: what is old goes, whole; what is needed stays."""

    def test_every_table_is_bounded(self):
        """A new table is either pruned or known not to grow with time."""
        assert set(schema.metadata.tables) == BOUNDED_BY_PEOPLE | PRUNED

    async def test_old_entries_go_with_all_that_is_theirs(self, store: Store):
        """An entry beyond the newest thousand of its feed is no longer found, nor its story; the newer ones are."""
        old = await told(store, "Wharf closes", at=NOON - YEAR, published_at=NOON - YEAR)
        feed = await feed_of(store)
        listed = [new_entry(f"Listed {number}", published_at=NOON - YEAR) for number in range(999)]
        await add_entries(store, feed.id, listed, lambda: NOON - YEAR + HOUR)
        new = await told(store, "Wharf opens", at=NOON)
        assert await store.prune_entries(NOON - 30 * DAY) == 1
        found = await store.search_entries(about("wharf"), topic_id=None, since=NOON - 2 * YEAR, limit=9)
        assert [entry.title for entry in found] == ["Wharf opens"]
        assert await store.stories([old]) == ()
        assert [story.id for story in await store.stories([new])] == [new]
        assert await store.prune_entries(NOON - 30 * DAY) == 0

    async def test_what_a_feed_may_still_list_stays(self, store: Store):
        """Else its next document would bring it as new."""
        entry = await stored(store, "Wharf closes", at=NOON - YEAR, published_at=NOON - YEAR)
        assert await store.prune_entries(NOON) == 0
        assert await store.entries([entry.id]) == (entry,)

    async def test_old_marks_go(self, store: Store):
        """Grouping looks a few days around, so what is older finds nothing any more."""
        await told(store, "Wharf closes", at=NOON - YEAR, published_at=NOON - YEAR)
        await told(store, "Wharf opens", at=NOON, published_at=NOON)
        assert await store.prune_index(NOON - 30 * DAY) > 0
        assert await store.prune_index(NOON - 30 * DAY) == 0

    async def test_the_last_edition_of_a_subscription_stays(self, store: Store):
        """The next window begins where it ended, however long ago that was."""
        subscription, place = await subscribed(store), await channel(store)
        for days in (400, 399):
            at = NOON - days * DAY
            new = edition_for(subscription, f"{at:%Y-%m-%dT%H:%M}", composed_at=at, planned_at=at)
            await store.add_edition(new, place, 1, at)
        assert await store.prune_editions(NOON - YEAR) == 1
        assert await store.last_edition(subscription.id) is not None
        assert await store.covered_until(subscription.id) is not None

    async def test_what_people_said_goes(self, store: Store):
        """Messages older than the transcript is kept are deleted, the others are not."""
        place = await channel(store)
        for number, at in enumerate((NOON - 2 * DAY, NOON)):
            message = Message(
                place=place,
                thread="",
                id=f"m{number}",
                speaker=Speaker.PERSON,
                user="U1",
                body=Said(text="hello"),
                at=at,
            )
            await store.add_message(message)
        assert await store.prune_transcript(NOON - DAY) == 1
        assert [message.id for message in await store.messages(place, "", 9)] == ["m1"]

    async def test_what_was_asked_for_goes(self, store: Store):
        """Nobody waits any more for an edition that was asked for days ago."""
        subscription = await subscribed(store)
        for key, at in (("now:old", NOON - 2 * DAY), ("now:new", NOON)):
            await store.ask_for_edition(
                AskedEdition(subscription_id=subscription.id, planned_key=key, asked_at=at)
            )
        assert await store.prune_events(NOON - DAY) == 1
        assert [asked.planned_key for asked in await store.asked_editions(NOON - YEAR)] == ["now:new"]

    async def test_summaries_events_and_leases_go(self, store: Store):
        """Each by its own age; a lease that still holds stays."""
        summary = samples.summary()
        await store.add_summary(summary, NOON - 2 * DAY)
        place = await channel(store)
        await store.record_event(place.platform, "old", NOON - 2 * DAY)
        await store.record_event(place.platform, "new", NOON)
        await store.claim("old", NOON - 2 * DAY, NOON - 3 * DAY)
        await store.claim("held", NOON + dt.timedelta(minutes=1), NOON)
        assert await store.prune_summaries(NOON - DAY) == 1
        assert await store.summary(summary.key) is None
        assert await store.prune_events(NOON - DAY) == 2
        assert not await store.record_event(place.platform, "new", NOON)
        assert not await store.claim("held", NOON + HOUR, NOON)
