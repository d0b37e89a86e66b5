"""What each channel gets, and who changed it, as the newsroom shows it: read only. It never shows a channel what is another's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import TOPIC, read, stands_in
from bot.core.entities import (
    NO_FILTER,
    Change,
    ChangedThere,
    Channel,
    ChannelFilter,
    FilteredThere,
    Mute,
    MutedThere,
    Place,
    Standing,
    Subscription,
    Topic,
    Workspace,
)

_subscription = schema.subscription.c
_mute = schema.mute.c
_filter = schema.channel_filter.c
_change = schema.change.c
_workspace = schema.workspace.c

_Rows = Sequence[sa.RowMapping]


class SqlChannels(Concept):
    """The port's `NewsroomStore`, as far as it is about channels."""

    async def standings(self, seen_by: Place | None) -> tuple[Standing, ...]:
        """Return subscriptions and watches, oldest first."""
        query = sa.select(schema.subscription).order_by(_subscription.created_at, _subscription.id)
        rows, channels, topics = await self._with_topics(seen(query, schema.subscription, seen_by))
        return tuple(
            Standing(
                subscription=read(Subscription, row, place=channels[key_of(row)].place),
                channel=channels[key_of(row)],
                topic=topics[row["topic_id"]],
            )
            for row in rows
        )

    async def all_mutes(self, seen_by: Place | None) -> tuple[MutedThere, ...]:
        """Return what is muted where, oldest first."""
        query = sa.select(schema.mute).order_by(_mute.at, _mute.words)
        rows, channels, topics = await self._with_topics(seen(query, schema.mute, seen_by))
        return tuple(
            MutedThere(mute=read(Mute, row), channel=channels[key_of(row)], topic=topics[row["topic_id"]])
            for row in rows
        )

    async def all_filters(self, seen_by: Place | None) -> tuple[FilteredThere, ...]:
        """Return the filters that channels' people set, oldest first."""
        query = sa.select(schema.channel_filter).order_by(_filter.at, _filter.topic_id, _filter.channel)
        rows, channels, topics = await self._with_topics(seen(query, schema.channel_filter, seen_by))
        found = (
            FilteredThere(
                own=read(ChannelFilter, row), channel=channels[key_of(row)], topic=topics[row["topic_id"]]
            )
            for row in rows
        )
        return tuple(each for each in found if each.own.filter != NO_FILTER)

    async def latest_changes(self, seen_by: Place | None, each: int) -> tuple[ChangedThere, ...]:
        """Return the last *each* changes of every channel and of whole workspaces, newest first; a channel sees its workspace's, too."""
        newest_first = (_change.at.desc(), _change.id.desc())
        place = sa.func.row_number().over(
            partition_by=(_change.workspace_id, _change.channel), order_by=newest_first
        )
        query = sa.select(schema.change, place.label("place"))
        if seen_by is not None:
            query = query.where(
                _change.workspace_id == seen_by.workspace_id, _change.channel.in_(["", seen_by.channel])
            )
        ranked = query.subquery()
        last = (
            sa.select(ranked).where(ranked.c.place <= each).order_by(ranked.c.at.desc(), ranked.c.id.desc())
        )
        rows, channels, topics = await self._with_topics(last)
        return tuple(
            ChangedThere(
                change=read(Change, row), channel=channels[key_of(row)], topic=topics[row["topic_id"]]
            )
            for row in rows
        )

    async def _with_topics(
        self, query: sa.Select[Any]
    ) -> tuple[_Rows, Mapping[tuple[int, str], Channel], Mapping[int, Topic]]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
            channels = await channels_of(connection, rows)
            found = await connection.execute(sa.select(*TOPIC))
            topics = {row["id"]: read(Topic, row) for row in found.mappings()}
        return rows, channels, topics


def seen(query: sa.Select[Any], table: sa.Table, seen_by: Place | None) -> sa.Select[Any]:
    """Return *query*, bounded to what the channel that asks may see."""
    return query if seen_by is None else query.where(stands_in(table, seen_by))


def key_of(row: sa.RowMapping) -> tuple[int, str]:
    """Return by what a row names its channel."""
    return row["workspace_id"], row["channel"]


async def channels_of(
    connection: AsyncConnection, rows: Iterable[sa.RowMapping]
) -> dict[tuple[int, str], Channel]:
    """Return the channels that *rows* name."""
    named = {key_of(row) for row in rows}
    query = sa.select(schema.workspace).where(
        _workspace.id.in_(sorted({workspace_id for workspace_id, _ in named}))
    )
    found = {row["id"]: read(Workspace, row) for row in (await connection.execute(query)).mappings()}
    return {key: Channel(workspace=found[key[0]], name=key[1]) for key in named}
