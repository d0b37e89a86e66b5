"""How a table of ours is made."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # only INTEGER counts up by itself there


def table(name: str, *parts: sa.Column[Any] | sa.Constraint | sa.Index) -> sa.Table:
    """Return a table whose *id* is never given again, even after its row went."""
    return sa.Table(name, metadata, sa.Column("id", Id, primary_key=True), *parts, sqlite_autoincrement=True)


def column(name: str, kind: sa.types.TypeEngine[Any], *parts: sa.ForeignKey) -> sa.Column[Any]:
    """Return a column that always has a value."""
    return sa.Column(name, kind, *parts, nullable=False)


def owned_by(owner: str) -> sa.Column[Any]:
    """Return the column that names a row of the table *owner*; with that row this one goes, too."""
    return column(f"{owner}_id", Id, sa.ForeignKey(f"{owner}.id", ondelete="CASCADE"))
