"""Faults of the machine: processes that die or stand still, a clock that is wrong, a database that is busy, full or gone."""

import asyncio
import contextlib
import random
import resource
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.clock import write
from tests.faults.processes import Process
from tests.faults.world import Nature

if TYPE_CHECKING:
    from tests.faults.trial import Setting

_WRONG_SECONDS = 40 * 60.0
_SUSPENDED_SECONDS = 4.0
_LOCKED_SECONDS = 12.0
_FULL_SECONDS = 3.0
_MOST_COMMITS = 8
_MOST_IDLE_SECONDS = 15.0
_MOST_HEARD = 12


class Machine:
    """Lets them strike, and counts them."""

    def __init__(
        self, setting: "Setting", nature: Nature, processes: Sequence[Process], draw: random.Random
    ) -> None:
        self._setting = setting
        self._nature = nature
        self._processes = processes
        self._draw = draw

    async def strike(self, kind: str) -> None:
        """Let a fault of that kind strike, and be over."""
        process = self._draw.choice(self._processes)
        await self._is_at_work(process)
        if process.pid is None:
            return
        self._nature.faults.note(kind)
        match kind:
            case "kill":
                process.kill()
            case "kill before a commit" | "kill after a commit":
                process.doom(kind.split()[1], self._draw.randint(1, _MOST_COMMITS))
            case "restart":
                process.terminate()
            case "suspension":
                process.suspend()
                await asyncio.sleep(self._draw.uniform(0.5, _SUSPENDED_SECONDS))
                process.resume()
            case "wrong clock":
                wrong = self._draw.uniform(-_WRONG_SECONDS, _WRONG_SECONDS)
                write(process.control / f"{process.name}.skew", str(wrong))
            case _:
                await self._strike_database(kind, process)

    async def _is_at_work(self, process: Process) -> None:
        """Wait until it has asked for something a few times in this life, but not for long."""
        wanted = self._draw.randint(1, _MOST_HEARD)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_MOST_IDLE_SECONDS):
                while self._nature.heard[process.name] < wanted:  # noqa: ASYNC110 -- it is looked at a few times
                    await asyncio.sleep(0.05)

    async def _strike_database(self, kind: str, process: Process) -> None:
        match kind:
            case "database locked":
                await self._lock(self._draw.uniform(1, min(_LOCKED_SECONDS, self._setting.seconds / 4)))
            case "disk full":
                await self._fill(process)
            case "database restarted" if self._setting.restart_database is not None:
                await asyncio.to_thread(self._setting.restart_database)

    async def _lock(self, seconds: float) -> None:
        """Hold the file's write lock, as a backup or somebody's shell does."""
        file = Path(self._setting.database_url.removeprefix("sqlite:///"))
        opened = contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=5))
        with opened as connection, contextlib.suppress(sqlite3.OperationalError):
            connection.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)
            connection.execute("ROLLBACK")

    async def _fill(self, process: Process) -> None:
        """Let the kernel refuse the process each byte by which a file would grow beyond what its log has, for a while."""
        if process.pid is None:
            return
        file = Path(self._setting.database_url.removeprefix("sqlite:///"))
        wal = file.with_name(f"{file.name}-wal")
        largest = wal.stat().st_size if wal.exists() else 0
        with contextlib.suppress(ProcessLookupError):
            _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
            await asyncio.sleep(self._draw.uniform(0.5, _FULL_SECONDS))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
