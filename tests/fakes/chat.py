"""A fake of the `Chat` port: a platform with a history that everybody can read, and faults that a test orders."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.entities import Answer, Delivery, Edition, NewEdition, Notice, Platform, Question
from bot.core.errors import ChannelGoneError, ChatError, MessageGoneError
from bot.flows.ports import Clock
from tests.fakes.clock import FakeClock


@dataclass(frozen=True, slots=True)
class Post:
    """One message that stands in the channel or a thread."""

    id: str
    key: str
    thread: str
    what: Edition | Answer | Notice
    at: dt.datetime
    channel: str = ""


class FakeChat:
    """Posts into *history*. *before* are faults raised instead of posting, *after* ones raised although it was posted.

    *closed* are channels of one person who wants no messages. *before_edits* are raised instead of editing, and *edited* counts the edits. *channels* are those that exist; *is_readable* says whether the history can be searched.
    """

    def __init__(
        self, *, platform: Platform = Platform.SLACK, parts: int = 1, channels: tuple[str, ...] = ("C1",)
    ) -> None:
        self._platform = platform
        self._parts = parts
        self.channels = channels
        self.history: list[Post] = []
        self.before: list[ChatError] = []
        self.after: list[ChatError] = []
        self.before_edits: list[ChatError] = []
        self.edited = 0
        self.unreadable: list[ChatError] = []
        self.closed: set[str] = set()
        self.clock: Clock = FakeClock()

    @property
    def platform(self) -> Platform:
        """The one it was made for."""
        return self._platform

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """One workspace for all channels."""
        if channel not in self.channels:
            raise ChannelGoneError(f"no channel {channel}")
        return "T1", "Team"

    async def direct(self, workspace: str, user: str) -> str:
        """A channel for each person; those who want none are found out when something is posted."""
        del workspace
        return f"D{user}"

    def parts(self, edition: NewEdition) -> int:
        """As many as the test said."""
        del edition
        return self._parts

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Post, unless a fault is due."""
        if delivery.place.channel in self.closed:
            raise ChannelGoneError(f"{delivery.place.channel} takes none")
        return self._post(delivery.key, thread, edition, delivery.place.channel)

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Replace what stands there, unless a fault is due or somebody deleted it."""
        del parts
        if self.before_edits:
            raise self.before_edits.pop(0)
        for number, post in enumerate(self.history):
            if (post.id, post.thread) == (delivery.message_id, thread):
                self.history[number] = replace(post, what=edition)
                self.edited += 1
                return
        raise MessageGoneError(f"no message {delivery.message_id}")

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Look through the history, if it can be read: as real ones do, only from some hours before it was due."""
        if self.unreadable:
            raise self.unreadable.pop(0)
        since = delivery.due_at - dt.timedelta(hours=6)
        seen = [post for post in self.history if post.at >= since and post.thread == thread]
        return next((post.id for post in seen if post.key == delivery.key), None)

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Look at that message, if it can be read."""
        if self.unreadable:
            raise self.unreadable.pop(0)
        keys = [post.key for post in self.history if post.id == message_id and not post.thread]
        return next((each for each in among if each.key in keys), None)

    async def answer(self, question: Question, answer: Answer) -> str:
        """Post the answer, unless a fault is due."""
        return self._post(f"question:{question.id}", question.thread, answer)

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Post the notice, unless it stands there or a fault is due."""
        if channel in self.closed or (channel not in self.channels and not channel.startswith("D")):
            raise ChannelGoneError(f"no channel {channel}")
        found = next((post.id for post in self.history if post.key == key), None)
        return found or self._post(key, "", notice, channel)

    async def run(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _post(self, key: str, thread: str, what: Edition | Answer | Notice, channel: str = "") -> str:
        if self.before:
            raise self.before.pop(0)
        post = Post(f"m{len(self.history) + 1}", key, thread, what, self.clock.now(), channel)
        self.history.append(post)
        if self.after:
            raise self.after.pop(0)
        return post.id
