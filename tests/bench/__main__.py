"""`make bench`: newsthread beside lemon24/reader, the same feeds, the same machine, one run. Ratios are what counts.

`python -m tests.bench READER_PYTHON [FEEDS] [ROUNDS]`, from the project's root.
"""

import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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


def main(reader_python: str, feeds: int, rounds: int) -> None:
    """Measure *rounds* times, one after the other, and show medians."""
    console = Console()
    found: dict[tuple[str, str], list[Run]] = {}
    with _publisher(feeds) as port, console.status("measuring") as status:
        for number in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                urls = Path(folder, "urls")
                urls.write_text("".join(f"http://127.0.0.1:{port}/{each}\n" for each in range(feeds)))
                for name, command in _commands(reader_python, Path(folder), urls).items():
                    for phase in _PHASES:
                        status.update(f"round {number + 1} of {rounds}: {name}, {phase}")
                        run = _poll([*command, phase] if name == "reader" else [*command, "--phase", phase])
                        found.setdefault((name, phase), []).append(run)
    console.print(_table(feeds, found))


def _commands(reader_python: str, folder: Path, urls: Path) -> Mapping[str, list[str]]:
    state, workers = str(folder / "newsthread"), str(_WORKERS)
    ours = [str(Path(sys.executable).with_name("newsthread")), "bench", "poll", "--urls", str(urls)]
    theirs = [reader_python, _READER, str(folder / "reader.db"), str(urls)]
    return {"reader": theirs, "newsthread": [*ours, "--state", state, "--workers", workers]}


def _poll(command: list[str]) -> Run:
    arguments = [*command, str(_WORKERS)] if command[1] == _READER else command
    found = measured(arguments)
    wall, counts = found.lines[-2:]
    _, entries, _, errors = counts.split()
    return Run(
        seconds=float(wall.split()[1]), entries=int(entries), errors=int(errors), mebibytes=found.mebibytes
    )


def _table(feeds: int, found: Mapping[tuple[str, str], list[Run]]) -> Table:
    table = Table(
        title=f"one poll of {feeds} feeds, everything stored; newsthread groups it into stories too"
    )
    for heading in ("", "phase", "seconds", "ratio", "entries", "errors", "peak MiB, all processes"):
        table.add_column(heading, justify="right")
    for (name, phase), runs in found.items():
        seconds = statistics.median(run.seconds for run in runs)
        theirs = statistics.median(run.seconds for run in found["reader", phase])
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
    main(sys.argv[1], *map(int, [*sys.argv[2:], "500", "3"][:2]))
