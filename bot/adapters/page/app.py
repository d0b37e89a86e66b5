"""The page as a chat: posts editions and answers to every open browser, and serves them on loopback.

It refuses to listen anywhere else without a token.
"""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator, Mapping, Sequence

import structlog
import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from bot.adapters.page.beside import Beside
from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.conversation import CHANNEL, WORKSPACE, WORKSPACE_NAME, Conversation
from bot.adapters.page.following import Following
from bot.adapters.page.guard import LOOPBACK_NAMES, Access
from bot.adapters.page.newsroom import newsroom_routes
from bot.adapters.page.render import Line
from bot.adapters.page.routes import web_app
from bot.adapters.page.watching import watching_routes
from bot.core.entities import (
    Answer,
    Delivery,
    Edition,
    NewEdition,
    Notice,
    Platform,
    Posted,
    Question,
    Speaker,
)
from bot.core.errors import ChannelGoneError, ConfigError
from bot.flows.ports import Clock, Inbound, PageData

log = structlog.get_logger()

_GRACE_SECONDS = 2


class PageChat:
    """The chat in a browser: one workspace, one channel. *port* 0 takes any free one.

    *follows*: other processes post to it, too, so it also shows what they write into the transcript. *beside*: what its server
    answers besides, by how the path begins.

    Raises:
        ConfigError: it would be open to others than this machine without a token.
    """

    def __init__(
        self,
        inbound: Inbound,
        data: PageData,
        clock: Clock,
        access: Access | None = None,
        port: int = 8321,
        *,
        follows: bool = False,
        beside: Mapping[str, ASGIApp] | None = None,
    ) -> None:
        access = access or Access()
        if not access.is_safe:
            names = ", ".join(sorted(LOOPBACK_NAMES))
            raise ConfigError(
                [
                    f"The page cannot listen on {access.host} without a token. Set PAGE_TOKEN, or use one of {names}."
                ]
            )
        self._host = access.host
        self._port = port
        self._clock = clock
        self._socket: socket.socket | None = None
        self._broadcast = Broadcast()
        self._conversation = Conversation(inbound, data, clock, self._broadcast)
        self._following = Following(data, self._conversation, clock) if follows else None
        newsroom = [
            *newsroom_routes(data, self._conversation.topics, self._broadcast, clock),
            *watching_routes(data),
        ]
        page = web_app(self._conversation, self._broadcast, newsroom, access)
        self.app: ASGIApp = Beside(page, beside or {})

    @property
    def platform(self) -> Platform:
        """The page."""
        return Platform.PAGE

    @property
    def url(self) -> str:
        """Where to open it; with port 0 it is known once `listen` was called."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def workspace_of(self, channel: str) -> tuple[str, str]:
        """Return the one workspace of the one channel.

        Raises:
            ChannelGoneError: *channel* is another.
        """
        if channel != CHANNEL:
            raise ChannelGoneError(f"The page has one channel, {CHANNEL!r}; there is no {channel!r}.")
        return WORKSPACE, WORKSPACE_NAME

    async def direct(self, workspace: str, user: str) -> str:
        """Return the page's channel: whoever reads it is the only one."""
        del workspace, user
        return CHANNEL

    def parts(self, edition: NewEdition) -> int:
        """Return 1: a page has no limit."""
        del edition
        return 1

    async def post(self, delivery: Delivery, edition: Edition, thread: str) -> str:
        """Show the edition on every open page. Whoever opens it later finds it in the transcript."""
        await self._say(delivery.key, thread, Posted(edition_id=edition.id), edition)
        return delivery.key

    async def edit(self, delivery: Delivery, edition: Edition, thread: str, *, parts: int) -> None:
        """Show the message again on every open page; whoever opens it later has the transcript, which is right already."""
        del edition, parts
        await self._conversation.show_again(delivery.message_id, thread)

    async def find_posted(self, delivery: Delivery, thread: str) -> str | None:
        """Return None: nothing stands here but what our own tables say, and they say it was not sent."""
        del delivery, thread
        return None

    async def recognize(self, message_id: str, among: Sequence[Delivery]) -> Delivery | None:
        """Return None, for the same reason."""
        del message_id, among
        return None

    async def answer(self, question: Question, answer: Answer) -> str:
        """Show the answer in its thread on every open page."""
        message_id = f"answer:{question.id}"
        await self._say(message_id, question.thread, answer)
        return message_id

    async def notify(self, channel: str, notice: Notice, key: str) -> str:
        """Show the notice on every open page; shown again under the same key, it replaces what stands there."""
        del channel  # it has but one
        await self._say(key, "", notice)
        return key

    async def _say(
        self, message_id: str, thread: str, body: Posted | Answer | Notice, edition: Edition | None = None
    ) -> None:
        line = Line(
            id=message_id,
            thread=thread,
            speaker=Speaker.BOT,
            body=body,
            at=self._clock.now(),
            edition=edition,
        )
        await self._conversation.say(line)

    def listen(self) -> None:
        """Take the port: from now on browsers can connect, and are answered once `run` runs, which gives it back.

        Raises:
            ConfigError: the port is taken or not allowed; the text names the cure.
        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self._port))
            listener.listen()
        except OSError as error:
            listener.close()
            raise ConfigError([_port_problem(self._host, self._port, error)]) from error
        self._port = listener.getsockname()[1]
        self._socket = listener

    async def run(self) -> None:
        """Serve until cancelled; open pages are told to reconnect, so that nobody waits for them.

        Raises:
            ConfigError: see `listen`.
        """
        if self._socket is None:
            self.listen()
        listener, self._socket = self._socket, None
        server = _Server(_config(self.app))
        serving = asyncio.create_task(server.serve(sockets=[listener] if listener else None))
        log.info("page_ready", url=self.url)
        try:
            async with self._following.running() if self._following else contextlib.nullcontext():
                await asyncio.shield(serving)
        finally:
            self._broadcast.close()
            server.should_exit = True
            await serving

    async def close(self) -> None:
        """Give the port back where `run` never took it over."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _Server(uvicorn.Server):
    """uvicorn inside a program that has its own way to end."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone: the program that runs us has handlers of its own."""
        yield


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _port_problem(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken. End the program that uses it, or choose another port for the page."
    return f"The page cannot listen on port {port} of {host}: {error.strerror}. Choose another port for the page."
