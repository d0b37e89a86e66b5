"""Entries: stored once, with what they are found and compared by."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.feeds import feeds_read
from bot.adapters.sql.rows import ENTRY, batches, read
from bot.core.entities import Entry, EntryId, TopicId

_entry = schema.entry.c


class SqlEntries(Concept):
    """The part of the port's `FeedStore` that is about entries, but for searching."""

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
