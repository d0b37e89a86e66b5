"""Which topic reads which feed, and what the feeds brought lately."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.feeds import feed_row, feeds_read
from bot.adapters.sql.rows import FEED, batches, read
from bot.adapters.sql.types import key_form
from bot.core.entities import Feed, FeedId, FeedLink, NewFeed, Origin, Platform, TopicId

LINKING = 7_240_815_302
"""Any number of ours: on PostgreSQL, adding feeds and meeting a workspace wait for each other, so that none is missed."""

_feed = schema.feed.c
_topic = schema.topic.c
_link = schema.topic_feed.c
_entry = schema.entry.c
_former = schema.former_url.c


class SqlLinks(Concept):
    """The port's `LinkStore`."""

    async def known_feeds(self, urls: Collection[str]) -> tuple[Feed, ...]:
        """Return the feeds that have, or had, any of these URLs, whether a topic reads them or not."""
        found: list[Feed] = []
        async with self._database.reading() as connection:
            for keys in batches(sorted(set(map(key_form, urls)))):
                query = sa.select(*FEED).where(_known_as(keys))
                found.extend(read(Feed, row) for row in (await connection.execute(query)).mappings())
        return tuple(found)

    async def feed_links(self, topic_id: TopicId | None = None) -> tuple[FeedLink, ...]:
        """Return which topic reads which feed: one for each topic's name, feed and origin. With *topic_id*: of that one."""
        query = sa.select(_topic.name, _link.feed_id, _link.origin).distinct()
        query = query.join_from(schema.topic_feed, schema.topic, _topic.id == _link.topic_id)
        if topic_id is not None:
            query = query.where(_topic.id == topic_id)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            sorted(
                (
                    FeedLink(topic=name, feed_id=FeedId(feed_id), origin=origin)
                    for name, feed_id, origin in rows
                ),
                key=lambda link: (link.topic, link.feed_id, link.origin),
            )
        )

    async def link_feeds(self, topic: str | TopicId, feeds: Sequence[NewFeed]) -> None:
        """Let the topics of that name, or that one topic, read *feeds*, all in one transaction.

        A feed that is stored keeps what is known of it; where no topic reads it, it is checked at its *next_check_at*.
        """
        async with self._database.writing() as connection:
            await self._database.queue(connection, LINKING)
            for batch in batches(feeds):
                await self._ensure(connection, batch)
                chosen = _known_as([key_form(feed.url) for feed in batch])
                every = schema.topic.join(schema.feed, chosen)  # each feed to each topic of that name
                pairs = sa.select(_topic.id, _feed.id, _origin()).select_from(every).where(_meant(topic))
                await connection.execute(_linking(self._database, pairs))

    async def _ensure(self, connection: AsyncConnection, feeds: Sequence[NewFeed]) -> None:
        """Store the feeds that are new, and wake those that nobody reads."""
        query = sa.select(_former.url_key).where(_former.url_key.in_([key_form(feed.url) for feed in feeds]))
        moved = set((await connection.scalars(query)).all())
        new = [_row(feed) for feed in feeds if key_form(feed.url) not in moved]
        if new:
            insert = self._database.insert(schema.feed).on_conflict_do_nothing()
            await connection.execute(insert, new)
        wake = (
            schema.feed.update()
            .where(_feed.url_key == sa.bindparam("key"))
            .where(~sa.exists().where(_link.feed_id == _feed.id))
            .values(next_check_at=sa.bindparam("at"), is_gone=False)
        )
        await connection.execute(wake, [{"key": feed.url, "at": feed.next_check_at} for feed in feeds])

    async def unlink_feed(self, topic: str | TopicId, feed_id: FeedId) -> bool:
        """Let the topics of that name, or that one, not read the feed any more; False where only the configuration says that they do."""
        named = sa.select(_topic.id).where(_meant(topic))
        removed = schema.topic_feed.delete().where(
            _link.feed_id == feed_id, _link.origin == Origin.CHAT, _link.topic_id.in_(named)
        )
        async with self._database.writing() as connection:
            await self._database.queue(connection, LINKING)
            return (await connection.execute(removed.returning(_link.feed_id))).first() is not None

    async def activity(
        self, topic_id: TopicId | None, begins: Sequence[dt.datetime]
    ) -> Mapping[FeedId, tuple[int, ...]]:
        """Return how many entries of each feed were published between each two of *begins*."""
        stretches = [
            sa.func.sum(
                sa.case((sa.and_(_entry.published_at >= begin, _entry.published_at < end), 1), else_=0)
            )
            for begin, end in pairwise(begins)
        ]
        query = (
            sa.select(_entry.feed_id, *stretches)
            .where(_entry.published_at >= begins[0], _entry.published_at < begins[-1])
            .where(_entry.feed_id.in_(feeds_read(topic_id)))
            .group_by(_entry.feed_id)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return {FeedId(feed_id): tuple(map(int, counts)) for feed_id, *counts in rows}


async def copy_links(database: Database, connection: AsyncConnection, topic_id: TopicId, name: str) -> None:
    """Let a new topic read what was added to the command line's own topic of that name: it speaks for all workspaces."""
    home = sa.select(schema.workspace.c.id).where(schema.workspace.c.platform == Platform.TERMINAL)
    added = (
        sa.select(sa.literal(topic_id), _link.feed_id, _origin())
        .join_from(schema.topic_feed, schema.topic, _topic.id == _link.topic_id)
        .where(_topic.name == name, _topic.workspace_id.in_(home), _link.origin == Origin.CHAT)
        .distinct()
    )
    await connection.execute(_linking(database, added))


def _linking(database: Database, pairs: sa.Select[tuple[int, int, Origin]]) -> sa.Insert:
    insert = database.insert(schema.topic_feed).from_select(["topic_id", "feed_id", "origin"], pairs)
    return insert.on_conflict_do_nothing()


def _meant(topic: str | TopicId) -> sa.ColumnElement[bool]:
    """Return the condition that a topic is meant: by its name in every workspace, or by its id alone."""
    return _topic.name == topic if isinstance(topic, str) else _topic.id == topic


def _origin() -> sa.BindParameter[Origin]:
    return sa.literal(Origin.CHAT, _link.origin.type)


def _row(feed: NewFeed) -> dict[str, object]:
    whole = Feed(
        id=FeedId(0), url=feed.url, title=feed.title, site_url=feed.site_url, next_check_at=feed.next_check_at
    )
    return feed_row(whole)


def _known_as(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a feed has, or had, one of these URLs."""
    moved = sa.select(_former.feed_id).where(_former.url_key.in_(keys))
    return sa.or_(_feed.url_key.in_(keys), _feed.id.in_(moved))
