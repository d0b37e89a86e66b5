"""Messages whose outcome is unknown, and what becomes of them when somebody finds out that they stand there after all."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.rows import place_of, read, stands_in
from bot.adapters.sql.transcript import add_to_transcript
from bot.core.entities import Delivery, DeliveryId, DeliveryState, EditionId, Message, Place

_edition = schema.edition.c
_delivery = schema.delivery.c

_MOST_UNRECORDED = 50
"""So many are told apart at once: in a channel whose history cannot be read there may be ever more."""


class SqlOutcomes(Concept):
    """A part of the port's `EditionStore`."""

    async def unrecorded(self, place: Place) -> tuple[Delivery, ...]:
        """Return the newest deliveries that open a thread here, and may stand there unknown to us."""
        is_open = _delivery.state.in_((DeliveryState.SENDING, DeliveryState.UNCERTAIN))
        query = (
            sa.select(schema.delivery, _edition.workspace_id, _edition.channel, schema.workspace.c.platform)
            .join(schema.edition, _edition.id == _delivery.edition_id)
            .join(schema.workspace, schema.workspace.c.id == _edition.workspace_id)
            .where(is_open, _delivery.part == 0, _edition.thread.is_(None), stands_in(schema.edition, place))
            .order_by(_delivery.id.desc())
            .limit(_MOST_UNRECORDED)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(Delivery, row, place=place_of(row)) for row in reversed(rows))

    async def adopt_delivery(self, delivery_id: DeliveryId, message: Message) -> bool:
        """Write that an uncertain delivery is *message*: it was sent. Later parts that failed for want of it wait again.

        False, and nothing is written, where it is not uncertain (any more).
        """
        uncertain = sa.and_(_delivery.id == delivery_id, _delivery.state == DeliveryState.UNCERTAIN)
        found = {"state": DeliveryState.SENT, "message_id": message.id, "error": ""}
        update = schema.delivery.update().where(uncertain).values(found)
        async with self._database.writing() as connection:
            adopted = update.returning(_delivery.edition_id, _delivery.part)
            row = (await connection.execute(adopted)).first()
            if row is None:
                return False
            await record_sent(self._database, connection, message, row.edition_id, row.part)
            if row.part == 0:
                failed = sa.and_(
                    _delivery.edition_id == row.edition_id, _delivery.state == DeliveryState.FAILED
                )
                waiting = {"state": DeliveryState.PENDING, "due_at": message.at, "error": ""}
                await connection.execute(schema.delivery.update().where(failed).values(waiting))
        return True


async def record_sent(
    database: Database, connection: AsyncConnection, message: Message, edition_id: EditionId, part: int
) -> None:
    """Put a message of an edition into the transcript; the first one in a channel opens its thread."""
    await add_to_transcript(database, connection, message)
    if part > 0 or message.thread:
        return
    place = message.place
    root = {"workspace_id": place.workspace_id, "channel": place.channel, "root": message.id}
    insert = database.insert(schema.thread).values(root | {"edition_id": edition_id})
    await connection.execute(insert.on_conflict_do_nothing())
