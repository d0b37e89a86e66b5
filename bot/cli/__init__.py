"""The command line: the only place that prints.

Exit codes: 0 done, 1 a person or the world made it impossible, 2 the command line itself was wrong. A mistake that
newsthread knows about is one line with cause and cure; whatever it does not know about shows its traceback.
"""

import gc
import sys
from collections.abc import Sequence

from bot.core.errors import BotError

_NEW_THINGS = 10_000
"""So many more things than were let go of, before those are looked for that only refer to each other. With Python's own 700
a tenth of the time of reading feeds went into looking in vain."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that *arguments* (or the process's own) name, and exit.

    Raises:
        SystemExit: always.
    """
    gc.set_threshold(_NEW_THINGS)
    # Imported here, so that importing the package costs nothing.
    from bot.cli.program import program  # noqa: PLC0415 -- see above
    from bot.cli.screen import complain  # noqa: PLC0415 -- see above

    try:
        program(args=arguments, prog_name="newsthread")
    except BotError as error:
        complain(error)
        sys.exit(1)
