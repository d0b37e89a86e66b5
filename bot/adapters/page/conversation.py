"""What happens when somebody types on the page, and what the page shows of it.

The transcript is written behind `Inbound` and by the deliveries; here it is only read, and completed by what was pushed a
moment ago and is not in it yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.adapters.page.broadcast import Broadcast, Payload
from bot.adapters.page.render import Line, line_of, render_line, replies_label, slash
from bot.core import wording
from bot.core.commands import shown
from bot.core.entities import (
    Body,
    Caller,
    FeedReport,
    FormName,
    NewQuestion,
    Notice,
    Platform,
    Posted,
    Said,
    Shown,
    Speaker,
    Topic,
)
from bot.core.forms import Form
from bot.core.language import Reader, in_language, say
from bot.flows.ports import Clock, Inbound, PageData

WORKSPACE = "local"
WORKSPACE_NAME = "This page"
CHANNEL = "news"
MAX_TEXT = 2_000
"""Characters somebody may type at once."""

CALLER = Caller(
    platform=Platform.PAGE,
    workspace=WORKSPACE,
    workspace_name=WORKSPACE_NAME,
    channel=CHANNEL,
    user="you",
)
"""Whoever uses the page: it has no login."""

UNKNOWN_THREAD = Notice(
    title=say("This thread is not here any more."), lines=(say("Reload the page to see what is."),)
)
_NO_QUESTION = Notice(title=say("Only questions are answered here."))


class Conversation:
    """The page's one channel and its threads."""

    def __init__(self, inbound: Inbound, data: PageData, clock: Clock, broadcast: Broadcast) -> None:
        self._inbound = inbound
        self._data = data
        self._clock = clock
        self._broadcast = broadcast

    async def topics(self) -> tuple[Topic, ...]:
        """Return the topics, for their commands."""
        return await self._inbound.topics(CALLER)

    async def sources(self) -> tuple[FeedReport, ...]:
        """Return the feeds, for their health."""
        return await self._data.sources()

    async def channel(self) -> list[Line]:
        """Return the channel's messages, oldest first, editions with the number of replies."""
        return [await self._with_new_replies(line) for line in await self.lines("")]

    async def lines(self, thread: str) -> list[Line]:
        """Return the messages of the channel ("") or a thread with its opening, oldest first."""
        lines = [line_of(shown) for shown in await self._data.history(thread)]
        known = {line.id for line in lines}
        for line in self._broadcast.recent(thread):
            if line.id not in known and (not lines or line.at >= lines[0].at):
                known.add(line.id)
                lines.append(line)
        return sorted(lines, key=lambda line: line.at)

    async def _with_new_replies(self, line: Line) -> Line:
        """Count again only where something was said just now: the transcript has counted the rest."""
        if not isinstance(line.body, Posted) or not self._broadcast.recent(line.id):
            return line
        return replace(line, replies=await self._replies(line.id))

    async def _replies(self, thread: str, *arriving: str) -> int:
        known = {line.id for line in await self.lines(thread)}
        return len(known.union(arriving) - {thread})

    async def say(self, line: Line) -> None:
        """Show a message on every open page."""
        self._broadcast.push(line, await self._payload(line))

    async def show_again(self, message_id: str, thread: str) -> None:
        """Show a message of the transcript as it is now; one that stands too far back is on no open page."""
        lines = await self.channel() if not thread else await self.lines(thread)
        for line in lines:
            if line.id == message_id:
                await self.say(line)

    async def follow_edits(self, shown: Sequence[Shown]) -> None:
        """Show what another process has edited."""
        for each in shown:
            await self.say(line_of(each))

    async def follow(self, shown: Sequence[Shown]) -> None:
        """Show what another process has said, but for what was said here."""
        for each in shown:
            if not self._broadcast.has(each.message.id):
                await self.say(line_of(each))

    async def _payload(self, line: Line) -> Payload:
        """Return how the message is sent; it is rendered when somebody is there to read it."""
        replies = await self._replies(line.thread, line.id) if line.thread else None

        def payload(language: str) -> Mapping[str, str]:
            sent = {"thread": line.thread, "html": render_line(line, language)}
            if replies is not None:
                sent["replies"] = in_language(replies_label(replies), Reader(language))
            return sent

        return payload

    async def command(
        self, text: str, event_key: str, language: str, file: bytes | None = None
    ) -> list[Mapping[str, str]] | Notice:
        """Do what was typed in the channel by a reader of *language*; a Notice teaches what could have been typed instead."""
        topics = await self.topics()
        topic, rest = _addressed(text, topics)
        if topic is None:
            return _lesson(topics)
        command = slash(topic)
        await self.say(self._said(f"{command} {shown(rest)}".strip(), event_key))

        async def progress(notice: Notice) -> None:
            await self.say(self._line(f"{event_key}:reply", Speaker.BOT, notice))

        reply = await self._inbound.command(CALLER, command, rest, event_key, file=file, progress=progress)
        if reply is not None:
            await self.say(self._line(f"{event_key}:reply", Speaker.BOT, reply))
        return await self._payloads("", {event_key, f"{event_key}:reply"}, language)

    async def form(self, command: str, name: FormName, about: str) -> Form | None:
        """Return a form about the topic with that command, or *about* a story of an edition; None: there is none."""
        return await self._inbound.form(CALLER, command, name, about)

    async def export(self) -> bytes:
        """Return the feeds as a list, with whole addresses."""
        return await self._data.export_feeds()

    async def question(
        self, thread: str, text: str, event_key: str, language: str
    ) -> list[Mapping[str, str]] | Notice:
        """Ask in a thread; the answer comes later, through `Chat.answer`."""
        if not thread or not await self.lines(thread):
            return UNKNOWN_THREAD
        said = self._said(text, event_key, thread)
        question = NewQuestion(
            caller=CALLER,
            thread=thread,
            text=text,
            event_key=event_key,
            asked_at=said.at,
            is_addressed=True,
        )
        if await self._inbound.question(question):
            await self.say(said)
        return await self._payloads(thread, {event_key}, language) or _NO_QUESTION

    def _said(self, text: str, event_key: str, thread: str = "") -> Line:
        return self._line(event_key, Speaker.PERSON, Said(text=text), thread)

    def _line(self, message_id: str, speaker: Speaker, body: Body, thread: str = "") -> Line:
        return Line(id=message_id, thread=thread, speaker=speaker, body=body, at=self._clock.now())

    async def _payloads(self, thread: str, ids: set[str], language: str) -> list[Mapping[str, str]]:
        """Return messages for the page that asked: its stream may be down just now."""
        asked = [line for line in await self.lines(thread) if line.id in ids]
        return [(await self._payload(line))(language) for line in asked]


def _addressed(text: str, topics: Sequence[Topic]) -> tuple[Topic | None, str]:
    """Return the topic whose command *text* begins with, and what follows it."""
    command, _, rest = text.strip().partition(" ")
    topic = next((topic for topic in topics if slash(topic).lower() == command.lower()), None)
    return topic, rest.strip()


def _lesson(topics: Sequence[Topic]) -> Notice:
    if not topics:
        return Notice(
            title=say("There is no topic yet."), lines=(say("Declare one in the configuration file."),)
        )
    lesson = Notice(
        title=say("Commands start with {ev}, for example {ev} xiaomi or {ev} help.", ev=slash(topics[0])),
        lines=(say("To ask about an edition, reply in its thread."),),
    )
    return wording.spoken_notice(lesson, Reader(topics[0].language))


def too_long(text: str) -> Notice:
    """Say that *text* is longer than `MAX_TEXT`."""
    title = say("That is {length} characters long; at most {most} fit.", length=len(text), most=MAX_TEXT)
    return Notice(title=title, lines=(say("Nothing was sent."),))
