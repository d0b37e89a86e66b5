"""`DiscordChat`: editions and answers on their way out, and the connection that everything runs over.

Posting needs no gateway, only a token: it works in a process that never calls `run`. It refuses to look for anybody's
messages but the bot's own.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import discord
import structlog
import yarl

from bot.adapters.discord import history, views
from bot.adapters.discord.client import NewsClient
from bot.adapters.discord.errors import THREAD_ARCHIVED, nothing_at_stake, translate_errors
from bot.adapters.discord.sending import Sending, direct_name, id_of, is_direct, subject_of
from bot.core.entities import Answer, Delivery, Edition, NewEdition, Notice, Platform, Question
from bot.core.errors import (
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    ConfigError,
    InstallationGoneError,
)
from bot.core.text import shorten
from bot.flows.ports import Clock, Inbound

log = structlog.get_logger()

_Search = Callable[[discord.Client, int, int, dt.datetime], Awaitable[str | None]]

_DISCORD = "https://discord.com/api"
_MAX_THREAD_NAME = 100
_BEFORE_DUE = dt.timedelta(hours=6)
"""How long before a delivery's due time its earlier attempt can have been: much more than any lease."""

_TIME_LIMIT = dt.timedelta(seconds=35)
"""discord.py's own repeats can take minutes, while everything else for the channel waits."""


class DiscordChat:
    """The `Chat` of Discord. *client* is discord.py's, for whoever wants to drive it without a gateway.

    *time_limit* is how long each may take: a post, opening its thread, a look for an earlier message.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        inbound: Inbound,
        clock: Clock,
        *,
        message_content: bool = False,
        time_limit: dt.timedelta = _TIME_LIMIT,
    ) -> None:
        self.client = NewsClient(inbound, message_content=message_content)
        self._sending = Sending(self.client)
        self._token = token
        self._clock = clock
        self._time_limit = time_limit.total_seconds()
        self._logging_in = asyncio.Lock()
        self._has_own_gateway = _route_to(api_url)

    @property
    def platform(self) -> Platform:
        """Discord."""
        return Platform.DISCORD

    async def run(self) -> None:
        """Log in, register the commands, and serve events until cancelled.

        Raises:
            ConfigError: the token or an intent is wrong; the text says what to do. ChatError: Discord cannot be used.
        """
        if self.client.is_closed():
            self._begin_anew()
        try:
            with translate_errors(self._clock, "Discord"):
                await self._log_in()
                await self._find_gateway()
                await self.client.connect()
        except InstallationGoneError as error:
            raise ConfigError([str(error)]) from error
        except discord.PrivilegedIntentsRequired as error:
            cure = (
                "Discord: the message-content intent is not granted. Switch it on in the developer portal "
                "(Bot, Privileged Gateway Intents), or set message_content = false"
            )
            raise ConfigError([cure]) from error
        except (discord.ConnectionClosed, discord.GatewayNotFound) as error:
            raise ChatError(f"Discord's gateway: {error}") from error
        finally:
            await self.close()

    def _begin_anew(self) -> None:
        """Make a closed client fit for another run: clear its state, and the connector, which `clear` leaves closed."""
        self.client.clear()
        self.client.http.connector = discord.utils.MISSING

    async def close(self) -> None:
        """Close gateway and connections."""
        await self.client.close()

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """Return the server's id and name. Raises as `Chat.workspace_of` says."""
        with nothing_at_stake(), translate_errors(self._clock, subject_of(channel)):
            await self._log_in()
            found = await self._sending.channel(id_of(channel))
            guild = self.client.get_guild(found.guild.id) or await self.client.fetch_guild(found.guild.id)
        return str(guild.id), guild.name

    async def direct(self, workspace: str, user: str) -> str:
        """Return what we call the direct messages with somebody; they are opened when something is to be sent."""
        return direct_name(workspace, user)

    def parts(self, edition: NewEdition) -> int:
        """How many messages the edition takes."""
        return len(views.edition_pages(edition))

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Post one part; the first one opens the thread. Raises as `Chat.post` says."""
        channel = delivery.place.channel
        pages = views.edition_pages(edition)
        if delivery.part >= len(pages):
            raise ChatError(f"Edition {edition.id} has {len(pages)} parts here, not part {delivery.part}")
        name, card = _thread_name(edition), views.edition_card(edition, pages, delivery.part)
        if is_direct(channel):
            card = views.Card(card.page)  # buttons are answered in channels of a server only
        if thread:
            return await self._post_in_thread(channel, thread, name, card, delivery.key)
        async with self._posting(channel):
            message = await self._sending.send(await self._sending.address(channel), card, delivery.key)
        if not is_direct(channel):
            await self._open_thread_if_possible(channel, message, name)
        return message

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Edit one part, also in a thread that has gone to sleep. Raises as `Chat.edit` says."""
        card = views.edition_card(edition, views.edited_pages(edition, parts), delivery.part)
        home = delivery.place.channel
        actions = () if is_direct(home) else card.actions
        view = views.layout(card.page, history.marker(delivery.key), actions)
        async with self._posting(home):
            is_in_thread = bool(thread) and not is_direct(home)
            channel = id_of(thread) if is_in_thread else await self._sending.address(home)
            try:
                await self._edit(channel, delivery.message_id, view)
            except discord.HTTPException as error:
                if not is_in_thread or error.code != THREAD_ARCHIVED:
                    raise
                await self._sending.wake(channel)
                await self._edit(channel, delivery.message_id, view)

    async def _edit(self, channel: int, message: str, view: discord.ui.LayoutView) -> None:
        messages = self.client.get_partial_messageable(channel)
        await messages.get_partial_message(id_of(message)).edit(view=view)

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Look through the bot's own messages since the delivery was due. Raises as `Chat.find_posted` says."""
        channel, since = delivery.place.channel, delivery.due_at - _BEFORE_DUE
        if thread and not is_direct(channel):
            return await self._find(history.search_thread, thread, delivery.key, since)
        return await self._find(history.search, channel, delivery.key, since)

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Read that one message. Raises as `Chat.recognize` says."""
        channel = among[0].place.channel
        marks = {history.marker(each.key): each for each in among}
        async with self._looking(channel):
            mark = await history.mark_of(
                self.client, await self._sending.address(channel), id_of(message_id), set(marks)
            )
        return None if mark is None else marks[mark]

    async def answer(self, question: Question, answer: Answer) -> str:
        """Post an answer into the question's thread, once however often it is tried. Raises as `Chat.answer` says."""
        channel, thread, posted = question.place.channel, question.thread, []
        name = shorten(question.text, _MAX_THREAD_NAME)
        for number, card in enumerate(views.reply_cards(answer)):
            key = f"answer-{question.id}" + (f"-{number}" if number else "")
            is_retry = question.attempts > 1
            found = is_retry and await self._find(history.search_thread, thread, key, question.asked_at)
            posted.append(found or await self._post_in_thread(channel, thread, name, card, key))
        return posted[0]

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Post a notice, once however often it is tried, where we may look. Raises as `Chat.notify` says."""
        posted, since = [], self._clock.now() - _BEFORE_DUE
        for number, card in enumerate(views.reply_cards(notice)):
            part = key + (f"-{number}" if number else "")
            found = await self._find_if_readable(channel, part, since)
            if found is None:
                async with self._posting(channel):
                    found = await self._sending.send(await self._sending.address(channel), card, part)
            posted.append(found)
        return posted[0]

    async def _find_if_readable(self, channel: str, key: str, since: dt.datetime) -> str | None:
        """Where nobody can look, a notice that may come twice is better than none."""
        try:
            return await self._find(history.search, channel, key, since)
        except ChatUncertainError:
            return None

    @asynccontextmanager
    async def _posting(self, channel: str) -> AsyncIterator[None]:
        with translate_errors(self._clock, subject_of(channel)):
            async with asyncio.timeout(self._time_limit):
                await self._log_in()
                yield

    async def _post_in_thread(self, channel: str, thread: str, name: str, card: views.Card, key: str) -> str:
        async with self._posting(channel):
            return await self._sending.send_in_thread(channel, thread, name, card, key)

    async def _find(self, search: _Search, channel: str, key: str, since: dt.datetime) -> str | None:
        async with self._looking(channel):
            address = await self._sending.address(channel)
            return await search(self.client, address, history.marker(key), since)

    @asynccontextmanager
    async def _looking(self, channel: str) -> AsyncIterator[None]:
        """Say of any refusal that nobody can tell what stands there, but of one that will pass."""
        try:
            with nothing_at_stake(), translate_errors(self._clock, subject_of(channel)):
                async with asyncio.timeout(self._time_limit):
                    await self._log_in()
                    yield
        except ChatUnavailableError:
            raise  # a later look may tell
        except ChatError as error:
            raise ChatUncertainError(f"The history cannot be read: {error}") from error

    async def _log_in(self) -> None:
        """Once, whoever comes first. Raises InstallationGoneError if Discord does not know the token."""
        async with self._logging_in:
            if self.client.is_closed():
                raise ChatUnavailableError("Discord: we are shutting down")
            if self.client.user is None:
                try:
                    await self.client.login(self._token)
                except discord.LoginFailure as error:
                    cure = (
                        "Discord refused the token: make a new one in the developer portal (Bot, Reset Token)"
                    )
                    raise InstallationGoneError(cure) from error

    async def _find_gateway(self) -> None:
        """Ask a server that is not Discord's own (a proxy, say) for its gateway; discord.py knows only one for all."""
        if self._has_own_gateway:
            _, url, _ = await self.client.http.get_bot_gateway()
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def _open_thread_if_possible(self, channel: str, message: str, name: str) -> None:
        """The message stands already, so a thread that cannot be opened now is opened when somebody needs it."""
        try:
            async with self._posting(channel):
                await self._sending.open_thread(channel, message, name)
        except ChatError as error:
            log.warning("discord_thread_not_opened", channel=channel, message=message, error=str(error))


def _route_to(api_url: str) -> bool:
    """Point discord.py at *api_url*; it has one address for the whole process. True if that is not Discord's own."""
    address = api_url.rstrip("/")
    discord.http.Route.BASE = f"{address}/v{discord.http.INTERNAL_API_VERSION}"
    return address != _DISCORD


def _thread_name(edition: Edition) -> str:
    day = f"{edition.planned_at.astimezone(ZoneInfo(edition.zone)):%Y-%m-%d}"
    return f"{shorten(edition.title, _MAX_THREAD_NAME - len(day) - 3)} · {day}"
