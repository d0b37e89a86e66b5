"""`newsthread bench poll`: what it reads, counts and prints last."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.bench import feeds
from tests.fakes.publisher import Answer
from tests.fakes.site import open_site
from tests.logging_state import restored


def run(*arguments: str) -> int:
    """The exit code of a command line."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return int(caught.value.code or 0)


def poll(urls: Path, state: Path, phase: str) -> int:
    """The exit code of one poll."""
    return run(
        "bench", "poll", "--urls", str(urls), "--state", str(state), "--phase", phase, "--workers", "4"
    )


def test_poll_reads_stores_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cold poll brings every entry of every feed, a warm one nothing twice; what cannot be read is counted."""
    urls, state = tmp_path / "urls", tmp_path / "state"
    with restored(), open_site() as site:
        site.answers |= {f"/{number}": Answer(body=feeds.document(number)) for number in range(3)}
        paths = ("/0", "/1", "/2", "/missing")
        urls.write_text("\n".join([*map(site.url, paths), "not-an-address"]))
        for phase in ("cold", "warm"):
            assert poll(urls, state, phase) == 0
            out, remarks = capsys.readouterr()
            *_, wall, counts = out.splitlines()
            assert wall.startswith("WALL ")
            assert float(wall.split()[1]) > 0
            assert counts == f"ENTRIES {3 * feeds.ENTRIES} ERRORS 2"
            assert "not-an-address: that is no web address" in remarks
            assert "404" in remarks


def test_poll_says_what_is_wrong_with_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warm poll without a cold one before it, and a cold one into a used folder, would measure something else."""
    urls, state = tmp_path / "urls", tmp_path / "state"
    urls.write_text("not-an-address\n")
    with restored():
        assert poll(urls, state, "warm") == 1
        assert "measure the phase cold first" in capsys.readouterr().err
        assert poll(urls, state, "cold") == 0
        assert poll(urls, state, "cold") == 1
        assert "name an empty folder" in capsys.readouterr().err
        urls.write_text("\n")
        assert poll(urls, state, "warm") == 1
        assert "is empty: write one feed URL a line" in capsys.readouterr().err


def test_nothing_is_loaded_that_only_grouping_needs() -> None:
    """A process that finds everything unchanged, and one that serves or plans, does without numpy."""
    program = "import bot.app.measuring, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 -- our own
