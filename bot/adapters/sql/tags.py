"""The tags that topics used before."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read
from bot.core.entities import KnownTag, TopicId
from bot.core.tagging import MAX_KNOWN, outlived

_tag = schema.tag.c


class SqlTags(Concept):
    """The port's `TagStore`."""

    async def known_tags(
        self, topic_id: TopicId, *, keys: Collection[str] | None = None, limit: int | None = None
    ) -> tuple[KnownTag, ...]:
        """Return the tags that the topic used, the most used first: all, those of these *keys*, or so many."""
        wanted = _known(topic_id)
        if keys is not None:
            wanted = wanted.where(_tag.key.in_(sorted(keys)))
        async with self._database.reading() as connection:
            return await _read(connection, wanted.limit(limit))

    async def use_tags(self, topic_id: TopicId, spellings: Mapping[str, str], now: dt.datetime) -> None:
        """Count a use of each key; its spelling stays what it was first. What is too much for a vocabulary falls out."""
        if not spellings:
            return
        rows = [
            {"topic_id": topic_id, "key": key, "label": label, "uses": 1, "used_at": now}
            for key, label in sorted(
                spellings.items()
            )  # in one order, so that two writers never wait for each other
        ]
        insert = self._database.insert(schema.tag).values(rows)
        upsert = insert.on_conflict_do_update(
            index_elements=[_tag.topic_id, _tag.key],
            set_={"uses": _tag.uses + 1, "used_at": insert.excluded.used_at},
        )
        there = sa.select(schema.topic.c.id).where(schema.topic.c.id == topic_id)
        async with self._database.writing() as connection:
            if await connection.scalar(there) is None:  # it was removed while its edition was written
                return
            await connection.execute(upsert)
            count = sa.select(sa.func.count()).select_from(schema.tag).where(_tag.topic_id == topic_id)
            if (await connection.execute(count)).scalar_one() > MAX_KNOWN:
                gone = outlived(await _read(connection, _known(topic_id)))
                await connection.execute(
                    schema.tag.delete().where(_tag.topic_id == topic_id, _tag.key.in_(gone))
                )


def _known(topic_id: TopicId) -> sa.Select[Any]:
    query = sa.select(*columns(schema.tag, KnownTag)).where(_tag.topic_id == topic_id)
    return query.order_by(_tag.uses.desc(), _tag.used_at.desc(), _tag.key)


async def _read(connection: AsyncConnection, query: sa.Select[Any]) -> tuple[KnownTag, ...]:
    return tuple(read(KnownTag, row) for row in (await connection.execute(query)).mappings())
