"""Summaries, leases on writing them, and what the language model's calls used."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import columns, read, values
from bot.core.entities import CallId, Cap, Outcome, Summary, SummaryKey, Usage, UsageTotal

_lease = schema.lease.c
_usage = schema.usage.c
_workspace_name = sa.func.coalesce(schema.workspace.c.name, "").label("workspace")
_CALLING = 7_240_815_303
_DAY = dt.timedelta(days=1)


class SqlSummaries(Concept):
    """The port's `SummaryStore`."""

    async def summary(self, key: SummaryKey) -> Summary | None:
        """Return the summary with this key."""
        query = sa.select(*columns(schema.summary, Summary)).where(schema.summary.c.key == key)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
            return None if row is None else read(Summary, row)

    async def add_summary(self, summary: Summary, now: dt.datetime) -> None:
        """Keep a summary; the first with a key stays."""
        new = values(summary) | {"written_at": now}
        insert = self._database.insert(schema.summary).values(new).on_conflict_do_nothing()
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

    async def open_call(self, usage: Usage, caps: Sequence[Cap]) -> CallId | None:
        """Record a call at the most it may cost; None, and nothing is recorded, where a cap would be exceeded."""
        async with self._database.writing() as connection:
            await self._database.queue(connection, _CALLING)
            for cap in caps:
                if await _spent(connection, _counted(cap)) + usage.cost_micros > cap.micros:
                    return None
            insert = schema.usage.insert().values(values(usage)).returning(_usage.id)
            return CallId((await connection.execute(insert)).scalar_one())

    async def close_call(self, call_id: CallId, usage: Usage) -> None:
        """Write down what became of a call."""
        async with self._database.writing() as connection:
            await connection.execute(schema.usage.update().where(_usage.id == call_id).values(values(usage)))

    async def spent_micros(self, cap: Cap, *, asked_before: dt.datetime | None = None) -> int:
        """Return what the calls that *cap* counts have cost; without those under way that began then or later."""
        counted = _counted(cap)
        if asked_before is not None:
            counted &= (_usage.outcome != Outcome.ASKED) | (_usage.at < asked_before)
        async with self._database.reading() as connection:
            return await _spent(connection, counted)

    async def usage_totals(self, day: dt.date) -> tuple[UsageTotal, ...]:
        """Return what the calls of a day (UTC) used, alike ones together, the costliest first."""
        begins_at = dt.datetime.combine(day, dt.time(), dt.UTC)
        alike = (_workspace_name, _usage.writer, _usage.purpose, _usage.outcome)
        sums = [
            sa.cast(sa.func.sum(column), sa.BigInteger).label(column.name)
            for column in (_usage.prompt_tokens, _usage.completion_tokens, _usage.cost_micros)
        ]
        query = (
            sa.select(*alike, sa.func.count().label("calls"), *sums)
            .select_from(
                schema.usage.outerjoin(schema.workspace, schema.workspace.c.id == _usage.workspace_id)
            )
            .where(_usage.at >= begins_at, _usage.at < begins_at + _DAY)
            .group_by(_usage.workspace_id, *alike)
            .order_by(sums[-1].desc(), *alike)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(UsageTotal, row, day=day) for row in rows)

    async def calls(self, limit: int) -> tuple[Usage, ...]:
        """Return the newest calls, newest first."""
        query = sa.select(*columns(schema.usage, Usage)).order_by(_usage.at.desc(), _usage.id.desc())
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.limit(limit))).mappings().all()
        return tuple(read(Usage, row) for row in rows)


def _counted(cap: Cap) -> sa.ColumnElement[bool]:
    counted = _usage.at >= cap.since
    return counted if cap.workspace_id is None else counted & (_usage.workspace_id == cap.workspace_id)


async def _spent(connection: AsyncConnection, counted: sa.ColumnElement[bool]) -> int:
    spent = sa.func.coalesce(sa.func.sum(_usage.cost_micros), 0)
    return int((await connection.execute(sa.select(spent).where(counted))).scalar_one())
