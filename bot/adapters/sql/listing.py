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


def rows_of(
    rows: Iterable[Sequence[str | Number]], columns: Sequence[str], *, is_sqlite: bool
) -> sa.Subquery:
    """Return a table of *rows*: a *text* first, and numbers as *columns*.

    Flat on purpose: JSON inside JSON would be shorter, but SQLite reads all of it again for every value that it takes out.
    """
    packed = _packed(list(rows))
    cells: list[sa.ColumnElement[Any]]
    if is_sqlite:
        row = sa.func.json_each(packed).table_valued("value", name="listed").c.value
        cells = [sa.func.json_extract(row, f"$[{index}]") for index in range(len(columns) + 1)]
    else:
        row = sa.func.jsonb_array_elements(_jsonb(packed)).table_valued("value", name="listed").c.value
        texts = [row.op("->>")(index) for index in range(len(columns) + 1)]
        cells = [texts[0], *(sa.cast(text, sa.Float()) for text in texts[1:])]
    named = [cell.label(name) for name, cell in zip(("text", *columns), cells, strict=True)]
    return sa.select(*named).subquery()


def _pair(pair: sa.TableValuedAlias) -> tuple[sa.Label[str], sa.Label[float]]:
    return sa.type_coerce(pair.c.key, sa.Text()).label("key"), sa.cast(pair.c.value, sa.Float()).label(
        "value"
    )


def _jsonb(packed: str) -> sa.Cast[object]:
    return sa.cast(sa.literal(packed, sa.Text()), postgresql.JSONB)


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
