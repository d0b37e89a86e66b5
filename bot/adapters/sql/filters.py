"""What the people of a channel let in."""

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, stands_in, values
from bot.core.entities import ChannelFilter, Place, TopicId

_filter = schema.channel_filter.c


class SqlFilters(Concept):
    """The part of the port's `SubscriptionStore` about filters."""

    async def channel_filter(self, place: Place, topic_id: TopicId) -> ChannelFilter | None:
        """Return the filter that a channel's people set for a topic, or ended; None: nobody ever did."""
        query = sa.select(*columns(schema.channel_filter, ChannelFilter)).where(
            stands_in(schema.channel_filter, place), _filter.topic_id == topic_id
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
            return read(ChannelFilter, row) if row else None

    async def set_channel_filter(self, place: Place, topic_id: TopicId, wanted: ChannelFilter) -> None:
        """Set it, in place of the one before."""
        key = {"topic_id": topic_id, "workspace_id": place.workspace_id, "channel": place.channel}
        insert = self._database.insert(schema.channel_filter).values(values(wanted) | key)
        upsert = insert.on_conflict_do_update(
            index_elements=[_filter[name] for name in key], set_=values(wanted)
        )
        async with self._database.writing() as connection:
            await connection.execute(upsert)
