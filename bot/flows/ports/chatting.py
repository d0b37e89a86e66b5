"""Ports to the chats: what we ask of a platform, and what a platform asks of us."""

import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol

from bot.core.entities import (
    Answer,
    Caller,
    Delivery,
    Edition,
    FeedReport,
    FormName,
    NewEdition,
    NewQuestion,
    Notice,
    Platform,
    Question,
    Reply,
    Shown,
    Topic,
    Vitals,
)
from bot.core.forms import Form
from bot.core.language import Reader
from bot.flows.ports.correcting import CorrectionDesk
from bot.flows.ports.newsroom import NewsroomData

Pace = Callable[[str, dt.timedelta], Awaitable[None]]
"""Waits for a turn of the name, with at least that much rest since the last one, in whatever process that was."""


Progress = Callable[[Notice], Awaitable[None]]
"""Shows what is being done, in the place of the reply that is to come."""


Sight = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]
"""Tells which of these channels somebody may see, with the names that they know them by."""


class Chat(Protocol):
    """A platform we post to. Renderers are pure, and never exceed a limit of the platform."""

    @property
    def platform(self) -> Platform:
        """Which one it is."""

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """Return the platform's id and name of the workspace that *channel* belongs to.

        Raises:
            ChannelGoneError: it does not exist or we may not see it; ChatUnavailableError: ask again later.
        """

    async def direct(self, workspace: str, user: str) -> str:
        """Return the channel in which we write to *user* of *workspace* alone, a name as `Place.is_direct` knows it.

        Nothing is posted by that. Where the platform has one reader, it is their channel.

        Raises:
            ChannelGoneError: nobody can write to them, or a permission is missing; ChatUnavailableError: ask again later.
        """

    def parts(self, edition: NewEdition) -> int:
        """How many messages *edition* takes here: the first in the channel, the others in its thread."""

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Post part `delivery.part` and return the message's id. *thread* is the message in whose thread it belongs, "" for the channel.

        Raises:
            ChatUnavailableError: nothing was posted. ChatUncertainError: nobody knows. ChannelGoneError, ChatError: never.
        """

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Let the posted part `delivery.part` of *parts* show what *edition* says by now; no message is added or notified of.

        *thread* as for `post`. To edit again is harmless.

        Raises:
            ChatUnavailableError, ChatUncertainError: try again later. MessageGoneError: it is not there any more.
                ChannelGoneError, ChatError: the platform refuses.
        """

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Look whether an earlier attempt at *delivery* stands in the channel: its id, or None if it surely does not.

        The history is read from some hours before `delivery.due_at` on.

        Raises:
            ChatUnavailableError: look again later (a rate limit, the network). ChatUncertainError: the platform's history
                cannot be read (permission or channel are gone, too much came after), so nobody can tell.
        """

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Return which of these deliveries, all of one channel and outside threads, that message there is. None: surely none.

        Raises as `find_posted` does.
        """

    async def answer(self, question: Question, answer: Answer) -> str:
        """Post *answer* in the question's thread and return the message's id. Raises as `post` does.

        When `question.attempts` is more than 1, an answer that an earlier attempt left there is found, not repeated.
        """

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Post *notice* in *channel*, outside threads, and return the message's id. Raises as `post` does.

        A message with this *key* that an earlier attempt left there is found, not repeated, where the platform lets us look.
        """

    async def run(self) -> None:
        """Connect, say that we are ready, and serve events until cancelled."""

    async def close(self) -> None:
        """Let go of connections and ports: also of those that posting opened where `run` never ran."""


class Inbound(Protocol):
    """What a chat adapter calls when people speak.

    A question is recorded before the adapter acknowledges it: a platform that waits for that sends again what we lost.
    A command is acknowledged first: no platform repeats one, and its caller waits.
    """

    async def topics(self, caller: Caller | None = None) -> tuple[Topic, ...]:
        """The topics of the caller's workspace, or of the configuration: their commands are registered with the platform."""

    async def command(
        self,
        caller: Caller,
        command: str,
        text: str,
        event_key: str,
        *,
        file: bytes | None = None,
        progress: Progress | None = None,
    ) -> Reply | None:
        """Do what "*command* *text*" asks and return what to show; None when *event_key* was handled before.

        *file* came along with it. *progress* hears of what takes more than a moment.
        The key guards against a client that sends the same command twice, as the page does after a lost response.
        A person's mistake comes back as a Notice, never as an exception.
        """

    async def reaction(self, caller: Caller, message_id: str, vote: int) -> bool:
        """Heed a reaction to a message: 1 likes it, -1 does not, 0 takes it back. False: it is no edition of ours.

        The same reaction twice is one.
        """

    async def form(self, caller: Caller, command: str, name: FormName, about: str = "") -> Form | None:
        """Return a form about a topic, as its channel would fill it in, or *about* a story; None: there is no such topic or story.

        What was filled in becomes a command by `bot.core.forms.typed`.
        """

    async def home(self, caller: Caller, reader: Reader | None, sees: Sight) -> tuple[Notice, ...]:
        """Return what somebody sees of their workspace: a part for each topic. *caller* speaks in their direct messages with us.

        It comes in *reader*'s language, else in that of the workspace's topics. What *sees* leaves out is not told of.
        """

    async def suggest(self, caller: Caller, command: str, text: str) -> tuple[str, ...]:
        """Return what *text*, typed behind *command*, may become: whole texts, at most 25. Quick: it is asked for every letter."""

    async def question(self, question: NewQuestion) -> bool:
        """Record a question heard in a thread; it is answered later through `Chat.answer`. False: not for us, or known."""


class PageData(Protocol):
    """What the page shows beside what is said: its transcript, the state of the sources, and the newsroom."""

    @property
    def newsroom(self) -> NewsroomData:
        """What was done, to look at."""

    @property
    def desk(self) -> CorrectionDesk:
        """Where it is put right."""

    async def vitals(self) -> Vitals:
        """How newsthread does. Raises `StoreError` where the database does not answer."""

    async def history(self, thread: str) -> tuple[Shown, ...]:
        """The page's newest messages, oldest first: of the channel ("") or of one thread, with what opened it."""

    async def arrived(self, after: int | None) -> tuple[int, tuple[Shown, ...]]:
        """What was written into the page's transcript after the mark *after*, and the mark to ask with next.

        As `ThreadStore.messages_after` says it.
        """

    async def edited(self, since: dt.datetime) -> tuple[Shown, ...]:
        """The page's messages that were edited since then, by whatever process."""

    async def export_feeds(self) -> bytes:
        """The feeds of the page's topics as a list (OPML), with whole addresses."""

    async def sources(self) -> tuple[FeedReport, ...]:
        """The feeds of the page's topics, those first that somebody has to look after."""
