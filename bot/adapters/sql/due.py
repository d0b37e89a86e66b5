"""Which editions are due: what was planned last, what somebody asked for, and where editions are refused."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.editions import WAITING
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import batches, columns, read, values
from bot.core.entities import AskedEdition, DeliveryState, SubscriptionId

_asked = schema.asked_edition.c
_edition = schema.edition.c
_delivery = schema.delivery.c


class SqlDue(Concept):
    """The part of the port's `EditionStore` that a tick asks."""

    async def ask_for_edition(self, asked: AskedEdition) -> None:
        """Remember that an edition is wanted; asked for again it is the same one."""
        insert = self._database.insert(schema.asked_edition).values(values(asked)).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(insert)

    async def asked_editions(self, since: dt.datetime) -> tuple[AskedEdition, ...]:
        """Return what was asked for since then and is not there yet, oldest first."""
        is_there = sa.exists().where(
            _edition.subscription_id == _asked.subscription_id, _edition.planned_key == _asked.planned_key
        )
        query = sa.select(*columns(schema.asked_edition, AskedEdition)).where(
            _asked.asked_at > since, ~is_there
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_asked.asked_at, _asked.planned_key))
            return tuple(read(AskedEdition, row) for row in rows.mappings())

    async def last_planned(self) -> Mapping[SubscriptionId, dt.datetime]:
        """Return the newest planned time of each subscription that has a scheduled edition: all at once, at each tick."""
        subscription_id = schema.subscription.c.id
        newest = (
            sa.select(sa.func.max(_edition.planned_at))
            .where(_edition.subscription_id == subscription_id, _edition.is_scheduled.is_(True))
            .scalar_subquery()
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(subscription_id, newest.label("newest")))
            return {SubscriptionId(row.id): row.newest for row in rows if row.newest}

    async def under_way(self) -> frozenset[SubscriptionId]:
        """Return those that have a scheduled edition whose first part is neither posted nor given up."""
        return await self._those(_openings(_edition.subscription_id, _delivery.state.in_(WAITING)))

    async def refused(
        self, times: int, among: Collection[SubscriptionId] | None = None
    ) -> frozenset[SubscriptionId]:
        """Return those whose newest scheduled editions that were to be posted, so many of them, failed. *among* None: of all."""
        if among is None:
            return await self._refused(times)
        asked_about = [_edition.subscription_id.in_(some) for some in batches(list(among))]
        return frozenset().union(*[await self._refused(times, some) for some in asked_about])

    async def _refused(self, times: int, *where: sa.ColumnElement[bool]) -> frozenset[SubscriptionId]:
        failed = _openings(_edition.subscription_id, _delivery.state == DeliveryState.FAILED, *where)
        often = failed.group_by(_edition.subscription_id).having(sa.func.count() >= times).subquery()
        newest = (
            _openings(_delivery.state, _edition.subscription_id == often.c.subscription_id)
            .correlate(often)
            .order_by(_edition.planned_at.desc(), _edition.id.desc())
            .limit(times)
            .subquery()
        )
        in_a_row = sa.select(sa.func.count()).where(newest.c.state == DeliveryState.FAILED).scalar_subquery()
        return await self._those(sa.select(often.c.subscription_id).where(in_a_row == times))

    async def written(
        self, keys: Collection[tuple[SubscriptionId, str]]
    ) -> frozenset[tuple[SubscriptionId, str]]:
        """Return those of *keys*, subscriptions with planned keys, that have an edition."""
        key = sa.tuple_(_edition.subscription_id, _edition.planned_key)
        found = set[tuple[SubscriptionId, str]]()
        async with self._database.reading() as connection:
            for some in batches(list(keys)):
                query = sa.select(_edition.subscription_id, _edition.planned_key).where(key.in_(some))
                found.update((SubscriptionId(row[0]), row[1]) for row in await connection.execute(query))
        return frozenset(found)

    async def _those(self, query: sa.Select[Any]) -> frozenset[SubscriptionId]:
        async with self._database.reading() as connection:
            return frozenset(map(SubscriptionId, await connection.scalars(query)))


def _openings(wanted: sa.ColumnElement[Any], *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the query for the first parts of scheduled editions."""
    return (
        sa.select(wanted)
        .join(schema.edition, _edition.id == _delivery.edition_id)
        .where(_edition.is_scheduled.is_(True), _delivery.part == 0, *where)
    )
