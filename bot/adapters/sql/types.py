"""Column types: what we mean by an instant, a text, a key, a closed set and a stored value, alike on both databases.

It refuses naive datetimes, and what one of the two databases could not store.
"""

import datetime as dt
import hashlib
import re
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from bot.core.language import kept, restored

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

Impl: TypeAlias = sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]

MAX_KEY = 512
"""Code points of an indexed text. PostgreSQL refuses index rows above 2,704 bytes; publishers' guids may be anything."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Instant(TypeDecorator[dt.datetime]):
    """An aware instant, in UTC. SQLite keeps it as text of fixed width, so that comparing texts compares instants."""

    impl: Impl = sa.DateTime(timezone=True)
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant must be aware, and {value!r} is not")
        return value.astimezone(dt.UTC)

    @override
    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Words(TypeDecorator[str]):
    """Text from anywhere. NUL, which PostgreSQL refuses, and lone surrogates, which are no UTF-8, are left out."""

    impl: Impl = sa.Text
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else storable(value)


class Said(Words):
    """A sentence of ours, with what it is made of: it is shown later, to people of any language."""

    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else storable(kept(value))

    @override
    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else restored(value)


class Key(TypeDecorator[str]):
    """Text that is looked up by an index: longer ones are stored, and compared, as `key_form`."""

    impl: Impl = sa.Text
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else key_form(value)


class OptionalKey(Key):
    """A key that may be missing: "" to us, NULL in the table, so that two missing ones are never the same."""

    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return key_form(value) if value else None

    @override
    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str:
        return value or ""


class OptionalWords(Words):
    """Text that may be missing: "" to us, NULL in the table."""

    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return storable(value) if value else None

    @override
    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str:
        return value or ""


class Span(TypeDecorator[dt.timedelta]):
    """A length of time, in whole seconds."""

    impl: Impl = sa.BigInteger
    cache_ok: bool | None = True

    @override
    def process_bind_param(self, value: dt.timedelta | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else round(value.total_seconds())

    @override
    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> dt.timedelta | None:
        return None if value is None else dt.timedelta(seconds=value)


class Choice(TypeDecorator[E], Generic[E]):
    """A member of a closed set, stored as its value."""

    impl: Impl = sa.Text
    cache_ok: bool | None = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    @override
    def process_bind_param(self, value: E | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else value.value

    @override
    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> E | None:
        return None if value is None else self.kind(value)


class Value(TypeDecorator[T], Generic[T]):
    """One of our frozen dataclasses, or a tuple or mapping of such, as JSON. *kind* is its type, as annotations write it."""

    impl: Impl = sa.JSON
    cache_ok: bool | None = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    @override
    def process_bind_param(self, value: T | None, dialect: sa.Dialect) -> Any:
        return None if value is None else self._adapter.dump_python(value, mode="json")

    @override
    def process_result_value(self, value: Any, dialect: sa.Dialect) -> T | None:
        return None if value is None else self._adapter.validate_python(value)


class Optional(Value[T]):
    """A value that most rows do not have: *missing* to us, NULL in the table."""

    impl: Impl = sa.JSON(none_as_null=True)
    cache_ok: bool | None = True

    def __init__(self, kind: Any, missing: T) -> None:
        super().__init__(kind)
        self.missing = missing

    @override
    def process_bind_param(self, value: T | None, dialect: sa.Dialect) -> Any:
        return super().process_bind_param(None if value == self.missing else value, dialect)

    @override
    def process_result_value(self, value: Any, dialect: sa.Dialect) -> T | None:
        return self.missing if value is None else super().process_result_value(value, dialect)


def storable(text: str) -> str:
    """Return *text* without the code points that a database could not store."""
    if text.isascii() and "\0" not in text:  # as most are: much faster to see
        return text
    return _UNSTORABLE.sub("", text)


def key_form(text: str) -> str:
    """Return *text* as it stands in an index: itself, or where it is too long its beginning and its SHA-256."""
    text = storable(text)
    if len(text) <= MAX_KEY:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[: MAX_KEY - len(digest)]}{digest}"
