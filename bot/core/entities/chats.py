"""Where people talk: platforms, workspaces, channels, threads, and what is said there."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.entities.ids import QuestionId, WorkspaceId
from bot.core.entities.writing import Answer


class Platform(StrEnum):
    """Where a workspace lives. The page and the command line are platforms too."""

    SLACK = "slack"
    DISCORD = "discord"
    PAGE = "page"
    TERMINAL = "terminal"


_DIRECT = {Platform.SLACK: "D", Platform.DISCORD: "@"}
"""How the names of direct messages begin: Slack's own ids of them, and what our adapter calls them on Discord."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A Slack team, a Discord server, the page, or the command line. *external_id* is the platform's own."""

    id: WorkspaceId
    platform: Platform
    external_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel of a workspace. *channel* is the platform's own id."""

    workspace_id: WorkspaceId
    platform: Platform
    channel: str

    @property
    def is_direct(self) -> bool:
        """Whether one person alone reads it: the direct messages between them and us. As the platform's adapter names those."""
        beginning = _DIRECT.get(self.platform)
        return beginning is not None and self.channel.startswith(beginning)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who speaks, and where, in the platform's own ids: what an adapter knows of an event.

    *name* is what people call them, "" where the platform does not say. *is_manager*: they may manage the channel or all of
    the workspace, *is_admin*: all of the workspace; only looked up for what not everybody may do. *is_reader*: they may not write in the channel.
    """

    platform: Platform
    workspace: str
    workspace_name: str
    channel: str
    user: str
    name: str = ""
    is_manager: bool = False
    is_admin: bool = False
    is_reader: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question heard in a thread. *thread* is the id of the thread's first message.

    *event_key* names the chat event; the same event twice is one question. *is_addressed*: it mentions the bot, so it
    deserves an answer even where it does not look like a question. *is_below_us*: the platform says that the message which
    opens the thread is the bot's own.
    """

    caller: Caller
    thread: str
    text: str
    event_key: str
    asked_at: dt.datetime
    is_addressed: bool
    is_below_us: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is recorded and waits for its answer. *answer* was composed already, but not posted for sure."""

    id: QuestionId
    place: Place
    thread: str
    user: str
    text: str
    asked_at: dt.datetime
    attempts: int
    answer: Answer | None = None


class Speaker(StrEnum):
    """Who said a message of our transcript."""

    PERSON = "person"
    BOT = "bot"
