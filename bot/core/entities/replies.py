"""What newsthread says back: values that each platform renders in its own form."""

import datetime as dt
from dataclasses import dataclass

from bot.core.entities.actions import Action
from bot.core.entities.chats import Place, Speaker
from bot.core.entities.editions import Edition, Item, NewEdition
from bot.core.entities.ids import EditionId
from bot.core.entities.writing import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file for whoever asked, where the platform takes one from us."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A short text: a heading and lines of plain text (never markup), with buttons below. *language* is the one it is written in."""

    title: str
    lines: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    file: Attached | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryList:
    """Stories found for a subject. *hint* is one line of plain text below them, with buttons."""

    title: str
    items: tuple[Item, ...]
    hint: str = ""
    actions: tuple[Action, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEdition:
    """An edition as it would be posted now; nothing of it was. *note* is a line of plain text above it that says so."""

    edition: NewEdition
    note: str

    @property
    def language(self) -> str:
        """The edition's."""
        return self.edition.language

    @property
    def actions(self) -> tuple[Action, ...]:
        """None: there is nothing to do about what was not posted."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said, as they said it."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An edition stands here; its text is kept with the edition."""

    edition_id: EditionId


Reply = Notice | StoryList | Answer | NextEdition
"""What a command or a question is answered with."""

Body = Said | Posted | Notice | StoryList | Answer | NextEdition
"""What a message of the transcript can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of our own transcript. *thread* is "" in the channel itself, else the id of the thread's first message.

    *id* is the platform's id of the message ("" where it gave none).
    """

    place: Place
    thread: str
    id: str
    speaker: Speaker
    user: str
    body: Body
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message with its edition at hand, ready to be rendered from the transcript.

    *replies* counts the messages in the thread of an edition, which itself is none of them.
    """

    message: Message
    edition: Edition | None
    replies: int = 0
