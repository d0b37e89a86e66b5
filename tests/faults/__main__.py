"""`make faults`: newsthread's processes, broken on purpose for some minutes. `python -m tests.faults [--seed 7] [--minutes 5] [--postgresql]`.

Ends with 1 where a promise was broken; then everything is left in a folder, to be looked at.
"""

import argparse
import asyncio
import contextlib
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.faults.trial import ON_POSTGRESQL, ON_SQLITE, Report, Setting, run_trial
from tests.servers.postgresql import open_cluster


def main() -> int:
    """Run a trial, show how it goes, and what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))  # noqa: S311 -- any number
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--postgresql", action="store_true", help="many processes instead of one on SQLite")
    asked = parser.parse_args()
    console = Console()
    folder = Path(tempfile.mkdtemp(prefix="newsthread-faults-"))
    with _setting(asked.seed, asked.minutes * 60, folder, on_postgresql=asked.postgresql) as setting:
        report = _shown(setting, console)
    console.print(_table(report, f"seed {asked.seed}, {asked.minutes:g} minutes"))
    console.print(_done(report))
    for violation in report.violations:
        console.print(f"[red]{violation.kind}[/red]: ", violation.what)
    if report.violations:
        console.print(f"{len(report.violations)} violations. Histories and logs are in {folder}")
        return 1
    shutil.rmtree(folder)
    console.print("[green]No violations.[/green]")
    return 0


@contextlib.contextmanager
def _setting(seed: int, seconds: float, folder: Path, *, on_postgresql: bool) -> Iterator[Setting]:
    if not on_postgresql:
        url = f"sqlite:///{folder / 'newsthread.db'}"
        yield Setting(seed=seed, seconds=seconds, folder=folder, database_url=url, roles=ON_SQLITE)
        return
    with open_cluster() as cluster:
        cluster.execute(f"CREATE DATABASE faults TEMPLATE {cluster.template}")
        yield Setting(
            seed=seed, seconds=seconds, folder=folder, database_url=cluster.url("faults"),
            roles=ON_POSTGRESQL, restart_database=cluster.restart,
        )  # fmt: skip


def _shown(setting: Setting, console: Console) -> Report:
    columns = (SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("starting", total=setting.seconds)
        return asyncio.run(
            run_trial(
                setting, lambda seconds, what: progress.update(bar, completed=seconds, description=what)
            )
        )


def _table(report: Report, title: str) -> Table:
    table = Table("struck", "fault", title=title)
    for kind, count in report.struck.items():
        table.add_row(str(count), kind)
    table.add_row(str(sum(report.struck.values())), "together", style="bold")
    return table


def _done(report: Report) -> str:
    tables, histories = report.evidence.tables, report.evidence.histories
    states = Counter(row["state"] for row in tables["delivery"])
    outcomes = Counter(row["outcome"] for row in tables["usage"])
    ended = Counter(line["why"] or "by itself" for line in histories["processes"] if line["what"] == "ended")
    posted = sum(line["what"] == "posted" for part in ("slack", "discord") for line in histories[part])
    return (
        f"Meanwhile: {len(tables['entry'])} entries, {len(tables['edition'])} editions, "
        f"deliveries {dict(states)}, {posted} messages in the channels, {len(tables['question'])} questions, "
        f"{len(histories['language_model'])} calls (ledger: {dict(outcomes)}), processes ended {dict(ended)}."
    )


if __name__ == "__main__":
    sys.exit(main())
