"""What a store must do for the newsroom: list what was done, page by page, and keep channels apart."""

import dataclasses
import datetime as dt
from typing import Any

from bot.core.entities import (
    NO_FILTER,
    Change,
    ChannelFilter,
    Decision,
    DeliveryState,
    Mute,
    Place,
    Platform,
    StoryId,
    Subscription,
    SubscriptionId,
    Usage,
)
from bot.core.filters import parse_filter
from bot.flows.ports import Store
from tests import samples
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    MINUTE,
    NOON,
    channel,
    declared,
    edition_for,
    stored,
    subscribed,
    team,
    told,
    topic,
    wish,
)


async def elsewhere(store: Store) -> tuple[Subscription, Place]:
    """A subscription to a topic of the same name in another team."""
    other = await team(store, "T2")
    (own,) = await store.declare_topics(other.id, [topic()], NOON)
    place = Place(workspace_id=other.id, platform=Platform.SLACK, channel="C1")
    return await store.add_subscription(wish(own, place), NOON), place


def usage(micros: int, **changes: Any) -> Usage:
    """One call of a language model."""
    known: dict[str, Any] = {
        "at": NOON,
        "purpose": "summary",
        "writer": "small",
        "prompt_tokens": 9,
        "completion_tokens": 2,
    }
    return Usage(**{**known, "cost_micros": micros, **changes})


class NewsroomContract:
    """What people look at."""

    async def test_stories_are_listed_once_newest_first(self, store: Store):
        """A story stands where its newest entry does; the next page goes on behind the last, and no story comes twice."""
        own = await declared(store)
        first = await told(store, "One", published_at=NOON - 5 * HOUR)
        second = await told(store, "Two", published_at=NOON - 4 * HOUR)
        third = await told(store, "Three", published_at=NOON - 4 * HOUR)
        await told(store, "One again", story=first, published_at=NOON - 3 * HOUR)
        await stored(store, "Not grouped yet", published_at=NOON)
        page = await store.newest_of_stories([own.id], limit=2)
        rest = await store.newest_of_stories([own.id], limit=2, before=page[-1].id)
        assert [each.story_id for each in (*page, *rest)] == [first, third, second]
        assert page[0].title == "One again"

    async def test_only_stories_of_the_topics_feeds_are_listed(self, store: Store):
        """What a feed brought that the topic does not read is not shown, not even as a story's newest entry."""
        own = await declared(store)
        await declared(store, topic(), topic("other", feeds=(CHARGE,)))
        story = await told(store, "One", published_at=NOON - HOUR)
        await told(store, "Elsewhere", story=story, url=CHARGE, published_at=NOON)
        await told(store, "Foreign", url=CHARGE)
        found = await store.newest_of_stories([own.id], limit=5)
        assert [each.title for each in found] == ["One"]
        assert await store.newest_of_stories([], limit=5) == ()

    async def test_editions_are_listed_with_what_became_of_them(self, store: Store):
        """The last composed stands first, with its channel, its stories and the state of each message."""
        subscription, place = await subscribed(store), await channel(store)
        for key in ("one", "two", "three"):
            await store.add_edition(edition_for(subscription, key), place, 2, NOON)
        page = await store.edition_records(None, limit=2)
        rest = await store.edition_records(None, limit=2, before=page[-1].edition.id)
        assert [each.edition.planned_key for each in (*page, *rest)] == ["three", "two", "one"]
        record = page[0]
        assert (record.channel.name, record.channel.workspace.name) == ("C1", "Team T1")
        assert [(each.part, each.state) for each in record.deliveries] == [
            (0, DeliveryState.PENDING),
            (1, DeliveryState.PENDING),
        ]
        assert record.deliveries == await store.deliveries(record.edition.id)
        assert record.edition == await store.edition(record.edition.id)
        assert await store.edition_record(record.edition.id, place) == record

    async def test_a_channel_sees_its_own_only(self, store: Store):
        """Editions, decisions, subscriptions and mutes of another team or channel are not told to this one."""
        subscription, place = await subscribed(store), await channel(store)
        foreign, there = await elsewhere(store)
        beside = dataclasses.replace(place, channel="C2")
        entry = await stored(store, "One")
        for each, where, key in ((subscription, place, "a"), (foreign, there, "b")):
            await store.add_edition(edition_for(each, key), where, 1, NOON)
            rules = ChannelFilter(filter=parse_filter(f"+{key}x"), by="U1", at=NOON)
            await store.set_channel_filter(where, each.topic_id, rules)
            for channel_name, what in ((where.channel, f"mute {key}"), ("", f"feeds add {key}")):
                change = Change(topic_id=each.topic_id, channel=channel_name, by="U1", what=what, at=NOON)
                await store.add_change(where.workspace_id, change)
            await store.add_mute(where, each.topic_id, Mute(words=key, by="U1", at=NOON))
            reason = Decision(
                entry_id=entry.id, subscription_id=each.id, stage="edition", reason=key, at=NOON
            )
            await store.add_decisions([reason])
        (own,) = await store.edition_records(place, limit=9)
        assert own.edition.planned_key == "a"
        (other,) = await store.edition_records(there, limit=9)
        assert await store.edition_record(other.edition.id, place) is None
        assert [each.edition_id for each in (await store.tellings([StoryId(1)], place))[StoryId(1)]] == [
            own.edition.id
        ]
        assert [each.decision.reason for each in await store.channel_decisions(entry.id, place)] == ["a"]
        assert [each.subscription.id for each in await store.standings(place)] == [subscription.id]
        assert [each.mute.words for each in await store.all_mutes(place)] == ["a"]
        assert [each.own.filter for each in await store.all_filters(place)] == [parse_filter("+ax")]
        assert [each.change.what for each in await store.latest_changes(place, 9)] == [
            "feeds add a",
            "mute a",
        ]
        assert [each.change.what for each in await store.latest_changes(beside, 9)] == ["feeds add a"]
        assert await store.edition_records(beside, limit=9) == ()
        assert len(await store.edition_records(None, limit=9)) == 2
        assert len(await store.standings(None)) == 2
        assert [each.mute.words for each in await store.all_mutes(None)] == ["a", "b"]
        assert len(await store.all_filters(None)) == 2
        assert len(await store.latest_changes(None, 1)) == 4

    async def test_of_changes_each_channel_has_its_last(self, store: Store):
        """However much another one changes; and a filter that somebody ended is none."""
        subscription, place = await subscribed(store), await channel(store)
        for number in range(3):
            for name in ("C1", "C2"):
                at = NOON + number * dt.timedelta(minutes=1)
                change = Change(
                    topic_id=subscription.topic_id, channel=name, by="U1", what=f"{name} {number}", at=at
                )
                await store.add_change(place.workspace_id, change)
        found = await store.latest_changes(None, 2)
        assert [each.change.what for each in found] == ["C2 2", "C1 2", "C2 1", "C1 1"]
        ended = ChannelFilter(filter=NO_FILTER, by="U1", at=NOON)
        await store.set_channel_filter(place, subscription.topic_id, ended)
        assert await store.all_filters(None) == ()

    async def test_where_a_story_was_told(self, store: Store):
        """Its place in the edition, of how many, and the edition's messages."""
        subscription, place = await subscribed(store), await channel(store)
        added = await store.add_edition(edition_for(subscription), place, 1, NOON)
        assert added is not None
        (telling,) = (await store.tellings([StoryId(1), StoryId(2)], None))[StoryId(2)]
        assert (telling.rank, telling.size, telling.title) == (2, 2, "Electric cars")
        assert (telling.edition_id, telling.subscription_id) == (added[0].id, subscription.id)
        assert telling.deliveries == added[1]
        assert await store.tellings([StoryId(99)], None) == {}

    async def test_decisions_outlive_their_subscription(self, store: Store):
        """Who unsubscribed still learns what was decided for the channel; what nobody can place, only who runs the bot."""
        subscription, place = await subscribed(store), await channel(store)
        await store.add_edition(edition_for(subscription), place, 1, NOON)
        entry = await stored(store, "One")
        unknown = SubscriptionId(999)
        for number, asked in enumerate((subscription.id, unknown, None)):
            at = NOON + number * MINUTE
            decision = Decision(entry_id=entry.id, subscription_id=asked, stage="edition", reason="x", at=at)
            await store.add_decisions([decision])
        await store.keep_subscriptions(Platform.SLACK, ())
        assert await store.subscription(subscription.id) is None
        seen = await store.channel_decisions(entry.id, place)
        assert [each.decision.subscription_id for each in seen] == [subscription.id, None]
        assert seen[0].channel is not None
        assert seen[0].channel.place == place
        assert [each.channel is None for each in await store.channel_decisions(entry.id, None)] == [
            False,
            True,
            True,
        ]

    async def test_standings_name_channel_and_topic(self, store: Store):
        """A subscription comes with the topic and the channel that people know it by."""
        subscription = await subscribed(store)
        (standing,) = await store.standings(None)
        assert standing.subscription == subscription
        assert (standing.topic.title, standing.channel.workspace.external_id) == ("EV", "T1")

    async def test_costs_by_day(self, store: Store):
        """What was used is added up by day, writer and purpose, the costliest first; days without calls are left out."""
        answer = samples.NOON - DAY
        for each in (usage(5), usage(7), usage(30, writer="large"), usage(4, purpose="answer", at=answer)):
            await store.open_call(each, ())
        midnight = NOON.replace(hour=0)
        days = [midnight - 2 * DAY, midnight - DAY, midnight, midnight + DAY]
        found = await store.daily_costs(days)
        assert [(each.on.day, each.writer, each.purpose, each.calls, each.cost_micros) for each in found] == [
            (22, "small", "answer", 1, 4),
            (23, "large", "summary", 1, 30),
            (23, "small", "summary", 2, 12),
        ]
        assert (found[-1].prompt_tokens, found[-1].completion_tokens) == (18, 4)
