"""What happened, as JSON lines in a file for each part of the world. Only the world writes, and only the checker reads."""

import json
import time
from pathlib import Path
from typing import Any

from bot.flows.ports import Clock

PARTS = ("slack", "discord", "language_model", "publishers", "people", "faults", "processes")


class Histories:
    """Append-only. Each line has `at`, the world's time, and `second`, the machine's, which does not leap."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        for part in PARTS:
            (folder / f"{part}.jsonl").touch()

    def add(self, part: str, **happened: Any) -> None:
        """Write down what happened just now."""
        when = {"at": self._clock.now().isoformat(), "second": time.monotonic()}
        line = json.dumps({**when, **happened}, ensure_ascii=False)
        with (self._folder / f"{part}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
