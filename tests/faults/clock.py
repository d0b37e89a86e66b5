"""Time in a trial: the world's clock, which can be moved on, and each process's own, which may be wrong.

Both are the machine's clock and a number of seconds that stands in a file, so that processes see at once when it changes.
"""

import contextlib
import datetime as dt
from pathlib import Path

from bot.adapters.clock import SystemClock


class SetClock:
    """A `Clock` that is as many seconds off the machine's as its *files* say together."""

    def __init__(self, *files: Path) -> None:
        self._files = files
        self._machine = SystemClock()

    def now(self) -> dt.datetime:
        """Return the current instant, in UTC."""
        return self._machine.now() + dt.timedelta(seconds=sum(seconds_in(file) for file in self._files))


def seconds_in(file: Path) -> float:
    """Return the number in *file*, 0 where there is none."""
    with contextlib.suppress(FileNotFoundError):
        return float(file.read_text())
    return 0.0


def write(file: Path, text: str) -> None:
    """Replace what *file* says, so that nobody reads half of it."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(text)
    new.replace(file)
