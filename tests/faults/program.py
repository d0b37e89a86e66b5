"""The process under test: what `newsthread ROLE` runs, with a clock that can be set, and able to die at a commit.

    python -m tests.faults.program ROLE CONFIG CONTROL NAME

CONTROL is the folder with which the trial reaches its processes: `clock` (the world's), `NAME.skew` (how wrong this
process's clock is), `NAME.doom` ("before 3" or "after 3": how it is to die at its third commit from now). Nothing else differs
from the real program: the same composition root joins the same parts.
"""

import os
import signal
import sys
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from bot.app import Role, open_app
from bot.cli.session import run_until_stopped
from bot.logs import configure_logging
from bot.settings import Settings, load_settings
from tests.faults.clock import SetClock


def main(role: str, config: Path, control: Path, name: str) -> None:
    """Be what *role* says until stopped."""
    settings = load_settings(config)
    configure_logging(redact=settings.secrets.redact, as_json=True)
    die_at_commits(control / f"{name}.doom")
    clock = SetClock(control / "clock", control / f"{name}.skew")
    run_until_stopped(_serve(settings, Role(role), clock))


async def _serve(settings: Settings, role: Role, clock: SetClock) -> None:
    async with open_app(settings, is_serving=True, role=role, clock=clock) as app:
        await app.run()


def die_at_commits(doom: Path) -> None:
    """Watch every transaction, and die just before or just after the commit that *doom* names, as of its writing."""
    commits = 0

    @event.listens_for(sa.Engine, "commit")
    def before(connection: sa.Connection) -> None:
        nonlocal commits
        if not doom.exists():
            return
        commits += 1
        when, number = doom.read_text().split()
        if commits < int(number):
            return
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        connection.info["doomed"] = True

    @event.listens_for(Pool, "checkin")
    def after(_connection: object, entry: ConnectionPoolEntry) -> None:
        if entry.info.get("doomed"):
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _, role, config, control, name = sys.argv
    main(role, Path(config), Path(control), name)
