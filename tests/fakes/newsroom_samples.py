"""What a newsroom shows, invented: a story of two entries, an edition with a failed message, a channel, two days of costs."""

import dataclasses
import datetime as dt

from bot.core.entities import (
    EVERY_DAY,
    Change,
    ChangedThere,
    Channel,
    ChannelFilter,
    ChannelReport,
    DailyCost,
    DeliveryState,
    EditionId,
    EditionPage,
    EditionRecord,
    Entry,
    EntryId,
    Explanation,
    FeedId,
    FilteredThere,
    Mute,
    MutedThere,
    Origin,
    Platform,
    Stage,
    StageName,
    Standing,
    Story,
    StoryId,
    StoryPage,
    StoryReport,
    Subscription,
    SubscriptionId,
    Telling,
    Timetable,
    Workspace,
    WorkspaceId,
)
from bot.core.filters import parse_filter
from tests import samples
from tests.fakes.inbound import EV
from tests.fakes.newsroom import FakeNewsroom

TODAY = samples.NOON.date()
DAY = dt.timedelta(days=1)
SLACK = Channel(
    workspace=Workspace(id=WorkspaceId(2), platform=Platform.SLACK, external_id="T0CARS", name="Car desk"),
    name="C0NEWS",
)


def entry(number: int, text: str = samples.WAITING_LIST) -> Entry:
    """An article of a publisher of its own."""
    return Entry(
        id=EntryId(number),
        feed_id=FeedId(1),
        story_id=StoryId(1),
        url=f"https://volt-courier.example/{number}",
        title=f"Sedan buyers in China wait 41 weeks, part {number}",
        text=text,
        publisher=("volt-courier.example", "charge-daily.example")[number % 2],
        language="en",
        published_at=samples.NOON - dt.timedelta(hours=number),
        stored_at=samples.NOON,
        is_excerpt=number > 1,
        content_hash="",
        excerpt_reason="its page is behind a paywall" if number > 1 else "",
    )


def record(number: int = 7, state: DeliveryState = DeliveryState.SENT, error: str = "") -> EditionRecord:
    """The sample edition in a Slack channel, with one message."""
    delivery = samples.delivery(SLACK.place, state=state, error=error, message_id="1795.1")
    edition = dataclasses.replace(samples.edition(), id=EditionId(number))
    return EditionRecord(edition=edition, channel=SLACK, deliveries=(delivery,))


def report(text: str = samples.WAITING_LIST, *, is_told: bool = True) -> StoryReport:
    """The sample story with two entries, told in the sample edition."""
    told = record()
    telling = Telling(
        edition_id=told.edition.id,
        subscription_id=SubscriptionId(3),
        channel=SLACK,
        title=told.edition.title,
        planned_at=told.edition.planned_at,
        composed_at=told.edition.composed_at,
        rank=1,
        size=2,
        deliveries=told.deliveries,
    )
    return StoryReport(
        topic=EV,
        story=Story(id=StoryId(1), entries=(entry(1, text), entry(2, text))),
        item=samples.item(),
        is_wanted=is_told,
        tellings=(telling,) if is_told else (),
    )


def channel_report() -> ChannelReport:
    """A channel with a daily edition, a paused watch, a mute and a filter, and who changed what."""
    own = ChannelFilter(filter=parse_filter("lang:en -price"), by="alice", at=samples.NOON)
    change = Change(topic_id=EV.id, channel="", by="alice", what="feeds add a.example", at=samples.NOON)
    daily = Subscription(
        id=SubscriptionId(3),
        topic_id=EV.id,
        place=SLACK.place,
        timetable=Timetable(days=EVERY_DAY, times=(dt.time(9),), zone="Europe/Berlin"),
        language="en",
        size=5,
        origin=Origin.CONFIG,
        created_at=samples.NOON,
    )
    watch = dataclasses.replace(daily, subject="solid-state batteries", paused_at=samples.NOON)
    return ChannelReport(
        channel=SLACK,
        subscriptions=(Standing(subscription=daily, channel=SLACK, topic=EV),),
        watches=(Standing(subscription=watch, channel=SLACK, topic=EV),),
        mutes=(MutedThere(mute=Mute(words="e-scooter", by="U7", at=samples.NOON), channel=SLACK, topic=EV),),
        filters=(FilteredThere(own=own, channel=SLACK, topic=EV),),
        changes=(ChangedThere(change=change, channel=dataclasses.replace(SLACK, name=""), topic=EV),),
    )


def cost(micros: int, *, days_ago: int = 0, writer: str = "small-writer") -> DailyCost:
    """A day of summaries."""
    return DailyCost(
        on=TODAY - days_ago * DAY,
        writer=writer,
        purpose="summary",
        calls=12,
        prompt_tokens=15_400,
        completion_tokens=1_250,
        cost_micros=micros,
    )


def explanation() -> Explanation:
    """A story that was told in one channel and muted in another."""
    return Explanation(
        title="Sedan buyers in China wait 41 weeks",
        url="https://volt-courier.example/1",
        story_id=StoryId(1),
        stages=(
            Stage(name=StageName.SEEN, text="in volt-courier.example", at=samples.NOON),
            Stage(
                name=StageName.TOLD, text="in “Electric cars”", at=samples.NOON, channel="C0NEWS in Car desk"
            ),
            Stage(name=StageName.DELIVERED, text="posted", url="https://slack.com/app_redirect?team=T0CARS"),
            Stage(name=StageName.MUTED, text="“sedan” is muted in this channel", channel="news (page)"),
        ),
    )


def full_newsroom() -> FakeNewsroom:
    """A newsroom with something on every page."""
    newsroom = FakeNewsroom()
    newsroom.page = StoryPage(reports=(report(),), older=EntryId(2))
    failed = record(8, DeliveryState.FAILED, "the channel is archived")
    newsroom.records = EditionPage(records=(failed, record()), older=EditionId(7))
    newsroom.reports = (channel_report(),)
    newsroom.spent = (TODAY - 13 * DAY, (cost(18_200), cost(9_000, days_ago=1, writer="large-writer")))
    newsroom.days = tuple((TODAY - (13 - number) * DAY, 3 * number % 17) for number in range(14))
    newsroom.explanation = explanation()
    return newsroom
