"""How much memory a command and its children take at most: the proportional set size of all of them, sampled."""

import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SECONDS_BETWEEN = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """*lines* of its output, and the most that it took, in MiB."""

    lines: tuple[str, ...]
    mebibytes: float


def measured(command: Sequence[str]) -> Measured:
    """Run *command*, and measure.

    Raises:
        CalledProcessError: it failed.
    """
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own command
        has_ended, samples = threading.Event(), [0.0]

        def sample() -> None:
            while not has_ended.wait(_SECONDS_BETWEEN):
                samples.append(share_of_family(process.pid))

        sampler = threading.Thread(target=sample)
        sampler.start()
        output, _ = process.communicate()
        has_ended.set()
        sampler.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Measured(lines=tuple(output.splitlines()), mebibytes=max(samples))


def share_of_family(pid: int) -> float:
    """Return what a process and its children take now, in MiB."""
    return sum(map(_share, _family(pid))) / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _share(pid: int) -> float:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # it has just ended
        return ""
