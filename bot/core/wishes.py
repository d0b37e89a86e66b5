"""What stands behind “subscribe”: a timetable, and how many stories in which language."""

import re
from dataclasses import dataclass

from bot.core.entities import Timetable
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.timetable import parse_timetable, render_timetable

MOST_STORIES = 20

_SIZE = re.compile(r"\s*\bsize\s+(\S+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*\blanguage\s+(\S+)", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A channel's wish. *size* None and *language* "": as it was, or as is usual."""

    timetable: Timetable
    size: int | None = None
    language: str = ""


def parse_wish(text: str) -> Wish:
    """Parse what stands behind “subscribe”: `daily 09:00 Europe/Berlin quiet 22:00-07:00 size 3 language de`.

    Raises:
        CommandError: it cannot be understood; the text says what to write instead.
    """
    size, language = _SIZE.search(text), _LANGUAGE.search(text)
    rest = _LANGUAGE.sub(" ", _SIZE.sub(" ", text, count=1), count=1)
    return Wish(
        timetable=parse_timetable(rest),
        size=parse_size(size[1]) if size else None,
        language=parse_language(language[1]) if language else "",
    )


def parse_size(text: str) -> int:
    """Return a number of stories.

    Raises:
        CommandError: it is none.
    """
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_STORIES):
        raise CommandError(
            say("“{text}” is no number of stories. Write one from 1 to {most}.", text=text, most=MOST_STORIES)
        )
    return int(text)


def parse_language(text: str) -> str:
    """Return a language code.

    Raises:
        CommandError: it is none.
    """
    if not _CODE.fullmatch(text):
        raise CommandError(say("“{text}” is no language code. Write one such as en, tr or zh.", text=text))
    return text


def render_wish(wish: Wish) -> str:
    """Return the text that `parse_wish` reads back."""
    size = f" size {wish.size}" if wish.size is not None else ""
    language = f" language {wish.language}" if wish.language else ""
    return f"{render_timetable(wish.timetable)}{size}{language}"
