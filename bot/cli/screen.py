"""What the terminal shows: tables, lines and JSON on standard output, errors and progress on standard error.

Text from outside is shown without control characters: it cannot move the cursor, recolour or rewrite the screen.
"""

import json
import re
import unicodedata
from urllib.parse import urlsplit

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.core.errors import BotError, ConfigError, DataError

_LOGIN = re.compile(r"//[^/\s@]*@")
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def output() -> Console:
    """Return the console for results; lines are wrapped by the terminal, so that they can be copied and piped."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def remarks() -> Console:
    """Return the console for progress and errors."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def complain(error: BotError) -> None:
    """Show an error as lines of cause and cure."""
    problems = (
        error.problems
        if isinstance(error, ConfigError | DataError)
        else (str(error) or type(error).__name__,)
    )
    for problem in problems:
        remarks().print(Text(f"Error: {clean(without_logins(problem))}", style="red"))


def print_json(value: object) -> None:
    """Print *value* for scripts."""
    # Flushed here: a closed pipe is then handled as all commands do, not by the interpreter when it ends.
    print(json.dumps(value, ensure_ascii=False, indent=2), flush=True)


def clean(text: str) -> str:
    """Return *text* on one line, without control characters and marks that turn the writing direction."""
    plain = " ".join(text.split())
    return "".join(
        char for char in plain if unicodedata.category(char) != "Cc" and char not in _DIRECTION_MARKS
    )


def address(url: str) -> str:
    """Return host and path of *url*: a feed's user, password and query may be secrets."""
    parts = urlsplit(url)
    return clean(f"{parts.hostname}{parts.path}")


def without_logins(text: str) -> str:
    """Return *text* without the users and passwords of the addresses in it."""
    return _LOGIN.sub("//", text)


def linked(text: str, url: str) -> Text:
    """Return *text* as a link where the terminal can do links and *url* is a web address."""
    target = clean(url)
    is_web = target.startswith(("https://", "http://")) and " " not in target
    return Text(clean(text), style=Style(link=target if is_web else None))
