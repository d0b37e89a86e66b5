"""`make bench`: newsthread beside lemon24/reader, the same feeds, the same machine, one run. Ratios are what counts.

`python -m tests.bench [--reader PYTHON] [--feeds 500] [--rounds 3]`, from the project's root. PYTHON is an interpreter that
has lemon24/reader; without it newsthread is measured alone.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.table import Table

from tests.bench.memory import measured

_WORKERS = 20
_PHASES = ("cold", "warm")
_READER = str(Path(__file__).with_name("lemon24_reader.py"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One poll of all feeds."""

    seconds: float
    entries: int
    errors: int
    mebibytes: float


Found: TypeAlias = dict[tuple[str, str], list[Run]]
"""By name and phase."""


def main() -> None:
    """Measure as often as asked, one after the other, and show medians."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--reader", help="an interpreter that has lemon24/reader")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    console = Console()
    with console.status("starting the publisher") as status:
        found = _measured(asked.reader, asked.feeds, asked.rounds, status.update)
    console.print(_table(asked.feeds, found))


def _measured(reader: str | None, feeds: int, rounds: int, show: Callable[[str], None]) -> Found:
    found: Found = {}
    with _publisher(feeds) as port:
        for number in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                urls = Path(folder, "urls")
                urls.write_text("".join(f"http://127.0.0.1:{port}/{each}\n" for each in range(feeds)))
                for name, command in _commands(reader, Path(folder), urls).items():
                    for phase in _PHASES:
                        show(f"round {number + 1} of {rounds}: {name}, {phase}")
                        found.setdefault((name, phase), []).append(_poll([*command, "--phase", phase]))
    return found


def _commands(reader: str | None, folder: Path, urls: Path) -> Mapping[str, list[str]]:
    same = ["--urls", str(urls), "--workers", str(_WORKERS)]
    # The package of this folder, not whatever is installed beside the interpreter.
    ours = [sys.executable, "-m", "bot", "bench", "poll", *same, "--state", str(folder / "newsthread")]
    theirs = [str(reader), _READER, *same, "--state", str(folder / "reader.db")]
    return {"reader": theirs, "newsthread": ours} if reader else {"newsthread": ours}


def _poll(command: list[str]) -> Run:
    found = measured(command)
    wall, counts = found.lines[-2:]
    _, entries, _, errors = counts.split()
    return Run(
        seconds=float(wall.split()[1]), entries=int(entries), errors=int(errors), mebibytes=found.mebibytes
    )


def _table(feeds: int, found: Found) -> Table:
    table = Table(
        title=f"one poll of {feeds} feeds, everything stored; newsthread groups it into stories too"
    )
    for heading in ("", "phase", "seconds", "ratio", "entries", "errors", "peak MiB, all processes"):
        table.add_column(heading, justify="right")
    for (name, phase), runs in found.items():
        seconds = statistics.median(run.seconds for run in runs)
        theirs = statistics.median(run.seconds for run in found.get(("reader", phase), runs))
        table.add_row(
            name,
            phase,
            f"{seconds:.2f} ({min(run.seconds for run in runs):.2f}-{max(run.seconds for run in runs):.2f})",
            f"{theirs / seconds:.2f}",
            str(runs[-1].entries),
            str(max(run.errors for run in runs)),
            f"{max(run.mebibytes for run in runs):.0f}",
        )
    return table


@contextlib.contextmanager
def _publisher(feeds: int) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.publisher", str(feeds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the publisher has no pipes")
        yield int(process.stdout.readline())
        process.stdin.close()


if __name__ == "__main__":
    main()
