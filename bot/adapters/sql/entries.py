"""Entries: stored once, with what they are found and compared by."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.feeds import feeds_read
from bot.adapters.sql.rows import ENTRY, batches, read, values
from bot.adapters.sql.together import Together
from bot.adapters.sql.types import key_form
from bot.core.entities import Entry, EntryId, FeedId, NewEntry, TopicId
from bot.core.indexing import index_of

_LOCK = 7_240_815_301
"""Any number of ours, other than that of migrating: on PostgreSQL one transaction at a time stores entries."""

_entry = schema.entry.c


@dataclass(frozen=True, slots=True)
class _Addition:
    feed_id: FeedId
    entries: Sequence[NewEntry]
    now: Callable[[], dt.datetime]


class SqlEntries(Concept):
    """The part of the port's `FeedStore` that is about entries, but for searching."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._adding = Together(self._add)

    async def add_entries(
        self, feed_id: FeedId, entries: Sequence[NewEntry], now: Callable[[], dt.datetime]
    ) -> tuple[EntryId, ...]:
        """Store entries decided to be new, with what they are found and compared by, and return their ids, in order.

        One whose guid the feed has already is passed over. *now* is asked when no other writer of entries is under way any
        more, so that `stored_at` has the order in which entries come to be seen: one that waited its turn does not land
        behind the end of a window.
        """
        return await self._adding.add(_Addition(feed_id, entries, now)) if entries else ()

    async def _add(self, additions: Sequence[_Addition]) -> list[tuple[EntryId, ...]]:
        """Store what several refreshes brought, in one transaction, and return the ids of each."""
        new = [(index, entry) for index, each in enumerate(additions) for entry in each.entries]
        added: list[list[EntryId]] = [[] for _ in additions]
        async with self._database.writing() as connection:
            await self._database.queue(connection, _LOCK)
            stored_at = additions[-1].now()
            for some in batches(new):
                rows = [
                    values(entry, leave={"index"})
                    | {"feed_id": additions[index].feed_id, "stored_at": stored_at}
                    for index, entry in some
                ]
                # Keys come back as they were stored, so that is how entries are known again.
                known = {_keys(additions[index].feed_id, entry): (index, entry) for index, entry in some}
                stored = {entry_id: known[keys] for entry_id, keys in await self._insert(connection, rows)}
                for entry_id, (index, _) in stored.items():
                    added[index].append(entry_id)
                await _keep_index(connection, {entry_id: entry for entry_id, (_, entry) in stored.items()})
        return [tuple(sorted(entry_ids)) for entry_ids in added]

    async def _insert(
        self, connection: AsyncConnection, rows: Sequence[Mapping[str, object]]
    ) -> "list[tuple[EntryId, _Keys]]":
        """Insert rows, and return the ids of those that were not there yet, with their keys."""
        insert = self._database.insert(schema.entry).on_conflict_do_nothing()
        returning = insert.returning(_entry.id, _entry.feed_id, _entry.guid, _entry.link, _entry.content_hash)
        inserted = await connection.execute(returning, rows)
        return [(EntryId(entry_id), (feed_id, *rungs)) for entry_id, feed_id, *rungs in inserted]

    async def entries(self, entry_ids: Collection[EntryId]) -> tuple[Entry, ...]:
        """Return these entries, in the order of their ids; unknown ids are passed over."""
        found: list[Entry] = []
        async with self._database.reading() as connection:
            for batch in batches(sorted(set(entry_ids))):
                query = sa.select(*ENTRY).where(_entry.id.in_(batch)).order_by(_entry.id)
                found.extend(read(Entry, row) for row in (await connection.execute(query)).mappings())
        return tuple(found)

    async def entry_count(self) -> int:
        """Return how many entries are stored."""
        async with self._database.reading() as connection:
            return (
                await connection.execute(sa.select(sa.func.count()).select_from(schema.entry))
            ).scalar_one()

    async def entry_by_link(self, link: str, topic_id: TopicId) -> Entry | None:
        """Return the newest entry that the topic's feeds brought with this link, or whose page wants to be known by it."""
        query = (
            sa.select(*ENTRY)
            .where(sa.or_(_entry.link == link, _entry.canonical == link))
            .where(_entry.feed_id.in_(feeds_read(topic_id)))
            .order_by(_entry.stored_at.desc(), _entry.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else read(Entry, row)


_Keys = tuple[object, ...]


def _keys(feed_id: FeedId, entry: NewEntry) -> _Keys:
    return (feed_id, *map(key_form, (entry.guid, entry.link, entry.content_hash)))


async def _keep_index(connection: AsyncConnection, added: Mapping[EntryId, NewEntry]) -> None:
    """Keep what entries are found and compared by: what came with them, else what is made of them now."""
    if not added:
        return
    indexes = {
        entry_id: new.index or index_of(new.title, new.text, new.publisher) for entry_id, new in added.items()
    }
    tokens = [
        {"entry_id": entry_id, "folded": fulltext.bounded(index.tokens)}
        for entry_id, index in indexes.items()
    ]
    features = [{"entry_id": entry_id, "features": index.features} for entry_id, index in indexes.items()]
    await connection.execute(schema.entry_text.insert(), tokens)
    await connection.execute(schema.entry_features.insert(), features)
