"""What a check of a feed came to: its state, new entries and new forms of old ones, in one transaction.

Checks of several feeds that end at the same time share a transaction.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept, Database, queue
from bot.adapters.sql.listing import run_plain
from bot.adapters.sql.rows import batches, values
from bot.adapters.sql.together import Together
from bot.adapters.sql.types import key_form
from bot.core.entities import EntryId, EntryKeys, Feed, FeedId, NewEntry
from bot.core.indexing import features_of, pack
from bot.core.text import publisher_of

_LOCK = 7_240_815_301
"""Any number of ours, other than that of migrating: on PostgreSQL one transaction at a time stores entries."""

_NEXT = dt.timedelta(microseconds=1)

_feed = schema.feed.c
_entry = schema.entry.c
_form = schema.entry_form.c
_link = schema.topic_feed.c
_horizon = schema.horizon.c
_former = schema.former_url.c

_STATE = [field.name for field in dataclasses.fields(Feed) if field.name not in {"id", "url", "noticed_at"}]
_SAVED = (
    schema.feed.update()
    .where(_feed.id == sa.bindparam("own"))
    .values({name: sa.bindparam(name) for name in [*_STATE, "host"]})
)

_URLS = sa.select(_feed.id, _feed.url).where(_feed.id.in_(sa.bindparam("ids", expanding=True)))
_FEATURES = schema.entry_features.insert().values(
    entry_id=sa.bindparam("entry_id"), features=sa.bindparam("features")
)


@dataclass(frozen=True, slots=True)
class _Check:
    feed: Feed
    entries: Sequence[NewEntry] = ()
    forms: Sequence[EntryKeys] = ()
    now: Callable[[], dt.datetime] | None = None


class SqlChecks(Concept):
    """The part of the port's `FeedStore` that keeps what was read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._keeping = Together(self._keep)
        self._inserted = (
            database.insert(schema.entry)
            .on_conflict_do_nothing()
            .returning(_entry.id, _entry.feed_id, _entry.guid, _entry.link, _entry.content_hash)
        )

    async def save_feed(self, feed: Feed) -> None:
        """Write the feed's state, but for *noticed_at*. With a new *url* it moves, and its old one stays a name of it.

        Where another feed is read at the new *url* already, its topics read that one from now on, and this one rests.
        """
        await self._keeping.add(_Check(feed))

    async def keep(
        self,
        feed: Feed,
        *,
        entries: Sequence[NewEntry] = (),
        forms: Sequence[EntryKeys] = (),
        now: Callable[[], dt.datetime],
    ) -> tuple[EntryId, ...]:
        """Write the feed's state as `save_feed` does, with what it brought, all or nothing; return the new entries' ids.

        *entries* were decided to be new; one whose guid the feed has already is passed over. *forms* are the newest of
        stored entries; what they were stored as stays known, too. *now* is asked when no other writer of entries is under
        way any more, so that `stored_at` has the order in which entries come to be seen: one that waited its turn does not
        land behind the end of a window. Nor does one that is stored by a clock that is behind: see `settle`. It may be asked
        in another thread.
        """
        return await self._keeping.add(_Check(feed, entries, forms, now))

    async def settle(self, until: dt.datetime, now: dt.datetime) -> None:
        """Let nothing come any more that is stamped *until* then or before.

        It waits until no writer of entries is under way: what is stamped already is visible. What is stored afterwards is
        stamped later than *until*, and later than *now* if that had to be noted, whatever the clock of its writer says.
        """
        insert = self._database.insert(schema.horizon).values(id=1, at=now)
        noted = insert.on_conflict_do_update(
            index_elements=[_horizon.id], set_={"at": insert.excluded.at}, where=_horizon.at < until
        )
        async with self._database.writing() as connection:
            await self._database.queue(connection, _LOCK)
            await connection.execute(noted)

    async def finish(self) -> None:
        """Wait for what is still being kept: to be called before the database is closed."""
        await self._keeping.settle()

    async def _keep(self, checks: Sequence[_Check]) -> list[tuple[EntryId, ...]]:
        return await self._database.transact(lambda connection: self._kept(connection, checks))

    def _kept(self, connection: sa.Connection, checks: Sequence[_Check]) -> list[tuple[EntryId, ...]]:
        added = self._add_entries(connection, checks)
        self._keep_forms(connection, checks)
        # In one order everywhere, so that two transactions never wait for each other's feeds.
        self._save(connection, sorted((check.feed for check in checks), key=lambda feed: feed.id))
        return [tuple(sorted(entry_ids)) for entry_ids in added]

    def _add_entries(self, connection: sa.Connection, checks: Sequence[_Check]) -> list[list[EntryId]]:
        """Store new entries with what they are compared by, and return the ids for each check."""
        added: list[list[EntryId]] = [[] for _ in checks]
        new = [(number, entry) for number, check in enumerate(checks) for entry in check.entries]
        clocks = [check.now for check in checks if check.entries and check.now]
        if not clocks:
            return added
        queue(connection, _LOCK)
        stored_at = _stamp(connection, clocks[-1])
        for some in batches(new):
            rows = [
                values(entry, leave={"features"})
                | {"feed_id": checks[number].feed.id, "stored_at": stored_at}
                for number, entry in some
            ]
            # Keys come back as they were stored, so that is how entries are known again.
            known = {_keys(checks[number].feed.id, entry): (number, entry) for number, entry in some}
            stored = {entry_id: known[keys] for entry_id, keys in self._insert(connection, rows)}
            for entry_id, (number, _) in stored.items():
                added[number].append(entry_id)
            features = [(entry_id, _features(entry)) for entry_id, (_, entry) in stored.items()]
            run_plain(connection, _FEATURES, ["entry_id", "features"], features)
        return added

    def _insert(
        self, connection: sa.Connection, rows: Sequence[Mapping[str, object]]
    ) -> "list[tuple[EntryId, _Keys]]":
        """Insert rows, and return the ids of those that were not there yet, with their keys."""
        inserted = connection.execute(self._inserted, rows)
        return [(EntryId(entry_id), (feed_id, *rungs)) for entry_id, feed_id, *rungs in inserted]

    def _keep_forms(self, connection: sa.Connection, checks: Sequence[_Check]) -> None:
        rows = [values(form) | {"feed_id": check.feed.id} for check in checks for form in check.forms]
        if not rows:
            return
        insert = self._database.insert(schema.entry_form)
        newest = {name: insert.excluded[name] for name in ("guid", "link", "content_hash")}
        upsert = insert.on_conflict_do_update(index_elements=[_form.entry_id], set_=newest)
        for some in batches(rows):
            connection.execute(upsert, some)

    def _save(self, connection: sa.Connection, feeds: Sequence[Feed]) -> None:
        found = connection.execute(_URLS, {"ids": [feed.id for feed in feeds]})
        stored = {FeedId(feed_id): url for feed_id, url in found}
        connection.execute(_SAVED, [_state(feed) for feed in feeds])
        for feed in feeds:
            if feed.id in stored and stored[feed.id] != feed.url:
                self._move(connection, feed, stored[feed.id])

    def _move(self, connection: sa.Connection, feed: Feed, old_url: str) -> None:
        stands_there = sa.select(_feed.id).where(_feed.url_key == feed.url, _feed.id != feed.id)
        other = connection.scalar(stands_there)
        if other is None:
            moved = schema.feed.update().where(_feed.id == feed.id).values(url=feed.url, url_key=feed.url)
            connection.execute(schema.former_url.delete().where(_former.url_key == feed.url))
            connection.execute(moved)
        else:
            self._replace(connection, feed.id, FeedId(other))
        insert = self._database.insert(schema.former_url).values(url_key=old_url, feed_id=other or feed.id)
        again = insert.on_conflict_do_update(
            index_elements=[_former.url_key], set_={"feed_id": other or feed.id}
        )
        connection.execute(again)

    def _replace(self, connection: sa.Connection, feed_id: FeedId, other: FeedId) -> None:
        """Let *other* be read wherever *feed_id* is, and let the URL of this one be free for whoever comes there."""
        links = sa.select(_link.topic_id, sa.literal(other), _link.origin).where(_link.feed_id == feed_id)
        insert = self._database.insert(schema.topic_feed)
        connection.execute(
            insert.from_select(["topic_id", "feed_id", "origin"], links).on_conflict_do_nothing()
        )
        connection.execute(schema.topic_feed.delete().where(_link.feed_id == feed_id))
        connection.execute(schema.former_url.update().where(_former.feed_id == feed_id).values(feed_id=other))
        resting = schema.feed.update().where(_feed.id == feed_id).values(url_key=f"replaced:{feed_id}")
        connection.execute(resting)


def _stamp(connection: sa.Connection, now: Callable[[], dt.datetime]) -> dt.datetime:
    """Return the present, but no instant that a window may have passed: a clock may be behind, or have gone back."""
    horizon = connection.scalar(sa.select(_horizon.at))
    return now() if horizon is None else max(now(), horizon + _NEXT)


def _state(feed: Feed) -> dict[str, object]:
    return {name: getattr(feed, name) for name in _STATE} | {"own": feed.id, "host": publisher_of(feed.url)}


_Keys = tuple[object, ...]


def _keys(feed_id: FeedId, entry: NewEntry) -> _Keys:
    return (feed_id, *map(key_form, (entry.guid, entry.link, entry.content_hash)))


def _features(entry: NewEntry) -> bytes:
    """Return what the entry is compared by: what came with it, else what is made of it now."""
    return entry.features or pack(features_of(entry.title, entry.text))
