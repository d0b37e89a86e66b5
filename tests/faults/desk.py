"""Somebody who puts editions right beside the running bot: what `newsthread correct` and `newsthread withdraw` do.

    python -m tests.faults.desk CONFIG CONTROL NAME withdraw|correct EDITION WHAT REASON

WHAT: "1" for a sentence of the first story, "title", "story"; for `withdraw` it is passed over. Ends with 0 where it was done and
3 where it was refused. It has the world's clock and may die at a commit, as the processes of `program` may.
"""

import asyncio
import sys
from pathlib import Path

from bot.app import open_app
from bot.core.entities import EditionId
from bot.core.errors import CommandError
from bot.logs import configure_logging
from bot.settings import Settings, load_settings
from tests.faults.clock import SetClock
from tests.faults.program import die_at_commits

REFUSED = 3


def main(config: Path, control: Path, name: str, *wish: str) -> int:
    """Put it right."""
    settings = load_settings(config)
    configure_logging(redact=settings.secrets.redact, as_json=True)
    die_at_commits(control / f"{name}.doom")
    try:
        asyncio.run(_put_right(settings, SetClock(control / "clock"), *wish))
    except CommandError:
        return REFUSED
    return 0


async def _put_right(  # noqa: PLR0917 -- as they are typed
    settings: Settings, clock: SetClock, act: str, edition: str, what: str, reason: str
) -> None:
    async with open_app(settings, clock=clock) as app:
        if act == "withdraw":
            await app.desk.withdraw(EditionId(int(edition)), reason)
        else:
            await app.desk.correct(EditionId(int(edition)), 1, what, reason)


if __name__ == "__main__":
    _, config, control, *rest = sys.argv
    sys.exit(main(Path(config), Path(control), *rest))
