"""Lines become blocks, and blocks messages: none exceeds a limit, what has no room comes in the next one, nothing is cut silently.

Limits: 50 blocks a message, 150 characters a header, 3,000 a text, 4,000 the notification text
(https://docs.slack.dev/reference/block-kit/blocks/, https://docs.slack.dev/reference/methods/chat.postMessage/). All texts
of a message together have a limit that is written nowhere: `msg_blocks_too_long` was seen from 11,341 characters on
(github.com/slackapi/bolt-js issues 2509, 2867), so we stop at 10,000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack import mrkdwn
from bot.core import wording
from bot.core.language import say
from bot.core.text import shorten

Block = dict[str, Any]
Unit = list[Block]
"""Blocks that belong together: a heading, a story, a foot. They stay in one message wherever they fit into one."""

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_CHARACTERS = 10_000
MAX_HEADER = 150
MAX_FALLBACK = 4_000
# What the two lines about the other parts need is kept free: two blocks, and a shortened title that escapes fivefold.
_ROOM_BLOCKS = MAX_BLOCKS - 2
_ROOM_CHARACTERS = MAX_CHARACTERS - 700
_SHORT_TITLE = 100
_TEXTS_IN_CONTEXT = 3
_MORE_BELOW = say("More below.")
_NOTHING, _UNTITLED = "…", "newsthread"
_ESCAPED = 5

DIVIDER: Block = {"type": "divider"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One message. *text* is what notifications and screen readers get in place of the blocks."""

    text: str
    blocks: tuple[Block, ...]


def header(title: str) -> Block:
    """Return a heading."""
    text = shorten(" ".join(title.split()), MAX_HEADER) or _UNTITLED
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def sections(lines: Iterable[mrkdwn.Line]) -> Unit:
    """Return lines as sections that Slack shows whole: without *expand* it folds long ones."""
    return [{"type": "section", "text": _text(text), "expand": True} for text in mrkdwn.texts(lines)]


def context(lines: Iterable[mrkdwn.Line]) -> Unit:
    """Return lines in small print."""
    texts = mrkdwn.texts(lines)
    groups = (texts[start : start + _TEXTS_IN_CONTEXT] for start in range(0, len(texts), _TEXTS_IN_CONTEXT))
    return [{"type": "context", "elements": [_text(text) for text in group]} for group in groups]


def _text(text: str) -> Block:
    # Verbatim: Slack does not link what merely looks like a name, a channel or an address.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def messages(
    title: str, summary: Iterable[str], units: Iterable[Unit], language: str, *, rest: str = ""
) -> tuple[Rendered, ...]:
    """Lay units out on messages; each but the last says where the rest is, each but the first what it goes on with."""
    pages, more = _pages(units), wording.told(_MORE_BELOW, language)
    first = Rendered(text=_fallback(summary), blocks=(*pages[0], *(line(rest or more) if pages[1:] else ())))
    others = []
    for number, page in enumerate(pages[1:], start=2):
        part = say(
            "{title}, part {part} of {parts}",
            title=shorten(title, _SHORT_TITLE),
            part=number,
            parts=len(pages),
        )
        note = wording.told(part, language)
        below = line(more) if number < len(pages) else []
        others.append(Rendered(text=_fallback([note]), blocks=(*line(note), *page, *below)))
    return (first, *others)


def line(text: str) -> Unit:
    """Return one line in small print."""
    return context([mrkdwn.pieces(text)])


def fitted(blocks: Iterable[Block], more: Unit) -> Unit:
    """Return the blocks that have room in a view, with *more* below where that is not all."""
    shown: Unit = []
    for block in blocks:
        if (
            len(shown) + 1 + len(more) > MAX_VIEW_BLOCKS
            or sum(map(_size, [*shown, block])) > _ROOM_CHARACTERS
        ):
            return [*shown, *more]
        shown.append(block)
    return shown


def _pages(units: Iterable[Unit]) -> list[Unit]:
    pages: list[Unit] = [[]]
    for unit in units:
        for blocks in [unit] if _has_room(unit) else [[block] for block in unit]:
            if pages[-1] and not _has_room([*pages[-1], *blocks]):
                pages.append([])
            pages[-1] += blocks
    return pages if pages[0] else [line(_NOTHING)]


def _has_room(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= _ROOM_BLOCKS and sum(map(_size, blocks)) <= _ROOM_CHARACTERS


def _size(block: Block) -> int:
    if block["type"] == "actions":
        return sum(len(button["text"]["text"]) for button in block["elements"])
    objects = block.get("elements") or [block["text"]] if "text" in block or "elements" in block else []
    menu = block["accessory"]["options"] if "accessory" in block else ()
    return sum(len(element["text"]) for element in objects) + sum(len(each["text"]["text"]) for each in menu)


def _fallback(lines: Iterable[str]) -> str:
    """Return the notification text: a preview, so an ellipsis is enough where it is too long."""
    text = "\n".join(each for each in lines if each.strip())
    short = "\n".join(map(mrkdwn.escape, shorten(text, MAX_FALLBACK).split("\n")))
    if len(short) > MAX_FALLBACK:
        short = mrkdwn.escape(shorten(text, MAX_FALLBACK // _ESCAPED))
    return short or _UNTITLED
