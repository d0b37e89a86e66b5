"""The publishers' web server, inside our own process: conditional requests like a real one, on loopback."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import socket
import string
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from typing_extensions import override

from bot.adapters.demo_publisher.content import DemoEntry, DemoPublisher, read_publishers
from bot.adapters.demo_publisher.rendering import feed_type, feed_url, render_feed, render_home, render_page
from bot.core.errors import ConfigError
from bot.flows.ports import Clock

_HOST = "127.0.0.1"
_GRACE_SECONDS = 1
_PAGE_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """A running site. *host* is "127.0.0.1:PORT"; *feeds* are the addresses of all feeds."""

    host: str
    port: int
    feeds: tuple[str, ...]


@contextlib.asynccontextmanager
async def open_demo_site(content: Path, *, clock: Clock, port: int = 0) -> AsyncIterator[DemoSite]:
    """Serve the publishers of the folder *content* for as long as the context lasts. *port* 0 takes any free one.

    Raises:
        ConfigError: the port is taken, or the content is missing.
    """
    listener = _listen(port)
    taken: int = listener.getsockname()[1]
    root = f"http://{_HOST}:{taken}"
    try:
        pressroom = _Pressroom(content, root, clock)
    except (ConfigError, OSError):
        listener.close()
        raise
    server = _Server(_config(pressroom.app()))
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="demo publishers")
    try:
        yield DemoSite(host=f"{_HOST}:{taken}", port=taken, feeds=pressroom.feeds())
    finally:
        server.should_exit = True
        await serving


class _Pressroom:
    """What is served: articles whose time has come are in the feeds, pages are there from the start."""

    def __init__(self, content: Path, root: str, clock: Clock) -> None:
        self._publishers = {
            publisher.slug: publisher for publisher in read_publishers(content / "publishers")
        }
        self._article = string.Template((content / "pages" / "article.html").read_text(encoding="utf-8"))
        self._home = string.Template((content / "pages" / "home.html").read_text(encoding="utf-8"))
        self._root = root
        self._clock = clock
        self._started_at = clock.now().replace(microsecond=0)

    def app(self) -> Starlette:
        """Return the web application."""
        return Starlette(
            routes=[
                Route("/{publisher}/feed.xml", self._feed),
                Route("/{publisher}/feed.json", self._feed),
                Route("/{publisher}/", self._front),
                Route("/{publisher}/{entry}", self._page),
            ]
        )

    def feeds(self) -> tuple[str, ...]:
        """Return the addresses of all feeds."""
        return tuple(feed_url(publisher, self._root) for publisher in self._publishers.values())

    async def _feed(self, request: Request) -> Response:
        publisher = self._publishers.get(request.path_params["publisher"])
        if publisher is None or request.url.path != feed_url(publisher, ""):
            return _not_found()
        body = render_feed(publisher, self._due(publisher), started_at=self._started_at, root=self._root)
        return _conditional(request, body, feed_type(publisher.format))

    async def _front(self, request: Request) -> Response:
        publisher = self._publishers.get(request.path_params["publisher"])
        if publisher is None:
            return _not_found()
        body = render_home(publisher, self._due(publisher), root=self._root, template=self._home)
        return _conditional(request, body, _PAGE_TYPE)

    async def _page(self, request: Request) -> Response:
        publisher = self._publishers.get(request.path_params["publisher"])
        entries = publisher.entries if publisher else ()
        entry = next((entry for entry in entries if entry.slug == request.path_params["entry"]), None)
        if publisher is None or entry is None:
            return _not_found()
        body = render_page(
            publisher,
            entry,
            others=self._due(publisher),
            started_at=self._started_at,
            root=self._root,
            template=self._article,
        )
        return _conditional(request, body, _PAGE_TYPE)

    def _due(self, publisher: DemoPublisher) -> list[DemoEntry]:
        running: dt.timedelta = self._clock.now() - self._started_at
        return [entry for entry in publisher.entries if -entry.age <= running]


class _Server(uvicorn.Server):
    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program that we run in."""
        yield


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigError(
            [f"Port {port}, where the demo's publishers were before, is taken. Stop what uses it."]
        ) from error
    return listener


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _conditional(request: Request, body: bytes, media_type: str) -> Response:
    """Answer 304 where the client has this very body (RFC 9110, section 13.1.2)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _not_found() -> Response:
    return PlainTextResponse("Nothing is published here.", status_code=404)
