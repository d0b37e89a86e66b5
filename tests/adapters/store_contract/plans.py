"""What a store's statements must never do: read a large table whole.

The statements are the store's own: they are heard while its methods are called, and then explained by the database, with
the parameters that they had. On SQLite that says how they run, since it plans without knowing how large a table is (nothing
of ours runs ANALYZE). PostgreSQL plans by size, and these tables are small; so its tests forbid it to read a table
whole where there is any other way, and what is proven is that there is one.
"""

import contextlib
import datetime as dt
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa

from bot.adapters.sql import SqlStore
from bot.adapters.sql.engine import parse_url
from bot.adapters.sql.migrating import make_engine
from bot.core.entities import (
    Criteria,
    EditionId,
    EntryId,
    FeedId,
    StoryId,
    Subject,
    SubscriptionId,
    SummaryKey,
    Topic,
    TopicId,
    Window,
)
from bot.core.stories import Query
from bot.flows.ports import Store
from tests.adapters.store_contract.world import (
    DAY,
    HOUR,
    NOON,
    SLACK,
    channel,
    declared,
    edition_for,
    feed_of,
    new_entry,
    subscribed,
    told,
)

LARGE = frozenset(
    "entry entry_text entry_features entry_form entry_index story mark term headline_word story_tag decision edition "
    "edition_item delivery thread message question chat_event summary usage".split()
)
"""Tables that grow with time. The others grow with what people set up, and may be read whole."""

Call: TypeAlias = Callable[[Store], Awaitable[object]]

_ABOUT = Criteria(subject=Subject(groups=(("wharf",),)), since=NOON - 900 * DAY, now=NOON)
_OLD = NOON - 365 * DAY


def _place(work: Callable[[Store, Any], Awaitable[object]]) -> Call:
    async def call(store: Store) -> object:
        return await work(store, await channel(store))

    return call


HOT: Mapping[str, Call] = {
    "due feeds": lambda store: store.due_feeds(NOON, 200),
    "names of feeds": lambda store: store.feed_names(TopicId(1), "volt", 100),
    "known entries": lambda store: store.known_entries(FeedId(1), [new_entry("One")]),
    "an entry by its link": lambda store: store.entry_by_link("https://volt-courier.example/1", TopicId(1)),
    "entries": lambda store: store.entries([EntryId(1), EntryId(2)]),
    "ungrouped entries": lambda store: store.ungrouped_entries(9),
    "ungrouped outlines": lambda store: store.ungrouped_outlines(9),
    "counts of terms": lambda store: store.term_counts([1, 2]),
    "entries that share terms": lambda store: store.sharing(
        {EntryId(1): Query(terms={1: 1.0, 2: 1.0}, since=NOON - 9 * DAY, until=NOON)}, 9, 1.0
    ),
    "stories": lambda store: store.stories([StoryId(1)], TopicId(1)),
    "stories of a window": lambda store: store.stories_in(
        TopicId(1), Window(begins_at=NOON - DAY, ends_at=NOON)
    ),
    "first entries of feeds": lambda store: store.first_stored([FeedId(1)]),
    "told stories": _place(lambda store, place: store.told_stories(place, TopicId(1))),
    "told since": _place(lambda store, place: store.told_since(place, TopicId(1), NOON - DAY)),
    "decisions": lambda store: store.decisions(EntryId(1)),
    "a search by words": lambda store: store.find_entries(_ABOUT, TopicId(1), 300),
    "a search by tag": lambda store: store.find_entries(
        Criteria(subject=Subject(groups=()), since=_OLD, now=NOON, tags=(("battery",),)), TopicId(1), 300
    ),
    "a search for everything": lambda store: store.find_entries(
        Criteria(subject=Subject(groups=()), since=NOON - 7 * DAY, now=NOON), TopicId(1), 300
    ),
    "words that begin so": lambda store: store.headline_words_from("wha", 9),
    "words one slip away": lambda store: store.headline_words(["wharf", "wharfs"]),
    "entries about a subject": lambda store: store.search_entries(
        _ABOUT.subject, topic_id=TopicId(1), since=NOON - DAY, limit=9
    ),
    "entries like a question": lambda store: store.entries_like(
        ["wharf", "closes"], topic_id=TopicId(1), since=NOON - DAY, limit=9
    ),
    "a summary": lambda store: store.summary(SummaryKey("s")),
    "the last edition": lambda store: store.last_edition(SubscriptionId(1)),
    "the last planned editions": lambda store: store.last_planned(),
    "what is covered": lambda store: store.covered_until(SubscriptionId(1)),
    "editions under way": lambda store: store.under_way(),
    "refused editions": lambda store: store.refused(3),
    "refused editions of some": lambda store: store.refused(3, [SubscriptionId(1)]),
    "asked editions": lambda store: store.asked_editions(NOON - HOUR),
    "an edition": lambda store: store.edition(EditionId(1)),
    "due deliveries": lambda store: store.due_deliveries(NOON, 100, SLACK),
    "deliveries": lambda store: store.deliveries(EditionId(1)),
    "due questions": lambda store: store.due_questions(NOON, 100, SLACK),
    "messages of a thread": _place(lambda store, place: store.messages(place, "T1", limit=9)),
    "the edition of a thread": _place(lambda store, place: store.thread_edition(place, "T1")),
    "stories of the newsroom": lambda store: store.newest_of_stories([TopicId(1)], limit=9),
    "where a story was told": lambda store: store.tellings([StoryId(1)], None),
    "entries that are old": lambda store: store.prune_entries(_OLD),
    "marks that are old": lambda store: store.prune_index(_OLD),
    "editions that are old": lambda store: store.prune_editions(_OLD),
    "what was said long ago": lambda store: store.prune_transcript(_OLD),
    "summaries that are old": lambda store: store.prune_summaries(_OLD),
    "calls that are old": lambda store: store.prune_calls(_OLD),
    "events that are old": lambda store: store.prune_events(_OLD),
}
"""What chats, ticks and reading ask of the store again and again."""


COUNTED = {"marks that are old": ("term", "headline_word")}
"""Tables that are counted whole, once a day, to keep them below a million rows."""


@contextlib.contextmanager
def heard() -> Iterator[list[tuple[str, Any]]]:
    """Hear every statement that goes to a database, with its parameters."""
    statements: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        statements.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)


@contextlib.contextmanager
def explaining(url: str) -> Iterator[sa.Connection]:
    """Open a connection for explaining; PostgreSQL's tables are small, so it is kept from what pays for small tables alone."""
    engine = make_engine(parse_url(url))
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                for way in ("seqscan", "hashjoin", "mergejoin"):
                    connection.exec_driver_sql(f"SET enable_{way} = off")
            yield connection
    finally:
        engine.dispose()


def read_whole(connection: sa.Connection, statement: str, parameters: Any) -> list[str]:
    """Return the steps in which the database would read a large table whole for *statement*."""
    if isinstance(parameters, list):
        parameters = parameters[0]
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        return _whole_on_sqlite([row.detail for row in rows], statement)
    found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return list(_whole_on_postgresql(plan, "", is_limited=False))


_SCAN = re.compile(r"SCAN (\w+)(.*)")


def _whole_on_sqlite(steps: list[str], statement: str) -> list[str]:
    """A scan along an index ends early where the statement has a limit, and its order is the index's."""
    sorts = any("TEMP B-TREE FOR ORDER BY" in step for step in steps)
    ends_early = "LIMIT" in statement and not sorts
    names = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", statement)}
    whole = []
    for step in steps:
        scan = _SCAN.match(step)
        if scan is None or names.get(scan[1], scan[1]) not in LARGE:
            continue
        is_match = "VIRTUAL TABLE INDEX" in scan[2] and re.search(r"INDEX \d+:.*M", scan[2])
        if not is_match and not ("USING" in scan[2] and ends_early):
            whole.append(step)
    return whole


_WALKS = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
_TAKE_ALL = {"Sort", "Aggregate", "Hash", "Materialize"}


def _whole_on_postgresql(plan: Mapping[str, Any], above: str, *, is_limited: bool) -> Iterator[str]:
    """A walk along an index ends early below a limit, unless something between them takes all rows first.

    *above* is the table of the step above: a bitmap does not name its own. A bitmap of all rows below a limit stands for the
    reading in order that was forbidden.
    """
    kind, table = plan["Node Type"], plan.get("Relation Name", above)
    is_walk = kind in _WALKS and "Index Cond" not in plan
    if table in LARGE and (kind == "Seq Scan" or (is_walk and not is_limited)):
        yield f"{kind} of {table} {plan.get('Index Name', '')}".strip()
    goes_on = (is_limited or kind == "Limit") and kind not in _TAKE_ALL
    for inner in plan.get("Plans", ()):
        yield from _whole_on_postgresql(
            inner, table if kind == "Bitmap Heap Scan" else "", is_limited=goes_on
        )


class PlanContract:
    """No statement that is asked again and again reads a large table whole."""

    @pytest.mark.parametrize("name", HOT)
    async def test_no_large_table_is_read_whole(self, store: SqlStore, database_url: str, name: str):
        """A search, a tick and a check of a feed take as long in ten years as today."""
        await _fill(store)
        with heard() as statements:
            await HOT[name](store)
        assert statements
        with explaining(database_url) as connection:
            whole = {
                statement: steps
                for statement, parameters in statements
                if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", statement)
                and (steps := read_whole(connection, statement, parameters))
                and not any(f"FROM {table}" in statement for table in COUNTED.get(name, ()))
            }
        assert whole == {}

    async def test_a_whole_reading_is_noticed(self, store: SqlStore, database_url: str):
        """A statement without an index is told from one with: else nothing would be proven here."""
        await _fill(store)
        with explaining(database_url) as connection:
            assert read_whole(connection, "SELECT id FROM entry WHERE title = 'x'", ())
            assert read_whole(connection, "SELECT count(*) FROM edition", ())
            assert read_whole(connection, "SELECT id FROM entry ORDER BY title LIMIT 3", ())
            assert not read_whole(connection, "SELECT id FROM entry ORDER BY published_at LIMIT 3", ())
            assert not read_whole(connection, "SELECT title FROM entry WHERE story_id = 3", ())


async def _fill(store: Store) -> Topic:
    """Store a few of everything, so that what works in pieces has pieces to work on."""
    ev = await declared(store)
    subscription, place = await subscribed(store), await channel(store)
    story = await told(store, "Wharf closes", at=NOON - 400 * DAY, published_at=NOON - 400 * DAY)
    await told(store, "Wharf opens", at=NOON)
    await store.add_edition(edition_for(subscription), place, 1, NOON)
    await store.tag_stories(ev.id, {story: ["battery"]}, NOON)
    await store.postpone((await feed_of(store)).url, NOON - dt.timedelta(days=1))
    return ev
