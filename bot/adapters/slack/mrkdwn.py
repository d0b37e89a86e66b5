"""Slack's mrkdwn, made of foreign text: it can't ping, can't forge a link, and has no lines but those we make.

A text is built of lines, a line of atoms: pieces of escaped text and whole links. Between atoms a line may break, inside
an atom never, so that an entity or a link is never cut in two. Source of the rules:
https://docs.slack.dev/messaging/formatting-message-text/
"""

import datetime as dt
import re
import textwrap
import urllib.parse
from collections.abc import Iterable, Iterator

from bot.core import wording
from bot.core.language import Person, mentioned
from bot.core.text import is_http_url

MAX_TEXT = 3_000
"""Characters of a text object (https://docs.slack.dev/reference/block-kit/blocks/section-block/)."""

Line = list[str]
"""Atoms that stand beside each other."""

_PIECE = 500
_LABEL = 250
_MAX_URL = 1_500
"""An escape makes five characters of one: a piece of 500 stays below 3,000, and so does a label of 250 with its URL."""

# Backticks would open code, and swallow links up to the next one; direction marks would turn a line around.
_LOOKS_LIKE_A_BACKTICK = "\u02cb"
_DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DEFUSED = str.maketrans({"`": _LOOKS_LIKE_A_BACKTICK, "\x00": None, **dict.fromkeys(_DIRECTION_MARKS)})
_USER = re.compile("[UW][A-Z0-9]{1,20}")
_UNSAFE_IN_URL = re.compile(r"[\s|<>\"`\\^{}\x00-\x1f\x7f]")


def escape(text: str) -> str:
    """Return *text* so that Slack shows it as it is: the three entities, in this order, once."""
    defused = " ".join(text.translate(_DEFUSED).split())
    return defused.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(text: str, most: int = _PIECE) -> Line:
    """Return *text* in atoms of whole words, *most* characters each before they are escaped."""
    return [escape(piece) for piece in _wrapped(text, most)]


def said(text: str) -> Line:
    """Return what we say ourselves, with the people in it as Slack shows them. Everybody sees who is meant; whom it pings decides the message."""
    return mentioned(text, pieces, _mention)


def _mention(person: Person) -> str:
    return f"<@{person.id}>" if _USER.fullmatch(person.id) else escape(person.label)


def bold(text: str) -> Line:
    """Return *text* in bold."""
    return [f"*{piece}*" for piece in pieces(text)]


def link(label: str, *urls: str) -> Line:
    """Return *label* linked to the first of *urls* that Slack takes, or unlinked where there is none.

    A label too long for one link becomes several beside each other, to the same place.
    """
    target = next((encoded for url in urls if (encoded := _target(url))), "")
    if not target:
        return pieces(label)
    return [f"<{target}|{escape(piece)}>" for piece in _wrapped(label.replace("|", "¦"), _LABEL)]


def moment(instant: dt.datetime, language: str) -> str:
    """Return an instant that Slack shows in each reader's own time; *language* is for clients that cannot."""
    text = escape(wording.told(wording.moment(instant), language))
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}}, {{time}}|{text}>"


def texts(lines: Iterable[Line]) -> list[str]:
    """Lay lines out on as few texts as they need; one that is too long for a text of its own goes on in the next."""
    laid: list[str] = []
    for line in lines:
        for part in _parts(line):
            if laid and len(laid[-1]) + 1 + len(part) <= MAX_TEXT:
                laid[-1] += f"\n{part}"
            else:
                laid.append(part)
    return laid


def _parts(line: Line) -> Iterator[str]:
    part = ""
    for atom in line:
        if part and len(part) + 1 + len(atom) > MAX_TEXT:
            yield part
            part = ""
        part = f"{part} {atom}" if part else atom
    if part:
        yield part


def _wrapped(text: str, most: int) -> list[str]:
    return textwrap.wrap(" ".join(text.translate(_DEFUSED).split()), most, break_on_hyphens=False)


def _target(url: str) -> str:
    """Return a URL as it may stand in a link, "" where it is none, or too long."""
    encoded = _UNSAFE_IN_URL.sub(lambda found: urllib.parse.quote(found.group(), safe=""), url.strip())
    target = encoded.replace("&", "&amp;")
    return target if is_http_url(encoded) and len(target) <= _MAX_URL else ""
