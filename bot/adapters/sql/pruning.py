"""Deleting what is older than it is kept, a piece at a time, so that no other writer waits for long."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.grouping import week_of
from bot.core.entities import EntryId, FeedId

_PIECE = 500
_LISTED = 1_000
"""So many of a feed's newest entries stay, however old they are: what its document still lists would else be new again."""

_TERMS = 1_000_000
_RARE = 8
"""Above so many counted terms, those that came up in one sample only go: a word without a count may stand in some entries."""

_OWNED = (schema.entry_text, schema.entry_features, schema.entry_form, schema.decision)

_entry = schema.entry.c
_edition = schema.edition.c


class SqlPruning(Concept):
    """The part of the store that forgets."""

    async def prune_entries(self, before: dt.datetime) -> int:
        """Delete entries that were stored and published before then, with the stories that lose their last one; return how many.

        The newest of each feed stay.
        """
        pruned = 0
        for feed_id in await self._feeds_with_entries(before):
            while entry_ids := await self._old_entries(feed_id, before):
                async with self._database.writing() as connection:
                    await _delete_entries(connection, entry_ids)
                pruned += len(entry_ids)
        return pruned

    async def prune_index(self, before: dt.datetime) -> int:
        """Delete the marks by which entries published before then were found, and counts that hardly tell; return how many."""
        words = await self._prune_words()
        mark, term = schema.mark.c, schema.term.c
        async with self._database.writing() as connection:
            marks = await connection.execute(schema.mark.delete().where(mark.week < week_of(before)))
            terms = 0
            counted = await connection.scalar(sa.select(sa.func.count()).select_from(schema.term)) or 0
            if counted > _TERMS:
                rare = await connection.execute(schema.term.delete().where(term.entries <= _RARE))
                terms = rare.rowcount
        return marks.rowcount + terms + words

    async def _prune_words(self) -> int:
        """Where too many words are counted, delete those of one headline alone: mostly numbers, and misspellings themselves."""
        word = schema.headline_word.c
        async with self._database.writing() as connection:
            counted = await connection.scalar(sa.select(sa.func.count()).select_from(schema.headline_word))
            if (counted or 0) <= _TERMS:
                return 0
            gone = await connection.execute(schema.headline_word.delete().where(word.entries <= 1))
            return gone.rowcount

    async def prune_editions(self, before: dt.datetime) -> int:
        """Delete editions composed before then, with their deliveries and threads; return how many.

        The last scheduled one of each subscription stays: the next window begins where it ended.
        """
        one = schema.edition.alias("one").c
        last = (
            sa.select(sa.func.max(one.id))
            .where(one.subscription_id == _edition.subscription_id, one.is_scheduled.is_(True))
            .scalar_subquery()
        )
        is_last = _edition.id.is_not_distinct_from(last)
        return await self._delete(schema.edition, _edition.composed_at < before, ~is_last)

    async def prune_transcript(self, before: dt.datetime) -> int:
        """Delete what was said, asked, changed and thought before then; return how many rows."""
        question = schema.question.c
        said = await self._delete(schema.message, schema.message.c.at < before)
        asked = await self._delete(schema.question, question.asked_at < before, question.is_open.is_(False))
        others = [
            await self._delete(table, table.c.at < before)
            for table in (schema.change, schema.flag, schema.judgement, schema.steer)
        ]
        return said + asked + sum(others)

    async def prune_summaries(self, before: dt.datetime) -> int:
        """Delete what was written before then; return how many summaries."""
        return await self._delete(schema.summary, schema.summary.c.written_at < before)

    async def prune_calls(self, before: dt.datetime) -> int:
        """Delete the records of language models' calls from before then; return how many."""
        return await self._delete(schema.usage, schema.usage.c.at < before)

    async def prune_events(self, before: dt.datetime) -> int:
        """Delete what tells a chat's event from its repetition, what was asked for or proposed, and leases that ran out, from before then.

        Return how many.
        """
        events = await self._delete(schema.chat_event, schema.chat_event.c.at < before)
        asked = await self._delete(schema.asked_edition, schema.asked_edition.c.asked_at < before)
        asked += await self._delete(schema.proposal, schema.proposal.c.at < before)
        return events + asked + await self._delete(schema.lease, schema.lease.c.until_at < before)

    async def _delete(self, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
        async with self._database.writing() as connection:
            return (await connection.execute(table.delete().where(*conditions))).rowcount

    async def _feeds_with_entries(self, before: dt.datetime) -> Sequence[FeedId]:
        query = sa.select(schema.feed.c.id).where(
            sa.exists().where(_entry.feed_id == schema.feed.c.id, _entry.stored_at < before)
        )
        async with self._database.reading() as connection:
            return [FeedId(feed_id) for feed_id in await connection.scalars(query)]

    async def _old_entries(self, feed_id: FeedId, before: dt.datetime) -> Sequence[EntryId]:
        newest = (
            sa.select(_entry.id)
            .where(_entry.feed_id == feed_id)
            .order_by(_entry.stored_at.desc(), _entry.id.desc())
            .limit(_LISTED)
        )
        query = (
            sa.select(_entry.id)
            .where(_entry.feed_id == feed_id, _entry.stored_at < before, _entry.published_at < before)
            .where(_entry.id.not_in(newest))
            .order_by(_entry.id)
            .limit(_PIECE)
        )
        async with self._database.reading() as connection:
            return [EntryId(entry_id) for entry_id in await connection.scalars(query)]


async def _delete_entries(connection: AsyncConnection, entry_ids: Sequence[EntryId]) -> None:
    chosen = _entry.id.in_(entry_ids)
    stories = (await connection.scalars(sa.select(_entry.story_id).where(chosen).distinct())).all()
    for table in _OWNED:
        await connection.execute(table.delete().where(table.c.entry_id.in_(entry_ids)))
    await connection.execute(schema.entry.delete().where(chosen))
    left = sa.exists().where(_entry.story_id == schema.story.c.id)
    told = [story_id for story_id in stories if story_id is not None]
    await connection.execute(schema.story.delete().where(schema.story.c.id.in_(told), ~left))
