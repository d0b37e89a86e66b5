"""Put foreign text into a prompt so that it stays data: on lines of its own, between marks that it cannot contain."""

import hashlib
import re
from collections.abc import Sequence

_ANGLES = re.compile(r"<{3,}|>{3,}")
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling of Persian and of joined emoji; other invisible characters only hide things."""


def fenced(label: str, lines: Sequence[str]) -> str:
    """Return *lines* between two marks made of *label* and a hash of the lines.

    A publisher would have to know the hash of a text that contains the hash; and whatever looks like a mark inside is
    broken, so that no line can end the fence.
    """
    inside = "\n".join(line_of(line) for line in lines)
    mark = f"{label} {hashlib.sha256(inside.encode('utf-8', 'replace')).hexdigest()[:16]}"
    return f"<<<{mark}>>>\n{inside}\n<<<END {mark}>>>"


def line_of(text: str) -> str:
    """Return *text* as one line without control, invisible or broken characters, and without anything like a mark."""
    spaced = " ".join(text.split())
    visible = "".join(character for character in spaced if character.isprintable() or character in _JOINERS)
    return _ANGLES.sub(lambda run: run.group()[0], visible)
