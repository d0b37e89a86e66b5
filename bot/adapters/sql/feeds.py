"""Feeds and entries: fetched once, shared by all workspaces."""

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.rows import ENTRY, FEED, read, values
from bot.adapters.sql.types import key_form
from bot.core.entities import Entry, EntryId, EntryKeys, Feed, FeedId, NewEntry, TopicId
from bot.core.errors import StoreError

T = TypeVar("T")

_BATCH = 500
"""Rows for one statement: far below the 32,766 parameters of SQLite."""
_LOCK = 7_240_815_301
"""Any number of ours, other than that of migrating: on PostgreSQL one transaction at a time stores entries."""

_feed = schema.feed.c
_entry = schema.entry.c


class SqlFeeds(Concept):
    """The port's `FeedStore`, but for searching."""

    async def add_feed(self, url: str, now: dt.datetime) -> Feed:
        """Return the feed with this URL; a new one is due at once."""
        async with self._database.writing() as connection:
            feed_id = await ensure_feed(self._database, connection, url, now)
            return await _one_feed(connection, feed_id)

    async def feed(self, feed_id: FeedId) -> Feed:
        """Return one feed. Raises `StoreError` where there is none."""
        async with self._database.reading() as connection:
            return await _one_feed(connection, feed_id)

    async def feeds(self, topic_id: TopicId | None = None) -> tuple[Feed, ...]:
        """Return the feeds of a topic (or all that any topic reads), by title."""
        query = sa.select(*FEED).where(_feed.id.in_(feeds_read(topic_id)))
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        # Databases sort by collations of their own; Python sorts alike on both.
        return tuple(
            sorted((read(Feed, row) for row in rows), key=lambda feed: (feed.title.casefold(), feed.url))
        )

    async def due_feeds(self, now: dt.datetime, limit: int) -> tuple[Feed, ...]:
        """Return feeds some topic reads, not gone, whose *next_check_at* has come, longest due first."""
        query = (
            sa.select(*FEED)
            .where(_feed.is_gone.is_(False), _feed.next_check_at <= now)
            .where(sa.exists().where(schema.topic_feed.c.feed_id == _feed.id))
            .order_by(_feed.next_check_at, _feed.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(Feed, row) for row in rows)

    async def save_feed(self, feed: Feed) -> None:
        """Write the feed's state. A *url* that another feed has already is left as it was."""
        state = values(feed, leave={"id", "url"})
        own = schema.feed.update().where(_feed.id == feed.id)
        async with self._database.writing() as connection:
            url = await connection.scalar(own.values(state).returning(_feed.url))
            if url is not None and url != feed.url:
                with contextlib.suppress(sa.exc.IntegrityError):
                    async with connection.begin_nested():
                        await connection.execute(own.values(url=feed.url, url_key=feed.url))

    async def known_entries(self, feed_id: FeedId, entries: Sequence[NewEntry]) -> tuple[EntryKeys, ...]:
        """Return the identity ladders of stored entries of this feed that share any rung with *entries*."""
        full = _full_keys(entries)
        found: set[EntryKeys] = set()
        async with self._database.reading() as connection:
            for batch in _batches(entries):
                for row in await connection.execute(_sharing_a_rung(feed_id, batch)):
                    guid, link, digest = (
                        full.get(key, key) for key in (row.guid, row.link, row.content_hash)
                    )
                    found.add(EntryKeys(guid=guid, link=link, content_hash=digest))
        return tuple(found)

    async def add_entries(
        self, feed_id: FeedId, entries: Sequence[NewEntry], now: Callable[[], dt.datetime]
    ) -> tuple[Entry, ...]:
        """Store entries decided to be new, with their search text; one whose guid the feed has already is passed over.

        *now* is asked when no other writer of entries is under way any more, so that `stored_at` has the order in which
        entries come to be seen: one that waited its turn does not land behind the end of a window.
        """
        insert = self._database.insert(schema.entry).on_conflict_do_nothing().returning(*ENTRY)
        added: list[Entry] = []
        async with self._database.writing() as connection:
            await self._database.queue(connection, _LOCK)
            stored_at = now()
            for batch in _batches(entries):
                rows = [values(new) | {"feed_id": feed_id, "stored_at": stored_at} for new in batch]
                added.extend(read(Entry, row) for row in (await connection.execute(insert, rows)).mappings())
            if added:
                await connection.execute(schema.entry_text.insert(), list(map(_search_text, added)))
        return tuple(sorted(added, key=lambda entry: entry.id))

    async def entries(self, entry_ids: Collection[EntryId]) -> tuple[Entry, ...]:
        """Return these entries, in the order of their ids; unknown ids are passed over."""
        found: list[Entry] = []
        async with self._database.reading() as connection:
            for batch in _batches(sorted(set(entry_ids))):
                query = sa.select(*ENTRY).where(_entry.id.in_(batch)).order_by(_entry.id)
                found.extend(read(Entry, row) for row in (await connection.execute(query)).mappings())
        return tuple(found)

    async def entry_by_link(self, link: str, topic_id: TopicId) -> Entry | None:
        """Return the newest entry that the topic's feeds brought with this link, or whose page wants to be known by it."""
        query = (
            sa.select(*ENTRY)
            .where(sa.or_(_entry.link == link, _entry.canonical == link))
            .where(_entry.feed_id.in_(feeds_read(topic_id)))
            .order_by(_entry.stored_at.desc(), _entry.id.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else read(Entry, row)


def feeds_read(topic_id: TopicId | None) -> sa.Select[tuple[int]]:
    """Return the query for the ids of the feeds that a topic reads, or any topic."""
    query = sa.select(schema.topic_feed.c.feed_id)
    return query if topic_id is None else query.where(schema.topic_feed.c.topic_id == topic_id)


async def ensure_feed(database: Database, connection: AsyncConnection, url: str, now: dt.datetime) -> FeedId:
    """Return the id of the feed with this URL, stored and due if it is new."""
    new = values(Feed(id=FeedId(0), url=url, next_check_at=now), leave={"id"}) | {"url_key": url}
    insert = database.insert(schema.feed).values(new).on_conflict_do_nothing().returning(_feed.id)
    feed_id = await connection.scalar(insert)
    if feed_id is None:
        feed_id = (await connection.execute(sa.select(_feed.id).where(_feed.url_key == url))).scalar_one()
    return FeedId(feed_id)


async def _one_feed(connection: AsyncConnection, feed_id: FeedId) -> Feed:
    row = (await connection.execute(sa.select(*FEED).where(_feed.id == feed_id))).mappings().first()
    if row is None:
        raise StoreError(f"there is no feed {feed_id}")
    return read(Feed, row)


def _sharing_a_rung(feed_id: FeedId, entries: Sequence[NewEntry]) -> sa.CompoundSelect[tuple[str, str, str]]:
    rungs = (
        _entry.guid.in_([new.guid for new in entries]),
        _entry.link.in_([new.link for new in entries]),
        _entry.content_hash.in_([new.content_hash for new in entries]),
    )
    keys = sa.select(_entry.guid, _entry.link, _entry.content_hash).where(_entry.feed_id == feed_id)
    return sa.union(*(keys.where(rung) for rung in rungs))


def _full_keys(entries: Sequence[NewEntry]) -> dict[str, str]:
    """Return what the caller knows overlong keys by, which are stored in a shorter form."""
    keys = (key for new in entries for key in (new.guid, new.link, new.content_hash))
    return {key_form(key): key for key in keys}


def _search_text(entry: Entry) -> dict[str, object]:
    return {
        "entry_id": entry.id,
        "folded": fulltext.indexed(f"{entry.title}\n{entry.text}\n{entry.publisher}"),
    }


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), _BATCH):
        yield things[start : start + _BATCH]
