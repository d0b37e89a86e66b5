"""Counting what there is and what waits, for whoever watches over it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.core.entities import DeliveryState, Vitals

_OVERDUE = dt.timedelta(minutes=10)
_WAITING = (DeliveryState.PENDING, DeliveryState.SENDING)

_feed = schema.feed.c
_entry = schema.entry.c
_subscription = schema.subscription.c
_edition = schema.edition.c
_delivery = schema.delivery.c
_question = schema.question.c
_usage = schema.usage.c


class SqlVitals(Concept):
    """The port's `VitalsStore`."""

    async def vitals(self, now: dt.datetime) -> Vitals:
        """Return how newsthread does now."""
        is_overdue = sa.and_(_feed.is_gone.is_(False), _feed.next_check_at < now - _OVERDUE)
        async with self._database.reading() as connection:
            counted = await _counted(
                connection,
                feeds=_count(schema.feed),
                feeds_failing=_count(schema.feed, _feed.failures > 0, _feed.is_gone.is_(False)),
                feeds_gone=_count(schema.feed, _feed.is_gone.is_(True)),
                feeds_overdue=_count(schema.feed, is_overdue),
                entries=_count(schema.entry),
                entries_ungrouped=_count(schema.entry, _entry.story_id.is_(None)),
                stories=_count(schema.story),
                subscriptions=_count(schema.subscription),
                subscriptions_paused=_count(schema.subscription, _subscription.paused_at.is_not(None)),
                editions=_count(schema.edition),
                questions_open=_count(schema.question, _question.is_open.is_(True)),
            )
            today = now.replace(hour=0, minute=0, second=0, microsecond=0)
            calls = sa.select(_usage.outcome, sa.func.count(), sa.func.sum(_usage.cost_micros))
            used = (await connection.execute(calls.where(_usage.at >= today).group_by(_usage.outcome))).all()
            states = sa.select(_delivery.state, sa.func.count()).group_by(_delivery.state)
            return Vitals(
                **counted,
                deliveries={state.value: count for state, count in await connection.execute(states)},
                calls={outcome.value: count for outcome, count, _ in used},
                cost_micros=sum(int(cost or 0) for _, _, cost in used),
                last_entry_at=await connection.scalar(sa.select(sa.func.max(_entry.stored_at))),
                edition_late_by=await _lateness(connection),
                delivery_waits_for=await _wait(
                    connection, now, sa.func.min(_delivery.due_at), _delivery.state.in_(_WAITING)
                ),
                question_waits_for=await _wait(
                    connection, now, sa.func.min(_question.asked_at), _question.is_open.is_(True)
                ),
            )


def _count(table: sa.Table, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions).scalar_subquery()


async def _counted(connection: AsyncConnection, **counts: sa.ScalarSelect[int]) -> Mapping[str, Any]:
    """Return the counts by name, read at one moment."""
    query = sa.select(*(count.label(name) for name, count in counts.items()))
    return dict((await connection.execute(query)).mappings().one())


async def _lateness(connection: AsyncConnection) -> dt.timedelta | None:
    """Return how long after its planned time the newest scheduled edition was composed."""
    newest = (
        sa.select(_edition.planned_at, _edition.composed_at)
        .where(_edition.is_scheduled.is_(True))
        .order_by(_edition.id.desc())
        .limit(1)
    )
    row = (await connection.execute(newest)).first()
    return None if row is None else max(row.composed_at - row.planned_at, dt.timedelta(0))


async def _wait(
    connection: AsyncConnection,
    now: dt.datetime,
    oldest: sa.ColumnElement[dt.datetime],
    is_waiting: sa.ColumnElement[bool],
) -> dt.timedelta | None:
    since = await connection.scalar(sa.select(oldest).where(is_waiting))
    return None if since is None else max(now - since, dt.timedelta(0))
