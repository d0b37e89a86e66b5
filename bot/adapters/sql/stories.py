"""Stories: which entries tell the same event, and why an entry did or did not get somewhere."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.feeds import feeds_read
from bot.adapters.sql.rows import ENTRY, columns, read, stands_in, values
from bot.core.entities import (
    CorrectionKind,
    Decision,
    DeliveryState,
    Entry,
    EntryId,
    FeedId,
    NewEdition,
    Place,
    Story,
    StoryId,
    Told,
    TopicId,
    Window,
)

_entry = schema.entry.c
_decision = schema.decision.c


class SqlStories(Concept):
    """The port's `StoryStore`, but for what grouping needs."""

    async def ungrouped_entries(self, limit: int) -> tuple[Entry, ...]:
        """Return entries that no story has yet, oldest first."""
        query = sa.select(*ENTRY).where(_entry.story_id.is_(None)).order_by(_entry.id).limit(limit)
        return await self._entries(query)

    async def stories(
        self, story_ids: Collection[StoryId], topic_id: TopicId | None = None
    ) -> tuple[Story, ...]:
        """Return these stories with the entries that the topic's feeds brought (None: all), oldest entry first."""
        return await self._stories(_entry.story_id.in_(sorted(set(story_ids))), topic_id)

    async def stories_in(self, topic_id: TopicId, window: Window) -> tuple[Story, ...]:
        """Return stories of which the topic's feeds brought an entry in the window, with all their entries from these feeds."""
        inside = sa.select(_entry.story_id).where(
            _entry.feed_id.in_(feeds_read(topic_id)),
            _entry.stored_at > window.begins_at,
            _entry.stored_at <= window.ends_at,
            _entry.story_id.is_not(None),
        )
        return await self._stories(_entry.story_id.in_(inside), topic_id)

    async def first_stored(self, feed_ids: Collection[FeedId]) -> Mapping[FeedId, dt.datetime]:
        """Return when the first entries of these feeds were stored; a feed without any is left out."""
        query = (
            sa.select(_entry.feed_id, sa.func.min(_entry.stored_at))
            .where(_entry.feed_id.in_(sorted(feed_ids)))
            .group_by(_entry.feed_id)
        )
        async with self._database.reading() as connection:
            return {FeedId(feed_id): first for feed_id, first in await connection.execute(query)}

    async def told_since(
        self, place: Place, topic_id: TopicId, since: dt.datetime, *, in_full: bool = False
    ) -> Mapping[StoryId, Told]:
        """Return how the stories were told last that editions of this topic composed since then told in this channel.

        What was withdrawn is left out: nothing goes on there. *in_full*: so are updates.
        """
        item, edition, opening = schema.edition_item.c, schema.edition.c, schema.delivery.alias("opening")
        wanted = (
            *(item.story_id, item.item, edition.subscription_id, edition.covered_until),
            *(edition.planned_at, edition.thread, edition.corrections, opening.c.message_id),
        )
        is_opening = sa.and_(
            opening.c.edition_id == edition.id, opening.c.part == 0, opening.c.state == DeliveryState.SENT
        )
        query = (
            _told(place, topic_id, *wanted)
            .join(opening, is_opening, isouter=True)
            .where(edition.composed_at > since, edition.thread.is_(None) if in_full else sa.true())
            .order_by(item.edition_id, item.position)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return {row.story_id: _telling(row) for row in rows if not _is_withdrawn(row)}

    async def told_stories(self, place: Place, topic_id: TopicId) -> frozenset[StoryId]:
        """Return stories that an edition of this topic told in this channel before.

        Editions know their topic by name, so one that is declared anew tells nothing twice. What could not be posted was
        not told.
        """
        query = _told(place, topic_id, schema.edition_item.c.story_id)
        async with self._database.reading() as connection:
            return frozenset((await connection.scalars(query)).all())

    async def add_decisions(self, decisions: Sequence[Decision]) -> None:
        """Record why entries did or did not get somewhere."""
        async with self._database.writing() as connection:
            await write_decisions(connection, decisions)

    async def decisions(self, entry_id: EntryId) -> tuple[Decision, ...]:
        """Return what was decided about an entry, oldest first."""
        query = sa.select(*columns(schema.decision, Decision)).where(_decision.entry_id == entry_id)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(_decision.at, _decision.id))
            return tuple(read(Decision, row) for row in rows.mappings())

    async def _stories(self, chosen: sa.ColumnElement[bool], topic_id: TopicId | None) -> tuple[Story, ...]:
        query = sa.select(*ENTRY).where(chosen).order_by(_entry.story_id, _entry.published_at, _entry.id)
        if topic_id is not None:
            query = query.where(_entry.feed_id.in_(feeds_read(topic_id)))
        told: defaultdict[StoryId, list[Entry]] = defaultdict(list)
        for entry in await self._entries(query):
            if entry.story_id is not None:
                told[entry.story_id].append(entry)
        return tuple(Story(id=story_id, entries=tuple(entries)) for story_id, entries in told.items())

    async def _entries(self, query: sa.Select[Any]) -> tuple[Entry, ...]:
        async with self._database.reading() as connection:
            return tuple(read(Entry, row) for row in (await connection.execute(query)).mappings())


def _telling(row: Any) -> Told:
    return Told(
        subscription_id=row.subscription_id,
        item=row.item,
        at=row.planned_at,
        until=row.covered_until,
        root=row.thread or row.message_id or "",
    )


def _is_withdrawn(row: Any) -> bool:
    return any(each.kind is CorrectionKind.WITHDRAWN for each in row.corrections)


def _told(place: Place, topic_id: TopicId, *wanted: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Return the query for what editions of this topic told in this channel."""
    edition = schema.edition.c
    name = sa.select(schema.topic.c.name).where(schema.topic.c.id == topic_id).scalar_subquery()
    return (
        sa.select(*wanted)
        .select_from(schema.edition_item)
        .join(schema.edition, edition.id == schema.edition_item.c.edition_id)
        .where(stands_in(schema.edition, place), edition.topic_name == name, ~first_failed())
    )


async def told_meanwhile(
    connection: AsyncConnection, edition: NewEdition, place: Place
) -> frozenset[StoryId]:
    """Return the stories of *edition* that this channel was told, of those that are told again: since the telling that it names."""
    before = {item.story_id: item.before.at if item.before else None for item in edition.items}
    stored, item = schema.edition.c, schema.edition_item.c
    tellings = (
        sa.select(item.story_id, stored.planned_at, stored.corrections)
        .join(schema.edition, stored.id == item.edition_id)
        .where(item.story_id.in_(before), stored.thread.is_(None), ~first_failed())
        .where(stands_in(schema.edition, place), stored.topic_name == edition.topic_name)
        .order_by(stored.id)
    )
    rows = (await connection.execute(tellings)).all() if before else ()
    once = {row.story_id for row in rows if before[row.story_id] is None}
    # As in `told_since`: what was withdrawn is no telling that another goes on from.
    last = {row.story_id: row.planned_at for row in rows if not _is_withdrawn(row)}
    return frozenset(once | {story for story, at in last.items() if (named := before[story]) and at != named})


def first_failed() -> sa.ColumnElement[bool]:
    """Return the condition that an edition was refused by its channel: nobody there has read it."""
    delivery = schema.delivery.c
    return sa.exists().where(
        delivery.edition_id == schema.edition.c.id,
        delivery.part == 0,
        delivery.state == DeliveryState.FAILED,
    )


async def write_decisions(connection: AsyncConnection, decisions: Sequence[Decision]) -> None:
    """Write decisions in the transaction of *connection*."""
    if decisions:
        await connection.execute(schema.decision.insert(), [values(decision) for decision in decisions])
