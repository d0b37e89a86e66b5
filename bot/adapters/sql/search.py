"""Searching entries: about a subject, newest first; or like a question, best first."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import fulltext, schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.feeds import feeds_read
from bot.adapters.sql.rows import ENTRY, read
from bot.core.entities import Entry, Subject, TopicId

_entry = schema.entry.c
_NEWEST_FIRST = (_entry.published_at.desc(), _entry.id.desc())


class SqlSearch(Concept):
    """The searching half of the port's `FeedStore`."""

    async def search_entries(
        self, subject: Subject, *, topic_id: TopicId | None, since: dt.datetime, limit: int
    ) -> tuple[Entry, ...]:
        """Return entries about *subject* published since, newest first; only of the topic's feeds where one is named.

        A subject without groups is about everything; a group in which no phrase has a token matches nothing.
        """
        groups = [fulltext.phrases_of(group) for group in subject.groups]
        if not all(groups):
            return ()
        chosen = _published(topic_id, since).order_by(*_NEWEST_FIRST).limit(limit)
        if groups:
            # The plus keeps SQLite from visiting every match: it walks the index of instants until it has enough.
            entry_id = sa.literal_column("+entry.id") if self._database.is_sqlite else _entry.id
            chosen = chosen.where(
                entry_id.in_(fulltext.ids_matching(groups, is_sqlite=self._database.is_sqlite))
            )
        return await self._found(sa.select(*ENTRY).where(_entry.id.in_(chosen)).order_by(*_NEWEST_FIRST))

    async def entries_like(
        self, terms: Sequence[str], *, topic_id: TopicId | None, since: dt.datetime, limit: int
    ) -> tuple[Entry, ...]:
        """Return entries published since with any of the folded *terms*, best match first: rare terms count more."""
        asked = fulltext.terms_of(terms)
        if not asked:
            return ()
        scores = fulltext.scores(asked, is_sqlite=self._database.is_sqlite)
        matching = _published(topic_id, since).add_columns(scores.c.score)
        matching = matching.join(scores, scores.c.entry_id == _entry.id)
        best = matching.order_by(scores.c.score, *_NEWEST_FIRST).limit(limit).subquery()
        query = sa.select(*ENTRY).join(best, best.c.id == _entry.id)
        return await self._found(query.order_by(best.c.score, *_NEWEST_FIRST))

    async def _found(self, query: sa.Select[Any]) -> tuple[Entry, ...]:
        async with self._database.reading() as connection:
            return tuple(read(Entry, row) for row in (await connection.execute(query)).mappings())


def _published(topic_id: TopicId | None, since: dt.datetime) -> sa.Select[Any]:
    """Return the query for the ids of entries: what is sorted has no texts to carry."""
    query = sa.select(_entry.id).where(_entry.published_at >= since)
    return query if topic_id is None else query.where(_entry.feed_id.in_(feeds_read(topic_id)))
