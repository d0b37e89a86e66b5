"""Rows as entities and entities as rows: a column is called as the field that it keeps."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Collection, Iterator, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

import sqlalchemy as sa

from bot.adapters.sql import schema
from bot.core.entities import Entry, Feed, Place, Topic, WorkspaceId


class _Entity(Protocol):
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]


E = TypeVar("E", bound=_Entity)
T = TypeVar("T")

_BATCH = 500
"""Rows for one statement: far below the 32,766 parameters of SQLite."""


def values(entity: _Entity, *, leave: Collection[str] = ()) -> dict[str, Any]:
    """Return the row of *entity*, without the fields named in *leave*."""
    return {name: getattr(entity, name) for name in _names(type(entity)) if name not in leave}


def columns(table: sa.Table, kind: type[_Entity], *, leave: Collection[str] = ()) -> list[sa.Column[Any]]:
    """Return the columns of *table* that `read` needs for *kind*."""
    return [table.c[name] for name in _names(kind) if name not in leave]


def read(kind: type[E], row: sa.RowMapping, **given: Any) -> E:
    """Return the entity that *row* keeps; *given* are the fields that stand elsewhere."""
    return kind(**{name: row[name] for name in _names(kind) if name not in given}, **given)


@functools.cache
def _names(kind: type[_Entity]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def place_of(row: sa.RowMapping) -> Place:
    """Return the channel of a row that names it, joined to its workspace."""
    return Place(
        workspace_id=WorkspaceId(row["workspace_id"]), platform=row["platform"], channel=row["channel"]
    )


def stands_in(table: sa.Table, place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a row of *table* belongs to *place*."""
    return sa.and_(table.c.workspace_id == place.workspace_id, table.c.channel == place.channel)


def is_working(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Return the condition that the workspace a row is joined to is not stopped."""
    until = schema.workspace.c.stopped_until
    return sa.or_(until.is_(None), until <= now)


def batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield *things* in parts that fit into one statement."""
    for start in range(0, len(things), _BATCH):
        yield things[start : start + _BATCH]


FEED = columns(schema.feed, Feed)
ENTRY = columns(schema.entry, Entry)
TOPIC = columns(schema.topic, Topic)
