"""Fixtures that more than one part of the tests needs."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.sql import SqlStore, migrate, open_store

# Examples are about what comes out; how long one takes says more about the machine.
settings.register_profile("newsthread", deadline=None)
settings.load_profile("newsthread")


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated SQLite file, made once: copying it is much faster than migrating anew."""
    path = tmp_path_factory.mktemp("template") / "newsthread.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
async def store(migrated_template: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A real store of the test's own."""
    path = tmp_path / "newsthread.db"
    shutil.copyfile(migrated_template, path)
    async with open_store(f"sqlite:///{path}", exclusive=False) as opened:
        yield opened
