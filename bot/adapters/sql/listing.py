"""Many values at once: for tables of a few narrow columns that take or are asked for thousands of rows.

As parameters of their own, most of the time would go into preparing them.
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


def column_of(numbers: Iterable[int], name: str, *, is_sqlite: bool) -> sa.Subquery:
    """Return whole *numbers* as a table of one column."""
    if is_sqlite:
        listed = sa.func.json_each(_packed(list(numbers))).table_valued("value", name="listed")
        return sa.select(sa.type_coerce(listed.c.value, sa.Integer()).label(name)).subquery()
    listed = sa.func.jsonb_array_elements_text(_jsonb(_packed(list(numbers)))).table_valued(
        "value", name="listed"
    )
    return sa.select(sa.cast(listed.c.value, sa.BigInteger()).label(name)).subquery()


def numbers_of(rows: Iterable[Sequence[Number]], columns: Sequence[str], *, is_sqlite: bool) -> sa.Subquery:
    """Return *rows* as a table: JSON in one parameter, which the database unpacks itself.

    Flat on purpose: JSON inside JSON would be shorter, but SQLite reads all of it again for every value that it takes out.
    """
    packed = _packed(list(rows))
    cells: list[sa.ColumnElement[Any]]
    if is_sqlite:
        row = sa.func.json_each(packed).table_valued("value", name="listed").c.value
        cells = [sa.func.json_extract(row, f"$[{index}]") for index in range(len(columns))]
    else:
        row = sa.func.jsonb_array_elements(_jsonb(packed)).table_valued("value", name="listed").c.value
        cells = [sa.cast(row.op("->>")(index), sa.Float()) for index in range(len(columns))]
    return sa.select(*(cell.label(name) for cell, name in zip(cells, columns, strict=True))).subquery()


def add_numbers(
    connection: sa.Connection, insert: Any, columns: Sequence[str], rows: Sequence[tuple[int, ...]]
) -> None:
    """Run *insert* (without values) for *rows* of whole numbers, in their order; PostgreSQL gets them in one parameter."""
    if connection.dialect.name == "sqlite":
        run_plain(connection, insert.values({name: sa.bindparam(name) for name in columns}), columns, rows)
    elif rows:
        listed = numbers_of(rows, columns, is_sqlite=False)
        chosen = sa.select(*(sa.cast(listed.c[name], sa.BigInteger()) for name in columns))
        connection.execute(insert.from_select(list(columns), chosen.order_by(*listed.c)))


def run_plain(
    connection: sa.Connection, statement: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Run *statement* for each of *rows*: values, in the order of their *names*, as the driver takes them.

    On SQLite they go past SQLAlchemy, which would take longer to prepare a row than SQLite takes to write it.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
        return
    compiled = statement.compile(dialect=connection.dialect)
    if list(names) != compiled.positiontup:
        raise ValueError(f"the statement takes its values as {compiled.positiontup}")
    connection.exec_driver_sql(str(compiled), list(rows))


def _pair(pair: sa.TableValuedAlias) -> tuple[sa.Label[str], sa.Label[float]]:
    return sa.type_coerce(pair.c.key, sa.Text()).label("key"), sa.cast(pair.c.value, sa.Float()).label(
        "value"
    )


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _jsonb(packed: str) -> sa.Cast[object]:
    return sa.cast(sa.literal(packed, sa.Text()), postgresql.JSONB)
