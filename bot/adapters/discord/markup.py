"""Discord's markdown: foreign text made harmless, links, and lines that are never too long.

It takes plain text and gives markup. It knows nothing of stories, and it never lets foreign text ping, link or format.

Rules from https://discord.com/developers/docs/reference#message-formatting and the markdown page of Discord's help: a
backslash before any character that is no letter, digit or space shows that character.
"""

import re
import urllib.parse
from collections.abc import Iterable, Iterator

from bot.core.language import Person, mentioned
from bot.core.text import is_http_url, shorten

MAX_LINE = 1_800
"""UTF-16 units in one line. Two such lines fit into a message, so a line never has to be cut."""

_MAX_CHUNK = 500
_MAX_LABEL = 80
_MAX_URL = 700
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPECIAL = re.compile(r"[\\*_~|`\[\]<>]|:(?=//)")
_USER = re.compile("[0-9]{1,20}")
_AT_START = re.compile(r"^(?:[#+-]|\d+(?=[.)]))")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_IN_LINKS = "/:?#!$&'*+,;=%~"


def size(text: str) -> int:
    """How long *text* is for a limit: UTF-16 units, the most that any count of characters gives."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """Return plain *text* as markup that shows exactly it, in one line: no mention, link, heading, list or quotation.

    Control characters and those that turn the direction of writing are dropped. At most twice as long.
    """
    plain = _INVISIBLE.sub("", " ".join(text.split()))
    escaped = _SPECIAL.sub(r"\\\g<0>", plain)
    return _MENTION.sub("@\u200b", _AT_START.sub(_escaped_start, escaped))


def _escaped_start(start: re.Match[str]) -> str:
    """A list begins with a number and a point: there the point is what has to be escaped."""
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"


def link(label: str, url: str, *fallbacks: str) -> str:
    """Return *label* as a link to the first of the URLs that is http(s) and short enough, else as plain text."""
    shown = escape(shorten(" ".join(label.split()), _MAX_LABEL)) or "source"
    targets = filter(None, map(_target, (url, *fallbacks)))
    target = next(targets, "")
    return f"[{shown}]({target})" if target else shown


def headline(title: str, url: str) -> list[str]:
    """Return a title in pieces that each link to *url*: only a monstrous title has more than one."""
    target = _target(url)
    return [f"[{piece}]({target})" if target else piece for piece in pieces(title)]


def _target(url: str) -> str:
    """*url* as a link's target: whatever could end it or stand out in it is percent-encoded; "" if it can't be one."""
    target = urllib.parse.quote(url.strip(), safe=_IN_LINKS, errors="replace")
    return target if is_http_url(target) and len(target) <= _MAX_URL else ""


def pieces(text: str) -> list[str]:
    """Return *text* escaped, in pieces that fit into a line: nearly always one."""
    return [escaped for chunk in _chunks(text) if (escaped := escape(chunk))]


def said(text: str) -> list[str]:
    """Return what we say ourselves in pieces, with the people in it as Discord shows them; the client lets nothing ping."""
    return mentioned(text, pieces, _mention)


def _mention(person: Person) -> str:
    return f"<@{person.id}>" if _USER.fullmatch(person.id) else escape(person.label)


def _chunks(text: str) -> Iterator[str]:
    whole = " ".join(text.split())
    begin = 0
    while len(whole) - begin > _MAX_CHUNK:
        space = whole.rfind(" ", begin + 1, begin + _MAX_CHUNK)
        end = space if space > 0 else begin + _MAX_CHUNK
        yield whole[begin:end]
        begin = end
    yield whole[begin:]


def lines(parts: Iterable[str], *, first: str = "", others: str = "") -> list[str]:
    """Join *parts* with spaces into lines of at most `MAX_LINE`; the first begins with *first*, the next with *others*."""
    done: list[str] = []
    line = ""
    for part in parts:
        longer = f"{line} {part}" if line else first + part
        if line and size(longer) > MAX_LINE:
            done.append(line)
            longer = others + part
        line = longer
    return [*done, line] if line else done
