"""Tells those who run it of feeds that fail, and of channels that get nothing: once, in the place for that.

Of a feed once more when it is back.

It refuses to tell more often than every few hours, whatever fails: a network that is down for a day is one message. What
it says never holds a URL, which may hold a secret.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog

from bot.core import newsroom, notices, polling, wording
from bot.core.entities import Feed, Message, Notice, Place, Platform, Speaker, Unreached
from bot.core.errors import ChatError, ChatUnavailableError, ChatUncertainError
from bot.core.language import joined, say, some
from bot.core.notices import Telling
from bot.core.text import content_hash, publisher_of, shorten
from bot.flows import leases
from bot.flows.needs import Needs
from bot.flows.ports import Chat
from bot.flows.readers import reader_in
from bot.flows.unreached import unreached

log = structlog.get_logger()

_LEASE = "notices"
_PAUSE = dt.timedelta(hours=6)
"""Between two messages: feeds of one outage fail, and come back, one after another."""
_TOLD_FOR = dt.timedelta(days=400)
"""How long it is known that somebody was told of a channel. When it works again and fails anew, that is another time."""

_LOOK_EVERY = dt.timedelta(minutes=1)
_RETRY_AFTER = dt.timedelta(minutes=10)
_NAMED = 10
_NAME_LENGTH = 80
_ERROR_LENGTH = 200
_KEY_LENGTH = 20
_RETRIED = say(
    "They are asked again by themselves, ever less often; {command} shows how they do.",
    command="`newsthread feeds list`",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRules:
    """Where notices go, and after how long a feed that fails is one. Where that chat is not connected, the log has them."""

    platform: Platform
    channel: str
    after: dt.timedelta


class Notices:
    """The job NOTIFY."""

    def __init__(self, needs: Needs, rules: NoticeRules) -> None:
        self._needs = needs
        self._rules = rules
        self._look_at: dt.datetime | None = None

    async def tell(self) -> None:
        """Tell what is due, if anything is. Our tables are looked at once a minute, however often this is called."""
        now = self._needs.clock.now()
        if self._look_at is not None and now < self._look_at < now + _PAUSE:  # later: the clock was put back
            return
        self._look_at = now + _LOOK_EVERY
        await self._tell_of_feeds(now)
        await self._tell_of_channels(now)

    async def _tell_of_feeds(self, now: dt.datetime) -> None:
        telling = notices.to_tell(await self._needs.store.troubled_feeds(), now, after=self._rules.after)
        if not telling:
            return
        async with leases.held(self._needs.store, _LEASE, self._needs.clock) as is_ours:
            is_told = is_ours and await self._tell(telling, now)
        if is_told:
            await self._needs.store.claim(_LEASE, now + _PAUSE, now)

    async def _tell(self, telling: Telling, now: dt.datetime) -> bool:
        """Tell, remember it, and say whether that is settled."""
        feeds = await self._needs.store.feeds()
        if telling.failing and polling.silenced_by_us(feeds):
            telling = notices.in_an_outage(telling, feeds)
        _log(telling)
        if not await self._is_told(notice_of(telling), _key(telling)):
            return False
        await self._needs.store.mark_noticed([feed.id for feed in telling.in_trouble], now)
        await self._needs.store.mark_noticed([feed.id for feed in telling.back], None)
        return True

    async def _tell_of_channels(self, now: dt.datetime) -> None:
        """Tell of channels that nobody was told of since they last got an edition; not of what one person alone reads."""
        refused = await unreached(self._needs.store, now)
        found = [each for each in refused if not each.channel.place.is_direct]
        if not found:
            return
        until = now + leases.LENGTH
        names = {f"unreached:{each.subscription_id}:{each.reached_until}": each for each in found}
        untold = {
            name: each for name, each in names.items() if await self._needs.store.claim(name, until, now)
        }
        if untold:
            log.warning("channels_unreached", channels=len(untold))
            key = f"notice:{content_hash(*sorted(untold))[:_KEY_LENGTH]}"
            is_told = await self._is_told(unreached_notice(tuple(untold.values())), key)
            for name in untold if is_told else ():
                await self._needs.store.prolong(name, until, now + _TOLD_FOR)

    async def _is_told(self, notice: Notice, key: str) -> bool:
        """Post, and say whether that is settled: a message that may have arrived is not repeated."""
        chat = self._needs.chats.get(self._rules.platform)
        try:
            if chat is not None:
                await self._post(chat, notice, key)
        except ChatUncertainError as error:
            log.warning("notice_outcome_unknown", channel=self._rules.channel, error=str(error))
        except ChatError as error:
            retry_at = error.retry_at if isinstance(error, ChatUnavailableError) else None
            self._look_at = retry_at or self._needs.clock.now() + _RETRY_AFTER
            log.error("notice_not_posted", channel=self._rules.channel, error=str(error))  # noqa: TRY400 -- an expected failure
            return False
        return True

    async def _post(self, chat: Chat, notice: Notice, key: str) -> None:
        """Post, and keep it in the transcript, which is what the page shows."""
        channel = self._rules.channel
        external_id, name = await chat.workspace_of(channel)
        workspace = await self._needs.store.add_workspace(chat.platform, external_id, name)
        place = Place(workspace_id=workspace.id, platform=chat.platform, channel=channel)
        notice = wording.spoken_notice(notice, await reader_in(self._needs.store, place))
        message_id = await chat.notify(channel, notice, key)
        message = Message(
            place=place,
            thread="",
            id=message_id,
            speaker=Speaker.BOT,
            user="",
            body=notice,
            at=self._needs.clock.now(),
        )
        await self._needs.store.add_message(message)


def unreached_notice(found: Sequence[Unreached]) -> Notice:
    """Return the message: which channels get nothing, why, and where to look."""
    title = some(len(found), "{n} channel gets no editions any more", "{n} channels get no editions any more")
    lines = (
        say("{channel}: {error}", channel=newsroom.channel_label(each.channel), error=_short(each.error))
        for each in found
    )
    more = say(
        "They are tried again by themselves; {command} and the page of the channels show how they do.",
        command="`newsthread doctor`",
    )
    return Notice(title=title, lines=(*_first(lines), more))


def _short(error: str) -> str:
    return shorten(error, _ERROR_LENGTH)


def notice_of(telling: Telling) -> Notice:
    """Return the message: which feeds, since when, why, and what to do."""
    parts: list[str] = []
    if telling.failing:
        parts.append(some(len(telling.failing), "{n} feed cannot be read", "{n} feeds cannot be read"))
    if telling.gone:
        parts.append(some(len(telling.gone), "{n} feed gone for good", "{n} feeds gone for good"))
    if telling.back:
        parts.append(some(len(telling.back), "{n} feed read again", "{n} feeds read again"))
    gone = (say("{feed}: {error}", feed=_name(feed), error=_error(feed)) for feed in telling.gone)
    back = (say("{feed}: read again", feed=_name(feed)) for feed in telling.back)
    return Notice(title=joined(parts, ", "), lines=(*_failing(telling), *_first(gone), *_first(back)))


def _failing(telling: Telling) -> tuple[str, ...]:
    if not telling.failing:
        return ()
    if telling.is_outage:
        return (
            say(
                "No feed can be read, since {when}: this looks like our own network. Check the connection, DNS and the firewall; feeds are asked again by themselves.",
                when=_began(telling.failing),
            ),
        )
    lines = (
        say("{feed}, since {when}: {error}", feed=_name(feed), when=_began([feed]), error=_error(feed))
        for feed in telling.failing
    )
    return (*_first(lines), _RETRIED)


def _first(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the first few, and how many there are beyond them."""
    shown = tuple(lines)
    more = len(shown) - _NAMED
    return (*shown[:_NAMED], say("and {n} more", n=more)) if more > 0 else shown


def _began(feeds: Sequence[Feed]) -> dt.datetime:
    return min(feed.failing_since for feed in feeds if feed.failing_since)


def _name(feed: Feed) -> str:
    return shorten(feed.name, _NAME_LENGTH)


def _error(feed: Feed) -> str:
    return shorten(feed.error.replace(feed.url, "the feed"), _ERROR_LENGTH)


def _key(telling: Telling) -> str:
    """Return what names this message: the same when it is tried again after a crash."""
    parts = [
        f"{kind}:{feed.id}:{feed.failing_since or feed.noticed_at}"
        for kind, feeds in (("failing", telling.failing), ("gone", telling.gone), ("back", telling.back))
        for feed in sorted(feeds, key=lambda feed: feed.id)
    ]
    return f"notice:{content_hash(*parts)[:_KEY_LENGTH]}"


def _log(telling: Telling) -> None:
    """Write it down for whoever reads the log: ids and hosts, since titles are a publisher's words."""
    if telling.is_outage:
        log.warning("no_feed_can_be_read", feeds=len(telling.failing))
    for event, feeds in (
        ("feed_fails_for_long", () if telling.is_outage else telling.failing),
        ("feed_gone", telling.gone),
        ("feed_read_again", telling.back),
    ):
        for feed in feeds:
            log.warning(event, feed_id=feed.id, host=publisher_of(feed.url), error=_error(feed))
