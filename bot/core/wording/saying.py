"""Saying things in the reader's language, and the smallest things that are said everywhere."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core import language as words
from bot.core.entities import (
    Action,
    Answer,
    NewEdition,
    NextEdition,
    Notice,
    Reply,
    StoryList,
)
from bot.core.language import Reader, in_language, say

OUR_MISTAKE = Notice(
    title=say("Something went wrong here."), lines=(say("It has been noted. Please try again later."),)
)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 story", "3 stories"; *plural* where adding an s is wrong. English only: for the command line."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def moment(instant: dt.datetime) -> str:
    """Return an instant as people read it: by their clock where that is known, else in UTC."""
    return words.moment(instant)


def reader_of(edition: NewEdition) -> Reader:
    """Return who reads an edition: its channel's language and clock."""
    return Reader(edition.language, edition.zone)


def told(text: str, language: str) -> str:
    """Return a sentence of a renderer's own in *language*."""
    return in_language(text, Reader(language))


def spoken(reply: Reply, reader: Reader) -> Reply:
    """Return a reply in its reader's language, as it is rendered and kept."""
    match reply:
        case Notice():
            return spoken_notice(reply, reader)
        case StoryList():
            title, hint = in_language(reply.title, reader), in_language(reply.hint, reader)
            actions = spoken_actions(reply.actions, reader)
            return replace(reply, title=title, hint=hint, actions=actions, language=reader.language)
        case NextEdition():
            return replace(reply, note=in_language(reply.note, reader))
        case Answer():
            said = tuple(replace(each, text=in_language(each.text, reader)) for each in reply.sentences)
            return replace(reply, sentences=said, language=reader.language)


def spoken_actions(actions: Sequence[Action], reader: Reader) -> tuple[Action, ...]:
    """Return buttons in their reader's language."""
    return tuple(replace(each, label=in_language(each.label, reader)) for each in actions)


def spoken_notice(notice: Notice, reader: Reader) -> Notice:
    """Return a notice in its reader's language, buttons too."""
    lines = tuple(in_language(line, reader) for line in notice.lines)
    actions = spoken_actions(notice.actions, reader)
    title = in_language(notice.title, reader)
    return replace(notice, title=title, lines=lines, actions=actions, language=reader.language)
