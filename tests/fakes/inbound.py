"""A fake of the `Inbound` port: it keeps what a chat adapter passed on, and says what a test told it to say."""

from bot.core import forms
from bot.core.entities import (
    Action,
    Caller,
    FormName,
    NewQuestion,
    Notice,
    Origin,
    Reply,
    Topic,
    TopicId,
    WorkspaceId,
)
from bot.core.forms import Form
from bot.core.language import Reader
from bot.flows.ports import Progress, Sight
from tests import samples

EV = Topic(
    id=TopicId(1),
    workspace_id=WorkspaceId(1),
    name="ev",
    command="/ev",
    title="Electric cars",
    language="en",
    aliases={},
    include=(),
    exclude=(),
    origin=Origin.CONFIG,
)


class FakeInbound:
    """Records calls in *commands*, *questions* and *reactions*; each event key is known after its first time.

    *replies* are given out in order, then a notice "done". An exception among them is raised. Nothing is a question to it
    once *is_hearing* is switched off. *files* are what came along with each command; *doing* is told as its progress.
    """

    def __init__(self, *replies: Reply | Exception, topics: tuple[Topic, ...] = (EV,)) -> None:
        self.replies = list(replies)
        self.declared = topics
        self.commands: list[tuple[Caller, str, str, str]] = []
        self.questions: list[NewQuestion] = []
        self.reactions: list[tuple[Caller, str, int]] = []
        self.is_hearing = True
        self.forms: list[tuple[Caller, str, FormName]] = []
        self.homes: list[tuple[Caller, Reader | None]] = []
        self.candidates: tuple[str, ...] = ()
        self.suggestions: tuple[str, ...] = ()
        self.files: list[bytes | None] = []
        self.doing = ""
        self._known: set[str] = set()

    async def topics(self, caller: Caller | None = None) -> tuple[Topic, ...]:  # noqa: ARG002 - it is the port's
        """The topics it was made with, whoever asks."""
        return self.declared

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
        """Record the call and return the next reply; None when *event_key* is known."""
        if self._is_known(event_key):
            return None
        self.files.append(file)
        if self.doing and progress is not None:
            await progress(Notice(title=self.doing))
        self.commands.append((caller, command, text, event_key))
        reply = self.replies.pop(0) if self.replies else Notice(title="done")
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def form(self, caller: Caller, command: str, name: FormName, about: str = "") -> Form | None:
        """The form as a channel without a subscription sees it; what can be flagged is the sample's story "12.2"."""
        self.forms.append((caller, command, name))
        topic = next((topic for topic in self.declared if topic.command == command), None)
        if topic is not None and name is FormName.FLAG:
            return forms.flag_form(topic, samples.item(), about) if about == "12.2" else None
        return None if topic is None else forms.form(name, topic, None)

    async def home(self, caller: Caller, reader: Reader | None, sees: Sight) -> tuple[Notice, ...]:
        """What it was told to show, with the channels of *candidates* that are seen."""
        self.homes.append((caller, reader))
        seen = await sees(self.candidates)
        actions = (
            Action(label="Subscribe", command="/ev", form=FormName.SUBSCRIBE),
            Action(label="Help", command="/ev", text="help"),
        )
        return (
            Notice(title="Electric cars", lines=tuple(f"#{name}" for name in seen.values()), actions=actions),
        )

    async def suggest(self, caller: Caller, command: str, text: str) -> tuple[str, ...]:
        """What it was told to, with what was typed first."""
        del caller, command
        return (text, *self.suggestions)

    async def question(self, question: NewQuestion) -> bool:
        """Record the question; False when its event is known, or when it is not hearing."""
        if not self.is_hearing or self._is_known(question.event_key):
            return False
        self.questions.append(question)
        return True

    async def reaction(self, caller: Caller, message_id: str, vote: int) -> bool:
        """Record it."""
        self.reactions.append((caller, message_id, vote))
        return True

    def _is_known(self, event_key: str) -> bool:
        is_known = event_key in self._known
        self._known.add(event_key)
        return is_known
