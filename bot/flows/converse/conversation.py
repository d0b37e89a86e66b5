"""Conversing: what happens when a chat speaks to us. Commands become replies, questions become jobs.

Everything is recorded before the chat's adapter acknowledges it, and the same event twice is one event.
"""

from collections.abc import Collection, Sequence

import structlog

from bot.core import wording
from bot.core.commands import (
    Command,
    parse_command,
    shown,
)
from bot.core.entities import (
    Body,
    Caller,
    Change,
    FormName,
    Message,
    NewQuestion,
    NewTopic,
    Notice,
    Place,
    Platform,
    Reply,
    Said,
    Speaker,
    Topic,
    Workspace,
)
from bot.core.errors import BotError, CommandError
from bot.core.forms import Form
from bot.core.language import Reader, say
from bot.core.rights import Rights, Scope, scope_of
from bot.flows import answer, heed, manage
from bot.flows.converse.doing import Doing, Heard
from bot.flows.needs import Needs
from bot.flows.ports import FeedTools, Progress, Sight
from bot.flows.readers import reader_in

log = structlog.get_logger()

HOME = Caller(
    platform=Platform.TERMINAL,
    workspace="local",
    workspace_name="Command line",
    channel="terminal",
    user="you",
)
"""The command line's workspace: always there, so its topics are the declared ones."""


_KEPT_LOOKED_AT = 50


class Conversation:
    """Implements the `Inbound` port for all chats. *declared*: the topics that every workspace gets from the configuration.

    On the platforms in *seeing_all* whoever runs the bot speaks: `why` tells them of every channel. *rights* say who may change what.
    """

    def __init__(
        self,
        needs: Needs,
        declared: Sequence[NewTopic],
        tools: FeedTools,
        seeing_all: Collection[Platform] = (Platform.TERMINAL,),
        rights: Rights = Rights(),  # noqa: B008 -- frozen
    ) -> None:
        self._needs = needs
        self._declared = declared
        self._rights = rights
        self._seeing_all = frozenset(seeing_all)
        self._doing = Doing(needs, tools, self.seen_by)
        self._known: dict[tuple[Platform, str], tuple[Workspace, tuple[Topic, ...]]] = {}

    async def workspace(
        self, platform: Platform, external_id: str, name: str
    ) -> tuple[Workspace, tuple[Topic, ...]]:
        """Return a workspace with its topics; one we meet for the first time gets those of the configuration."""
        key = (platform, external_id)
        if key not in self._known:
            workspace = await self._needs.store.add_workspace(platform, external_id, name)
            topics = await self._needs.store.declare_topics(
                workspace.id, self._declared, self._needs.clock.now()
            )
            self._known[key] = (workspace, topics)
        return self._known[key]

    async def place(self, caller: Caller) -> Place:
        """Return the channel that *caller* speaks in."""
        place, _ = await self._met(caller)
        return place

    def seen_by(self, place: Place) -> Place | None:
        """Return the channel whose doings may be shown in *place*: its own. None: those of every channel."""
        return None if place.platform in self._seeing_all else place

    async def topics(self, caller: Caller | None = None) -> tuple[Topic, ...]:
        """Return the topics of the caller's workspace, or the declared ones."""
        _, topics = await self._met(caller or HOME)
        return topics

    async def _met(self, caller: Caller) -> tuple[Place, tuple[Topic, ...]]:
        workspace, topics = await self.workspace(caller.platform, caller.workspace, caller.workspace_name)
        place = Place(workspace_id=workspace.id, platform=caller.platform, channel=caller.channel)
        return place, topics

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
        """Do what "*command* *text*" asks; None when the event was handled before. A person's mistake is a Notice.

        What was begun and failed before its reply was kept is done again: every command is harmless when repeated.
        """
        place, topics = await self._met(caller)
        is_new = await self._needs.store.record_event(caller.platform, event_key, self._needs.clock.now())
        if not is_new and (place.platform is not Platform.PAGE or await self._is_answered(place, event_key)):
            return None
        said = Said(text=f"{command} {shown(text)}".strip())
        await self._keep(place, event_key, Speaker.PERSON, caller.user, said)
        reader = await self._reader(place, topics, command)
        heard = Heard(
            caller=caller,
            place=place,
            event_key=event_key,
            file=file,
            progress=_spoken(progress, reader) if progress else None,
        )
        reply = wording.spoken(await self._reply(heard, topics, command, text), reader)
        await self._keep(place, f"{event_key}:reply", Speaker.BOT, "", reply)
        return reply

    async def _reader(self, place: Place, topics: Sequence[Topic], command: str) -> Reader:
        topic = next((topic for topic in topics if topic.command == command), None)
        return await reader_in(self._needs.store, place, topic)

    async def _is_answered(self, place: Place, event_key: str) -> bool:
        kept = await self._needs.store.messages(place, "", limit=_KEPT_LOOKED_AT)
        return any(message.id == f"{event_key}:reply" for message in kept)

    async def _reply(self, heard: Heard, topics: Sequence[Topic], command: str, text: str) -> Reply:
        try:
            topic = _topic_of(command, topics)
            return await self._allowed(parse_command(text), topic, heard, text)
        except CommandError as error:
            return Notice(title=say("That did not work"), lines=(error.text,))
        except BotError as error:
            log.error("command_failed", command=command, event_key=heard.event_key, error=str(error))  # noqa: TRY400 -- expected kind
            return Notice(
                title=say("That did not work"),
                lines=(say("Something here is out of order; please try again."),),
            )

    async def _allowed(self, command: Command, topic: Topic, heard: Heard, text: str) -> Reply:
        """Do what its caller may do, and keep who changed what. Changes of feeds are kept where they are made."""
        command = self._rights.allowed(command, heard.caller)
        refusal = self._rights.refusal(command, heard.caller)
        if refusal:
            return Notice(title=say("That is not yours to change"), lines=(refusal,))
        reply = await self._doing.do(command, topic, heard)
        if scope_of(command) is Scope.CHANNEL:
            now = self._needs.clock.now()
            change = Change(
                topic_id=topic.id, channel=heard.place.channel, by=heard.who, what=shown(text), at=now
            )
            await self._needs.store.add_change(topic.workspace_id, change)
        return reply

    async def _keep(self, place: Place, message_id: str, speaker: Speaker, user: str, body: Body) -> None:
        """Keep what the page shows in its channel. Elsewhere only the caller sees a command and its reply: nothing to keep."""
        if place.platform is Platform.PAGE:
            message = Message(
                place=place,
                thread="",
                id=message_id,
                speaker=speaker,
                user=user,
                body=body,
                at=self._needs.clock.now(),
            )
            await self._needs.store.add_message(message)

    async def reaction(self, caller: Caller, message_id: str, vote: int) -> bool:
        """Heed a reaction to a message: 1 likes it, -1 does not, 0 takes it back. False: it is no edition of ours."""
        place, topics = await self._met(caller)
        return await heed.react(
            self._needs, topics, place, user=caller.user, message_id=message_id, vote=vote
        )

    async def form(self, caller: Caller, command: str, name: FormName, about: str = "") -> Form | None:
        """Return a form, as its channel would fill it in; None: there is no such topic, or nothing (any more) that it could be *about*."""
        place, topics = await self._met(caller)
        topic = next((topic for topic in topics if topic.command == command), None)
        if topic is not None and name is FormName.FLAG:
            return await heed.flag_form(self._needs, topic, place, about)
        return None if topic is None else await manage.form(self._needs, topic, place, name)

    async def home(self, caller: Caller, reader: Reader | None, sees: Sight) -> tuple[Notice, ...]:
        """Return what somebody sees of their workspace: a part for each topic."""
        place, topics = await self._met(caller)
        parts = await manage.home(self._needs, topics, place, sees)
        heard_by = reader or await reader_in(self._needs.store, place)
        return tuple(wording.spoken_notice(part, heard_by) for part in parts)

    async def suggest(self, caller: Caller, command: str, text: str) -> tuple[str, ...]:
        """Return what *text*, typed behind *command*, may become."""
        place, topics = await self._met(caller)
        topic = next((topic for topic in topics if topic.command == command), None)
        return () if topic is None else await manage.suggest(self._needs, topic, place, caller, text)

    async def question(self, question: NewQuestion) -> bool:
        """Record a question heard in a thread and start on its answer. False: not for us, or known."""
        place, topics = await self._met(question.caller)
        return bool(topics) and await answer.hear(self._needs, place, question)


def _spoken(progress: Progress, reader: Reader) -> Progress:
    """Return *progress* for whoever reads another language than English."""

    async def tell(notice: Notice) -> None:
        await progress(wording.spoken_notice(notice, reader))

    return tell


def _topic_of(command: str, topics: Sequence[Topic]) -> Topic:
    for topic in topics:
        if topic.command == command:
            return topic
    known = tuple(topic.command for topic in topics)
    raise CommandError(
        say("No topic has the command {command}. There is: {known}", command=command, known=known)
    )
