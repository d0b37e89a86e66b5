"""`make bench`: newsthread beside lemon24/reader, the same feeds, the same machine, one run. Ratios are what counts.

`python -m tests.bench [--reader PYTHON] [--feeds 500] [--rounds 3]`, from the project's root. PYTHON is an interpreter that
has lemon24/reader; without it newsthread is measured alone. Memory is measured in a round of its own, since looking at it
holds up the processes that are looked at.
"""

import argparse
import contextlib
import os
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
    """One poll of all feeds: *seconds* until all is stored, *until_found* until a search finds it, too."""

    seconds: float
    until_found: float
    entries: int
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a program came to in a phase: its *runs*, and the *mebibytes* that it took at most in another one."""

    runs: list[Run]
    mebibytes: float


Results: TypeAlias = dict[tuple[str, str], Found]
"""By name and phase."""


def main() -> None:
    """Measure as often as asked, one after the other, and show medians."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--reader", help="an interpreter that has lemon24/reader")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--rounds", type=int, choices=range(1, 100), metavar="N", default=3)
    asked = parser.parse_args()
    console = Console()
    # A spinner that turns fast would take its share of what is measured.
    with console.status("starting the publisher", refresh_per_second=1) as status:
        found = _measured(asked.reader, asked.feeds, asked.rounds, status.update)
    console.print(_table(asked.feeds, found))


def _measured(reader: str | None, feeds: int, rounds: int, show: Callable[[str], None]) -> Results:
    found: Results = {}
    with _publisher(feeds) as port:
        for key, command in _turns(reader, feeds, port, f"1 of {rounds + 1}, memory", show):
            found[key] = Found(runs=[], mebibytes=measured(command).mebibytes)
        for number in range(2, rounds + 2):
            for key, command in _turns(reader, feeds, port, f"{number} of {rounds + 1}", show):
                found[key].runs.append(_poll(command))
    return found


def _turns(
    reader: str | None, feeds: int, port: int, name: str, show: Callable[[str], None]
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield the commands of a round, one program after the other, in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder, "urls")
        urls.write_text("".join(f"http://127.0.0.1:{port}/{each}\n" for each in range(feeds)))
        for program, command in _commands(reader, Path(folder), urls).items():
            for phase in _PHASES:
                show(f"round {name}: {program}, {phase}")
                os.sync()  # what one wrote is not to be written out at the cost of the next
                yield (program, phase), [*command, "--phase", phase]


def _commands(reader: str | None, folder: Path, urls: Path) -> Mapping[str, list[str]]:
    same = ["--urls", str(urls), "--workers", str(_WORKERS)]
    # The package of this folder, not whatever is installed beside the interpreter.
    ours = [sys.executable, "-m", "bot", "bench", "poll", *same, "--state", str(folder / "newsthread")]
    theirs = [str(reader), _READER, *same, "--state", str(folder / "reader.db")]
    return {"reader": theirs, "newsthread": ours} if reader else {"newsthread": ours}


def _poll(command: list[str]) -> Run:
    ended = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 -- our own command
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ended.stderr}")
    indexed, wall, counts = ended.stdout.splitlines()[-3:]
    seconds = float(wall.split()[1])
    _, entries, _, errors = counts.split()
    return Run(
        seconds=seconds,
        until_found=seconds + float(indexed.split()[1]),
        entries=int(entries),
        errors=int(errors),
    )


def _table(feeds: int, found: Results) -> Table:
    table = Table(
        title=f"one poll of {feeds} feeds, everything stored; newsthread groups it into stories too"
    )
    headings = ("", "phase", "seconds", "ratio", "until found", "ratio", "entries", "errors", "MiB at most")
    for heading in headings:
        table.add_column(heading, justify="right")
    for (name, phase), ours in found.items():
        theirs = found.get(("reader", phase), ours)
        seconds = [run.seconds for run in ours.runs]
        table.add_row(
            name,
            phase,
            f"{statistics.median(seconds):.2f} ({min(seconds):.2f}-{max(seconds):.2f})",
            f"{_seconds(theirs) / _seconds(ours):.2f}",
            f"{_until_found(ours):.2f}",
            f"{_until_found(theirs) / _until_found(ours):.2f}",
            str(ours.runs[-1].entries),
            str(max(run.errors for run in ours.runs)),
            f"{ours.mebibytes:.0f}",
        )
    return table


def _seconds(found: Found) -> float:
    return statistics.median(run.seconds for run in found.runs)


def _until_found(found: Found) -> float:
    return statistics.median(run.until_found for run in found.runs)


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
