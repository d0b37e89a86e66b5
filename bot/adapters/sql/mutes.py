"""Words that a channel does not want to hear of."""

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, stands_in, values
from bot.core.entities import Mute, Place, TopicId

_mute = schema.mute.c


class SqlMutes(Concept):
    """The part of the port's `SubscriptionStore` about what is not to be told."""

    async def mutes(self, place: Place, topic_id: TopicId) -> tuple[Mute, ...]:
        """Return what is muted in a channel for a topic, oldest first."""
        query = (
            sa.select(*columns(schema.mute, Mute))
            .where(stands_in(schema.mute, place), _mute.topic_id == topic_id)
            .order_by(_mute.at, _mute.words)
        )
        async with self._database.reading() as connection:
            return tuple(read(Mute, row) for row in (await connection.execute(query)).mappings())

    async def add_mute(self, place: Place, topic_id: TopicId, mute: Mute) -> None:
        """Mute; who muted the same words before stays named."""
        new = values(mute) | {
            "topic_id": topic_id,
            "workspace_id": place.workspace_id,
            "channel": place.channel,
        }
        async with self._database.writing() as connection:
            await connection.execute(self._database.insert(schema.mute).values(new).on_conflict_do_nothing())

    async def remove_mute(self, place: Place, topic_id: TopicId, words: str) -> None:
        """Undo a mute."""
        removed = schema.mute.delete().where(
            stands_in(schema.mute, place), _mute.topic_id == topic_id, _mute.words == words
        )
        async with self._database.writing() as connection:
            await connection.execute(removed)
