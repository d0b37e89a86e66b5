"""The topics of workspaces, and the subscriptions of their channels."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql import schema
from bot.adapters.sql.engine import Concept
from bot.adapters.sql.feeds import ensure_feeds
from bot.adapters.sql.links import LINKING, copy_links
from bot.adapters.sql.rows import TOPIC, place_of, read, stands_in, values
from bot.core.entities import (
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    Subscription,
    SubscriptionId,
    Topic,
    TopicId,
    WorkspaceId,
)
from bot.core.errors import RowGoneError

_workspace = schema.workspace.c
_topic = schema.topic.c
_link = schema.topic_feed.c
_subscription = schema.subscription.c

_SUBSCRIPTIONS = (
    sa.select(schema.subscription, _workspace.platform)
    .join(schema.workspace, _workspace.id == _subscription.workspace_id)
    .order_by(_subscription.id)
)


class SqlTopics(Concept):
    """The port's `SubscriptionStore`, but for workspaces and mutes."""

    async def declare_topics(
        self, workspace_id: WorkspaceId, topics: Sequence[NewTopic], now: dt.datetime
    ) -> tuple[Topic, ...]:
        """Make the workspace's config-declared topics and their feed links exactly *topics*; what chat declared stays.

        A config topic that is no longer named goes, with its subscriptions; editions already posted stay. One that is new
        here also reads what was added to the command line's own topic of that name.
        """
        ours = sa.and_(_topic.workspace_id == workspace_id, _topic.origin == Origin.CONFIG)
        names = [topic.name for topic in topics]
        async with self._database.writing() as connection:
            await self._database.queue(connection, LINKING)
            await connection.execute(schema.topic.delete().where(ours, _topic.name.not_in(names)))
            known = set((await connection.scalars(sa.select(_topic.name).where(ours))).all())
            for topic in topics:
                topic_id = await self._declare(connection, workspace_id, topic)
                if topic.name not in known:
                    await copy_links(self._database, connection, topic_id, topic.name)
                await self._link(connection, topic_id, topic.feeds, now)
            rows = await connection.execute(sa.select(*TOPIC).where(ours).order_by(_topic.name))
            return _by_name([read(Topic, row) for row in rows.mappings()])

    async def topics(self, workspace_id: WorkspaceId) -> tuple[Topic, ...]:
        """Return the topics of a workspace, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(*TOPIC).where(_topic.workspace_id == workspace_id))
            return _by_name([read(Topic, row) for row in rows.mappings()])

    async def topic(self, topic_id: TopicId) -> Topic:
        """Return one topic. Raises `RowGoneError` where there is none."""
        async with self._database.reading() as connection:
            row = (
                (await connection.execute(sa.select(*TOPIC).where(_topic.id == topic_id))).mappings().first()
            )
            if row is None:
                raise RowGoneError(f"there is no topic {topic_id}")
            return read(Topic, row)

    async def add_subscription(self, subscription: NewSubscription, now: dt.datetime) -> Subscription:
        """Add the channel's subscription to the topic, or change the one there is (one per topic, channel, origin and subject).

        With another timetable it begins anew: what that one would have brought before is not made up.
        """
        place = subscription.place
        wish = {
            "timetable": subscription.timetable,
            "language": subscription.language,
            "size": subscription.size,
            "when_empty": subscription.when_empty,
            "filter": subscription.filter,
        }
        new = values(subscription, leave={"place"}) | {"created_at": now}
        insert = self._database.insert(schema.subscription)
        insert = insert.values(new | {"workspace_id": place.workspace_id, "channel": place.channel})
        key = (
            _subscription.topic_id,
            _subscription.workspace_id,
            _subscription.channel,
            _subscription.origin,
            _subscription.subject,
        )
        known = sa.select(_subscription.timetable).where(
            stands_in(schema.subscription, place),
            _subscription.topic_id == subscription.topic_id,
            _subscription.origin == subscription.origin,
            _subscription.subject == subscription.subject,
        )
        async with self._database.writing() as connection:
            former = await connection.scalar(known)
            if former is not None and former != subscription.timetable:
                wish["resumed_at"] = now
            upsert = insert.on_conflict_do_update(index_elements=key, set_=wish).returning(
                *schema.subscription.c
            )
            row = (await connection.execute(upsert)).mappings().one()
            return read(Subscription, row, place=place)

    async def keep_subscriptions(self, platform: Platform, kept: Collection[SubscriptionId]) -> None:
        """Drop config-declared subscriptions of the platform other than these."""
        here = sa.select(_workspace.id).where(_workspace.platform == platform)
        dropped = schema.subscription.delete().where(
            _subscription.origin == Origin.CONFIG,
            _subscription.workspace_id.in_(here),
            _subscription.id.not_in(sorted(kept)),
        )
        async with self._database.writing() as connection:
            await connection.execute(dropped)

    async def remove_subscription(
        self, place: Place, topic_id: TopicId, origin: Origin, *, subject: str
    ) -> bool:
        """Remove; False if there was none."""
        removed = schema.subscription.delete().where(
            stands_in(schema.subscription, place),
            _subscription.topic_id == topic_id,
            _subscription.origin == origin,
            _subscription.subject == subject,
        )
        async with self._database.writing() as connection:
            return await connection.scalar(removed.returning(_subscription.id)) is not None

    async def pause(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """Post nothing for it from now on; a pause that began before goes on."""
        began = sa.func.coalesce(_subscription.paused_at, now)
        await self._change(subscription_id, paused_at=began)

    async def resume(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """End its pause; its next edition covers what came in the meantime."""
        await self._change(subscription_id, paused_at=None, resumed_at=now)

    async def look(self, subscription_id: SubscriptionId, until: dt.datetime) -> None:
        """Note that all until then was looked at and nothing of it was to be told, so that its next window begins there."""
        await self._change(subscription_id, looked_until=until)

    async def _change(self, subscription_id: SubscriptionId, **changes: object) -> None:
        change = schema.subscription.update().where(_subscription.id == subscription_id).values(changes)
        async with self._database.writing() as connection:
            await connection.execute(change)

    async def subscription(self, subscription_id: SubscriptionId) -> Subscription | None:
        """Return one subscription, or None if it was removed."""
        found = await self._subscriptions(_SUBSCRIPTIONS.where(_subscription.id == subscription_id))
        return found[0] if found else None

    async def subscriptions(self, place: Place | None = None) -> tuple[Subscription, ...]:
        """Return all subscriptions, or those of one channel."""
        if place is None:
            return await self._subscriptions(_SUBSCRIPTIONS)
        return await self._subscriptions(_SUBSCRIPTIONS.where(stands_in(schema.subscription, place)))

    async def _subscriptions(self, query: sa.Select[Any]) -> tuple[Subscription, ...]:
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
            return tuple(read(Subscription, row, place=place_of(row)) for row in rows.mappings())

    async def _declare(
        self, connection: AsyncConnection, workspace_id: WorkspaceId, topic: NewTopic
    ) -> TopicId:
        """Write a config topic and return its id, which it keeps for as long as it keeps its name."""
        declared = values(topic, leave={"feeds"})
        key = (_topic.workspace_id, _topic.name, _topic.origin)
        insert = self._database.insert(schema.topic)
        insert = insert.values(declared | {"workspace_id": workspace_id, "origin": Origin.CONFIG})
        upsert = insert.on_conflict_do_update(index_elements=key, set_=declared).returning(_topic.id)
        return TopicId((await connection.execute(upsert)).scalar_one())

    async def _link(
        self, connection: AsyncConnection, topic_id: TopicId, urls: Sequence[str], now: dt.datetime
    ) -> None:
        feed_ids = sorted(await ensure_feeds(self._database, connection, urls, now))
        ours = sa.and_(_link.topic_id == topic_id, _link.origin == Origin.CONFIG)
        await connection.execute(schema.topic_feed.delete().where(ours, _link.feed_id.not_in(feed_ids)))
        links = [{"topic_id": topic_id, "feed_id": feed_id, "origin": Origin.CONFIG} for feed_id in feed_ids]
        if links:
            await connection.execute(self._database.insert(schema.topic_feed).on_conflict_do_nothing(), links)


def _by_name(topics: list[Topic]) -> tuple[Topic, ...]:
    return tuple(sorted(topics, key=lambda topic: (topic.name, topic.origin)))
