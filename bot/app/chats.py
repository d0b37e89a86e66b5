"""The chats that the settings enable, and what the page shows beside them."""

import datetime as dt
from typing import TYPE_CHECKING

from bot.core import health
from bot.core.entities import FeedReport, Message, Place, Posted, Shown, Topic, Vitals
from bot.flows import curate
from bot.flows.converse import Conversation
from bot.flows.heed import Desk
from bot.flows.needs import Needs
from bot.flows.newsroom import Newsroom
from bot.flows.ports import (
    Chat,
    Clock,
    CorrectionDesk,
    FeedLists,
    Inbound,
    NewsroomData,
    Pace,
    PageData,
    Store,
)
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from bot.adapters.page import PageChat, Served
    from bot.adapters.slack import HttpSlackChat, SlackChat

_SHOWN_MESSAGES = 200
_SHOWN_REPLIES = 1_000
"""Far more than one person asks in a thread; so what opened it is there, and its replies are counted right."""


def make_page(
    settings: Settings,
    inbound: Inbound,
    data: PageData,
    clock: Clock,
    *,
    follows: bool,
    beside: "Mapping[str, Served] | None" = None,
) -> "PageChat":
    """Make the chat in the browser. *follows*: it also shows what other processes say. *beside*: what its server answers besides."""
    from bot.adapters.page import Access, PageChat  # noqa: PLC0415 -- loaded only where it is used: that is what makes a start slow

    page = settings.page
    access = Access(
        host=page.host, names=page.names, token="" if page.is_local else _secret(settings.secrets.page_token)
    )
    return PageChat(inbound, data, clock, access, page.port, follows=follows, beside=beside)


def make_slack(settings: Settings, inbound: Inbound, clock: Clock, pace: Pace | None = None) -> "SlackChat":
    """Make the chat of Slack, over Socket Mode. *pace* None: nothing is posted."""
    from bot.adapters.slack import SlackChat  # noqa: PLC0415 -- see above

    return SlackChat(
        bot_token=_secret(settings.secrets.slack_bot_token),
        app_token=_secret(settings.secrets.slack_app_token),
        api_url=settings.slack.api_url,
        inbound=inbound,
        clock=clock,
        pace=pace,
    )


def make_http_slack(
    settings: Settings, inbound: Inbound, store: Store, clock: Clock, pace: Pace | None = None
) -> "HttpSlackChat":
    """Make the chat of Slack over HTTP, for many workspaces. *pace* None: nothing is posted."""
    from bot.adapters.slack import Credentials, HttpSlackChat, SlackApp  # noqa: PLC0415 -- see above

    secrets = settings.secrets
    app = SlackApp(
        credentials=Credentials(
            client_id=_secret(secrets.slack_client_id), client_secret=_secret(secrets.slack_client_secret)
        ),
        signing_secret=_secret(secrets.slack_signing_secret),
        token_key=_secret(secrets.slack_token_key),
        public_url=settings.slack.public_url or "",
        api_url=settings.slack.api_url,
    )
    return HttpSlackChat(app, store, inbound=inbound, clock=clock, pace=pace)


def make_discord(settings: Settings, inbound: Inbound, clock: Clock) -> Chat:
    """Make the chat of Discord."""
    from bot.adapters.discord import DiscordChat  # noqa: PLC0415 -- see above

    return DiscordChat(
        _secret(settings.secrets.discord_token),
        settings.discord.api_url,
        inbound,
        clock,
        message_content=settings.discord.message_content,
    )


def _secret(value: "SecretStr | None") -> str:
    """Return a secret that the settings' own checks have made sure of."""
    return value.get_secret_value() if value else ""


class PageRecords:
    """Implements `PageData` from our own tables."""

    def __init__(self, needs: Needs, conversation: Conversation, lists: FeedLists) -> None:
        from bot.adapters.page import CALLER  # noqa: PLC0415 -- see above

        self._caller = CALLER
        self._store = needs.store
        self._lists = lists
        self._conversation = conversation
        self._clock = needs.clock
        self.desk: CorrectionDesk = Desk(needs=needs, by="the newsroom", seen_by=self._seen_by)
        self.newsroom: NewsroomData = Newsroom(needs=needs, topics=self._topics, seen_by=self._seen_by)

    async def _topics(self) -> tuple[Topic, ...]:
        return await self._conversation.topics(self._caller)

    async def _seen_by(self) -> Place | None:
        return self._conversation.seen_by(await self._conversation.place(self._caller))

    async def vitals(self) -> Vitals:
        """Return how newsthread does."""
        return await self._store.vitals(self._clock.now())

    async def history(self, thread: str) -> tuple[Shown, ...]:
        """Return the page's newest messages, oldest first: of the channel ("") or of one thread, with what opened it."""
        place = await self._conversation.place(self._caller)
        limit = _SHOWN_REPLIES if thread else _SHOWN_MESSAGES
        return tuple(
            [
                await self._shown(place, message)
                for message in await self._store.messages(place, thread, limit)
            ]
        )

    async def arrived(self, after: int | None) -> tuple[int, tuple[Shown, ...]]:
        """Return what was written into the page's transcript after the mark *after*, and the mark to ask with next."""
        place = await self._conversation.place(self._caller)
        mark, messages = await self._store.messages_after(place, after, _SHOWN_MESSAGES)
        return mark, tuple([await self._shown(place, message) for message in messages])

    async def edited(self, since: dt.datetime) -> tuple[Shown, ...]:
        """Return the page's messages that were edited since then, by whatever process."""
        place = await self._conversation.place(self._caller)
        messages = await self._store.edited_messages(place, since)
        return tuple([await self._shown(place, message) for message in messages])

    async def _shown(self, place: Place, message: Message) -> Shown:
        if not isinstance(message.body, Posted):
            return Shown(message=message, edition=None)
        edition = await self._store.edition(message.body.edition_id)
        in_thread = await self._store.messages(place, message.id, _SHOWN_REPLIES)
        return Shown(message=message, edition=edition, replies=len(in_thread) - 1)

    async def export_feeds(self) -> bytes:
        """Return the feeds of the page's topics as a list, a folder for each topic, with whole addresses."""
        topics = await self._topics()
        folders = {topic.title: await self._store.feeds(topic.id) for topic in topics}
        return self._lists.write(folders, self._clock.now())

    async def sources(self) -> tuple[FeedReport, ...]:
        """Return the feeds of the page's topics, those first that somebody has to look after."""
        topics = await self._topics()
        reports = [await curate.reports(self._store, self._clock, topic.id) for topic in topics]
        return health.worst_first({each.feed.id: each for some in reports for each in some}.values())
