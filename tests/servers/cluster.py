"""A PostgreSQL cluster on loopback, in a folder of its own, for as long as a block lasts."""

import contextlib
import functools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bot.adapters.sql import migrate

_SETTINGS = ("fsync=off", "full_page_writes=off", "timezone=Asia/Istanbul", "unix_socket_directories=")


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


def binaries_of_postgresql() -> Path:
    """Return the folder of the newest PostgreSQL's programs.

    Raises:
        FileNotFoundError: it is not installed.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed")
    return found[-1]


@contextlib.contextmanager
def open_cluster(binaries: Path) -> Iterator[Cluster]:
    """Make and start a cluster; stop and remove it in the end."""
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
        raise RuntimeError(f"{program.name} failed: {done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
