"""Editions and their deliveries: written at once, posted later, never composed twice."""

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.outcomes import record_sent
from bot.adapters.sql.rows import is_working, place_of, read, values
from bot.adapters.sql.stories import first_failed, told_meanwhile, write_decisions
from bot.core.entities import (
    Decision,
    Delivery,
    DeliveryId,
    DeliveryState,
    Edition,
    EditionId,
    Message,
    NewEdition,
    Place,
    Platform,
    SubscriptionId,
)
from bot.core.errors import RowGoneError, StoryToldError

_edition = schema.edition.c
_item = schema.edition_item.c
_delivery = schema.delivery.c

WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)
"""The states of a delivery that has not come to an end."""

_TELLING = 7_250_000_000_000
"""Begins the numbers under which writers of one channel queue."""

_DELIVERIES = (
    sa.select(schema.delivery, _edition.workspace_id, _edition.channel, schema.workspace.c.platform)
    .join(schema.edition, _edition.id == _delivery.edition_id)
    .join(schema.workspace, schema.workspace.c.id == _edition.workspace_id)
)


class SqlEditions(Concept):
    """The port's `EditionStore`, but for what a tick asks."""

    async def last_edition(self, subscription_id: SubscriptionId) -> Edition | None:
        """Return the newest scheduled edition of a subscription, by planned time."""
        newest = (
            sa.select(schema.edition)
            .where(_edition.subscription_id == subscription_id, _edition.is_scheduled.is_(True))
            .order_by(_edition.planned_at.desc(), _edition.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            return await read_edition(connection, newest)

    async def covered_until(self, subscription_id: SubscriptionId) -> dt.datetime | None:
        """Return the latest end of a window of its scheduled editions, but for those whose first part failed, or of a `look`."""
        subscription = schema.subscription.c
        told = sa.select(sa.func.max(_edition.covered_until)).where(
            _edition.subscription_id == subscription_id, _edition.is_scheduled.is_(True), ~first_failed()
        )
        looked = sa.select(subscription.looked_until).where(subscription.id == subscription_id)
        async with self._database.reading() as connection:
            ends = [await connection.scalar(query) for query in (told, looked)]
        return max((end for end in ends if end), default=None)

    async def add_edition(
        self,
        edition: NewEdition,
        place: Place,
        parts: int,
        now: dt.datetime,
        decisions: Sequence[Decision] = (),
        *,
        unless_told: bool = False,
    ) -> tuple[Edition, tuple[Delivery, ...]] | None:
        """Write the edition, its pending deliveries and *decisions* in one transaction.

        None, and nothing is written, if this planned time has an edition already.

        Raises:
            StoryToldError: *unless_told*, the channel was told some of its stories by another one; nothing is written.
        """
        composed = values(edition, leave={"id"})
        new = {name: value for name, value in composed.items() if name != "items"}
        new |= {"workspace_id": place.workspace_id, "channel": place.channel}
        new |= {"covered_until": edition.coverage.window.ends_at}
        insert = self._database.insert(schema.edition).values(new).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await self._database.queue(connection, _TELLING + crc32(place.channel.encode()))
            if unless_told and not await _is_known(connection, edition):
                told = await told_meanwhile(connection, edition, place)
                if told:
                    raise StoryToldError(told)
            given = await connection.scalar(insert.returning(_edition.id))
            if given is None:
                return None
            edition_id = EditionId(given)
            await _add_items(connection, edition_id, edition)
            await _add_deliveries(connection, edition_id, _keys(edition, place, parts), now)
            await write_decisions(connection, decisions)
            deliveries = await _deliveries_of(connection, edition_id)
        return Edition(**composed, id=edition_id), deliveries

    async def post_again(
        self, subscription_id: SubscriptionId, planned_key: str, now: dt.datetime
    ) -> tuple[Delivery, ...]:
        """Let the messages of an edition wait again that failed with its first one; none where that one did not fail."""
        known = sa.and_(_edition.subscription_id == subscription_id, _edition.planned_key == planned_key)
        async with self._database.writing() as connection:
            edition_id = await connection.scalar(sa.select(_edition.id).where(known, first_failed()))
            if edition_id is None:
                return ()
            failed = sa.and_(_delivery.edition_id == edition_id, _delivery.state == DeliveryState.FAILED)
            # Attempts go on being counted: by their number whoever claims it is told from who had it before.
            await connection.execute(
                schema.delivery.update()
                .where(failed)
                .values(state=DeliveryState.PENDING, due_at=now, error="")
            )
            return await _deliveries_of(connection, edition_id)

    async def edition(self, edition_id: EditionId) -> Edition:
        """Return one edition. Raises `RowGoneError` where there is none."""
        async with self._database.reading() as connection:
            found = await read_edition(connection, sa.select(schema.edition).where(_edition.id == edition_id))
        if found is None:
            raise RowGoneError(f"there is no edition {edition_id}")
        return found

    async def delivery(self, delivery_id: DeliveryId) -> Delivery:
        """Return one delivery. Raises `RowGoneError` where there is none."""
        async with self._database.reading() as connection:
            found = await _deliveries(connection, _DELIVERIES.where(_delivery.id == delivery_id))
        if not found:
            raise RowGoneError(f"there is no delivery {delivery_id}")
        return found[0]

    async def deliveries(self, edition_id: EditionId) -> tuple[Delivery, ...]:
        """Return all deliveries of an edition, by part."""
        async with self._database.reading() as connection:
            return await _deliveries_of(connection, edition_id)

    async def due_deliveries(
        self, now: dt.datetime, limit: int, platforms: Collection[Platform]
    ) -> tuple[Delivery, ...]:
        """Return deliveries of these platforms that are pending and due, or sending with a lease that ran out, oldest first.

        Parts whose part 0 is still pending or sending are left out: their thread is not there yet. So are those of stopped
        workspaces, and planned editions of paused subscriptions.
        """
        here = schema.workspace.c.platform.in_(list(platforms))
        due = _DELIVERIES.where(_is_due(now), here, is_working(now), ~_awaits_first(), ~_is_paused())
        query = due.order_by(_delivery.due_at, _delivery.id).limit(limit)
        async with self._database.reading() as connection:
            return await _deliveries(connection, query)

    async def claim_delivery(
        self, delivery_id: DeliveryId, until: dt.datetime, now: dt.datetime
    ) -> Delivery | None:
        """Take a due delivery: it is now sending, with a lease and one attempt more.

        It is returned as it was before, but for *attempts*, which counts this one. *state* `SENDING` says that somebody
        died on it, or never learned the outcome; *due_at* is when it was due, or when that lease ended. None: not due,
        or taken.
        """
        due = _DELIVERIES.where(_delivery.id == delivery_id, _is_due(now))
        claim = {"state": DeliveryState.SENDING, "attempts": _delivery.attempts + 1, "due_at": until}
        async with self._database.writing() as connection:
            row = (
                (await connection.execute(due.with_for_update(of=schema.delivery, skip_locked=True)))
                .mappings()
                .first()
            )
            if row is None:
                return None
            await connection.execute(
                schema.delivery.update().where(_delivery.id == delivery_id).values(claim)
            )
            return read(Delivery, row, place=place_of(row), attempts=row["attempts"] + 1)

    async def prolong_delivery(self, delivery_id: DeliveryId, attempts: int, until: dt.datetime) -> bool:
        """Let the lease of the claim that returned *attempts* last until then; False: somebody else has it by now."""
        ours = sa.and_(_delivery.state == DeliveryState.SENDING, _delivery.attempts == attempts)
        update = schema.delivery.update().where(_delivery.id == delivery_id, ours).values(due_at=until)
        async with self._database.writing() as connection:
            return await connection.scalar(update.returning(_delivery.id)) is not None

    async def finish_delivery(
        self,
        delivery_id: DeliveryId,
        state: DeliveryState,
        *,
        attempts: int,
        message: Message | None = None,
        error: str = "",
        retry_at: dt.datetime | None = None,
    ) -> bool:
        """Write the outcome of the claim that returned *attempts*. False: somebody else has it by now, and nothing is written.

        Sent: *message* goes into the transcript, and opens its thread if it is part 0, all at once. Pending again: due
        at *retry_at*. Sending still: the outcome is unknown, to be looked for at *retry_at*.
        """
        outcome: dict[str, Any] = {"state": state, "error": error}
        if message is not None:
            outcome["message_id"] = message.id
        if retry_at is not None:
            outcome["due_at"] = retry_at
        ours = sa.and_(_delivery.state == DeliveryState.SENDING, _delivery.attempts == attempts)
        update = schema.delivery.update().where(_delivery.id == delivery_id, ours)
        async with self._database.writing() as connection:
            finished = update.values(outcome).returning(_delivery.edition_id, _delivery.part)
            row = (await connection.execute(finished)).first()
            if row is not None and message is not None:
                await record_sent(self._database, connection, message, row.edition_id, row.part)
        return row is not None


async def read_edition(connection: AsyncConnection, query: sa.Select[Any]) -> Edition | None:
    """Return the edition whose row *query* chooses, with its items; None where there is none."""
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    items = sa.select(_item.item).where(_item.edition_id == row["id"]).order_by(_item.position)
    return read(Edition, row, items=tuple((await connection.scalars(items)).all()))


async def _is_known(connection: AsyncConnection, edition: NewEdition) -> bool:
    known = sa.exists().where(
        _edition.subscription_id == edition.subscription_id, _edition.planned_key == edition.planned_key
    )
    return bool(await connection.scalar(sa.select(known)))


async def _add_items(connection: AsyncConnection, edition_id: EditionId, edition: NewEdition) -> None:
    rows = [
        {"edition_id": edition_id, "position": position, "story_id": item.story_id, "item": item}
        for position, item in enumerate(edition.items)
    ]
    if rows:
        await connection.execute(schema.edition_item.insert(), rows)


async def _add_deliveries(
    connection: AsyncConnection, edition_id: EditionId, keys: list[str], now: dt.datetime
) -> None:
    pending = {"edition_id": edition_id, "state": DeliveryState.PENDING, "attempts": 0, "due_at": now}
    rows = [
        pending | {"part": part, "key": key, "message_id": "", "error": ""} for part, key in enumerate(keys)
    ]
    if rows:
        await connection.execute(schema.delivery.insert(), rows)


def _keys(edition: NewEdition, place: Place, parts: int) -> list[str]:
    """Return what each part is known by: the same whenever this planned edition is written, on any database.

    24 characters, since Discord takes nonces of 25 (https://discord.com/developers/docs/resources/message#create-message).
    """
    planned = (place.platform, place.channel, str(edition.subscription_id), edition.planned_key)
    return [
        hashlib.sha256("\n".join((*planned, str(part))).encode()).hexdigest()[:24] for part in range(parts)
    ]


def _is_due(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_delivery.state.in_(WAITING), _delivery.due_at <= now)


def _awaits_first() -> sa.ColumnElement[bool]:
    """Return the condition that a delivery is a later part, and its part 0 has not come to an end."""
    first = schema.delivery.alias("first").c
    waits = sa.exists().where(
        first.edition_id == _delivery.edition_id, first.part == 0, first.state.in_(WAITING)
    )
    return sa.and_(_delivery.part > 0, waits)


def _is_paused() -> sa.ColumnElement[bool]:
    """Return the condition that the edition of a delivery came by itself, and its subscription is paused."""
    subscription = schema.subscription.c
    paused = sa.exists().where(
        subscription.id == _edition.subscription_id, subscription.paused_at.is_not(None)
    )
    return sa.and_(_edition.is_scheduled.is_(True), paused)


async def _deliveries_of(connection: AsyncConnection, edition_id: EditionId) -> tuple[Delivery, ...]:
    query = _DELIVERIES.where(_delivery.edition_id == edition_id).order_by(_delivery.part)
    return await _deliveries(connection, query)


async def _deliveries(connection: AsyncConnection, query: sa.Select[Any]) -> tuple[Delivery, ...]:
    rows = await connection.execute(query)
    return tuple(read(Delivery, row, place=place_of(row)) for row in rows.mappings())
