"""Editions, story lists, notices and answers as Slack messages in Block Kit.

Rendering is pure. A message never exceeds a limit; what has no room comes in the next one, and nothing is cut silently.

Limits: 50 blocks a message, 150 characters a header, 3,000 a text, 4,000 the notification text
(https://docs.slack.dev/reference/block-kit/blocks/, https://docs.slack.dev/reference/methods/chat.postMessage/). All texts
of a message together have a limit that is written nowhere: `msg_blocks_too_long` was seen from 11,341 characters on
(github.com/slackapi/bolt-js issues 2509, 2867), so we stop at 10,000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.adapters.slack import mrkdwn
from bot.core import corrections, offers, wording
from bot.core.entities import (
    EXTRACTS,
    Action,
    Answer,
    AnswerSentence,
    Bullet,
    Citation,
    Edition,
    Item,
    NewEdition,
    NextEdition,
    Notice,
    Reply,
    StoryList,
    Summary,
    Weight,
)
from bot.core.language import Reader, say, some
from bot.core.text import shorten

Block = dict[str, Any]
Unit = list[Block]
"""Blocks that belong together: a heading, a story, a foot. They stay in one message wherever they fit into one."""

MAX_BLOCKS = 50
MAX_CHARACTERS = 10_000
MAX_HEADER = 150
MAX_FALLBACK = 4_000
MAX_LABEL = 75
PRESSED = "say"
"""How the id of our buttons begins; those that settle what they stand below go on with `SETTLING`."""

SETTLING = "!"
OPENING = "?"
"""Of those that open a form."""
MAX_RESPONSES = 5
"""A response_url may be used five times (https://docs.slack.dev/interactivity/handling-user-interaction/)."""

# What the two lines about the other parts need is kept free: two blocks, and a shortened title that escapes fivefold.
_ROOM_BLOCKS = MAX_BLOCKS - 2
_ROOM_CHARACTERS = MAX_CHARACTERS - 700
_SHORT_TITLE = 100
_TEXTS_IN_CONTEXT = 3
_REST_IN_THREAD, _MORE_BELOW = say("The rest is in the thread."), say("More below.")
_ANSWER = say("Answer")
_NOTHING, _UNTITLED, _UNNAMED = "…", "newsthread", "↗"
_ESCAPED = 5
_MAX_OPTIONS = 5
"""Of a menu behind three dots (https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element/)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One message. *text* is what notifications and screen readers get in place of the blocks."""

    text: str
    blocks: tuple[Block, ...]


def edition_messages(edition: NewEdition, note: str = "") -> tuple[Rendered, ...]:
    """Return the messages of an edition: the first for the channel, the others for its thread. *note*: a line above it."""
    head = _note(note) if note else []
    head += [_header(edition.title), *_context([mrkdwn.pieces(wording.dateline(edition))])]
    if edition.withdrawal:
        return _withdrawn(edition, head)
    head += _sections([mrkdwn.pieces(wording.lead(edition)), *map(mrkdwn.bold, wording.corrections(edition))])
    foot = [_DIVIDER, *_context([mrkdwn.pieces(wording.coverage(edition))])]
    summary = [edition.title, wording.dateline(edition), wording.lead(edition), *_titles(edition.items)]
    rest = wording.told(_REST_IN_THREAD, edition.language)
    stories = (
        _stories(edition.items) if note else _offered(edition)
    )  # nobody can react to what is only a preview
    units = [head, *stories, foot]
    return _messages(edition.title, summary, units, edition.language, rest=rest)


def _withdrawn(edition: NewEdition, head: Unit) -> tuple[Rendered, ...]:
    said = wording.corrections(edition)
    told = [mrkdwn.pieces(wording.withdrawn_stories(edition))] if edition.items else []
    unit = [*head, *_sections(map(mrkdwn.bold, said)), *_context(told)]
    return _messages(edition.title, [edition.title, *said], [unit], edition.language)


def edited_messages(edition: Edition, parts: int) -> tuple[Rendered, ...]:
    """Return what the *parts* messages of an edition show after a correction.

    Raises:
        ChatError: it does not fit into so many.
    """
    messages = tuple(corrections.fitted(edition, parts, edition_messages))
    empty = reply_messages(Notice(title=wording.nothing_left(edition)))
    return (*messages, *(empty * (parts - len(messages))))


def reply_messages(reply: Reply) -> tuple[Rendered, ...]:
    """Return the messages of what a command or a question is answered with."""
    match reply:
        case Notice():
            lines = [mrkdwn.bold(reply.title), *map(mrkdwn.pieces, reply.lines)]
            units = [_sections(lines), _buttons(reply.actions)]
            return _messages(reply.title, [reply.title, *reply.lines], units, reply.language)
        case StoryList():
            head = _sections([mrkdwn.bold(reply.title)])
            foot = _context([mrkdwn.pieces(reply.hint)])
            summary = [reply.title, *_titles(reply.items), reply.hint]
            units = [head, *_stories(reply.items), foot, _buttons(reply.actions)]
            return _messages(reply.title, summary, units, reply.language)
        case NextEdition():
            return edition_messages(reply.edition, reply.note)
        case Answer():
            return _answer_messages(reply)


def response_messages(reply: Reply, most: int = MAX_RESPONSES) -> tuple[Rendered, ...]:
    """Return the messages of a reply, *most* of them, as one command may be answered; the last says so where that is not all."""
    messages = reply_messages(reply)
    if len(messages) <= most:
        return messages
    left = some(
        len(messages) - most + 1,
        "{n} message left out: ask for less.",
        "{n} messages left out: ask for less.",
    )
    notice = Notice(title=say("There is more than Slack takes at once"), lines=(left,))
    told = wording.spoken_notice(notice, Reader(reply.language))
    return (*messages[: most - 1], *reply_messages(told))


def _answer_messages(answer: Answer) -> tuple[Rendered, ...]:
    note = wording.answer_note(answer)
    is_quoted = answer.is_refusal or answer.writer == EXTRACTS
    lines = [_sentence(sentence, is_quoted) for sentence in answer.sentences]
    if len(lines) > 1:
        lines = [["•", *line] for line in lines]
    unit = _context([mrkdwn.pieces(answer.question)]) + _sections([mrkdwn.bold(note), *lines])
    title, said = wording.told(_ANSWER, answer.language), (sentence.text for sentence in answer.sentences)
    return _messages(title, [note, *said], [unit, _buttons(answer.actions)], answer.language)


def _sentence(sentence: AnswerSentence, is_quoted: bool) -> mrkdwn.Line:
    text = f"“{sentence.text}”" if is_quoted else sentence.text
    return [*mrkdwn.pieces(text), *_citations(sentence.citations)]


def _offered(edition: NewEdition) -> list[Unit]:
    """Return an edition's stories, each with a menu of what can be done about it."""
    units = _stories(edition.items)
    for place, unit in enumerate(units, start=1):
        section = next(block for block in unit if block["type"] == "section")
        section["accessory"] = _menu(offers.for_story(edition, place), place)
    return units


def _menu(actions: Sequence[Action], place: int) -> Block:
    options = [
        {"text": _plain_text(action.label), "value": f"{action.command} {action.text}"}
        for action in actions[:_MAX_OPTIONS]
    ]
    return {"type": "overflow", "action_id": f"{PRESSED}.story{place}", "options": options}


def _plain_text(label: str) -> Block:
    return {"type": "plain_text", "text": shorten(label, MAX_LABEL), "emoji": False}


def _stories(items: Sequence[Item]) -> list[Unit]:
    return [_story(item, number) for number, item in enumerate(items, start=1)]


def _story(item: Item, number: int) -> Unit:
    summary = item.summary
    urls = [source.url for source in item.sources[:1]]
    headline = [f"*{number}.*", *(f"*{atom}*" for atom in mrkdwn.link(summary.title, *urls))]
    lines = [headline, *(_bullet(bullet, summary) for bullet in summary.bullets)]
    tags = mrkdwn.pieces(", ".join(summary.tags))
    return [_DIVIDER, *_sections(lines), *_context([*_before(item), _byline(item), tags])]


def _before(item: Item) -> list[mrkdwn.Line]:
    """Return that it was told before, with a link to where."""
    return [mrkdwn.link(wording.told_before(item), item.before.url)] if item.before else []


def _bullet(bullet: Bullet, summary: Summary) -> mrkdwn.Line:
    """Our sentence, or the publisher's in quotation marks; its language where that differs; then its citations."""
    said = f"“{bullet.text}”" if bullet.is_quotation else bullet.text
    note = wording.bullet_note(bullet, summary)
    mark = mrkdwn.pieces(f"({note})") if note else []
    return ["•", *mrkdwn.pieces(said), *mark, *_citations(bullet.citations)]


def _citations(citations: Iterable[Citation]) -> mrkdwn.Line:
    """Return links to the cited sentences; to the article where the address of the sentence is too long for Slack."""
    return [
        f"({atom})"
        for citation in citations
        for atom in mrkdwn.link(citation.publisher or _UNNAMED, wording.citation_url(citation), citation.url)
    ]


def _byline(item: Item) -> mrkdwn.Line:
    """Who reported it, and when: in each reader's own time."""
    remark = mrkdwn.pieces(wording.excerpt_note(item))
    return [
        *mrkdwn.pieces(wording.reporters(item)),
        "·",
        mrkdwn.moment(item.newest_at, item.summary.language),
        *remark,
    ]


def _titles(items: Sequence[Item]) -> list[str]:
    return [f"{number}. {item.summary.title}" for number, item in enumerate(items, start=1)]


_DIVIDER: Block = {"type": "divider"}


def _header(title: str) -> Block:
    text = shorten(" ".join(title.split()), MAX_HEADER) or _UNTITLED
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _sections(lines: Iterable[mrkdwn.Line]) -> Unit:
    """Return lines as sections that Slack shows whole: without *expand* it folds long ones."""
    return [{"type": "section", "text": _text(text), "expand": True} for text in mrkdwn.texts(lines)]


def _context(lines: Iterable[mrkdwn.Line]) -> Unit:
    """Return lines in small print."""
    texts = mrkdwn.texts(lines)
    groups = (texts[start : start + _TEXTS_IN_CONTEXT] for start in range(0, len(texts), _TEXTS_IN_CONTEXT))
    return [{"type": "context", "elements": [_text(text) for text in group]} for group in groups]


def _buttons(actions: Sequence[Action]) -> Unit:
    return [{"type": "actions", "elements": list(map(_button, enumerate(actions)))}] if actions else []


def _how(action: Action) -> str:
    return OPENING if action.form else SETTLING if action.settles else ""


def _button(numbered: tuple[int, Action]) -> Block:
    number, action = numbered
    button = {
        "type": "button",
        "text": _plain_text(action.label),
        "action_id": f"{PRESSED}{_how(action)}{number}",
        "value": f"{action.command} {action.form or action.text}",
    }
    return button if action.weight is Weight.PLAIN else {**button, "style": str(action.weight)}


def _text(text: str) -> Block:
    # Verbatim: Slack does not link what merely looks like a name, a channel or an address.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _messages(
    title: str, summary: Iterable[str], units: Iterable[Unit], language: str, *, rest: str = ""
) -> tuple[Rendered, ...]:
    """Lay units out on messages; each but the last says where the rest is, each but the first what it goes on with."""
    pages, more = _pages(units), wording.told(_MORE_BELOW, language)
    first = Rendered(text=_fallback(summary), blocks=(*pages[0], *(_note(rest or more) if pages[1:] else ())))
    others = []
    for number, page in enumerate(pages[1:], start=2):
        part = say(
            "{title}, part {part} of {parts}",
            title=shorten(title, _SHORT_TITLE),
            part=number,
            parts=len(pages),
        )
        note = wording.told(part, language)
        below = _note(more) if number < len(pages) else []
        others.append(Rendered(text=_fallback([note]), blocks=(*_note(note), *page, *below)))
    return (first, *others)


def _note(text: str) -> Unit:
    return _context([mrkdwn.pieces(text)])


def _pages(units: Iterable[Unit]) -> list[Unit]:
    pages: list[Unit] = [[]]
    for unit in units:
        for blocks in [unit] if _has_room(unit) else [[block] for block in unit]:
            if pages[-1] and not _has_room([*pages[-1], *blocks]):
                pages.append([])
            pages[-1] += blocks
    return pages if pages[0] else [_note(_NOTHING)]


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
    text = "\n".join(line for line in lines if line.strip())
    short = "\n".join(map(mrkdwn.escape, shorten(text, MAX_FALLBACK).split("\n")))
    if len(short) > MAX_FALLBACK:
        short = mrkdwn.escape(shorten(text, MAX_FALLBACK // _ESCAPED))
    return short or _UNTITLED
