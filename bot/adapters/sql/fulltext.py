"""The full-text index: the same tokens, so the same finds, on both databases.

Neither database parses text here. What is indexed was folded by `bot.core.text` into tokens of letters and digits parted
by spaces, since PostgreSQL's parser splits 小米 in some locales and SQLite's trigrams find no word shorter than three.
Queries are folded the same way, so nothing that people type has a meaning in the index's query language.

Behind an entry's tokens stand its marks: its feed, the words of its publisher's name, and the day and week it was published
in. So the index itself narrows a search to a topic's feeds and to the newest; neither database could else
but visit every match of a common word. A mark begins with a sign that no token has.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.adapters.sql import schema
from bot.core.text import search_tokens

MAX_TOKENS = 16_000
"""Of one entry. A tsvector holds less than 1 MiB: this many tokens, within `_MAX_BYTES`, take two thirds of it."""
_MAX_BYTES = 600_000
_MOST_BYTES = 4  # of one character
_FEED, _PUBLISHER = "§f", "§p"
_SPAN_SIGNS = {1: "§d", 7: "§w"}
_PUBLISHER_WORDS = 12
MAX_TERMS = 64
"""Tokens of one query."""

# FTS5's `ascii` tokenizer parts at spaces alone here, as every character beyond ASCII counts as a letter to it; `unicode61`
# knows the letters of 2012 only. https://sqlite.org/fts5.html#ascii_tokenizer
SQLITE_DDL = (
    """
    CREATE VIRTUAL TABLE entry_index
    USING fts5 (folded, content='entry_text', content_rowid='entry_id', tokenize='ascii')
    """,
    """
    CREATE TRIGGER entry_text_added AFTER INSERT ON entry_text BEGIN
        INSERT INTO entry_index (rowid, folded) VALUES (new.entry_id, new.folded);
    END
    """,
    """
    CREATE TRIGGER entry_text_removed AFTER DELETE ON entry_text BEGIN
        INSERT INTO entry_index (entry_index, rowid, folded) VALUES ('delete', old.entry_id, old.folded);
    END
    """,
)
POSTGRESQL_DDL = (
    """
    ALTER TABLE entry_text
    ADD COLUMN tokens tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(folded, ' '))) STORED
    """,
    "CREATE INDEX ix_entry_text_tokens ON entry_text USING gin (tokens)",
)

_INDEX = sa.table(
    "entry_index", sa.column("rowid", sa.Integer), sa.column("entry_index"), sa.column("rank", sa.Float)
)
_TOKENS = sa.table("entry_text", sa.column("entry_id", sa.BigInteger), sa.column("tokens"))

# PostgreSQL's ts_rank knows nothing of rarity. These are bm25's weights, with bounded counts: a term of 10,000 entries tells
# next to nothing. Not materialized, the counting is done again for every match (minutes instead of 0.1 s at 40,000 entries).
_RARITY = """
WITH sample AS MATERIALIZED (SELECT count(*) AS size FROM (SELECT FROM entry_text LIMIT 10000) AS s),
asked AS MATERIALIZED (
    SELECT query, (SELECT count(*) FROM (SELECT FROM entry_text WHERE tokens @@ query LIMIT 10000) AS f) AS found
    FROM unnest(CAST(:queries AS tsquery[])) AS query
)
SELECT entry_id, -sum(ln(1 + (size - found + 0.5) / (found + 0.5))) AS score
FROM sample CROSS JOIN asked JOIN entry_text ON tokens @@ query GROUP BY entry_id
"""


@sa.event.listens_for(schema.metadata, "after_create")
def create_index(_metadata: sa.MetaData, connection: sa.Connection, **_kw: object) -> None:
    """Create the index after the tables that `metadata` describes."""
    for statement in SQLITE_DDL if connection.dialect.name == "sqlite" else POSTGRESQL_DDL:
        connection.exec_driver_sql(statement)


def bounded(tokens: str) -> str:
    """Return as many of the search tokens, parted by spaces, as an index can hold."""
    if len(tokens) * _MOST_BYTES <= _MAX_BYTES and tokens.count(" ") < MAX_TOKENS:
        return tokens
    whole = " ".join(tokens.split(" ")[:MAX_TOKENS])
    cut = whole.encode(errors="ignore")[:_MAX_BYTES].decode(errors="ignore")
    return cut.rstrip(" ")  # cut behind a space it would end in an empty token, which PostgreSQL refuses


def marked(tokens: str, feed_id: int, publisher: str, published_at: dt.datetime) -> str:
    """Return what is indexed of an entry: its search tokens, as many as fit, and its marks."""
    day = published_at.astimezone(dt.UTC).toordinal()
    marks = (
        feed_mark(feed_id),
        *(f"{_SPAN_SIGNS[days]}{day // days}" for days in _SPAN_SIGNS),
        *(f"{_PUBLISHER}{word}" for word in dict.fromkeys(search_tokens(publisher)[:_PUBLISHER_WORDS])),
    )
    return " ".join(filter(None, (bounded(tokens), *marks)))


def feed_mark(feed_id: int) -> str:
    """Return the mark of the entries of a feed."""
    return f"{_FEED}{feed_id}"


def publisher_mark(word: str) -> str:
    """Return the mark of the entries whose publisher's name has the folded *word*."""
    return f"{_PUBLISHER}{word}"


def span_marks(since: dt.datetime, until: dt.datetime, days: int) -> tuple[str, ...]:
    """Return the marks of all entries published from *since* to *until*; *days* (1 or 7) is how coarse they are."""
    first, last = (instant.astimezone(dt.UTC).toordinal() // days for instant in (since, until))
    return tuple(f"{_SPAN_SIGNS[days]}{number}" for number in range(first, last + 1))


def terms_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens of a query, each once, the first `MAX_TERMS`."""
    tokens = (token for text in texts for token in search_tokens(text))
    return tuple(dict.fromkeys(tokens))[:MAX_TERMS]


def phrases_of(group: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the phrases of a subject's group as terms. One without any token matches nothing, so it goes."""
    return [terms for phrase in group if (terms := terms_of([phrase]))]


def ids_matching(groups: Sequence[Sequence[tuple[str, ...]]], *, is_sqlite: bool) -> sa.Select[tuple[int]]:
    """Return the query for the ids of entries that match any phrase of every group."""
    if is_sqlite:
        return sa.select(_INDEX.c.rowid).where(
            _INDEX.c.entry_index.op("MATCH")(_query(groups, '"{}"', "AND", "OR"))
        )
    # A condition for each group: so GIN leaps along the shortest list, and tries within one condition every item of the lists.
    asked = (sa.cast(_query([group], "'{}'", "&", "|"), postgresql.TSQUERY) for group in groups)
    return sa.select(_TOKENS.c.entry_id).where(*(_TOKENS.c.tokens.op("@@")(query) for query in asked))


def scores(terms: Sequence[str], *, is_sqlite: bool) -> sa.Subquery:
    """Return *entry_id* and *score* of the entries that hold any of the terms: the lower the score, the better."""
    if is_sqlite:
        query = _query([[(term,) for term in terms]], '"{}"', "AND", "OR")
        chosen = sa.select(_INDEX.c.rowid.label("entry_id"), _INDEX.c.rank.label("score"))
        return chosen.where(_INDEX.c.entry_index.op("MATCH")(query)).subquery()
    queries = sa.bindparam("queries", [f"'{term}'" for term in terms], postgresql.ARRAY(sa.Text))
    columns = {"entry_id": sa.BigInteger, "score": sa.Float}
    return sa.text(_RARITY).bindparams(queries).columns(**columns).subquery()


def _query(groups: Sequence[Sequence[tuple[str, ...]]], quoted: str, both: str, either: str) -> str:
    """Return the groups in an index's query language. Terms are letters and digits, so quoting them is all it takes."""
    phrases = ([f" {both} ".join(map(quoted.format, terms)) for terms in group] for group in groups)
    return f" {both} ".join(f"({f' {either} '.join(group)})" for group in phrases)
