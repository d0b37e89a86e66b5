"""The backup of docs/deploy.md, made and restored: nothing that was said is lost."""

import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from bot.adapters.jobs.procrastinate import install
from bot.adapters.sql import migrate, open_store
from bot.core.entities import Platform
from tests.servers.postgresql import Cluster

pytestmark = pytest.mark.server

PAGE = Path(__file__).parent.parent.parent / "docs" / "deploy.md"


def command(name: str) -> str:
    """The line of the documentation that begins with *name*."""
    (found,) = re.findall(rf"^    ({name} .+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return str(found)


async def test_what_was_dumped_is_restored(postgresql: Cluster, database_url: str, tmp_path: Path) -> None:
    """As the page says it: without the jobs, into an empty database, then migrated."""
    install(database_url)
    async with open_store(database_url, exclusive=True) as store:
        await store.add_workspace(Platform.SLACK, "T1", "Team")
    postgresql.execute("CREATE DATABASE restored")
    try:
        restored = postgresql.url("restored")
        for name, url in (("pg_dump", database_url), ("pg_restore", restored)):
            subprocess.run(  # noqa: ASYNC221, S602 -- the line as people paste it
                command(name),
                shell=True,
                check=True,
                cwd=tmp_path,
                env={"DATABASE_URL": url, "PATH": "/usr/bin:/bin"},
            )
        migrate(restored)
        install(restored)
        with psycopg.connect(restored) as connection:
            assert connection.execute("SELECT name FROM workspace").fetchall() == [("Team",)]
        async with open_store(restored, exclusive=True) as store:
            assert await store.feeds() == ()
    finally:
        postgresql.execute("DROP DATABASE restored WITH (FORCE)")
