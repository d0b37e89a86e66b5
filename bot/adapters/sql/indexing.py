"""Filling the search index with entries that are stored already: nothing that is published waits for it.

They are indexed in the order of their ids, which is that in which they come to be seen, since one transaction at a time
stores entries (`checks`). So what is left to do is all behind the newest that is indexed.

Texts are turned into tokens before the transaction begins, in a thread: some take seconds, and neither the one writer of
SQLite nor the event loop is to be held meanwhile.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept, queue
from bot.adapters.sql.finding import count_headlines
from bot.adapters.sql.listing import run_plain
from bot.adapters.sql.types import storable
from bot.core.indexing import tokens_of

_LOCK = 7_240_815_302
"""Any number of ours but those of migrating and of storing: on PostgreSQL one transaction at a time indexes."""

_MOST_TEXT = 1_000_000
"""Characters of one transaction, and a text more: 250 long articles in English, but not 250 of the longest there may be."""

_entry = schema.entry.c
_indexed = schema.entry_text.c
_IS_LEFT = _entry.id > sa.select(sa.func.coalesce(sa.func.max(_indexed.entry_id), 0)).scalar_subquery()
_LEFT = sa.select(_entry.id, sa.func.length(_entry.text)).where(_IS_LEFT).order_by(_entry.id)
_TEXTS = sa.select(
    _entry.id, _entry.feed_id, _entry.title, _entry.text, _entry.publisher, _entry.published_at
).where(_IS_LEFT)
# Held, so that none of them is pruned before its tokens are there.
_STILL_LEFT = (
    sa.select(_entry.id).where(_IS_LEFT).order_by(_entry.id).with_for_update(read=True, key_share=True)
)
_INSERT = schema.entry_text.insert().values(entry_id=sa.bindparam("entry_id"), folded=sa.bindparam("folded"))


class SqlIndexing(Concept):
    """The part of the port's `FindingStore` that fills what is searched."""

    async def has_unindexed(self) -> bool:
        """Say whether a search misses any entry that is stored."""
        async with self._database.reading() as connection:
            return (await connection.execute(_LEFT.with_only_columns(_entry.id).limit(1))).first() is not None

    async def index_entries(self, limit: int) -> int:
        """Let searches find the next *limit* entries that they do not yet, fewer where texts are long; return how many.

        The oldest first; 0: there are none left.
        """
        while True:
            async with self._database.reading() as connection:
                rows = await _next_texts(connection, limit)
            indexed = await self._keep_tokens(rows, await asyncio.to_thread(_tokens, rows)) if rows else 0
            if indexed or not rows:  # else somebody else was quicker
                return indexed

    async def _keep_tokens(self, rows: Sequence[Any], tokens: Sequence[tuple[int, str]]) -> int:
        """Write the tokens of those *rows* that nobody else indexed or pruned meanwhile; return how many they are."""

        def write(connection: sa.Connection) -> int:
            queue(connection, _LOCK)
            left = set(connection.scalars(_STILL_LEFT.where(_entry.id <= rows[-1].id)))
            run_plain(
                connection, _INSERT, ["entry_id", "folded"], [each for each in tokens if each[0] in left]
            )
            count_headlines(self._database, connection, [row.title for row in rows if row.id in left])
            return len(left)

        return await self._database.transact(write)


async def _next_texts(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """Return the next entries to be indexed, fewer where their texts are long."""
    last, characters = 0, 0
    for entry_id, length in await connection.execute(_LEFT.limit(limit)):
        last, characters = entry_id, characters + length
        if characters > _MOST_TEXT:
            break
    return (await connection.execute(_TEXTS.where(_entry.id <= last).order_by(_entry.id))).all()


def _tokens(rows: Sequence[Any]) -> list[tuple[int, str]]:
    return [
        (
            row.id,
            storable(
                fulltext.marked(
                    tokens_of(row.title, row.text, row.publisher, fulltext.MAX_TOKENS),
                    row.feed_id,
                    row.publisher,
                    row.published_at,
                )
            ),
        )
        for row in rows
    ]
