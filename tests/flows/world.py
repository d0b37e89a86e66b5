"""A small world for flow tests: a real store with one team, one topic and one feed; a chat and a clock that tests control."""

import datetime as dt
from dataclasses import dataclass, field

from bot.adapters.article_extractor.languages import detected_language
from bot.adapters.jobs import InlineJobs
from bot.core.entities import (
    Entry,
    Feed,
    NewEntry,
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    StoryId,
    Subscription,
    Topic,
    WhenEmpty,
)
from bot.core.filters import parse_filter
from bot.core.text import canonical_url, content_hash
from bot.core.timetable import parse_timetable
from bot.flows import answer, correct, publish
from bot.flows.ledger import Budget
from bot.flows.needs import Needs
from bot.flows.ports import JobName, LanguageModel, Store
from tests.fakes.chat import FakeChat
from tests.fakes.clock import FakeClock
from tests.grouped import put
from tests.kept import add_entries

_STEP = dt.timedelta(hours=3)
FEED = "https://volt-courier.example/feed"
TOPIC = NewTopic(
    name="ev", command="/ev", title="Electric cars", aliases={"xiaomi": ("小米",)}, feeds=(FEED,)
)


@dataclass
class World:
    """What the flows need, and what tests look at. *jobs* run at once."""

    store: Store
    topic: Topic
    feed: Feed
    place: Place
    clock: FakeClock
    chat: FakeChat
    jobs: InlineJobs = field(default_factory=InlineJobs)
    language_models: tuple[LanguageModel, ...] = ()
    budget: Budget = field(default_factory=Budget)
    wants_opinions: bool = False

    def __post_init__(self) -> None:
        """Join jobs and flows as the app does."""
        self.jobs.use(
            {
                JobName.PUBLISH: lambda *args: publish.publish(self.needs, *args),
                JobName.DELIVER: lambda delivery_id: publish.deliver(self.needs, delivery_id),
                JobName.EDIT: lambda delivery_id: correct.edit(self.needs, delivery_id),
                JobName.ANSWER: lambda question_id: answer.answer(self.needs, question_id),
            }
        )

    @property
    def needs(self) -> Needs:
        """What the flows need."""
        return Needs(
            store=self.store,
            jobs=self.jobs,
            clock=self.clock,
            chats={self.chat.platform: self.chat},
            language_models=self.language_models,
            detect_language=detected_language,
            budget=self.budget,
            wants_opinions=self.wants_opinions,
        )

    async def entry(
        self,
        title: str,
        text: str,
        *,
        story: StoryId | None = None,
        publisher: str = "Volt Courier",
        language: str = "en",
        excerpt_reason: str = "",
    ) -> Entry:
        """Store an entry published now, in *story* or one of its own."""
        url = f"https://volt-courier.example/{content_hash(title, publisher)[:12]}"
        new = NewEntry(
            guid=url,
            link=canonical_url(url),
            content_hash=content_hash(title, text),
            url=url,
            title=title,
            text=text,
            publisher=publisher,
            language=language,
            published_at=self.clock.now(),
            is_excerpt=bool(excerpt_reason),
            excerpt_reason=excerpt_reason,
        )
        (entry,) = await self.store.entries(
            await add_entries(self.store, self.feed.id, [new], self.clock.now)
        )
        await put(self.store, entry, story)
        (stored,) = await self.store.entries([entry.id])
        return stored

    async def subscribe(
        self,
        timetable: str = "daily 09:00 UTC",
        *,
        size: int = 5,
        when_empty: WhenEmpty = WhenEmpty.LINE,
        origin: Origin = Origin.CHAT,
        subject: str = "",
        filter_by: str = "",
    ) -> Subscription:
        """Subscribe the channel."""
        new = NewSubscription(
            topic_id=self.topic.id,
            place=self.place,
            timetable=parse_timetable(timetable),
            language="en",
            size=size,
            origin=origin,
            when_empty=when_empty,
            subject=subject,
            filter=parse_filter(filter_by),
        )
        return await self.store.add_subscription(new, self.clock.now())

    async def pass_time(self, by: dt.timedelta) -> None:
        """Let time pass, doing what is due every three hours and at the end."""
        until = self.clock.now() + by
        while self.clock.now() < until:
            self.clock.advance(min(_STEP, until - self.clock.now()))
            await self.tick()

    async def tick(self) -> None:
        """Do what is due now."""
        await publish.publish_due(self.needs, ())
        await correct.edit_due(self.needs)
        await answer.answer_due(self.needs)


async def make_world(store: Store, clock: FakeClock, chat: FakeChat) -> World:
    """Declare the team, its topic and its feed in an empty store."""
    chat.clock = clock
    workspace = await store.add_workspace(Platform.SLACK, "T1", "Team")
    (topic,) = await store.declare_topics(workspace.id, [TOPIC], clock.now())
    (feed,) = await store.feeds(topic.id)
    place = Place(workspace_id=workspace.id, platform=Platform.SLACK, channel="C1")
    return World(store=store, topic=topic, feed=feed, place=place, clock=clock, chat=chat)
