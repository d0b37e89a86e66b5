"""Puts entries into stories by hand, where a test is not about grouping."""

from collections.abc import Iterable

from bot.core.entities import Entry, StoryId
from bot.core.indexing import term
from bot.core.stories import Assignment
from bot.flows.ports import Store


def placed(entry: Entry, *words: str, joins: Entry | None = None) -> Assignment:
    """The entry in the story of *joins*, or in one of its own; each of *words* is a term and a mark of it."""
    return Assignment(
        entry_id=entry.id,
        joins=joins.id if joins else None,
        terms=frozenset(map(term, words)),
        times=1,
        marks=frozenset(map(term, words)),
        published_at=entry.published_at,
    )


async def put(store: Store, entry: Entry, story: StoryId | None = None, words: Iterable[str] = ()) -> StoryId:
    """Put *entry* into *story* (None: one of its own) and return it."""
    joins = (await store.stories([story]))[0].lead if story is not None else None
    return (await store.assign([placed(entry, *words, joins=joins)]))[entry.id]
