"""Editions, story lists, notices and answers as Discord messages in Components V2.

Rendering is pure and has two steps: an entity becomes pages (plain strings of markup, each page one message), and a page
becomes a `LayoutView`. A page never exceeds a limit; what has no room comes on the next page, and nothing is cut away.

Limits (https://discord.com/developers/docs/components/reference): a message has at most 40 components, counted with the
nested ones, and at most 4,000 characters over all its text displays.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import discord

from bot.adapters.discord import markup
from bot.adapters.discord.buttons import A_ROW, SayButton
from bot.core import corrections, offers, wording
from bot.core.entities import (
    EXTRACTS,
    Action,
    Answer,
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
)
from bot.core.language import say

Block = list[str]
"""Lines of markup that belong together: a heading, a story, a footer."""

Page = tuple[str, ...]
"""One message: its texts, from top to bottom."""

MAX_TEXTS = 18
"""Each text needs a component and a separator below it; the container around them is one more: 37 of 40."""

_TEXTS_ABOVE_BUTTONS = 13
"""Two rows of buttons are twelve components more."""

_ROOM = 3_800
_ACCENT = 0x2B6CB0
_NOTHING = "-# …"


def edition_pages(edition: NewEdition, note: str = "") -> tuple[Page, ...]:
    """Return the messages of an edition: the first for the channel, the others for its thread. *note*: a line above it."""
    heading = [
        *_small(note),
        *markup.lines(markup.pieces(edition.title), first="## ", others="## "),
        *_small(wording.dateline(edition)),
        *([] if edition.withdrawal else _plain(wording.lead(edition))),
        *(line for said in wording.corrections(edition) for line in _bold(said)),
    ]
    if edition.withdrawal:
        return _pages(
            [heading, _small(wording.withdrawn_stories(edition))], edition.language, is_in_thread=True
        )
    stories = (_story(item, number) for number, item in enumerate(edition.items, start=1))
    return _pages([heading, *stories, _small(wording.coverage(edition))], edition.language, is_in_thread=True)


def edited_pages(edition: Edition, parts: int) -> tuple[Page, ...]:
    """Return what the *parts* messages of an edition show after a correction.

    Raises:
        ChatError: it does not fit into so many.
    """
    pages = tuple(corrections.fitted(edition, parts, edition_pages))
    empty = reply_pages(Notice(title=wording.nothing_left(edition)))
    return (*pages, *(empty * (parts - len(pages))))


@dataclass(frozen=True, slots=True)
class Card:
    """One message with its buttons."""

    page: Page
    actions: tuple[Action, ...] = ()


def edition_card(edition: NewEdition, pages: Sequence[Page], part: int) -> Card:
    """Return a part of an edition; the first has a button, for which its page has room."""
    return Card(pages[part], offers.for_edition(edition) if part == 0 else ())


def reply_pages(reply: Reply) -> tuple[Page, ...]:
    """Return the messages of what a command or a question is answered with."""
    if isinstance(reply, NextEdition):
        return edition_pages(reply.edition, reply.note)
    has_actions = bool(reply.actions)
    return _pages(_reply(reply), reply.language, most=_TEXTS_ABOVE_BUTTONS if has_actions else MAX_TEXTS)


def reply_layouts(reply: Reply) -> tuple[discord.ui.LayoutView, ...]:
    """Return the messages of a reply as something discord.py can send, its buttons below the last."""
    *shown, ending = (layout(card.page, actions=card.actions) for card in reply_cards(reply))
    if isinstance(reply, Notice) and reply.file is not None:  # a file is shown where it is named
        ending.add_item(discord.ui.File(f"attachment://{reply.file.name}"))
    return (*shown, ending)


def reply_cards(reply: Reply) -> tuple[Card, ...]:
    """Return the messages of a reply, its buttons below the last."""
    *pages, last = reply_pages(reply)
    return (*map(Card, pages), Card(last, reply.actions))


def files(reply: Reply) -> list[discord.File]:
    """Return the file that goes with a reply, where there is one."""
    attached = reply.file if isinstance(reply, Notice) else None
    return [discord.File(io.BytesIO(attached.data), attached.name)] if attached else []


def layout(page: Page, marker: int | None = None, actions: Sequence[Action] = ()) -> discord.ui.LayoutView:
    """Return a page as something discord.py can send. *marker* becomes the id of its container, which history gives back."""
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        accent_colour=_ACCENT, id=marker
    )
    for number, text in enumerate(page):
        if number:
            container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(text))
    for row in (actions[start : start + A_ROW] for start in range(0, len(actions), A_ROW)):
        container.add_item(discord.ui.ActionRow(*map(SayButton.of, row)))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _reply(reply: Notice | StoryList | Answer) -> list[Block]:
    match reply:
        case Notice():
            return [[*_bold(reply.title), *(line for text in reply.lines for line in _said(text))]]
        case StoryList():
            stories = (_story(item, number) for number, item in enumerate(reply.items, start=1))
            return [_bold(reply.title), *stories, _small(reply.hint)]
        case Answer():
            return [_answer(reply)]


def _story(item: Item, number: int) -> Block:
    summary = item.summary
    url = item.sources[0].url if item.sources else ""
    first = f"### {number}. "
    lines = markup.lines(markup.headline(summary.title, url), first=first, others="### ")
    for bullet in summary.bullets:
        lines += markup.lines(_bullet(bullet, summary), first="- ", others="  ")
    return [*lines, *_before(item), *_byline(item), *_small(", ".join(summary.tags))]


def _before(item: Item) -> Block:
    """Return that it was told before, with a link to where."""
    if item.before is None:
        return []
    told = markup.headline(wording.told_before(item), item.before.url)
    return markup.lines(told, first="-# ", others="-# ")


def _bullet(bullet: Bullet, summary: Summary) -> Iterator[str]:
    """Our sentence, or the publisher's in quotation marks; its language where that differs; then its citations."""
    yield from markup.pieces(f"“{bullet.text}”" if bullet.is_quotation else bullet.text)
    note = wording.bullet_note(bullet, summary)
    if note:
        yield f"({markup.escape(note)})"
    yield from _citations(bullet.citations)


def _citations(citations: Iterable[Citation]) -> Iterator[str]:
    for citation in citations:
        yield f"({markup.link(citation.publisher, wording.citation_url(citation), citation.url)})"


def _byline(item: Item) -> Block:
    """Who reported it, and when: as a timestamp that Discord shows in each reader's own time."""
    when = f"· <t:{int(item.newest_at.timestamp())}:R>"
    remark = markup.escape(wording.excerpt_note(item))
    who = markup.pieces(wording.reporters(item))
    return markup.lines([*who, when, remark] if remark else [*who, when], first="-# ", others="-# ")


def _answer(answer: Answer) -> Block:
    lines = [*_small(answer.question), *_bold(wording.answer_note(answer))]
    for sentence in answer.sentences:
        text = f"“{sentence.text}”" if answer.writer == EXTRACTS else sentence.text
        parts = [*markup.pieces(text), *_citations(sentence.citations)]
        lines += markup.lines(parts, first="- " if len(answer.sentences) > 1 else "")
    return lines


def _small(text: str) -> Block:
    return markup.lines(markup.pieces(text), first="-# ", others="-# ")


def _bold(text: str) -> Block:
    return markup.lines(f"**{piece}**" for piece in markup.pieces(text))


def _said(text: str) -> Block:
    return markup.lines(markup.said(text))


def _plain(text: str) -> Block:
    return markup.lines(markup.pieces(text))


def _pages(
    blocks: Iterable[Block], language: str, *, most: int = MAX_TEXTS, is_in_thread: bool = False
) -> tuple[Page, ...]:
    """Lay blocks out on pages, each block whole where it can be, and say on every page but the last where the rest is."""
    texts = [text for block in blocks for text in _fitting(block)]
    pages: list[list[str]] = []
    room = 0
    for text in texts or [_NOTHING]:
        if not pages or len(pages[-1]) == most or markup.size(text) > room:
            pages.append([])
            room = _ROOM
        pages[-1].append(text)
        room -= markup.size(text)
    return tuple(
        (*page[:-1], f"{page[-1]}\n-# {_note(number, len(pages), language, is_in_thread=is_in_thread)}")
        if number < len(pages)
        else tuple(page)
        for number, page in enumerate(pages, start=1)
    )


def _fitting(block: Block) -> Iterator[str]:
    """Return a block as one text, or as several where even a page of its own would not hold it."""
    text, room = "", _ROOM
    for line in block:
        if text and markup.size(line) + 1 > room:
            yield text
            text, room = "", _ROOM
        text = f"{text}\n{line}" if text else line
        room -= markup.size(line) + 1
    if text:
        yield text


def _note(number: int, count: int, language: str, *, is_in_thread: bool) -> str:
    """Return which part this is, and where the others are."""
    if is_in_thread:
        note = say("Part {part} of {parts}: more in the thread", part=number, parts=count)
    else:
        note = say("Part {part} of {parts}: more below", part=number, parts=count)
    return wording.told(note, language)
