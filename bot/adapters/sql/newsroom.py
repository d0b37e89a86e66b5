"""What the newsroom looks up: read only. It never shows a channel what is another's."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.channels import channels_of, key_of, seen
from bot.adapters.sql.corrections import edits_of
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.rows import ENTRY, columns, read
from bot.core.entities import (
    Channel,
    ChannelDecision,
    DailyCost,
    Decision,
    Delivery,
    Edition,
    EditionId,
    EditionRecord,
    Entry,
    EntryId,
    Place,
    StoryId,
    SubscriptionId,
    Telling,
    TopicId,
)

_entry = schema.entry.c
_edition = schema.edition.c
_item = schema.edition_item.c
_delivery = schema.delivery.c
_decision = schema.decision.c
_subscription = schema.subscription.c
_usage = schema.usage.c

_Rows = Sequence[sa.RowMapping]


class SqlNewsroom(Concept):
    """The port's `NewsroomStore`, but for what channels get."""

    async def newest_of_stories(
        self, topic_ids: Collection[TopicId], *, limit: int, before: EntryId | None = None
    ) -> tuple[Entry, ...]:
        """Return the newest entry that the topics' feeds brought of each story, newest first; those older than *before*.

        It walks the index of instants and looks for a later entry of the same story, so it costs what it returns.
        """
        link = schema.topic_feed.c
        feeds = sa.select(link.feed_id).where(link.topic_id.in_(sorted(topic_ids)))
        later = schema.entry.alias("later").c
        has_later = sa.exists().where(
            later.story_id == _entry.story_id, later.feed_id.in_(feeds), _is_newer(later, _entry)
        )
        # The plus keeps SQLite from reading all of a feed: it walks the index of instants until it has enough.
        plus = "+" if self._database.is_sqlite else ""
        is_grouped = sa.literal_column(f"{plus}entry.story_id").is_not(None)
        is_read = sa.literal_column(f"{plus}entry.feed_id").in_(feeds)
        query = (
            sa.select(*ENTRY)
            .where(is_grouped, is_read, ~has_later)
            .order_by(_entry.published_at.desc(), _entry.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            if before is not None:
                cursor = sa.select(_entry.published_at).where(_entry.id == before)
                at = await connection.scalar(cursor)
                is_older = sa.or_(_entry.published_at < at, _entry.id < before)
                query = query.where(_entry.published_at <= at, is_older)
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(Entry, row) for row in rows)

    async def edition_records(
        self, seen_by: Place | None, *, limit: int, before: EditionId | None = None
    ) -> tuple[EditionRecord, ...]:
        """Return editions, those composed last first; those before *before*."""
        query = sa.select(schema.edition).order_by(_edition.id.desc()).limit(limit)
        if before is not None:
            query = query.where(_edition.id < before)
        return await self._records(seen(query, schema.edition, seen_by))

    async def edition_record(self, edition_id: EditionId, seen_by: Place | None) -> EditionRecord | None:
        """Return one edition; None where there is none, or it is another channel's."""
        query = sa.select(schema.edition).where(_edition.id == edition_id)
        return next(iter(await self._records(seen(query, schema.edition, seen_by))), None)

    async def _records(self, query: sa.Select[Any]) -> tuple[EditionRecord, ...]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
            ids = [row["id"] for row in rows]
            channels = await channels_of(connection, rows)
            deliveries = await _deliveries(connection, rows, channels)
            edits = await edits_of(connection, ids)
            items = defaultdict(list)
            listed = sa.select(_item.edition_id, _item.item).where(_item.edition_id.in_(ids))
            for edition_id, item in await connection.execute(
                listed.order_by(_item.edition_id, _item.position)
            ):
                items[edition_id].append(item)
        return tuple(
            EditionRecord(
                edition=read(Edition, row, items=tuple(items[row["id"]])),
                channel=channels[key_of(row)],
                deliveries=tuple(deliveries[row["id"]]),
                edits=edits[row["id"]],
            )
            for row in rows
        )

    async def tellings(
        self, story_ids: Collection[StoryId], seen_by: Place | None
    ) -> Mapping[StoryId, tuple[Telling, ...]]:
        """Return the editions that tell each of these stories, oldest first; one that none tells is left out."""
        in_all = schema.edition_item.alias("in_all").c
        size = sa.select(sa.func.count()).where(in_all.edition_id == _edition.id).scalar_subquery()
        query = (
            sa.select(schema.edition, _item.story_id, _item.position, size.label("size"))
            .join(schema.edition_item, _item.edition_id == _edition.id)
            .where(_item.story_id.in_(sorted(set(story_ids))))
            .order_by(_edition.id)
        )
        async with self._database.reading() as connection:
            found = await connection.execute(seen(query, schema.edition, seen_by))
            rows = found.mappings().all()
            channels = await channels_of(connection, rows)
            deliveries = await _deliveries(connection, rows, channels)
        told: dict[StoryId, tuple[Telling, ...]] = {}
        for row in rows:
            telling = read(
                Telling,
                row,
                edition_id=EditionId(row["id"]),
                channel=channels[key_of(row)],
                rank=row["position"] + 1,
                deliveries=tuple(deliveries[row["id"]]),
            )
            told[row["story_id"]] = (*told.get(row["story_id"], ()), telling)
        return told

    async def channel_decisions(
        self, entry_id: EntryId, seen_by: Place | None
    ) -> tuple[ChannelDecision, ...]:
        """Return what was decided about an entry, oldest first."""
        query = sa.select(*columns(schema.decision, Decision)).where(_decision.entry_id == entry_id)
        async with self._database.reading() as connection:
            found = await connection.execute(query.order_by(_decision.at, _decision.id))
            decisions = [read(Decision, row) for row in found.mappings()]
            asked = {each.subscription_id for each in decisions if each.subscription_id is not None}
            channels = await _channels_of(connection, asked)
        told = [
            ChannelDecision(
                decision=each,
                channel=None if each.subscription_id is None else channels.get(each.subscription_id),
            )
            for each in decisions
        ]
        return tuple(each for each in told if _is_for(each, seen_by))

    async def daily_costs(self, begins: Sequence[dt.datetime]) -> tuple[DailyCost, ...]:
        """Return what language models used between each two of *begins*, ascending midnights (UTC), by writer and purpose."""
        names = ("prompt_tokens", "completion_tokens", "cost_micros")
        sums = [sa.cast(sa.func.sum(_usage[name]), sa.BigInteger).label(name) for name in names]
        alike = (_usage.writer, _usage.purpose)
        found: list[DailyCost] = []
        async with self._database.reading() as connection:
            for begin, end in pairwise(begins):
                query = (
                    sa.select(*alike, sa.func.count().label("calls"), *sums)
                    .where(_usage.at >= begin, _usage.at < end)
                    .group_by(*alike)
                    .order_by(sums[-1].desc(), *alike)
                )
                rows = (await connection.execute(query)).mappings().all()
                found.extend(read(DailyCost, row, on=begin.date()) for row in rows)
        return tuple(found)


def _is_newer(one: sa.ColumnCollection[str, Any], other: sa.ColumnCollection[str, Any]) -> Any:
    """Return the condition that *one* stands before *other* in a list with the newest first."""
    return sa.or_(
        one.published_at > other.published_at,
        sa.and_(one.published_at == other.published_at, one.id > other.id),
    )


def _is_for(told: ChannelDecision, seen_by: Place | None) -> bool:
    """Say whether a channel may know of a decision: it is its own, or nobody's in particular."""
    if seen_by is None or told.decision.subscription_id is None:
        return True
    return told.channel is not None and told.channel.place == seen_by


async def _channels_of(
    connection: AsyncConnection, asked: Collection[SubscriptionId]
) -> dict[SubscriptionId, Channel]:
    """Return the channel of each subscription; of one that was removed, by its editions, which outlive it."""
    wanted = sorted(asked)
    queries = (
        sa.select(_edition.subscription_id, _edition.workspace_id, _edition.channel)
        .where(_edition.subscription_id.in_(wanted))
        .distinct(),
        sa.select(
            _subscription.id.label("subscription_id"), _subscription.workspace_id, _subscription.channel
        ).where(_subscription.id.in_(wanted)),
    )
    rows = [row for query in queries for row in (await connection.execute(query)).mappings()]
    channels = await channels_of(connection, rows)
    return {SubscriptionId(row["subscription_id"]): channels[key_of(row)] for row in rows}


async def _deliveries(
    connection: AsyncConnection, editions: _Rows, channels: Mapping[tuple[int, str], Channel]
) -> defaultdict[EditionId, list[Delivery]]:
    """Return the deliveries of each of these editions, by part."""
    places = {row["id"]: channels[key_of(row)].place for row in editions}
    query = sa.select(schema.delivery).where(_delivery.edition_id.in_(sorted(places)))
    found: defaultdict[EditionId, list[Delivery]] = defaultdict(list)
    rows = await connection.execute(query.order_by(_delivery.edition_id, _delivery.part))
    for row in rows.mappings():
        found[row["edition_id"]].append(read(Delivery, row, place=places[row["edition_id"]]))
    return found
