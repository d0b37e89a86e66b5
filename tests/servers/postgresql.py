"""A PostgreSQL cluster of our own: on loopback, in a folder of its own, gone afterwards. Tests and measurements use it."""

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

_SETTINGS = ("timezone=Asia/Istanbul", "unix_socket_directories=")
_INITDB = ("-U", "newsthread", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
_UNSAFE = ("fsync=off", "full_page_writes=off")


class MissingServerError(Exception):
    """PostgreSQL is not installed here."""


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


@contextlib.contextmanager
def open_cluster(*, is_safe: bool = False, kept: Path | None = None) -> Iterator[Cluster]:
    """Start a cluster, and remove it in the end. *is_safe*: what is committed outlives the machine, as in earnest; it is slower.

    *kept*: the folder of a cluster that is there already, or is made there, and stays for another time.

    Raises:
        MissingServerError: PostgreSQL is not installed.
        RuntimeError: one of its programs failed; it says what that had to say.
    """
    binaries = _binaries()
    with _folder(kept) as folder:
        owner = _owner(folder)
        data, port = folder / "data", free_port()
        is_new = not data.exists()
        if is_new:
            _run(binaries / "initdb", "-D", data, *_INITDB, **owner)
        named = (*_SETTINGS, *(() if is_safe else _UNSAFE), f"port={port}", "listen_addresses=127.0.0.1")
        control = functools.partial(_run, binaries / "pg_ctl", **owner)
        place = ("-w", "-D", data, "-l", folder / "log", "-o", " ".join(f"-c {setting}" for setting in named))
        control("start", *place)
        try:
            cluster = Cluster(port, lambda: control("restart", "-m", "immediate", *place))
            if is_new:
                cluster.execute(f"CREATE DATABASE {cluster.template}")
                migrate(cluster.url(cluster.template))
            yield cluster
        finally:
            control("stop", "-w", "-m", "fast" if kept else "immediate", "-D", data)


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="newsthread-postgresql-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _binaries() -> Path:
    """Return the folder of the newest PostgreSQL's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise MissingServerError(
            "PostgreSQL is missing: `make test-servers` installs it (Debian: apt-get install postgresql)"
        )
    return found[-1]


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
