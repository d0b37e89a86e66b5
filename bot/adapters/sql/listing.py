"""Many rows as one parameter: a JSON array of arrays that the database unpacks itself.

For tables of a few narrow columns that take thousands of rows at once; row by row, most of the time would go into
preparing parameters.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def rows_of(
    rows: Iterable[Sequence[object]], columns: Mapping[str, sa.types.TypeEngine[Any]], *, is_sqlite: bool
) -> sa.Subquery:
    """Return *rows*, each with a text or number for every one of *columns*, as a table to select from."""
    packed = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    if is_sqlite:
        row = sa.func.json_each(packed).table_valued("value", name="listed").c.value
        cells = [
            sa.func.json_extract(row, f"$[{number}]", type_=kind).label(name)
            for number, (name, kind) in enumerate(columns.items())
        ]
    else:
        row = sa.func.jsonb_array_elements(sa.cast(packed, postgresql.JSONB)).table_valued("value").c.value
        cells = [
            sa.cast(row.op("->>")(number), kind).label(name)
            for number, (name, kind) in enumerate(columns.items())
        ]
    return sa.select(*cells).subquery()


def texts_of(texts: Iterable[str], *, is_sqlite: bool) -> sa.Subquery:
    """Return *texts* as a table with the one column *text*."""
    packed = json.dumps(list(texts), ensure_ascii=False, separators=(",", ":"))
    if is_sqlite:
        text = sa.func.json_each(packed).table_valued("value", name="listed").c.value
    else:
        text = (
            sa.func.jsonb_array_elements_text(sa.cast(packed, postgresql.JSONB)).table_valued("value").c.value
        )
    return sa.select(sa.type_coerce(text, sa.Text()).label("text")).subquery()
