"""What the configuration file declares becomes rows: subscriptions of channels whose workspace the platform has to tell."""

import datetime as dt
from collections.abc import Mapping

import structlog

from bot.core.entities import NewSubscription, Origin, Place, Platform, SubscriptionId
from bot.core.errors import ChatError, ChatUnavailableError
from bot.flows.converse import Conversation
from bot.flows.ports import Chat, Clock, Store
from bot.settings import FirstEdition, Settings, SubscriptionSettings

log = structlog.get_logger()

_ASK_AGAIN_AFTER = dt.timedelta(minutes=1)
_LOG_AGAIN_AFTER = dt.timedelta(hours=1)
"""The same reason: it may take somebody days to install the app where a channel is."""


class Declarations:
    """The file's subscriptions, declared as soon as each channel's platform can be asked which workspace it belongs to.

    *starting_now* are those whose first edition is wanted at once.
    """

    def __init__(
        self,
        settings: Settings,
        conversation: Conversation,
        store: Store,
        chats: Mapping[Platform, Chat],
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._conversation = conversation
        self._store = store
        self._chats = chats
        self._clock = clock
        self._waiting = [each for each in settings.subscriptions if each.platform in chats]
        self._declared: dict[Platform, set[SubscriptionId]] = {platform: set() for platform in chats}
        self._ask_at: dt.datetime | None = None
        self._logged: dict[tuple[Platform, str], tuple[str, dt.datetime]] = {}
        self.starting_now: set[SubscriptionId] = set()

    async def declare(self) -> None:
        """Declare what is not declared yet; a platform that does not answer is asked again in a minute."""
        now = self._clock.now()
        if self._ask_at is not None and now < self._ask_at:
            return
        self._ask_at = now + _ASK_AGAIN_AFTER
        await self._conversation.topics()  # so that their feeds are read before anybody subscribes
        unreachable: set[Platform] = set()
        self._waiting = [
            each for each in self._waiting if not await self._is_declared(each, now, unreachable)
        ]
        waiting = {each.platform for each in self._waiting}
        for platform in self._declared.keys() - waiting:
            await self._store.keep_subscriptions(platform, self._declared.pop(platform))

    async def _is_declared(
        self, wanted: SubscriptionSettings, now: dt.datetime, unreachable: set[Platform]
    ) -> bool:
        """Declare one; a platform that did not answer for one channel is not asked for its others in the same round."""
        if wanted.platform in unreachable:
            return False
        try:
            external_id, name = await self._chats[wanted.platform].workspace_of(wanted.channel)
        except ChatError as error:
            if isinstance(error, ChatUnavailableError):
                unreachable.add(wanted.platform)
            self._log(wanted, str(error), now)
            return False
        workspace, topics = await self._conversation.workspace(wanted.platform, external_id, name)
        (topic,) = (topic for topic in topics if topic.name == wanted.topic)
        place = Place(workspace_id=workspace.id, platform=wanted.platform, channel=wanted.channel)
        new = NewSubscription(
            topic_id=topic.id,
            place=place,
            timetable=wanted.timetable,
            language=self._settings.language_of(wanted),
            size=wanted.size,
            when_empty=wanted.when_empty,
            subject=wanted.subject,
            filter=wanted.filter,
            origin=Origin.CONFIG,
        )
        subscription = await self._store.add_subscription(new, now)
        self._declared[wanted.platform].add(subscription.id)
        if wanted.first_edition is FirstEdition.NOW:
            self.starting_now.add(subscription.id)
        return True

    def _log(self, wanted: SubscriptionSettings, error: str, now: dt.datetime) -> None:
        """Write down why a channel cannot be reached: at once, and the same reason once an hour, since a person has to act."""
        channel = (wanted.platform, wanted.channel)
        said, at = self._logged.get(channel, ("", now))
        if said != error or now - at >= _LOG_AGAIN_AFTER:
            self._logged[channel] = (error, now)
            log.error("channel_unreachable", platform=wanted.platform, channel=wanted.channel, error=error)
