"""Posting to Slack: editions, answers and notices on their way out, each with the token of the workspace that it is for.

It works in a process that never listens. It refuses to repeat a post by itself (the SDK would, after a broken connection) and
to read anybody's messages but the bot's own.

Slack has no idempotency key. A message carries its key as metadata, by which it is found again in the history
(https://docs.slack.dev/messaging/message-metadata/).
"""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.adapters.slack import blocks, layout
from bot.adapters.slack.errors import nothing_at_stake, translate_errors
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.workspaces import Access, Found, Workspaces
from bot.core.entities import Answer, Delivery, Edition, NewEdition, Notice, Place, Platform, Question
from bot.core.errors import ChannelGoneError, ChatError, ChatUnavailableError, ChatUncertainError
from bot.flows.ports import Clock, Pace

EVENT_TYPE = "newsthread_delivery"
TIME_LIMIT = dt.timedelta(seconds=35)
"""Whoever waits longer for a look or a post waits in vain."""

_GRANTED = "x-oauth-scopes"
"""Slack says with each answer what the token may (https://docs.slack.dev/authentication/installing-with-oauth/)."""

_PAGE = 200
_MAX_PAGES = 20
_BEFORE_DUE = dt.timedelta(hours=6)
"""How long before a delivery's due time its earlier attempt can have been: much more than any lease."""

_REST = dt.timedelta(seconds=1)
"""Slack takes one message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits/)."""


class Posting:
    """What of the `Chat` of Slack goes out.

    *pace* keeps the rest between two messages in a channel, among all processes that post there. *time_limit* is how long one
    post may take, and how long one look for an earlier message.
    """

    def __init__(
        self, workspaces: Workspaces, clock: Clock, pace: Pace | None, time_limit: dt.timedelta
    ) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._pace = pace
        self._time_limit = time_limit.total_seconds()

    @property
    def platform(self) -> Platform:
        """Slack."""
        return Platform.SLACK

    async def close(self) -> None:
        """Do nothing: `run` owns its session, and a post without one opens and closes its own."""

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """Return the workspace's id and name. Raises as `Chat.workspace_of` says."""
        with nothing_at_stake(), translate_errors(self._clock, f"Slack channel {channel}"):
            found = await self._found(channel)
            us = await found.access.us()
        if found.channel["channel"].get("is_archived"):
            raise ChannelGoneError(
                f"Slack channel {channel}: it is archived: unarchive it, or choose another"
            )
        return us.team, us.team_name

    async def direct(self, workspace: str, user: str) -> str:
        """Open the direct messages with somebody, new or known, without writing any. Raises as `Chat.direct` says."""
        with nothing_at_stake(), translate_errors(self._clock, "Slack direct messages"):
            access = await self._workspaces.of(workspace)
            opened = await access.client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    def parts(self, edition: NewEdition) -> int:
        """How many messages the edition takes."""
        return len(blocks.edition_messages(edition))

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Post one part. Raises as `Chat.post` says."""
        messages = blocks.edition_messages(edition)
        if delivery.part >= len(messages):
            raise ChatError(f"Edition {edition.id} has {len(messages)} parts here, not part {delivery.part}")
        access = await self._access(delivery.place)
        return await self._send(access, delivery.place.channel, thread, messages[delivery.part], delivery.key)

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Edit one part; its metadata stays. Raises as `Chat.edit` says."""
        del thread  # a message's ts is enough
        message = blocks.edited_messages(edition, parts)[delivery.part]
        channel = delivery.place.channel
        access = await self._access(delivery.place)
        if self._pace is not None:
            await self._pace(f"slack:{channel}", _REST)
        with translate_errors(self._clock, f"Slack channel {channel}"):
            async with asyncio.timeout(self._time_limit):
                await access.client.chat_update(
                    channel=channel, ts=delivery.message_id, text=message.text, blocks=message.blocks
                )

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Look through the history since the delivery was due. Raises as `Chat.find_posted` says."""
        place, since = delivery.place, delivery.due_at - _BEFORE_DUE
        with _looking(self._clock, place.channel):
            access = await self._workspaces.at(place)
        return await self._find(access, place.channel, thread, delivery.key, since)

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Read that one message. Raises as `Chat.recognize` says."""
        keys = {each.key: each for each in among}
        place = among[0].place
        with _looking(self._clock, place.channel):
            async with asyncio.timeout(self._time_limit):
                access = await self._workspaces.at(place)
                us = await access.us()
                # https://docs.slack.dev/messaging/retrieving-messages/#individual_messages
                page = await access.client.conversations_history(
                    channel=place.channel, latest=message_id, oldest=message_id, inclusive=True, limit=1,
                    include_all_metadata=True,
                )  # fmt: skip
        found = [_key(each) for each in page["messages"] if each.get("user") == us.user]
        return next((keys[key] for key in found if key in keys), None)

    async def answer(self, question: Question, answer: Answer) -> str:
        """Post an answer into the question's thread, once however often it is tried. Raises as `Chat.answer` says."""
        channel, thread, posted = question.place.channel, question.thread, []
        access = await self._access(question.place)
        for number, message in enumerate(blocks.reply_messages(answer)):
            key = f"question:{question.id}" + (f":{number}" if number else "")
            is_retry = question.attempts > 1
            found = is_retry and await self._find(access, channel, thread, key, question.asked_at)
            posted.append(found or await self._send(access, channel, thread, message, key))
        return posted[0]

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Post a notice, once however often it is tried, where we may look. Raises as `Chat.notify` says."""
        posted, since = [], self._clock.now() - _BEFORE_DUE
        with nothing_at_stake(), translate_errors(self._clock, f"Slack channel {channel}"):
            access = (await self._found(channel)).access
        for number, message in enumerate(blocks.reply_messages(notice)):
            part = key + (f":{number}" if number else "")
            found = await self._find_if_readable(access, channel, part, since)
            posted.append(found or await self._send(access, channel, "", message, part))
        return posted[0]

    async def _found(self, channel: str) -> Found:
        return await self._workspaces.holding(channel)

    async def _access(self, place: Place) -> Access:
        with nothing_at_stake(), translate_errors(self._clock, f"Slack channel {place.channel}"):
            return await self._workspaces.at(place)

    async def _find_if_readable(
        self, access: Access, channel: str, key: str, since: dt.datetime
    ) -> str | None:
        """Where nobody can look, a notice that may come twice is better than none."""
        try:
            return await self._find(access, channel, "", key, since)
        except ChatUncertainError:
            return None

    async def _send(
        self, access: Access, channel: str, thread: str, message: layout.Rendered, key: str
    ) -> str:
        if self._pace is not None:
            await self._pace(f"slack:{channel}", _REST)
        with translate_errors(self._clock, f"Slack channel {channel}"):
            async with asyncio.timeout(self._time_limit):
                response = await access.client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    text=message.text,
                    blocks=message.blocks,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
        return str(response["ts"])

    async def _find(
        self, access: Access, channel: str, thread: str, key: str, since: dt.datetime
    ) -> str | None:
        with _looking(self._clock, channel):
            async with asyncio.timeout(self._time_limit):
                return await _search(access, channel, thread, key, since)


@contextlib.contextmanager
def _looking(clock: Clock, channel: str) -> Iterator[None]:
    """Say of any refusal that nobody can tell what stands there, but of one that will pass."""
    try:
        with nothing_at_stake(), translate_errors(clock, f"Slack channel {channel}"):
            yield
    except ChatUnavailableError:
        raise  # a later look may tell
    except ChatError as error:
        raise ChatUncertainError(f"The history cannot be read: {error}") from error


async def _search(access: Access, channel: str, thread: str, key: str, since: dt.datetime) -> str | None:
    us, client = await access.us(), access.client
    arguments: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{since.timestamp():.6f}",
        "limit": _PAGE,
        "include_all_metadata": True,
    }
    method = client.conversations_replies if thread else client.conversations_history
    arguments |= {"ts": thread} if thread else {}
    for _ in range(_MAX_PAGES):
        page = await method(**arguments)
        for message in page["messages"]:
            if message.get("user") == us.user and _key(message) == key:
                return str(message["ts"])
        arguments["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
        if not arguments["cursor"]:
            return None
    raise ChatError(f"more than {_MAX_PAGES * _PAGE:,} messages came after it")


async def missing_scopes(access: Access) -> tuple[str, ...]:
    """Return the permissions that our manifest has and an installation lacks. Raises what the SDK raises."""
    test = await access.client.auth_test()
    granted = {scope.strip() for scope in test.headers.get(_GRANTED, "").split(",")}
    return tuple(scope for scope in SCOPES if scope not in granted)


def _key(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))
