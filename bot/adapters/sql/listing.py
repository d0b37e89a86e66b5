"""Many values as one parameter: JSON that the database unpacks itself.

For tables of a few narrow columns that take thousands of rows at once; row by row, most of the time would go into
preparing parameters.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Number: TypeAlias = int | float


def texts_of(texts: Iterable[str], *, is_sqlite: bool) -> sa.Subquery:
    """Return *texts* as a table with the column *text*."""
    packed = _packed(list(texts))
    if is_sqlite:
        text = sa.func.json_each(packed).table_valued("value", name="listed").c.value
    else:
        text = sa.func.jsonb_array_elements_text(_jsonb(packed)).table_valued("value", name="listed").c.value
    return sa.select(sa.type_coerce(text, sa.Text()).label("text")).subquery()


def pairs_of(pairs: Mapping[str, Number], *, is_sqlite: bool) -> sa.Subquery:
    """Return *pairs* as a table with the columns *key*, a text, and *value*, a number."""
    packed = _packed(pairs)
    if is_sqlite:
        pair = sa.func.json_each(packed).table_valued("key", "value", name="pair")
    else:
        pair = sa.func.jsonb_each_text(_jsonb(packed)).table_valued("key", "value", name="pair")
    return sa.select(*_pair(pair)).subquery()


def members_of(
    rows: Iterable[tuple[Sequence[int], Mapping[str, Number]]], columns: Sequence[str], *, is_sqlite: bool
) -> sa.Subquery:
    """Return a table with a row for each pair of each of *rows*: its whole numbers as *columns*, its *key* and *value*."""
    packed = _packed([[*numbers, pairs] for numbers, pairs in rows])
    found: list[sa.ColumnElement[Any]]
    if is_sqlite:
        row = sa.func.json_each(packed).table_valued("value", name="listed")
        pair = sa.func.json_each(row.c.value, f"$[{len(columns)}]").table_valued("key", "value", name="pair")
        found = [sa.func.json_extract(row.c.value, f"$[{index}]") for index in range(len(columns))]
    else:
        row = sa.func.jsonb_array_elements(_jsonb(packed)).table_valued("value", name="listed")
        pairs = row.c.value.op("->")(len(columns))
        pair = sa.func.jsonb_each_text(pairs).table_valued("key", "value", name="pair")
        found = [row.c.value.op("->>")(index) for index in range(len(columns))]
    cells = [sa.cast(cell, sa.BigInteger()).label(name) for name, cell in zip(columns, found, strict=True)]
    return sa.select(*cells, *_pair(pair)).select_from(row.join(pair, sa.true())).subquery()


def _pair(pair: sa.TableValuedAlias) -> tuple[sa.Label[str], sa.Label[float]]:
    return sa.type_coerce(pair.c.key, sa.Text()).label("key"), sa.cast(pair.c.value, sa.Float()).label(
        "value"
    )


def _jsonb(packed: str) -> sa.Cast[object]:
    return sa.cast(packed, postgresql.JSONB)


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
