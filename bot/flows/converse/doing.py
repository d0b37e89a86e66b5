"""What each command does: it is handed to the flow that does it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.commands import (
    AddFeed,
    Ask,
    Command,
    Confirm,
    Decline,
    Digest,
    EndFilter,
    ExportFeeds,
    FilterBy,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    Pause,
    PreviewNext,
    RemoveFeed,
    Resume,
    Share,
    Status,
    Subscribe,
    TryOut,
    UnmuteWords,
    Unsubscribe,
    Unwatch,
    Watch,
    Why,
)
from bot.core.entities import (
    Caller,
    NextEdition,
    Notice,
    Place,
    Reply,
    Subscription,
    Topic,
)
from bot.core.errors import CommandError
from bot.core.language import say
from bot.core.opinions import FlagPart, Judge, OfferStory, Opinion, SteerBy, Steering
from bot.core.searches import Search
from bot.core.timetable import EXAMPLE
from bot.flows import answer, find, heed, manage, propose, publish
from bot.flows.needs import Needs
from bot.flows.ports import FeedTools, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Where a command was typed, by whom, and which event of the platform it was; with what file, and who hears of slow work."""

    caller: Caller
    place: Place
    event_key: str
    file: bytes | None = None
    progress: Progress | None = None

    @property
    def who(self) -> str:
        """What people call whoever typed it."""
        return self.caller.name or self.caller.user


class Doing:
    """*seen_by*: the channel whose doings may be shown in a place; None: those of every channel."""

    def __init__(self, needs: Needs, tools: FeedTools, seen_by: Callable[[Place], Place | None]) -> None:
        self._needs = needs
        self._tools = tools
        self._seen_by = seen_by

    async def do(self, command: Command, topic: Topic, heard: Heard) -> Reply:
        """Do it. Raises `CommandError` for a person's mistake."""
        match command:
            case Latest() | Search() | Ask() | PreviewNext():
                return await self._tell(command, topic, heard)
            case (
                ListFeeds()
                | Status()
                | Why()
                | Help()
                | OfferStory()
                | FlagPart()
                | SteerBy()
                | Steering()
                | Judge()
            ):
                return await self._heed(command, topic, heard)
            case Share() | Digest() | Subscribe() | Unsubscribe() | Pause() | Resume():
                return await self._schedule(command, topic, heard)
            case Watch() | Unwatch() | MuteWords() | UnmuteWords():
                return await self._steer(command, topic, heard)
            case FilterBy() | EndFilter() | TryOut():
                return await self._filter(command, topic, heard)
            case AddFeed() | RemoveFeed() | ImportFeeds() | ExportFeeds() | Confirm() | Decline():
                return await propose.do(self._needs, self._asking(topic, heard), command)

    async def _tell(self, command: Latest | Search | Ask | PreviewNext, topic: Topic, heard: Heard) -> Reply:
        match command:
            case PreviewNext():
                return await self._preview(topic, heard)
            case Latest():
                return await find.latest(self._needs, topic, heard.place)
            case Search():
                return await find.find(self._needs, topic, heard.place, command)
            case Ask(question):
                return await answer.answer_topic(self._needs, topic, question)

    async def _schedule(
        self, command: Share | Digest | Subscribe | Unsubscribe | Pause | Resume, topic: Topic, heard: Heard
    ) -> Notice:
        place = heard.place
        match command:
            case Share(story_id):
                return await publish.share(self._needs, topic, place, heard.who, story_id)
            case Digest():
                return await self._digest(topic, place, heard.event_key)
            case Subscribe(timetable):
                return await manage.subscribe(self._needs, topic, place, timetable)
            case Unsubscribe():
                return await manage.unsubscribe(self._needs, topic, place)
            case Pause():
                return await manage.pause(self._needs, topic, place)
            case Resume():
                return await manage.resume(self._needs, topic, place)

    async def _steer(
        self, command: Watch | Unwatch | MuteWords | UnmuteWords, topic: Topic, heard: Heard
    ) -> Notice:
        needs, place = self._needs, heard.place
        match command:
            case Watch() | Unwatch():
                return await self._watch(command, topic, heard)
            case MuteWords(""):
                return await manage.mutes(needs, topic, place)
            case MuteWords(words):
                return await manage.mute(needs, topic, place, heard.who, words)
            case UnmuteWords(words):
                return await manage.unmute(needs, topic, place, words)

    async def _watch(self, command: Watch | Unwatch, topic: Topic, heard: Heard) -> Notice:
        needs, place, caller = self._needs, heard.place, heard.caller
        match command:
            case Watch("", for_me=True):
                return await manage.own_watches(needs, topic, place, caller)
            case Watch(""):
                return await manage.watches(needs, topic, place, caller)
            case Watch(subject, for_me=True):
                return await manage.watch_alone(
                    needs, topic, place, caller, subject, event_key=heard.event_key
                )
            case Watch(subject):
                return await manage.watch(needs, topic, place, subject)
            case Unwatch(subject, for_me=True):
                return await manage.unwatch_alone(needs, topic, place, caller, subject)
            case Unwatch(subject):
                return await manage.unwatch(needs, topic, place, subject)

    async def _filter(self, command: FilterBy | EndFilter | TryOut, topic: Topic, heard: Heard) -> Notice:
        needs, place = self._needs, heard.place
        match command:
            case FilterBy(""):
                return await manage.filters_of(needs, topic, place)
            case FilterBy(rules):
                return await manage.filter_by(needs, topic, place, heard.who, rules)
            case EndFilter():
                return await manage.end_filter(needs, topic, place, heard.who)
            case TryOut(wish):
                return await publish.try_out(needs, topic, place, wish)

    async def _heed(
        self, command: Opinion | ListFeeds | Status | Why | Help, topic: Topic, heard: Heard
    ) -> Notice:
        needs, place, user = self._needs, heard.place, heard.caller.user
        match command:
            case ListFeeds() | Status() | Why() | Help():
                return await self._manage(command, topic, place)
            case OfferStory(where):
                return await heed.story(needs, topic, place, where)
            case FlagPart(where):
                return await heed.flag(needs, topic, place, user, where)
            case SteerBy():
                return await heed.steer(needs, topic, place, user, command)
            case Steering():
                return await heed.steering(needs, topic, place, user, command)
            case Judge():
                return await heed.judge(needs, place, user, command)

    async def _manage(
        self,
        command: ListFeeds | Status | Why | Help,
        topic: Topic,
        place: Place,
    ) -> Notice:
        needs = self._needs
        match command:
            case ListFeeds():
                return await manage.feeds(needs, topic)
            case Status():
                return await manage.status(needs, topic, place)
            case Why(asked):
                return await manage.why(needs, topic, asked, self._seen_by(place))
            case Help():
                return manage.help_text(topic)

    def _asking(self, topic: Topic, heard: Heard) -> propose.Asking:
        return propose.Asking(
            topic=topic,
            place=heard.place,
            by=heard.who,
            event_key=heard.event_key,
            file=heard.file,
            tools=self._tools,
            progress=heard.progress,
        )

    async def _digest(self, topic: Topic, place: Place, event_key: str) -> Notice:
        await publish.publish_now(self._needs, await self._subscription(topic, place), event_key)
        return Notice(title=say("{topic}: an edition is on its way", topic=topic.title))

    async def _subscription(self, topic: Topic, place: Place) -> Subscription:
        subscriptions = await manage.topic_subscriptions(self._needs.store, topic, place)
        if not subscriptions:
            raise CommandError(
                say("Subscribe this channel first: {example}", example=f"{topic.command} subscribe {EXAMPLE}")
            )
        return subscriptions[0]

    async def _preview(self, topic: Topic, heard: Heard) -> NextEdition:
        subscription = await self._subscription(topic, heard.place)
        if heard.progress:
            await heard.progress(Notice(title=say("{topic}: composing the preview …", topic=topic.title)))
        return await publish.preview(self._needs, subscription)
