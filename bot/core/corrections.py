"""Putting right what was told: the publisher's own sentence in place of ours, and what an edition says about that.

Pure. It never writes a sentence: what stands in the end is a publisher's, or what `summarize` wrote and checked.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.core import extractive, wording
from bot.core.entities import (
    EXTRACTS,
    Bullet,
    Citation,
    Correction,
    CorrectionKind,
    Edition,
    Item,
    Story,
    Summary,
)
from bot.core.errors import ChatError, CommandError
from bot.core.language import say, some
from bot.core.text import shorten

T = TypeVar("T")

_WHOLE = {"title": CorrectionKind.TITLE, "story": CorrectionKind.SUMMARY}
_DIGITS = 4
_SHOWN = 40
_TARGETS = "1, 2, 3, title, story"

MAX_REASON = 300
"""Characters of a reason: it stands in the message."""


def reason_of(text: str) -> str:
    """Return a reason as it is shown.

    Raises:
        CommandError: it is too long.
    """
    reason = " ".join(text.split())
    if len(reason) > MAX_REASON:
        raise CommandError(
            say(
                "A reason has at most {most} characters; this one has {length}.",
                most=MAX_REASON,
                length=len(reason),
            )
        )
    return reason


def target_of(what: str) -> tuple[CorrectionKind, int]:
    """Return what is to be put right: a sentence by its number from 1, "title", or "story".

    Raises:
        CommandError: it is none of these.
    """
    text = what.strip().lower()
    if text in _WHOLE:
        return _WHOLE[text], 0
    if text.isascii() and text.isdecimal() and len(text) < _DIGITS:
        return CorrectionKind.BULLET, int(text)
    raise CommandError(
        say("“{said}” is not known. Write: {forms}", said=shorten(what, _SHOWN), forms=_TARGETS)
    )


def item_of(edition: Edition, place: int) -> Item:
    """Return the story at *place*, counted from 1.

    Raises:
        CommandError: the edition has none there.
    """
    if not 1 <= place <= len(edition.items):
        told = some(len(edition.items), "{n} story", "{n} stories")
        raise CommandError(
            say(
                "Edition {edition} tells {stories}; there is no story {place}.",
                edition=str(edition.id),
                stories=told,
                place=place,
            )
        )
    return edition.items[place - 1]


def bullet_of(item: Item, place: int) -> Bullet:
    """Return the bullet at *place*, counted from 1.

    Raises:
        CommandError: the story has none there.
    """
    bullets = item.summary.bullets
    if not 1 <= place <= len(bullets):
        sentences = some(len(bullets), "{n} sentence", "{n} sentences")
        raise CommandError(
            say("That story has {sentences}, and no {place}.", sentences=sentences, place=place)
        )
    return bullets[place - 1]


def made_before(edition: Edition, wish: Correction) -> Correction | None:
    """Return the correction that *wish* repeats: the same person's, of the same thing, for the same reason that they gave.

    Who did not hear that it was done (a terminal that was closed, a button pressed twice) does it again, and means it once.
    """
    told = (wish.kind, wish.by, wish.story, wish.bullet, wish.reason)
    made = (
        each
        for each in edition.corrections
        if (each.kind, each.by, each.story, each.bullet, each.reason) == told
    )
    return next(made, None) if wish.reason else None


def is_own_words(bullet: Bullet, summary: Summary) -> bool:
    """Say whether a bullet is a publisher's own sentence."""
    return bullet.is_quotation or summary.writer == EXTRACTS


def own_sentence(
    item: Item,
    place: int,
    story: Story | None,
    aliases: Mapping[str, Sequence[str]],
    *,
    wrong: Collection[str] = (),
) -> Bullet | None:
    """Return the publisher's own sentence for a bullet: the one it cites, else one that carries much; None: there is no other.

    It repeats no other bullet, and is none of those that were found *wrong* before. *story*: its entries, as far as they are kept.
    """
    summary, bullet = item.summary, bullet_of(item, place)
    said = [each.text for each in summary.bullets]
    others = [text for number, text in enumerate(said, start=1) if number != place]
    quoted = [
        _quoted(one, story, summary.language) for one in bullet.citations if one.sentence != bullet.text
    ]
    extracts = _extracts(story, summary.language, aliases)
    alone = [each for each in quoted if extractive.can_stand_alone(each.text)]
    for each in (*alone, *extracts, *quoted):
        if each.text not in {bullet.text, *wrong} and not any(
            extractive.is_repeat(each.text, other) for other in others
        ):
            return each
    return None


def _extracts(story: Story | None, language: str, aliases: Mapping[str, Sequence[str]]) -> tuple[Bullet, ...]:
    if story is None:
        return ()
    extract = extractive.summarize(story, language=language, aliases=aliases)
    return tuple(replace(each, is_quotation=True) for each in extract.bullets)


def _quoted(citation: Citation, story: Story | None, language: str) -> Bullet:
    entries = story.entries if story else ()
    written = next((entry.language for entry in entries if entry.id == citation.entry_id), "")
    is_same = not written or extractive.is_same_language(written, language)
    return Bullet(
        text=citation.sentence,
        citations=(citation,),
        is_quotation=True,
        language="" if is_same else written,
    )


def with_bullet(summary: Summary, place: int, bullet: Bullet | None) -> Summary:
    """Return *summary* with another bullet at *place*, or without it."""
    bullets = summary.bullets
    put = (bullet,) if bullet else ()
    return replace(summary, bullets=(*bullets[: place - 1], *put, *bullets[place:]))


def own_title(item: Item) -> str:
    """Return the publisher's own headline; "" where the title is that already, or nobody gave one."""
    title = next((source.title for source in item.sources if source.title.strip()), "")
    return "" if title == item.summary.title else title


def is_no_worse(new: Summary, told: Summary) -> bool:
    """Say whether a newly written summary may take the place of one that was told: it is another one, and not degraded."""
    is_degraded = new.writer == EXTRACTS != told.writer or new.fell_back > told.fell_back
    return new.key != told.key and not is_degraded


def fitted(edition: Edition, parts: int, render: Callable[[Edition], Sequence[T]]) -> Sequence[T]:
    """Render an edition into no more messages than stand already: none can be added to a thread that has gone on.

    What has no room since a correction is left to the newsroom, from the last story on, and the story says so.

    Raises:
        ChatError: even so it does not fit.
    """
    left = Bullet(text=wording.no_room(edition), citations=())
    items = list(edition.items)
    rendered = render(edition)
    for place in range(len(items) - 1, -1, -1):
        if len(rendered) <= parts:
            break
        items[place] = replace(items[place], summary=replace(items[place].summary, bullets=(left,)))
        rendered = render(replace(edition, items=tuple(items)))
    if len(rendered) > parts:
        messages = wording.counted(parts, "message")
        raise ChatError(f"Edition {edition.id} does not fit into the {messages} that stand there.")
    return rendered
