"""Filling the search index with entries that are stored already: nothing that is published waits for it.

They are indexed in the order of their ids, which is that in which they come to be seen, since one transaction at a time
stores entries (`checks`). So what is left to do is all behind the newest that is indexed.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept, queue
from bot.adapters.sql.finding import count_headlines
from bot.adapters.sql.listing import run_plain
from bot.adapters.sql.types import storable
from bot.core.indexing import tokens_of

_LOCK = 7_240_815_302
"""Any number of ours but those of migrating and of storing: on PostgreSQL one transaction at a time indexes."""

_entry = schema.entry.c
_indexed = schema.entry_text.c
_LEFT = (
    sa.select(_entry.id, _entry.feed_id, _entry.title, _entry.text, _entry.publisher, _entry.published_at)
    .where(_entry.id > sa.select(sa.func.coalesce(sa.func.max(_indexed.entry_id), 0)).scalar_subquery())
    .order_by(_entry.id)
)
_INSERT = schema.entry_text.insert().values(entry_id=sa.bindparam("entry_id"), folded=sa.bindparam("folded"))


class SqlIndexing(Concept):
    """The part of the port's `FindingStore` that fills what is searched."""

    async def has_unindexed(self) -> bool:
        """Say whether a search misses any entry that is stored."""
        async with self._database.reading() as connection:
            return (await connection.execute(_LEFT.with_only_columns(_entry.id).limit(1))).first() is not None

    async def index_entries(self, limit: int) -> int:
        """Let searches find the next *limit* entries, oldest first, that they do not yet; return how many these were."""
        return await self._database.transact(lambda connection: self._index(connection, limit))

    def _index(self, connection: sa.Connection, limit: int) -> int:
        queue(connection, _LOCK)
        left = connection.execute(_LEFT.limit(limit)).all()
        run_plain(connection, _INSERT, ["entry_id", "folded"], _tokens(left))
        count_headlines(self._database, connection, [row.title for row in left])
        return len(left)


def _tokens(rows: Sequence[Any]) -> list[tuple[int, str]]:
    return [
        (
            row.id,
            storable(
                fulltext.marked(
                    tokens_of(row.title, row.text, row.publisher),
                    row.feed_id,
                    row.publisher,
                    row.published_at,
                )
            ),
        )
        for row in rows
    ]
