"""Starting, killing and restarting the processes under test, and what they said."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faults.clock import write
from tests.faults.histories import Histories

ROOT = Path(__file__).parents[2]
_ENDS_WITHIN = 40.0
_FORESEEN = re.compile(
    r"bot\.core\.errors\.StoreError: (the jobs' database|\S+) cannot be used: (?!.*\bno such )"
    r"|bot\.core\.errors\.StoreError: \S+ refused: (the )?(connection|server|cursor|QueuePool)\b"
    r"|procrastinate\.exceptions\.ConnectorException\b"
    r"|aiohttp\.client_exceptions\.ClientConnectionResetError\b"
)
"""What a traceback may end with: that our database is away, and what libraries log of a database or a chat that hung up on them.

Any other error of ours is told without a traceback, or it is a mistake.
"""

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-canary-bot-token",
    "SLACK_APP_TOKEN": "xapp-canary-app-token",
    "DISCORD_TOKEN": "canary.discord.token",
    "OPENAI_API_KEY": "sk-canary",
}


class Process:
    """One process of the program, started again whenever it ended. *is_wanted*: it is to run."""

    def __init__(self, role: str, name: str, folder: Path, histories: Histories) -> None:
        self.role = role
        self.name = name
        self.log = folder / f"{name}.log"
        self.control = folder / "control"
        self._config = folder / f"{name}.toml"
        self._histories = histories
        self._process: asyncio.subprocess.Process | None = None
        self._is_expected_to_end = False

    @property
    def pid(self) -> int | None:
        """Its number while it runs."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process and running else None

    async def start(self, environment: Mapping[str, str]) -> None:
        """Start it."""
        self._is_expected_to_end = False
        with self.log.open("a", encoding="utf-8") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.program", self.role),
                *(str(self._config), str(self.control), self.name),
                cwd=self._config.parent,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **SECRETS, **environment},  # noqa: TID251 -- a trial starts a process
                stdout=log,
                stderr=log,
            )
        self._histories.add("processes", name=self.name, what="started", pid=self._process.pid)

    def kill(self) -> bool:
        """Pull the plug; False where it does not run."""
        self._is_expected_to_end |= self.pid is not None
        return self._send(signal.SIGKILL)

    def doom(self, when: str, commits: int) -> bool:
        """Let it die *when* ("before" or "after") its commit of that number from now."""
        self._is_expected_to_end = True
        write(self.control / f"{self.name}.doom", f"{when} {commits}")
        return self.pid is not None

    def suspend(self) -> None:
        """Let it stand still, as a machine that swaps or is moved."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    def terminate(self) -> bool:
        """Ask it to end, as any platform does."""
        self._is_expected_to_end |= self.pid is not None
        return self._send(signal.SIGTERM)

    def _send(self, number: signal.Signals) -> bool:
        if self.pid is None:
            return False
        with contextlib.suppress(ProcessLookupError):  # it ended a moment ago, and nobody has told us yet
            os.kill(self.pid, number)
        return True

    async def ended(self) -> None:
        """Wait until it has ended, and write down whether somebody made it."""
        if self._process is None:
            return
        code = await self._process.wait()
        self._process = None
        (self.control / f"{self.name}.doom").unlink(missing_ok=True)
        why = "killed" if code == -signal.SIGKILL and self._is_expected_to_end else ""
        why = why or ("told" if code in {0, -signal.SIGTERM} and self._is_expected_to_end else "")
        self._histories.add("processes", name=self.name, what="ended", code=code, why=why)

    async def end(self, keeper: "asyncio.Task[None]") -> None:
        """Tell it to end, once in each of its lives, until its *keeper* starts it no more; kill it where it does not."""
        loop = asyncio.get_running_loop()
        until, told = loop.time() + _ENDS_WITHIN, None
        while not keeper.done():
            self.resume()
            if self.pid not in {None, told}:
                told = self.pid
                self.terminate()
            await asyncio.wait([keeper], timeout=0.5)
            if loop.time() > until and self.kill():
                self._histories.add("processes", name=self.name, what="did not end")

    def tracebacks(self) -> list[str]:
        """Return what each traceback ends with, but for errors that somebody foresaw."""
        found = []
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        for line in text.splitlines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                ends = _ends_of(said) if isinstance(said, dict) else []
                found += [f"{said['event']}: {end}" for end in ends if not is_foreseen(end)]
        return found


def is_foreseen(end: str) -> bool:
    """Say whether a traceback that ends so is what a fault outside the program leaves behind."""
    return _FORESEEN.match(end) is not None


def _ends_of(said: dict[str, Any]) -> list[str]:
    """Return the last line of the traceback that begins something, if there is one: a message may go on indented."""
    lines = str(said.get("exception", "")).splitlines()
    return [line for line in lines if line.strip() and not line[0].isspace()][-1:]
