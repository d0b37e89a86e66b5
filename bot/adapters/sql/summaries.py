"""Summaries, leases on writing them, and what the language model's calls used."""

import datetime as dt

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, values
from bot.core.entities import Summary, SummaryKey, Usage

_lease = schema.lease.c
_usage = schema.usage.c


class SqlSummaries(Concept):
    """The port's `SummaryStore`."""

    async def summary(self, key: SummaryKey) -> Summary | None:
        """Return the summary with this key."""
        query = sa.select(*columns(schema.summary, Summary)).where(schema.summary.c.key == key)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
            return None if row is None else read(Summary, row)

    async def add_summary(self, summary: Summary) -> None:
        """Keep a summary; the first with a key stays."""
        insert = self._database.insert(schema.summary).values(values(summary)).on_conflict_do_nothing()
        async with self._database.writing() as connection:
            await connection.execute(insert)

    async def claim(self, name: str, until: dt.datetime, now: dt.datetime) -> bool:
        """Take the lease *name*; False while somebody else holds it."""
        insert = self._database.insert(schema.lease).values(name=name, until_at=until)
        taken = insert.on_conflict_do_update(
            index_elements=[_lease.name],
            set_={"until_at": insert.excluded.until_at},
            where=_lease.until_at <= now,
        ).returning(_lease.name)
        async with self._database.writing() as connection:
            return await connection.scalar(taken) is not None

    async def prolong(self, name: str, until: dt.datetime, longer: dt.datetime) -> bool:
        """Let the lease that was taken until *until* last until *longer*; False: somebody else holds it by now."""
        ours = schema.lease.update().where(_lease.name == name, _lease.until_at == until)
        async with self._database.writing() as connection:
            return await connection.scalar(ours.values(until_at=longer).returning(_lease.name)) is not None

    async def release(self, name: str, until: dt.datetime) -> None:
        """Give back the lease that was taken until then; what somebody else took after it ran out stays theirs."""
        ours = schema.lease.delete().where(_lease.name == name, _lease.until_at == until)
        async with self._database.writing() as connection:
            await connection.execute(ours)

    async def add_usage(self, usage: Usage) -> None:
        """Record one call of a language model."""
        async with self._database.writing() as connection:
            await connection.execute(schema.usage.insert().values(values(usage)))

    async def spent_micros(self, since: dt.datetime) -> int:
        """Return what calls since then have cost, in millionths."""
        spent = sa.func.coalesce(sa.func.sum(_usage.cost_micros), 0)
        async with self._database.reading() as connection:
            return int((await connection.execute(sa.select(spent).where(_usage.at >= since))).scalar_one())
