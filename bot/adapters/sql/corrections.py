"""Corrections of editions, and the edits of posted messages that carry them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import is_working, place_of, read, stands_in, values
from bot.adapters.sql.transcript import read_message
from bot.core.entities import (
    Correction,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edit,
    EditionId,
    EditState,
    Item,
    Message,
    Place,
    Platform,
    Summary,
)

_edit = schema.edit.c
_edition = schema.edition.c
_delivery = schema.delivery.c
_message = schema.message.c
_workspace = schema.workspace.c

_OWN = [_edit[name].label(f"edit_{name}") for name in ("revision", "state", "attempts", "due_at", "error")]
_EDITS = (
    sa.select(schema.delivery, _edition.workspace_id, _edition.channel, _workspace.platform, *_OWN)
    .join(schema.edit, _edit.delivery_id == _delivery.id)
    .join(schema.edition, _edition.id == _delivery.edition_id)
    .join(schema.workspace, _workspace.id == _edition.workspace_id)
)


class SqlCorrections(Concept):
    """The port's `CorrectionStore`."""

    async def correct_edition(
        self,
        edition_id: EditionId,
        correction: Correction,
        *,
        revision: int,
        now: dt.datetime,
        item: Item | None = None,
    ) -> bool:
        """Add a correction, put *item* in place of the story that it names, and let all messages be edited: at once.

        False, and nothing is written, where the edition does not have just *revision* corrections any more, or is not there.
        """
        is_as_known = sa.and_(_edition.id == edition_id, _edition.revision == revision)
        async with self._database.writing() as connection:
            locked = sa.select(_edition.corrections).where(is_as_known).with_for_update()
            row = (await connection.execute(locked)).first()
            if row is None:
                return False
            new = {"corrections": (*row.corrections, correction), "revision": revision + 1}
            await connection.execute(schema.edition.update().where(_edition.id == edition_id).values(new))
            if item is not None:
                await _put(connection, edition_id, correction.story - 1, item)
            await self._ask_for_edits(connection, edition_id, revision + 1, now)
        return True

    async def _ask_for_edits(
        self, connection: AsyncConnection, edition_id: EditionId, revision: int, now: dt.datetime
    ) -> None:
        new = {"revision": revision, "state": EditState.WAITING, "attempts": 0, "due_at": now, "error": ""}
        deliveries = sa.select(_delivery.id).where(_delivery.edition_id == edition_id)
        rows = [new | {"delivery_id": each} for each in (await connection.scalars(deliveries)).all()]
        if rows:
            insert = self._database.insert(schema.edit).values(rows)
            await connection.execute(insert.on_conflict_do_update(index_elements=["delivery_id"], set_=new))

    async def correct_summary(self, summary: Summary) -> None:
        """Put *summary* in place of the one that is kept under its key; where none is kept, none is."""
        update = schema.summary.update().where(schema.summary.c.key == summary.key)
        async with self._database.writing() as connection:
            await connection.execute(update.values(values(summary, leave={"key"})))

    async def due_edits(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Edit, ...]:
        """Return edits of these platforms that wait, or whose lease ran out, oldest first; none of stopped workspaces.

        A message that is not posted (yet) is not edited; of one that is uncertain, somebody has to find out.
        """
        here = _workspace.platform.in_(list(platforms))
        query = _EDITS.where(_is_due(now), here, is_working(now)).order_by(_edit.due_at, _edit.delivery_id)
        async with self._database.reading() as connection:
            return tuple(_read(row) for row in (await connection.execute(query.limit(limit))).mappings())

    async def claim_edit(self, delivery_id: DeliveryId, until: dt.datetime, now: dt.datetime) -> Edit | None:
        """Take a due edit until then, with one attempt more, which is counted in what is returned. None: not due, or taken."""
        due = _EDITS.where(_edit.delivery_id == delivery_id, _is_due(now))
        claim = {"attempts": _edit.attempts + 1, "due_at": until}
        async with self._database.writing() as connection:
            chosen = due.with_for_update(of=schema.edit, skip_locked=True)
            row = (await connection.execute(chosen)).mappings().first()
            if row is None:
                return None
            update = schema.edit.update().where(_edit.delivery_id == delivery_id)
            await connection.execute(update.values(claim))
            return _read(row, more_attempts=1)

    async def finish_edit(self, edit: Edit, state: EditState, at: dt.datetime, error: str = "") -> bool:
        """Write the outcome of a claimed edit. Waiting again: due *at* then.

        False, and nothing is written, where there is another correction since, or somebody else has it.
        """
        ours = sa.and_(
            _edit.delivery_id == edit.delivery.id,
            _edit.revision == edit.revision,
            _edit.attempts == edit.attempts,
            _edit.state == EditState.WAITING,
        )
        outcome = {"state": state, "due_at": at, "error": error}
        update = schema.edit.update().where(ours).values(outcome).returning(_edit.delivery_id)
        async with self._database.writing() as connection:
            return await connection.scalar(update) is not None

    async def edited_messages(self, place: Place, since: dt.datetime) -> tuple[Message, ...]:
        """Return the messages of a channel that were edited since then."""
        edited = (
            sa.select(_delivery.message_id)
            .join(schema.edit, _edit.delivery_id == _delivery.id)
            .join(schema.edition, _edition.id == _delivery.edition_id)
            .where(_edit.state == EditState.EDITED, _edit.due_at > since, stands_in(schema.edition, place))
        )
        query = (
            sa.select(schema.message, _workspace.platform)
            .join(schema.workspace, _workspace.id == _message.workspace_id)
            .where(stands_in(schema.message, place), _message.message_id.in_(edited))
            .order_by(_message.id)
        )
        async with self._database.reading() as connection:
            return tuple(read_message(row) for row in (await connection.execute(query)).mappings())


async def edits_of(
    connection: AsyncConnection, edition_ids: Sequence[EditionId]
) -> Mapping[EditionId, tuple[Edit, ...]]:
    """Return the edits of each of these editions, by part."""
    query = _EDITS.where(_delivery.edition_id.in_(edition_ids)).order_by(_delivery.edition_id, _delivery.part)
    found: defaultdict[EditionId, tuple[Edit, ...]] = defaultdict(tuple)
    for row in (await connection.execute(query)).mappings():
        found[row["edition_id"]] += (_read(row),)
    return found


async def _put(connection: AsyncConnection, edition_id: EditionId, position: int, item: Item) -> None:
    place = schema.edition_item.c
    update = schema.edition_item.update().where(place.edition_id == edition_id, place.position == position)
    await connection.execute(update.values(item=item))


def _is_due(now: dt.datetime) -> sa.ColumnElement[bool]:
    may_stand = _delivery.state.in_((DeliveryState.SENT, DeliveryState.UNCERTAIN))
    return sa.and_(_edit.state == EditState.WAITING, _edit.due_at <= now, may_stand)


def _read(row: sa.RowMapping, *, more_attempts: int = 0) -> Edit:
    own: dict[str, Any] = {column.name: row[column.name] for column in _OWN}
    own = {name.removeprefix("edit_"): value for name, value in own.items()}
    own["attempts"] += more_attempts
    return Edit(delivery=read(Delivery, row, place=place_of(row)), **own)
