"""Grouping: what it compares, by which words entries are found again, and the stories they are put into."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.listing import add_numbers, column_of, numbers_of, run_plain
from bot.adapters.sql.rows import batches
from bot.core import indexing
from bot.core.entities import EntryId, StoryId
from bot.core.errors import RowGoneError
from bot.core.indexing import term
from bot.core.stories import Assignment, Outline, Query

_EVERY = term("")
"""The term of the empty word, which stands in every entry: its count is the number of grouped entries."""

_WEEK = 7
"""Days that lie together in the table of marks."""

_entry = schema.entry.c
_term = schema.term.c
_mark = schema.mark.c
_features = schema.entry_features.c.features
# Entries that were stored before there were features come with their text instead.
_OUTLINES = sa.select(
    *(_entry.id, _entry.story_id, _entry.language, _entry.published_at, _features),
    *(sa.case((_features.is_(None), column)).label(column.name) for column in (_entry.title, _entry.text)),
).join(schema.entry_features, schema.entry_features.c.entry_id == _entry.id, isouter=True)
_ASSIGNED = (
    schema.entry.update().where(_entry.id == sa.bindparam("own")).values(story_id=sa.bindparam("story_id"))
)


class SqlGrouping(Concept):
    """The part of the port's `StoryStore` that grouping needs."""

    async def ungrouped_outlines(self, limit: int) -> tuple[Outline, ...]:
        """Return outlines of entries that no story has yet, oldest first."""
        return await self._outlines(_entry.story_id.is_(None), limit)

    async def outlines(self, entry_ids: Collection[EntryId]) -> tuple[Outline, ...]:
        """Return outlines of these entries, in the order of their ids; unknown ids are passed over."""
        found: list[Outline] = []
        for ids in batches(sorted(set(entry_ids))):
            found.extend(await self._outlines(_entry.id.in_(ids), len(ids)))
        return tuple(found)

    async def _outlines(self, chosen: sa.ColumnElement[bool], limit: int) -> tuple[Outline, ...]:
        query = _OUTLINES.where(chosen).order_by(_entry.id).limit(limit)
        async with self._database.reading() as connection:
            return tuple(_outline(row) for row in await connection.execute(query))

    async def term_counts(self, terms: Collection[int]) -> tuple[Mapping[int, int], int]:
        """Return in how many grouped entries each term stands (absent: none), and how many grouped entries there are."""
        asked = column_of({_EVERY, *terms}, "term", is_sqlite=self._database.is_sqlite)
        query = sa.select(_term.term, _term.entries).join(asked, asked.c.term == _term.term)
        async with self._database.reading() as connection:
            counts = {row.term: row.entries for row in await connection.execute(query)}
        return counts, counts.pop(_EVERY, 0)

    async def sharing(
        self, queries: Mapping[EntryId, Query], limit: int, at_least: float
    ) -> Mapping[EntryId, Sequence[EntryId]]:
        """Return for each query the marked entries that share two of its terms or more, those first that share most.

        What they share tells *at_least* so much. At most *limit* for each; a query without any is left out.
        """
        rows = (
            (term, entry_id, telling, query.since.toordinal(), query.until.toordinal())
            for entry_id, query in queries.items()
            for term, telling in query.terms.items()
        )
        columns = ("term", "entry_id", "telling", "since", "until")
        asked = numbers_of(rows, columns, is_sqlite=self._database.is_sqlite).c
        later = _numbers(
            max((week_of(each.until) - week_of(each.since) for each in queries.values()), default=0)
        )
        query = (
            sa.select(asked.entry_id, _mark.entry_id.label("other"))
            .where(_mark.week == sa.cast(asked.since, sa.Integer) // _WEEK + later)
            .where(_mark.term == asked.term, _mark.day.between(asked.since, asked.until))
            .group_by(asked.entry_id, _mark.entry_id)
            .having(sa.func.count() > 1, sa.func.sum(asked.telling) >= at_least)
            .order_by(asked.entry_id, sa.func.sum(asked.telling).desc(), _mark.entry_id.desc())
        )
        found: defaultdict[EntryId, list[EntryId]] = defaultdict(list)
        async with self._database.reading() as connection:
            for entry_id, other in await connection.execute(query):
                if len(found[entry_id]) < limit:
                    found[entry_id].append(other)
        return found

    async def assign(self, assignments: Sequence[Assignment]) -> Mapping[EntryId, StoryId]:
        """Put entries into stories, count their terms and mark them, and return the story of each.

        An assignment joins an entry that has a story, or one that stands before it in *assignments*; else it begins one. An
        entry that has a story keeps it, and its terms are not counted again. Raises `StoreError` where an entry is unknown.
        """
        stories = await self._database.transact(lambda connection: self._assigned(connection, assignments))
        return {entry_id: story_id for entry_id, story_id in stories.items() if story_id is not None}

    def _assigned(
        self, connection: sa.Connection, assignments: Sequence[Assignment]
    ) -> dict[EntryId, StoryId | None]:
        stories = _stories_of(connection, assignments)
        fresh = [each for each in assignments if stories[each.entry_id] is None]
        joining = _joining(fresh, stories)
        founders = [each.entry_id for each in fresh if each.entry_id not in joining]
        stories |= _begun(connection, founders, is_sqlite=self._database.is_sqlite)
        for entry_id, joined in joining.items():
            stories[entry_id] = stories[joined]
        if fresh:
            self._write(connection, fresh, stories)
        return stories

    def _write(
        self,
        connection: sa.Connection,
        fresh: Sequence[Assignment],
        stories: Mapping[EntryId, StoryId | None],
    ) -> None:
        """Write what *fresh* brings."""
        from bot.adapters.sql.marking import marked, raised  # noqa: PLC0415 -- numpy: see there

        assigned = [(stories[each.entry_id], each.entry_id) for each in fresh]
        run_plain(connection, _ASSIGNED, ["story_id", "own"], assigned)
        self._count(connection, raised(fresh, _EVERY))
        weeks = [week_of(each.published_at) for each in fresh]
        columns = ["week", "term", "day", "entry_id"]
        add_numbers(connection, schema.mark.insert(), columns, marked(fresh, weeks))

    def _count(self, connection: sa.Connection, counts: Sequence[tuple[int, int]]) -> None:
        """Terms come sorted, so that two transactions never wait for each other's."""
        insert = self._database.insert(schema.term)
        raised = insert.on_conflict_do_update(
            index_elements=[_term.term], set_={"entries": _term.entries + insert.excluded.entries}
        )
        add_numbers(connection, raised, ["term", "entries"], counts)


def _outline(row: Any) -> Outline:
    features = row.features or indexing.pack(indexing.features_of(row.title, row.text))
    return Outline(
        id=row.id,
        story_id=row.story_id,
        language=row.language,
        published_at=row.published_at,
        features=features,
    )


def week_of(instant: dt.datetime) -> int:
    """Return the number of the stretch of days whose marks lie together."""
    return instant.toordinal() // _WEEK


def _numbers(last: int) -> sa.ColumnElement[int]:
    """Return a column of the numbers from 0 to *last*."""
    every = [sa.select(sa.literal(number, sa.Integer).label("number")) for number in range(last + 1)]
    return sa.union_all(*every).subquery().c.number


def _stories_of(
    connection: sa.Connection, assignments: Sequence[Assignment]
) -> dict[EntryId, StoryId | None]:
    """Return the stories that the entries to be assigned have, and those that they join; the rows are held."""
    named = {each.entry_id for each in assignments} | {each.joins for each in assignments if each.joins}
    stories: dict[EntryId, StoryId | None] = {}
    for ids in batches(sorted(named)):
        rows = connection.execute(
            sa.select(_entry.id, _entry.story_id)
            .where(_entry.id.in_(ids))
            .order_by(_entry.id)
            .with_for_update()
        )
        stories.update((EntryId(row.id), row.story_id) for row in rows)
    if missing := named - stories.keys():
        raise RowGoneError(f"there is no entry {min(missing)}")
    return stories


def _joining(
    fresh: Sequence[Assignment], stories: Mapping[EntryId, StoryId | None]
) -> dict[EntryId, EntryId]:
    """Return which entries join which, in order; one that would join an entry without a story begins its own instead."""
    joining: dict[EntryId, EntryId] = {}
    placed: set[EntryId] = set()
    for each in fresh:
        if each.joins is not None and (each.joins in placed or stories[each.joins] is not None):
            joining[each.entry_id] = each.joins
        placed.add(each.entry_id)
    return joining


def _begun(
    connection: sa.Connection, founders: Sequence[EntryId], *, is_sqlite: bool
) -> dict[EntryId, StoryId]:
    """Begin a story for each of these entries."""
    story = schema.story.c
    listed = sa.select(column_of(founders, "founder_id", is_sqlite=is_sqlite))
    insert = schema.story.insert().from_select(["founder_id"], listed).returning(story.founder_id, story.id)
    rows = connection.execute(insert) if founders else ()
    return {EntryId(entry_id): StoryId(story_id) for entry_id, story_id in rows}
