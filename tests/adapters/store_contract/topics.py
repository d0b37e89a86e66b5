"""What a store must do with workspaces, topics and subscriptions."""

import asyncio
import dataclasses
import datetime as dt

import pytest

from bot.core.entities import (
    EVERY_DAY,
    NO_FILTER,
    ChannelFilter,
    EditionId,
    Mute,
    Origin,
    Place,
    Platform,
    Timetable,
    TopicId,
)
from bot.core.errors import StoreError
from bot.core.filters import parse_filter
from bot.flows.ports import Store
from tests.adapters.store_contract.world import (
    CHARGE,
    DAY,
    HOUR,
    NOON,
    VOLT,
    channel,
    declared,
    edition_for,
    subscribed,
    team,
    topic,
    wish,
)


class WorkspaceContract:
    """Workspaces: each once, by its platform's id."""

    async def test_a_workspace_is_known_by_its_platforms_id(self, store: Store):
        """A team keeps its topics when it renames itself; an event that names no name changes none."""
        first = await store.add_workspace(Platform.SLACK, "T1", "Old")
        assert (await store.add_workspace(Platform.SLACK, "T1", "New")).name == "New"
        assert await store.add_workspace(Platform.SLACK, "T1", "") == dataclasses.replace(first, name="New")
        assert (await store.add_workspace(Platform.DISCORD, "T1", "Server")).id != first.id

    async def test_racing_makes_one_workspace(self, store: Store):
        """Two first events of a new team do not make two teams."""
        teams = await asyncio.gather(*(team(store) for _ in range(8)))
        assert len({each.id for each in teams}) == 1


class TopicContract:
    """Topics: what the configuration file says, exactly."""

    async def test_a_topic_reads_as_it_was_declared(self, store: Store):
        """Aliases, filters and the command arrive as they stand in the configuration."""
        new = topic(
            aliases={"xiaomi": ("小米", "Mi")}, include=("car",), exclude=("bike", "e-bike"), language="tr"
        )
        stored = await declared(store, new)
        assert await store.topic(stored.id) == stored
        assert dict(stored.aliases) == {"xiaomi": ("小米", "Mi")}
        assert (stored.include, stored.exclude, stored.language) == (("car",), ("bike", "e-bike"), "tr")
        assert (stored.name, stored.command, stored.title, stored.origin) == (
            "ev",
            "/ev",
            "EV",
            Origin.CONFIG,
        )

    async def test_declaring_again_changes_in_place(self, store: Store):
        """A restart keeps topics, feeds and subscriptions; an edited file changes them and keeps their ids."""
        first = await declared(store, topic(feeds=(VOLT, CHARGE)))
        again = await declared(store, topic(feeds=(CHARGE, CHARGE), title="Cars"))
        assert (again.id, again.title) == (first.id, "Cars")
        assert [feed.url for feed in await store.feeds(first.id)] == [CHARGE]
        assert [feed.url for feed in await store.feeds()] == [CHARGE]

    async def test_topics_come_by_name_and_belong_to_one_workspace(self, store: Store):
        """A team sees its own topics only."""
        ours, theirs = await team(store), await team(store, "T2")
        await store.declare_topics(ours.id, [topic("trade"), topic("ev")], NOON)
        await store.declare_topics(theirs.id, [topic("ev"), topic("wind")], NOON)
        assert [each.name for each in await store.topics(ours.id)] == ["ev", "trade"]
        assert {each.workspace_id for each in await store.topics(theirs.id)} == {theirs.id}

    async def test_a_topic_that_is_gone_takes_its_subscriptions_but_no_edition(self, store: Store):
        """Removing a topic from the file stops its posts; threads under old editions still know what they are about."""
        subscription = await subscribed(store)
        place = await channel(store)
        added = await store.add_edition(edition_for(subscription), place, 1, NOON)
        assert added is not None
        await store.declare_topics(place.workspace_id, [], NOON)
        assert await store.topics(place.workspace_id) == ()
        assert await store.subscriptions() == ()
        assert await store.subscription(subscription.id) is None
        assert await store.edition(added[0].id) == added[0]

    async def test_unknown_ids_are_errors(self, store: Store):
        """An id of nothing is told apart from an empty answer."""
        with pytest.raises(StoreError, match="no topic 99"):
            await store.topic(TopicId(99))
        with pytest.raises(StoreError, match="no edition 99"):
            await store.edition(EditionId(99))


class SubscriptionContract:
    """Subscriptions: one for each topic, channel and origin."""

    async def test_a_subscription_reads_as_it_was_added(self, store: Store):
        """The time of day and its zone come back exactly, so that nine o'clock stays nine o'clock."""
        new = wish(await declared(store), await channel(store))
        subscription = await store.add_subscription(new, NOON)
        assert await store.subscription(subscription.id) == subscription
        assert (subscription.timetable, subscription.place, subscription.size) == (
            new.timetable,
            new.place,
            5,
        )
        assert subscription.created_at == NOON

    async def test_subscribing_again_changes_the_one_there_is(self, store: Store):
        """A changed time moves the edition; it brings neither two a day, nor what the new time would have brought before."""
        ev, place = await declared(store), await channel(store)
        first = await store.add_subscription(wish(ev, place), NOON)
        evening = Timetable(days=EVERY_DAY, times=(dt.time(18, 30),), zone="Asia/Istanbul")
        changed = await store.add_subscription(wish(ev, place, timetable=evening, size=3), NOON + DAY)
        assert changed == dataclasses.replace(first, timetable=evening, size=3, resumed_at=NOON + DAY)
        again = await store.add_subscription(wish(ev, place, timetable=evening, size=2), NOON + 2 * DAY)
        assert again == dataclasses.replace(changed, size=2)
        assert await store.subscriptions(place) == (again,)

    async def test_a_pause_begins_once_and_ends(self, store: Store):
        """Who pauses twice still sees since when; resuming keeps when, so that nothing missed is made up."""
        subscription = await subscribed(store)
        await store.pause(subscription.id, NOON)
        await store.pause(subscription.id, NOON + DAY)
        paused = await store.subscription(subscription.id)
        assert paused == dataclasses.replace(subscription, paused_at=NOON)
        await store.resume(subscription.id, NOON + 2 * DAY)
        resumed = await store.subscription(subscription.id)
        assert resumed == dataclasses.replace(subscription, resumed_at=NOON + 2 * DAY)

    async def test_declaring_again_does_not_end_a_pause(self, store: Store):
        """A restart with the same configuration leaves the pause alone."""
        subscription = await subscribed(store)
        await store.pause(subscription.id, NOON)
        assert (await subscribed(store)).paused_at == NOON

    async def test_a_watch_stands_beside_the_subscription(self, store: Store):
        """Each subject is a subscription of its own, and is removed alone."""
        ev, place = await declared(store), await channel(store)
        whole = await store.add_subscription(wish(ev, place), NOON)
        xiaomi = await store.add_subscription(wish(ev, place, subject="小米"), NOON)
        assert await store.subscriptions(place) == (whole, xiaomi)
        assert xiaomi.subject == "小米"
        assert await store.remove_subscription(place, ev.id, Origin.CONFIG, subject="小米")
        assert await store.subscriptions(place) == (whole,)

    async def test_mutes_belong_to_a_channel(self, store: Store):
        """They come back oldest first, with who asked; the same words twice are one; other channels hear all."""
        ev, place, other = await declared(store), await channel(store), await channel(store, "C2")
        first, again = (
            Mute(words="e-scooter", by="U1", at=NOON),
            Mute(words="e-scooter", by="U2", at=NOON + DAY),
        )
        second = Mute(words="小米", by="", at=NOON + DAY)
        for mute in (second, first, again):
            await store.add_mute(place, ev.id, mute)
        assert await store.mutes(place, ev.id) == (first, second)
        assert await store.mutes(other, ev.id) == ()
        await store.remove_mute(place, ev.id, "e-scooter")
        assert await store.mutes(place, ev.id) == (second,)

    async def test_a_channel_has_one_filter(self, store: Store):
        """The last that was set stands, with who set it and when; one that lets all in says who ended it."""
        ev, place, other = await declared(store), await channel(store), await channel(store, "C2")
        assert await store.channel_filter(place, ev.id) is None
        wanted = parse_filter("+tag:battery -/re(call|set)/ lang:en publishers>=2 size:8")
        first = ChannelFilter(filter=wanted, by="U1", at=NOON)
        ended = ChannelFilter(filter=NO_FILTER, by="U2", at=NOON + DAY)
        for each in (first, ended):
            await store.set_channel_filter(place, ev.id, each)
            assert await store.channel_filter(place, ev.id) == each
        assert await store.channel_filter(other, ev.id) is None

    async def test_declared_filters_come_back(self, store: Store):
        """A topic's and a subscription's, as the file has them now."""
        workspace, place = await team(store), await channel(store)
        for text in ("lang:en", "", "-publisher:example.com"):
            wanted = parse_filter(text)
            (ev,) = await store.declare_topics(workspace.id, [topic(filter=wanted)], NOON)
            own = await store.add_subscription(wish(ev, place, filter=wanted), NOON)
            assert (await store.topic(ev.id)).filter == wanted
            assert own.filter == wanted
            assert await store.subscriptions(place) == (own,)

    async def test_what_chat_wished_is_not_the_files(self, store: Store):
        """The configuration drops what it no longer names, and never what people asked for in a chat."""
        ev, place, other = await declared(store), await channel(store), await channel(store, "C2")
        config = await store.add_subscription(wish(ev, place), NOON)
        dropped = await store.add_subscription(wish(ev, other), NOON)
        chat = await store.add_subscription(wish(ev, place, origin=Origin.CHAT), NOON)
        page = await store.add_workspace(Platform.PAGE, "page", "Page")
        there = Place(workspace_id=page.id, platform=Platform.PAGE, channel="news")
        elsewhere = await store.add_subscription(wish(ev, there), NOON)
        await store.keep_subscriptions(Platform.SLACK, [config.id])
        assert await store.subscriptions() == (config, chat, elsewhere)
        assert await store.subscriptions(place) == (config, chat)
        assert await store.subscriptions(other) == ()
        assert await store.subscription(dropped.id) is None
        await store.keep_subscriptions(Platform.SLACK, [])
        assert await store.subscriptions() == (chat, elsewhere)

    async def test_removing_removes_one(self, store: Store):
        """Unsubscribing in a chat leaves what the file declares, and says when there was nothing to remove."""
        ev, place = await declared(store), await channel(store)
        config = await store.add_subscription(wish(ev, place), NOON)
        await store.add_subscription(wish(ev, place, origin=Origin.CHAT), NOON)
        assert await store.remove_subscription(place, ev.id, Origin.CHAT, subject="")
        assert not await store.remove_subscription(place, ev.id, Origin.CHAT, subject="")
        assert await store.subscriptions() == (config,)

    async def test_an_id_is_never_given_twice(self, store: Store):
        """A new subscription never inherits the editions of one that was removed."""
        ev, place = await declared(store), await channel(store)
        first = await store.add_subscription(wish(ev, place), NOON)
        await store.remove_subscription(place, ev.id, Origin.CONFIG, subject="")
        second = await store.add_subscription(wish(ev, place), NOON + HOUR)
        assert second.id != first.id
