"""Finding what a topic's feeds brought by what people type: the newest first, from the index alone as far as it goes.

The newest stretch of time is searched first, and a longer one only where it does not hold enough: of a common word a few
hundred matches are visited, of a rare one all, and neither are many.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept, Database
from bot.adapters.sql.feeds import feeds_read
from bot.adapters.sql.listing import pairs_of, texts_of
from bot.adapters.sql.rows import read
from bot.core.entities import Criteria, Found, StoryId, TopicId
from bot.core.text import search_tokens

_entry = schema.entry.c
_word = schema.headline_word.c
_tagged = schema.story_tag.c

_FIRST_DAYS = 2
"""How long the stretch is that is searched first."""

_GROWTH = 21
"""How many times as long the next one is at most: what was rare of late may have been on everybody's lips before."""

_PLENTY = 1.5
"""The next one is to hold so many times what is asked for, if it went on as it did: then it seldom falls short."""

_MARKED_DAYS = 182
"""A longer stretch than this is all there is: its marks would cost more than they spare."""

_DAILY = 10
"""Up to so many days are named by the marks of their days, longer stretches by those of weeks."""

_MARKED_FEEDS = 64
"""Of a topic with more feeds than these, the entries are told from others' after they are found."""

_TAGGED = 500
"""Stories that are looked at for one tag, those told last."""

_BEYOND = "\U0010ffff"


class SqlFinding(Concept):
    """The port's `FindingStore`."""

    async def find_entries(self, criteria: Criteria, topic_id: TopicId, limit: int) -> tuple[Found, ...]:
        """Return the newest *limit* entries that the topic's feeds brought, that have a story and meet *criteria*."""
        groups = [fulltext.phrases_of(group) for group in criteria.subject.groups]
        if not all(groups):
            return ()
        groups += [[(fulltext.publisher_mark(word),)] for word in criteria.publishers]
        async with self._database.reading() as connection:
            if criteria.tags:
                return await self._tagged(connection, groups, criteria, topic_id, limit)
            feeds = feeds_read(topic_id).distinct().limit(_MARKED_FEEDS + 1)
            feed_ids = {row.feed_id for row in await connection.execute(feeds)}
            if not feed_ids:
                return ()
            if len(feed_ids) <= _MARKED_FEEDS:
                groups.append([(fulltext.feed_mark(feed_id),) for feed_id in sorted(feed_ids)])
            if not groups:
                return await self._latest(connection, criteria.since, topic_id, limit)
            return await self._by_stretches(connection, groups, criteria, topic_id, limit)

    async def _latest(
        self, connection: AsyncConnection, since: dt.datetime, topic_id: TopicId, limit: int
    ) -> tuple[Found, ...]:
        """Return the newest entries of a topic whose feeds are many: so many of all there are that few are passed over."""
        feed_id, story_id = map(self._unindexed, (_entry.feed_id, _entry.story_id))
        query = (
            sa.select(*_FOUND)
            .where(_entry.published_at >= since, feed_id.in_(feeds_read(topic_id)), story_id.is_not(None))
            .order_by(_entry.published_at.desc(), _entry.id.desc())
            .limit(limit)
        )
        return tuple(read(Found, row) for row in (await connection.execute(query)).mappings())

    async def _by_stretches(
        self,
        connection: AsyncConnection,
        groups: Sequence[Sequence[tuple[str, ...]]],
        criteria: Criteria,
        topic_id: TopicId,
        limit: int,
    ) -> tuple[Found, ...]:
        """Search the newest stretch of time, and longer ones until there is enough or it was all."""
        days = _FIRST_DAYS
        while True:
            since = max(criteria.since, criteria.now - dt.timedelta(days=days))
            spans = _spans(criteria, since) if days <= _MARKED_DAYS else []
            matching = self._matching([*groups, spans] if spans else groups)
            found = await self._newest(
                connection, matching, since if spans else criteria.since, topic_id, limit
            )
            if len(found) == limit or since == criteria.since or not spans:
                return found
            days = _longer(days, len(found), limit)

    async def _tagged(
        self,
        connection: AsyncConnection,
        groups: Sequence[Sequence[tuple[str, ...]]],
        criteria: Criteria,
        topic_id: TopicId,
        limit: int,
    ) -> tuple[Found, ...]:
        """Return the newest entries of stories that were told with all tags."""
        query = self._matching(groups) if groups else sa.select(*_FOUND)
        for keys in criteria.tags:
            told = (
                sa.select(_tagged.story_id)
                .where(_tagged.topic_id == topic_id, _tagged.key.in_(keys))
                .order_by(_tagged.told_at.desc())
                .limit(_TAGGED)
            )
            query = query.where(_entry.story_id.in_(told))
        return await self._newest(connection, query, criteria.since, topic_id, limit)

    async def _newest(
        self,
        connection: AsyncConnection,
        query: sa.Select[Any],
        since: dt.datetime,
        topic_id: TopicId,
        limit: int,
    ) -> tuple[Found, ...]:
        published_at, feed_id = map(self._unindexed, (_entry.published_at, _entry.feed_id))
        chosen = query.where(
            published_at >= since, feed_id.in_(feeds_read(topic_id)), _entry.story_id.is_not(None)
        )
        if self._database.is_sqlite:
            ordered = chosen.order_by(published_at.desc(), _entry.id.desc())
        else:
            # A fence: a statement that was prepared is planned without knowing its words, and PostgreSQL would rather walk the
            # archive from its newest entry on, which takes seconds for a rare word.
            fenced = chosen.offset(0).subquery()
            ordered = sa.select(fenced).order_by(fenced.c.published_at.desc(), fenced.c.entry_id.desc())
        ordered = ordered.limit(limit)
        return tuple(read(Found, row) for row in (await connection.execute(ordered)).mappings())

    def _unindexed(self, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
        """Return the column so that SQLite looks at what was found, and walks no index of it through the whole archive."""
        return sa.literal_column(f"+{column}", column.type) if self._database.is_sqlite else column

    def _matching(self, groups: Sequence[Sequence[tuple[str, ...]]]) -> sa.Select[Any]:
        matching = fulltext.ids_matching(groups, is_sqlite=self._database.is_sqlite)
        return sa.select(*_FOUND).where(_entry.id.in_(matching))

    async def headline_words(self, words: Collection[str]) -> Mapping[str, int]:
        """Return in how many headlines each of these words stood."""
        asked = texts_of(sorted(words), is_sqlite=self._database.is_sqlite)
        query = sa.select(_word.word, _word.entries).join(asked, asked.c.text == _word.word)
        async with self._database.reading() as connection:
            return {row.word: row.entries for row in await connection.execute(query)}

    async def headline_words_from(self, beginning: str, limit: int) -> Mapping[str, int]:
        """Return the words that begin so and go on, the most frequent first."""
        query = (
            sa.select(_word.word, _word.entries)
            .where(_word.word > beginning, _word.word < f"{beginning}{_BEYOND}")
            .order_by(_word.entries.desc(), _word.word)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return {row.word: row.entries for row in await connection.execute(query)}

    async def tag_stories(
        self, topic_id: TopicId, tags: Mapping[StoryId, Collection[str]], now: dt.datetime
    ) -> None:
        """Remember with which tags stories were told; those that went meanwhile are passed over."""
        rows = [
            {"topic_id": topic_id, "key": key, "story_id": story_id, "told_at": now}
            for story_id in sorted(tags)
            for key in sorted(set(tags[story_id]))
        ]
        if not rows:
            return
        async with self._database.writing() as connection:
            there = await connection.scalars(
                sa.select(schema.story.c.id).where(schema.story.c.id.in_(tags.keys())).with_for_update()
            )
            known = set(there)
            topic = await connection.scalar(
                sa.select(schema.topic.c.id).where(schema.topic.c.id == topic_id).with_for_update()
            )
            kept = [row for row in rows if row["story_id"] in known and topic is not None]
            if kept:
                insert = self._database.insert(schema.story_tag).values(kept)
                again = insert.on_conflict_do_update(
                    index_elements=[_tagged.topic_id, _tagged.key, _tagged.story_id],
                    set_={"told_at": insert.excluded.told_at},
                )
                await connection.execute(again)


_FOUND = (
    _entry.id.label("entry_id"),
    _entry.story_id,
    _entry.publisher,
    _entry.title,
    _entry.published_at,
)


def _spans(criteria: Criteria, since: dt.datetime) -> list[tuple[str, ...]]:
    """Return the marks of what was published since then; who publishes ahead of time, by a day, is found, too."""
    coarseness = 1 if criteria.now - since <= dt.timedelta(days=_DAILY) else 7
    until = criteria.now + dt.timedelta(days=1)
    return [(mark,) for mark in fulltext.span_marks(since, until, coarseness)]


def _longer(days: int, found: int, limit: int) -> int:
    """Return how many days to search after so many of which too few were *found*."""
    growth = min(_GROWTH, limit * _PLENTY / found) if found else _GROWTH
    return math.ceil(days * growth)


def count_headlines(database: Database, connection: sa.Connection, titles: Collection[str]) -> None:
    """Count the words of new headlines, each once in each. They come sorted, so that two transactions never wait for each other."""
    counts = Counter(word for title in titles for word in set(search_tokens(title)))
    if not counts:
        return
    listed = pairs_of(dict(sorted(counts.items())), is_sqlite=database.is_sqlite).c
    # SQLite needs the WHERE to tell what ON belongs to: https://sqlite.org/lang_upsert.html#parsing_ambiguity
    rows = sa.select(listed.key, sa.cast(listed.value, sa.BigInteger())).where(sa.true()).order_by(listed.key)
    insert = database.insert(schema.headline_word)
    insert = insert.from_select(["word", "entries"], rows)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[_word.word], set_={"entries": _word.entries + insert.excluded.entries}
        )
    )
