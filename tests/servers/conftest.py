"""What the server tests run against: a PostgreSQL cluster on loopback, with a database for each test, and a browser.

Where one is missing the test is skipped, except in CI: there that is a failure.
"""

import functools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
from playwright.async_api import Browser, async_playwright

from bot.adapters.sql import migrate

_SETTINGS = ("fsync=off", "full_page_writes=off", "timezone=Asia/Istanbul", "unix_socket_directories=")
_NUMBERS = count(1)
_CHROMIUM = "/usr/bin/chromium"
_CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing(what: str, cure: str) -> NoReturn:
    """Skip the test, or let it fail where everything should be there."""
    reason = f"{what} is missing: {cure}"
    if os.environ.get("CI"):  # noqa: TID251 - a test asks where it runs
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A fresh browser, Debian's own."""
    if shutil.which(_CHROMIUM) is None:
        missing(
            "Chromium", "`make test-servers` installs it (Debian: apt-get install chromium fonts-noto-cjk)"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_CHROMIUM_FLAGS))
        yield browser
        await browser.close()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server. *restart* pulls its plug and starts it again. *template* is a migrated, empty database."""

    port: int
    restart: Callable[[], None]
    template: str = "template_newsthread"

    def url(self, database: str) -> str:
        """Return the URL of one of its databases."""
        return f"postgresql://newsthread@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run a statement about databases."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A new cluster in a folder of its own, gone afterwards."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="newsthread-postgresql-"))
    owner = _owner(folder)
    data, port = folder / "data", _free_port()
    try:
        initdb = (
            "-D",
            data,
            "-U",
            "newsthread",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        _run(binaries / "initdb", *initdb, **owner)
        settings = " ".join(
            f"-c {setting}" for setting in (*_SETTINGS, f"port={port}", "listen_addresses=127.0.0.1")
        )
        control = functools.partial(_run, binaries / "pg_ctl", **owner)
        place = ("-w", "-D", data, "-l", folder / "log", "-o", settings)
        control("start", *place)

        def restart() -> None:
            control("restart", "-m", "immediate", *place)

        try:
            cluster = Cluster(port, restart)
            cluster.execute(f"CREATE DATABASE {cluster.template}")
            migrate(cluster.url(cluster.template))
            yield cluster
        finally:
            control("stop", "-w", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def database_url(postgresql: Cluster) -> Iterator[str]:
    """The URL of a migrated, empty database for one test."""
    name = f"newsthread_{next(_NUMBERS)}"
    postgresql.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql.template}")
    yield postgresql.url(name)
    postgresql.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _binaries() -> Path:
    """Return the folder of the newest PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if found:
        return found[-1]
    missing("PostgreSQL", "`make test-servers` installs it (Debian: apt-get install postgresql)")


def _owner(folder: Path) -> dict[str, Any]:
    """Give *folder* to who may run the server, and return how to run as them: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(program: Path, *arguments: str | Path, **owner: Any) -> None:
    """Run one of PostgreSQL's programs, showing what it said if it fails."""
    done = subprocess.run(  # noqa: S603 - a program of the system, arguments of ours
        [program, *arguments],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **owner,
    )
    if done.returncode:
        pytest.fail(f"{program.name} failed: {done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
