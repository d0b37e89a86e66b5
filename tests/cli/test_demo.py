"""`newsthread demo` as a person runs it: a process, a page in the browser, Ctrl-C."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def demo(data: Path) -> Iterator["subprocess.Popen[str]"]:
    """A running demo on a free port; it is ended with the context."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(data)]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}  # noqa: TID251 -- a child inherits it
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as running:  # noqa: S603 -- our own interpreter
        try:
            yield running
        finally:
            running.kill()


def address_in(lines: IO[str] | None) -> str:
    """Read until the page's address is shown, and return it."""
    for line in lines or ():
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise AssertionError("the demo ended without showing the page's address")


def test_the_demo_shows_its_page_and_ends_cleanly(tmp_path: Path) -> None:
    """One command, no account: the address that is shown can be opened, and Ctrl-C is no error."""
    with demo(tmp_path / "data") as running:
        with urllib.request.urlopen(address_in(running.stderr), timeout=20) as page:  # noqa: S310 -- http on loopback
            text = page.read().decode()
        running.send_signal(signal.SIGINT)
        rest, code = running.stderr.read() if running.stderr else "", running.wait(20)

    assert "Electric cars" in text
    assert ("Traceback" in rest, code) == (False, 0)


def test_a_second_run_goes_on_where_the_first_was(tmp_path: Path) -> None:
    """With the same folder, publishers keep their addresses, so nothing is new that was known."""
    ports = []
    for number in (signal.SIGTERM, signal.SIGINT):
        with demo(tmp_path / "data") as running:
            address_in(running.stderr)
            ports.append((tmp_path / "data" / "publishers.port").read_text(encoding="ascii"))
            running.send_signal(number)
            assert running.wait(20) == 0

    assert ports[0] == ports[1]
    assert (tmp_path / "data" / "newsthread.db").exists()
