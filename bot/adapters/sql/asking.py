"""Editions that somebody asked for."""

import datetime as dt

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, values
from bot.core.entities import AskedEdition

_asked = schema.asked_edition.c


class SqlAsking(Concept):
    """The part of the port's `EditionStore` about what is wanted outside the timetable."""

    async def ask_for_edition(self, asked: AskedEdition) -> None:
        """Remember that an edition is wanted; asked for again it is the same one."""
        insert = self._database.insert(schema.asked_edition).values(values(asked)).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(insert)

    async def asked_editions(self, since: dt.datetime) -> tuple[AskedEdition, ...]:
        """Return what was asked for since then and is not there yet, oldest first."""
        edition = schema.edition.c
        is_there = sa.exists().where(
            edition.subscription_id == _asked.subscription_id, edition.planned_key == _asked.planned_key
        )
        query = sa.select(*columns(schema.asked_edition, AskedEdition)).where(
            _asked.asked_at > since, ~is_there
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_asked.asked_at, _asked.planned_key))
            return tuple(read(AskedEdition, row) for row in rows.mappings())
