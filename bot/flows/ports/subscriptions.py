"""Port to who wants what: a part of the database, as `bot.flows.ports.storing` is."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.core.entities import (
    ChannelFilter,
    Mute,
    NewSubscription,
    NewTopic,
    Origin,
    Place,
    Platform,
    Subscription,
    SubscriptionId,
    Topic,
    TopicId,
    Workspace,
    WorkspaceId,
)


class SubscriptionStore(Protocol):
    """Workspaces, topics, and the wishes of channels: who wants what."""

    async def add_workspace(self, platform: Platform, external_id: str, name: str) -> Workspace:
        """Return the workspace, new or known; a new name replaces the old, "" leaves it. It is not stopped any more."""

    async def stop_workspace(self, workspace_id: WorkspaceId, until: dt.datetime) -> None:
        """Let nothing be due for this workspace before *until*, or later where it rests for longer; meeting it again (`add_workspace`) ends that."""

    async def stopped_workspaces(self, now: dt.datetime) -> frozenset[WorkspaceId]:
        """Those for which nothing is to be done now."""

    async def declare_topics(
        self, workspace_id: WorkspaceId, topics: Sequence[NewTopic], now: dt.datetime
    ) -> tuple[Topic, ...]:
        """Make the workspace's config-declared topics and their feed links exactly *topics*; what chat declared stays.

        A config topic that is no longer named goes, with its subscriptions; editions already posted stay. One that is new
        here also reads what was added to the command line's own topic of that name.
        """

    async def topics(self, workspace_id: WorkspaceId) -> tuple[Topic, ...]:
        """The topics of a workspace, by name."""

    async def topic(self, topic_id: TopicId) -> Topic:
        """One topic."""

    async def add_subscription(self, subscription: NewSubscription, now: dt.datetime) -> Subscription:
        """Add the channel's subscription to the topic, or change the one there is (one per topic, channel, origin and subject).

        With another timetable it begins anew: what that one would have brought before is not made up.
        """

    async def keep_subscriptions(self, platform: Platform, kept: Collection[SubscriptionId]) -> None:
        """Drop config-declared subscriptions of the platform other than these."""

    async def mutes(self, place: Place, topic_id: TopicId) -> tuple[Mute, ...]:
        """What is muted in a channel for a topic, oldest first."""

    async def add_mute(self, place: Place, topic_id: TopicId, mute: Mute) -> None:
        """Mute; who muted the same words before stays named."""

    async def remove_mute(self, place: Place, topic_id: TopicId, words: str) -> None:
        """Undo a mute."""

    async def channel_filter(self, place: Place, topic_id: TopicId) -> ChannelFilter | None:
        """The filter that a channel's people set for a topic, or ended; None: nobody ever did."""

    async def set_channel_filter(self, place: Place, topic_id: TopicId, wanted: ChannelFilter) -> None:
        """Set it, in place of the one before."""

    async def remove_subscription(
        self, place: Place, topic_id: TopicId, origin: Origin, *, subject: str
    ) -> bool:
        """Remove; False if there was none."""

    async def pause(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """Post nothing for it from now on; a pause that began before goes on."""

    async def resume(self, subscription_id: SubscriptionId, now: dt.datetime) -> None:
        """End its pause; its next edition covers what came in the meantime."""

    async def look(self, subscription_id: SubscriptionId, until: dt.datetime) -> None:
        """Note that all until then was looked at and nothing of it was to be told, so that its next window begins there."""

    async def subscription(self, subscription_id: SubscriptionId) -> Subscription | None:
        """One subscription, or None if it was removed."""

    async def subscriptions(self, place: Place | None = None) -> tuple[Subscription, ...]:
        """All subscriptions, or those of one channel."""
