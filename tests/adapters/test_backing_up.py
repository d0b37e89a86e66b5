"""A copy of the database while it is in use."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.adapters.sql import open_store
from bot.adapters.sql.backing_up import back_up
from bot.core.entities import Platform
from bot.core.errors import StoreError


async def test_a_copy_holds_what_was_written_while_the_program_runs(
    migrated_template: Path, tmp_path: Path
) -> None:
    """Also what stands only in the write-ahead log; the copy opens like any database, and the program goes on."""
    live, copy = tmp_path / "newsthread.db", tmp_path / "copy.db"
    shutil.copyfile(migrated_template, live)
    async with open_store(f"sqlite:///{live}", exclusive=True) as store:
        await store.add_workspace(Platform.SLACK, "T1", "Team")
        assert back_up(f"sqlite:///{live}", copy) == copy.stat().st_size
        await store.add_workspace(Platform.SLACK, "T2", "Later")
    async with open_store(f"sqlite:///{copy}", exclusive=True):
        assert _names(copy) == ["Team"]


def _names(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM workspace")]


def test_a_copy_is_for_its_owner_alone(migrated_template: Path, tmp_path: Path) -> None:
    """Addresses of feeds and transcripts may be secret; and nothing else is left beside it."""
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{migrated_template}", copy)
    assert copy.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [copy]


def test_nothing_is_overwritten(migrated_template: Path, tmp_path: Path) -> None:
    """An older copy is worth more than a typing mistake."""
    there = tmp_path / "there.db"
    there.write_text("older")
    with pytest.raises(StoreError, match="there already"):
        back_up(f"sqlite:///{migrated_template}", there)
    assert there.read_text() == "older"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://someone@127.0.0.1/news", "pg_dump"),
        ("sqlite:////nowhere/newsthread.db", "cannot be copied"),
    ],
)
def test_what_cannot_be_copied_says_why(url: str, reason: str, tmp_path: Path) -> None:
    """The text names the cause, and no half of a copy is left."""
    with pytest.raises(StoreError, match=reason):
        back_up(url, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_gives_no_copy(migrated_template: Path, tmp_path: Path) -> None:
    """Whoever trusts a copy must not find out in the hour of need."""
    live = tmp_path / "newsthread.db"
    data = bytearray(migrated_template.read_bytes())
    data[4096 * 8 : 4096 * 9] = bytes(4096)
    live.write_bytes(data)
    with pytest.raises(StoreError):
        back_up(f"sqlite:///{live}", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == [live]
