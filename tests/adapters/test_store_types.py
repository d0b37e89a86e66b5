"""The column types, and that no secret leaves through an error."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.sql.engine import parse_url, translate_errors
from bot.adapters.sql.fulltext import bounded
from bot.adapters.sql.types import MAX_KEY, Instant, key_form
from bot.core.errors import StoreError

ZONES = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
INSTANTS = st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001 - bounds are naive
TABLE = sa.Table("t", sa.MetaData(), sa.Column("n", sa.Integer, primary_key=True), sa.Column("at", Instant()))
ENGINE = sa.create_engine("sqlite://")


@given(st.lists(INSTANTS, min_size=1, max_size=8))
def test_instants_come_back_and_keep_their_order(instants: list[dt.datetime]):
    """Whatever zone an instant is in, it is the same instant later, in UTC, and the database sorts it rightly."""
    with ENGINE.connect() as connection:
        TABLE.create(connection, checkfirst=True)
        connection.execute(TABLE.insert(), [{"n": n, "at": at} for n, at in enumerate(instants)])
        back = connection.scalars(sa.select(TABLE.c.at).order_by(TABLE.c.at)).all()
        not_later = connection.scalars(sa.select(TABLE.c.n).where(TABLE.c.at <= instants[0])).all()
        connection.execute(TABLE.delete())
        connection.commit()
    assert back == sorted(instants)
    assert all(at.utcoffset() == dt.timedelta(0) for at in back)
    assert set(not_later) == {n for n, at in enumerate(instants) if at <= instants[0]}


def test_a_naive_instant_is_refused():
    """A forgotten time zone is an error where it happens, not an edition an hour late."""
    with ENGINE.connect() as connection, pytest.raises(sa.exc.StatementError, match="must be aware"):
        connection.execute(sa.select(sa.literal(dt.datetime(2026, 11, 23), Instant())))  # noqa: DTZ001 - the point


@given(st.text(max_size=MAX_KEY * 2))
def test_a_key_fits_an_index_and_is_stable(text: str):
    """Any guid has a form that both databases can index, and asking for it finds it."""
    form = key_form(text)
    assert len(form) <= MAX_KEY
    assert len(form.encode()) <= 2_704
    assert key_form(form) == form


@given(st.text("ab", min_size=MAX_KEY + 1, max_size=MAX_KEY + 9), st.text("ab", min_size=1, max_size=9))
def test_long_keys_stay_apart(text: str, more: str):
    """Two guids that differ only in their last character, after a thousand equal ones, are two."""
    assert key_form(text) != key_form(text + more)


@pytest.mark.parametrize(
    "url", ["postgresql://bot:hush@db.example:5432/news?sslkey=hush", "postgres://bot:hush@db.example/news"]
)
def test_an_error_never_shows_the_password(url: str):
    """A log of a failed start can be pasted into a bug report."""
    cause = Exception(
        'connection to "postgresql://bot:hush@db.example/news" failed\nDETAIL: Key (url)=(hush)'
    )
    with pytest.raises(StoreError) as caught, translate_errors(parse_url(url)):
        raise sa.exc.OperationalError("SELECT 1", {}, cause)
    assert "hush" not in str(caught.value)
    assert "db.example" in str(caught.value)


def test_an_error_never_shows_what_was_written(tmp_path: Path):
    """A feed's URL, which may hold a secret, is not in the error of the statement that held it."""
    url = parse_url(f"sqlite:///{tmp_path}/x.db")
    engine = sa.create_engine("sqlite://", hide_parameters=True)
    with pytest.raises(StoreError) as caught, translate_errors(url), engine.connect() as connection:
        connection.execute(sa.text("SELECT * FROM missing WHERE url = :url"), {"url": "https://hush.example"})
    assert "hush" not in f"{caught.value} {caught.value.__cause__}"


def test_what_is_cut_for_the_index_ends_in_a_whole_token():
    """PostgreSQL refuses an empty one, so a text cut right behind a space would keep its feed from being stored."""
    token = "ა" * 39 + "б"  # with its space 120 bytes, of which the limit is a multiple
    assert set(bounded(" ".join([token] * 6_000)).split(" ")) == {token}
