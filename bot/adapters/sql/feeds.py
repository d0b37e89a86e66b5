"""Feeds, and by what their entries are known again: shared by all workspaces."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.rows import FEED, batches, read, values
from bot.adapters.sql.types import key_form
from bot.core import polling
from bot.core.entities import EntryId, EntryKeys, Feed, FeedId, NewEntry, TopicId
from bot.core.errors import RowGoneError
from bot.core.text import publisher_of

_feed = schema.feed.c
_entry = schema.entry.c
_form = schema.entry_form.c
_link = schema.topic_feed.c
_former = schema.former_url.c

_RUNGS = ("guid", "link", "content_hash")


def _forms_sharing_a_rung() -> sa.CompoundSelect[tuple[EntryId, str, str, str]]:
    """Return the query for all forms of the entries of a feed that share a rung with others, in any of their forms."""
    feed_id = sa.bindparam("feed_id", type_=_entry.feed_id.type)
    stored = sa.select(_entry.id.label("entry_id")).where(_entry.feed_id == feed_id)
    newest = sa.select(_form.entry_id).where(_form.feed_id == feed_id)
    sharing = [
        ids.where(table[rung].in_(sa.bindparam(rung, expanding=True)))
        for ids, table in ((stored, _entry), (newest, _form))
        for rung in _RUNGS
    ]
    found = sa.select(sa.union(*sharing).cte("sharing").c.entry_id)
    first = sa.select(_entry.id.label("entry_id"), *(_entry[rung] for rung in _RUNGS))
    last = sa.select(_form.entry_id, *(_form[rung] for rung in _RUNGS))
    return sa.union_all(first.where(_entry.id.in_(found)), last.where(_form.entry_id.in_(found)))


_FORMS = _forms_sharing_a_rung()
"""Built once: it is asked for every feed that changed, and building it takes longer than answering."""


class SqlFeeds(Concept):
    """The port's `FeedStore`, but for entries and searching."""

    async def add_feed(self, url: str, now: dt.datetime) -> Feed:
        """Return the feed with this URL; a new one is due at once."""
        async with self._database.writing() as connection:
            (feed_id,) = await ensure_feeds(self._database, connection, [url], now)
            return await _one_feed(connection, feed_id)

    async def feed(self, feed_id: FeedId) -> Feed:
        """Return one feed. Raises `RowGoneError` where there is none."""
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

    async def feed_names(self, topic_id: TopicId, begun: str, limit: int) -> tuple[str, ...]:
        """Return what at most *limit* feeds of a topic are called: first those that have *begun* in it, then by title."""
        title, sought = sa.func.lower(_feed.title), begun.lower()
        called = sa.func.lower(sa.func.coalesce(sa.func.nullif(_feed.title, ""), _feed.host))
        has_it = sa.or_(title.contains(sought, autoescape=True), _feed.host.contains(sought, autoescape=True))
        query = (
            sa.select(_feed.title, _feed.host)
            .join(schema.topic_feed, _link.feed_id == _feed.id)
            .where(_link.topic_id == topic_id)
            .group_by(_feed.id, _feed.title, _feed.host)
            .order_by(sa.case((has_it, 0), else_=1), called, _feed.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(name for title, host in rows if (name := title or host))

    async def due_feeds(self, now: dt.datetime, limit: int) -> tuple[Feed, ...]:
        """Return feeds some topic reads, not gone, whose time has come (`polling.is_due`): of each host one, then another.

        Of one host, and of those whose turn is the same, the longest due come first.
        """
        is_mistaken = _feed.checked_at > now + polling.CLOCK_TOLERANCE
        by_age = (_feed.next_check_at, _feed.id)
        turn = sa.func.row_number().over(partition_by=_feed.host, order_by=by_age).label("turn")
        due = (
            sa.select(_feed.id, turn)
            .where(_feed.is_gone.is_(False), sa.or_(_feed.next_check_at <= now, is_mistaken))
            .where(sa.exists().where(_link.feed_id == _feed.id))
            .subquery()
        )
        query = sa.select(*FEED).join(due, due.c.id == _feed.id).order_by(due.c.turn, *by_age).limit(limit)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(read(Feed, row) for row in rows)

    async def postpone(self, host: str, until: dt.datetime) -> None:
        """Let no feed of *host* be due before *until*."""
        await self._plan(sa.and_(_feed.host == host, _feed.next_check_at < until), until)

    async def hasten(self, feed_ids: Collection[FeedId], at: dt.datetime) -> None:
        """Let these feeds be due at *at*, where they would be due later."""
        for batch in batches(sorted(feed_ids)):
            await self._plan(sa.and_(_feed.id.in_(batch), _feed.next_check_at > at), at)

    async def _plan(self, chosen: sa.ColumnElement[bool], at: dt.datetime) -> None:
        # Held in one order, so that two transactions never wait for each other's feeds.
        held = sa.select(_feed.id).where(chosen).order_by(_feed.id).with_for_update()
        async with self._database.writing() as connection:
            for batch in batches((await connection.scalars(held)).all()):
                planned = schema.feed.update().where(_feed.id.in_(batch)).values(next_check_at=at)
                await connection.execute(planned)

    async def others_are_well(self, feed_id: FeedId) -> bool:
        """Say whether any feed that a topic reads, but for this one, is neither failing nor gone."""
        well = sa.and_(_feed.failing_since.is_(None), _feed.is_gone.is_(False), _feed.checked_at.is_not(None))
        others = sa.select(_feed.id).where(well, _feed.id != feed_id, _feed.id.in_(feeds_read(None))).limit(1)
        async with self._database.reading() as connection:
            return await connection.scalar(others) is not None

    async def troubled_feeds(self) -> tuple[Feed, ...]:
        """Return feeds some topic reads that fail, are gone, or were told of and are back; longest in trouble first."""
        is_troubled = sa.or_(
            _feed.failing_since.is_not(None), _feed.is_gone.is_(True), _feed.noticed_at.is_not(None)
        )
        query = sa.select(*FEED).where(is_troubled, _feed.id.in_(feeds_read(None)))
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.order_by(_feed.failing_since, _feed.id))).mappings().all()
        return tuple(read(Feed, row) for row in rows)

    async def mark_noticed(self, feed_ids: Collection[FeedId], at: dt.datetime | None) -> None:
        """Remember when people were told that these feeds fail; None: that they were told of the end, too."""
        async with self._database.writing() as connection:
            for batch in batches(sorted(feed_ids)):
                told = schema.feed.update().where(_feed.id.in_(batch)).values(noticed_at=at)
                await connection.execute(told)

    async def known_entries(self, feed_id: FeedId, entries: Sequence[NewEntry]) -> tuple[EntryKeys, ...]:
        """Return the forms of stored entries of this feed that share any rung with *entries* in any of their forms."""
        full = _full_keys(entries)
        found: set[EntryKeys] = set()
        async with self._database.reading() as connection:
            for batch in batches(entries):
                rungs = {rung: [getattr(new, rung) for new in batch] for rung in _RUNGS}
                for row in await connection.execute(_FORMS, {"feed_id": feed_id, **rungs}):
                    guid, link, digest = (
                        full.get(key, key) for key in (row.guid, row.link, row.content_hash)
                    )
                    found.add(EntryKeys(entry_id=row.entry_id, guid=guid, link=link, content_hash=digest))
        return tuple(found)


def feeds_read(topic_id: TopicId | None) -> sa.Select[tuple[int]]:
    """Return the query for the ids of the feeds that a topic reads, or any topic."""
    query = sa.select(_link.feed_id)
    return query if topic_id is None else query.where(_link.topic_id == topic_id)


async def ensure_feeds(
    database: Database, connection: AsyncConnection, urls: Collection[str], now: dt.datetime
) -> set[FeedId]:
    """Return the ids of the feeds that have, or had, these URLs; those that are new are stored, and due."""
    found: set[FeedId] = set()
    for batch in batches(sorted(set(urls))):
        moved = sa.select(_former.url_key, _former.feed_id).where(_former.url_key.in_(batch))
        moved_ids = {key: FeedId(feed_id) for key, feed_id in await connection.execute(moved)}
        others = [url for url in batch if key_form(url) not in moved_ids]
        insert = database.insert(schema.feed).on_conflict_do_nothing()
        if others:
            new = (Feed(id=FeedId(0), url=url, next_check_at=now) for url in others)
            await connection.execute(insert, [feed_row(feed) for feed in new])
        ids = await connection.scalars(sa.select(_feed.id).where(_feed.url_key.in_(others)))
        found |= {*moved_ids.values(), *map(FeedId, ids)}
    return found


def feed_row(feed: Feed) -> dict[str, object]:
    """Return the row of a new feed."""
    return values(feed, leave={"id"}) | {"url_key": feed.url, "host": publisher_of(feed.url)}


async def _one_feed(connection: AsyncConnection, feed_id: FeedId) -> Feed:
    row = (await connection.execute(sa.select(*FEED).where(_feed.id == feed_id))).mappings().first()
    if row is None:
        raise RowGoneError(f"there is no feed {feed_id}")
    return read(Feed, row)


def _full_keys(entries: Sequence[NewEntry]) -> dict[str, str]:
    """Return what the caller knows overlong keys by, which are stored in a shorter form."""
    keys = (key for new in entries for key in (new.guid, new.link, new.content_hash))
    return {key_form(key): key for key in keys}
