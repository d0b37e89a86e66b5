"""The running program: what ticks, what the jobs do, and what the command line asks for."""

import asyncio
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.adapters.jobs import InlineJobs
from bot.app.connecting import keep_connected
from bot.app.declaring import Declarations
from bot.app.engine import Engine
from bot.app.reading import Reading
from bot.app.roles import listens
from bot.core.entities import (
    EVERY_DAY,
    Answer,
    DeliveryState,
    Edition,
    Feed,
    FeedId,
    NewEdition,
    Origin,
    Place,
    Platform,
    Reply,
    Subscription,
    SubscriptionId,
    Timetable,
    Topic,
)
from bot.core.errors import BotError, ChatError, CommandError
from bot.flows import answer, correct, heed, publish, refresh
from bot.flows.converse import HOME, Conversation
from bot.flows.manage import DEFAULT_SIZE
from bot.flows.needs import Needs
from bot.flows.notices import Notices
from bot.flows.ports import (
    FeedTools,
    Handlers,
    Job,
    JobName,
)
from bot.flows.prune import Retention, prune_daily

if TYPE_CHECKING:
    from bot.adapters.page import PageChat

log = structlog.get_logger()

TICK = dt.timedelta(seconds=2)
"""How often our tables are asked what is due."""

_FEEDS_A_TICK = 200
_FEEDS_AT_ONCE = 16
_ALL = 1_000_000
_UNSAVED = SubscriptionId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything joined. Made by `open_app`, which also closes it."""

    needs: Needs
    tools: FeedTools
    engine: Engine
    conversation: Conversation
    declarations: Declarations
    reading: Reading
    notices: Notices
    retention: Retention
    page: "PageChat | None"

    @property
    def url(self) -> str:
        """Where the page is; "" without one."""
        return self.page.url if self.page else ""

    async def run(self) -> None:
        """Do what this process is for, until cancelled: serve chats, do what is due.

        If one part dies, all stop, and its error is raised.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                for platform in self.needs.chats.keys() & set(listens(self.engine.role)):
                    tasks.create_task(keep_connected(self.needs.chats[platform]), name=f"chat {platform}")
                await self.work()
        except* BotError as group:
            raise _first(group) from None

    async def work(self, every: dt.timedelta = TICK) -> None:
        """Do what is due, until cancelled; our tables are asked each time *every* has passed."""
        async with self.engine.running(self._handlers(self.needs), self.tick, every):
            await asyncio.Event().wait()

    async def tick(self) -> None:
        """Read from our tables what is due, and start it. A stage that fails is logged, and stops no other."""
        for stage in (
            self._declare,
            self._group_due,
            self._refresh_due,
            self._publish_due,
            self._edit_due,
            self._answer_due,
            self._heed_due,
            self._notify_due,
            self._prune_due,
        ):
            try:
                await stage()
            except BotError as error:
                # Expected, such as a database that is away for a moment: the next tick tries again.
                log.error("tick_stage_failed", stage=stage.__name__, error=str(error))  # noqa: TRY400 -- no traceback for it
            except Exception:
                # The loop over stages: an unreadable row in one table must not end reading, publishing and answering.
                log.exception("tick_stage_failed", stage=stage.__name__)

    async def _declare(self) -> None:
        """Platforms are asked in a job of its own: one that hangs would hold up everything.

        It is done where it ticks, since what it finds out is for the next tick.
        """
        await self.engine.local.start(Job(name=JobName.DECLARE, key="declare", lane="declare", args=()))

    async def _group_due(self) -> None:
        """Also what somebody who died left behind; at most ticks there is nothing."""
        store = self.needs.store
        if await store.ungrouped_entries(1) or await store.has_unindexed():
            await self._group()

    async def _group(self) -> None:
        """Taking in takes its time when much has come, so it is a job; what came while it ran is its next run's."""
        await self.needs.jobs.start(Job(name=JobName.GROUP, key="group", lane="group", args=()))

    async def _refresh(self, feed_id: FeedId) -> None:
        outcome = await self.reading.refresh(feed_id)
        if outcome.stored:
            await self._group()
        await self.engine.let_host_rest()

    async def _refresh_due(self) -> None:
        store, clock = self.needs.store, self.needs.clock
        await refresh.refresh_due(store=store, jobs=self.needs.jobs, clock=clock, limit=_FEEDS_A_TICK)

    async def _publish_due(self) -> None:
        await publish.publish_due(self.needs, self.declarations.starting_now)

    async def _edit_due(self) -> None:
        await correct.edit_due(self.needs)

    async def _answer_due(self) -> None:
        await answer.answer_due(self.needs)

    async def _heed_due(self) -> None:
        """A language model may be asked, so it is a job."""
        if await self.needs.store.open_flags(self.needs.clock.now(), limit=1):
            await self.needs.jobs.start(Job(name=JobName.HEED, key="heed", lane="heed", args=()))

    async def _notify_due(self) -> None:
        await self.needs.jobs.start(Job(name=JobName.NOTIFY, key="notify", lane="notify", args=()))

    async def _prune_due(self) -> None:
        await self.needs.jobs.start(Job(name=JobName.PRUNE, key="prune", lane="prune", args=()))

    async def _prune(self) -> None:
        await prune_daily(self.needs.store, self.needs.clock, self.retention)

    def _handlers(self, needs: Needs) -> Handlers:
        return {
            JobName.DECLARE: self.declarations.declare,
            JobName.REFRESH: self._refresh,
            JobName.GROUP: self.reading.take_in,
            JobName.PUBLISH: lambda *args: publish.publish(needs, *args),
            JobName.DELIVER: lambda delivery_id: publish.deliver(needs, delivery_id),
            JobName.EDIT: lambda delivery_id: correct.edit(needs, delivery_id),
            JobName.ANSWER: lambda question_id: answer.answer(needs, question_id),
            JobName.HEED: lambda: heed.check_open(needs),
            JobName.NOTIFY: self.notices.tell,
            JobName.PRUNE: self._prune,
        }

    async def refresh(self, on_outcome: Callable[[Feed, refresh.FeedOutcome], None]) -> None:
        """Read all feeds that are due, once, some at a time; *on_outcome* hears of each as it is done."""
        await self.topics()
        store = self.needs.store

        async def note(feed: Feed, outcome: refresh.FeedOutcome) -> None:
            on_outcome(await store.feed(feed.id), outcome)

        await refresh.read_round(
            await store.due_feeds(self.needs.clock.now(), limit=_ALL),
            refresh=lambda feed: self.reading.refresh(feed.id),
            group=self.reading.group,
            at_once=_FEEDS_AT_ONCE,
            on_outcome=note,
        )
        await self.reading.take_in()

    async def topics(self) -> tuple[Topic, ...]:
        """Return the configuration's topics, as the command line's workspace has them."""
        return await self.conversation.topics()

    async def topic(self, name: str) -> Topic:
        """Return the topic of that name, or the first for "".

        Raises:
            CommandError: there is none.
        """
        topics = await self.topics()
        for topic in topics:
            if name in ("", topic.name):
                return topic
        known = ", ".join(topic.name for topic in topics) or "none"
        raise CommandError(f"There is no topic “{name}”. The configuration has: {known}")

    async def feeds(self) -> tuple[Feed, ...]:
        """Return all feeds that a topic reads."""
        await self.topics()
        return await self.needs.store.feeds()

    async def preview(self, topic_name: str) -> NewEdition:
        """Compose an edition as a channel would get it now; post and keep nothing.

        Raises:
            CommandError: no such topic.
        """
        plan = publish.plan_now(self.needs, "preview")
        return (await publish.compose(self.needs, self._reader(await self.topic(topic_name)), plan)).edition

    async def digest(self, topic_name: str) -> NewEdition:
        """Post an edition now to the channels that subscribe to the topic, and return the last.

        Raises:
            CommandError: no such topic, or nobody subscribes to it. ChatError: a channel did not get it, and why.
        """
        topic = await self.topic(topic_name)
        await self.declarations.declare()
        inline = InlineJobs()
        needs = replace(self.needs, jobs=inline)
        inline.use(self._handlers(needs))
        posted = None
        for subscription in await self.needs.store.subscriptions():
            if await self._is_of(subscription, topic):
                posted = await publish.write(needs, subscription, publish.plan_now(needs, uuid.uuid4().hex))
                await self._check_delivered(posted)
        if posted is None:
            raise CommandError(
                f"No channel subscribes to “{topic.name}”. Add one under [[subscriptions]], or use --dry-run."
            )
        return posted

    async def _check_delivered(self, edition: Edition | None) -> None:
        for delivery in await self.needs.store.deliveries(edition.id) if edition else ():
            if delivery.state is not DeliveryState.SENT:
                problem = delivery.error or "the platform did not say whether it was posted"
                raise ChatError(f"{delivery.place.platform} {delivery.place.channel}: {problem}")

    async def _is_of(self, subscription: Subscription, topic: Topic) -> bool:
        """Say whether it wants the whole topic, in a chat that is served, and is not paused."""
        if subscription.subject or subscription.paused_at:
            return False
        own = await self.needs.store.topic(subscription.topic_id)
        return own.name == topic.name and subscription.place.platform in self.needs.chats

    def _reader(self, topic: Topic) -> Subscription:
        """Return the subscription that a preview is for: nobody's, and never stored."""
        return Subscription(
            id=_UNSAVED,
            topic_id=topic.id,
            place=Place(workspace_id=topic.workspace_id, platform=Platform.TERMINAL, channel=HOME.channel),
            timetable=Timetable(days=EVERY_DAY, times=(dt.time(),), zone="UTC"),
            language=topic.language,
            size=DEFAULT_SIZE,
            origin=Origin.CHAT,
            created_at=self.needs.clock.now(),
        )

    async def search(self, topic_name: str, text: str) -> Reply | None:
        """Do what a search typed in a chat does."""
        return await self._typed(topic_name, f"search {text}")

    async def why(self, topic_name: str, asked: str) -> Reply | None:
        """Say what became of the article that *asked* names, as in a chat."""
        return await self._typed(topic_name, f"why {asked}")

    async def try_out(self, topic_name: str, wish: str) -> Reply | None:
        """Say what the last days' editions would have been, as in a chat."""
        return await self._typed(topic_name, f"try {wish}")

    async def _typed(self, topic_name: str, text: str) -> Reply | None:
        topic = await self.topic(topic_name)
        return await self.conversation.command(HOME, topic.command, text, uuid.uuid4().hex)

    @property
    def desk(self) -> heed.Desk:
        """Where whoever runs the bot puts editions right, of every channel."""

        async def nobody() -> None:
            """Nobody's channel: all."""

        return heed.Desk(needs=self.needs, by="the command line", seen_by=nobody)

    async def ask(self, topic_name: str, question: str) -> Answer:
        """Answer *question* from what the topic's feeds have brought."""
        return await answer.answer_topic(self.needs, await self.topic(topic_name), question)


def _first(group: BaseExceptionGroup[BotError]) -> BotError:
    """Return the error that made the others stop: people read one cause, not a tree."""
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
