"""Editions, story lists, notices and answers as Slack messages in Block Kit.

Rendering is pure; `layout` sees to the limits.
"""

from collections.abc import Iterable, Sequence

from bot.adapters.slack import layout, mrkdwn
from bot.adapters.slack.layout import Block, Rendered, Unit
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

MAX_LABEL = 75
PRESSED = "say"
"""How the id of our buttons begins; those that settle what they stand below go on with `SETTLING`."""

SETTLING = "!"
OPENING = "?"
"""Of those that open a form."""
MAX_RESPONSES = 5
"""A response_url may be used five times (https://docs.slack.dev/interactivity/handling-user-interaction/)."""

_REST_IN_THREAD = say("The rest is in the thread.")
_ANSWER = say("Answer")
_NO_ROOM = say("There is more than fits here. In a channel, its status tells all.")
_UNNAMED = "↗"
_MAX_OPTIONS = 5
"""Of a menu behind three dots (https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element/)."""


def edition_messages(edition: NewEdition, note: str = "") -> tuple[Rendered, ...]:
    """Return the messages of an edition: the first for the channel, the others for its thread. *note*: a line above it."""
    head = layout.line(note) if note else []
    head += [layout.header(edition.title), *layout.context([mrkdwn.pieces(wording.dateline(edition))])]
    if edition.withdrawal:
        return _withdrawn(edition, head)
    head += layout.sections(
        [mrkdwn.pieces(wording.lead(edition)), *map(mrkdwn.bold, wording.corrections(edition))]
    )
    foot = [layout.DIVIDER, *layout.context([mrkdwn.pieces(wording.coverage(edition))])]
    summary = [edition.title, wording.dateline(edition), wording.lead(edition), *_titles(edition.items)]
    rest = wording.told(_REST_IN_THREAD, edition.language)
    stories = (
        _stories(edition.items) if note else _offered(edition)
    )  # nobody can react to what is only a preview
    units = [head, *stories, foot]
    return layout.messages(edition.title, summary, units, edition.language, rest=rest)


def _withdrawn(edition: NewEdition, head: Unit) -> tuple[Rendered, ...]:
    said = wording.corrections(edition)
    told = [mrkdwn.pieces(wording.withdrawn_stories(edition))] if edition.items else []
    unit = [*head, *layout.sections(map(mrkdwn.bold, said)), *layout.context(told)]
    return layout.messages(edition.title, [edition.title, *said], [unit], edition.language)


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
            lines = [mrkdwn.bold(reply.title), *map(mrkdwn.said, reply.lines)]
            units = [layout.sections(lines), _buttons(reply.actions)]
            return layout.messages(reply.title, [reply.title, *reply.lines], units, reply.language)
        case StoryList():
            head = layout.sections([mrkdwn.bold(reply.title)])
            foot = layout.context([mrkdwn.pieces(reply.hint)])
            summary = [reply.title, *_titles(reply.items), reply.hint]
            units = [head, *_stories(reply.items), foot, _buttons(reply.actions)]
            return layout.messages(reply.title, summary, units, reply.language)
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


def home_view(parts: Sequence[Notice], channel: str) -> Block:
    """Return somebody's App Home. *channel*: their direct messages with us, where its buttons are answered."""
    told = [
        block
        for part in parts
        for block in (
            layout.header(part.title),
            *_buttons(part.actions),
            *layout.sections(map(mrkdwn.pieces, part.lines)),
        )
    ]
    language = parts[0].language if parts else Reader().language
    return {
        "type": "home",
        "private_metadata": channel,
        "blocks": layout.fitted(told, layout.line(wording.told(_NO_ROOM, language))),
    }


def _answer_messages(answer: Answer) -> tuple[Rendered, ...]:
    note = wording.answer_note(answer)
    is_quoted = answer.is_refusal or answer.writer == EXTRACTS
    lines = [_sentence(sentence, is_quoted) for sentence in answer.sentences]
    if len(lines) > 1:
        lines = [["•", *line] for line in lines]
    unit = layout.context([mrkdwn.pieces(answer.question)]) + layout.sections([mrkdwn.bold(note), *lines])
    title, said = wording.told(_ANSWER, answer.language), (sentence.text for sentence in answer.sentences)
    return layout.messages(title, [note, *said], [unit, _buttons(answer.actions)], answer.language)


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
        {"text": _plain_text(action.label), "value": f"{_how(action)}{action.command} {action.said}"}
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
    return [layout.DIVIDER, *layout.sections(lines), *layout.context([*_before(item), _byline(item), tags])]


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
        "value": f"{action.command} {action.said}",
    }
    return button if action.weight is Weight.PLAIN else {**button, "style": str(action.weight)}
