"""Connections: made when needed, kept for a little while after an answer that ended well, closed after any other."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from functools import cached_property

import httpcore2
import httpx2

from bot.adapters.http_fetcher.meter import Meter
from bot.adapters.http_fetcher.network import Line, Network
from bot.adapters.http_fetcher.outside import Outside
from bot.adapters.http_fetcher.problems import UnreadableError

_KEPT_SECONDS = 15.0
_KEPT = 64
_MOST_HEADERS = 500
_REQUEST_TIMEOUT = 408
_CLOSED_MEANWHILE = (httpcore2.NetworkError, httpcore2.RemoteProtocolError, httpcore2.ConnectionNotAvailable)


@dataclass(frozen=True, slots=True, eq=False)
class _Connection:
    origin: httpcore2.Origin
    http: httpcore2.AsyncHTTPConnection
    line: Line


class Response:
    """An answer whose body has yet to come: *status*, and *headers* as they were sent."""

    def __init__(self, response: httpcore2.Response, line: Line) -> None:
        self.status = response.status
        self.headers = httpx2.Headers(response.headers)
        self.is_complete = False
        self._response = response
        self._line = line

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Yield the body as it comes in, still packed."""
        async with contextlib.aclosing(self._response.aiter_stream()) as stream:
            async for piece in stream:
                self._line.meter.delivered(len(piece))
                yield piece
        self.is_complete = True

    async def end(self) -> None:
        """Be done with an answer that has no body, so that its connection can be kept; one that has a body loses it."""
        async with contextlib.aclosing(self.pieces()) as pieces:
            async for _ in pieces:
                return


class Connections:
    """Sends requests. HTTP/2 where the server offers it, but one request at a time."""

    def __init__(self, network: Network, outside: Outside) -> None:
        self._network = network
        self._outside = outside
        self._idle: dict[_Connection, asyncio.TimerHandle] = {}  # the longest idle first

    @contextlib.asynccontextmanager
    async def send(self, request: httpcore2.Request) -> AsyncIterator[Response]:
        """Send *request*, and give its connection up afterwards.

        Raises what `Network.reach` and `Meter` raise, and httpcore2's errors.
        """
        connection, answer = await self._answer(request)
        response: Response | None = None
        try:
            if len(answer.headers) > _MOST_HEADERS:
                raise UnreadableError(f"the answer has more than {_MOST_HEADERS} headers")
            response = Response(answer, connection.line)
            yield response
        finally:
            await answer.aclose()
            self._give_up(connection, keep=response is not None and response.is_complete)

    def close(self) -> None:
        """Close what is idle."""
        for connection in list(self._idle):
            self._drop(connection)

    async def _answer(self, request: httpcore2.Request) -> tuple[_Connection, httpcore2.Response]:
        if idle := self._take(request.url.origin):
            # The server may have hung up while it was idle, or tell us so just now: asking anew is safe for a GET.
            with contextlib.suppress(*_CLOSED_MEANWHILE):
                answer = await _ask(idle, request)
                if answer.status != _REQUEST_TIMEOUT:
                    return idle, answer
            idle.line.close()
        new = self._new(request.url.origin)
        return new, await _ask(new, request)

    def _new(self, origin: httpcore2.Origin) -> _Connection:
        line = self._network.line()
        certificates = self._certificates if origin.scheme == b"https" else None
        http = httpcore2.AsyncHTTPConnection(
            origin, ssl_context=certificates, http2=True, network_backend=line
        )
        return _Connection(origin, http, line)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """They take 15 ms to read, so only for whoever reads over https."""
        return self._outside.certificates()

    def _take(self, origin: httpcore2.Origin) -> _Connection | None:
        for connection in self._idle:
            if connection.origin == origin:
                self._idle.pop(connection).cancel()
                connection.line.meter = Meter()
                return connection
        return None

    def _give_up(self, connection: _Connection, *, keep: bool) -> None:
        if not keep or not connection.http.is_idle():
            connection.line.close()
            return
        expiry = asyncio.get_running_loop().call_later(_KEPT_SECONDS, self._drop, connection)
        self._idle[connection] = expiry
        if len(self._idle) > _KEPT:
            self._drop(next(iter(self._idle)))

    def _drop(self, connection: _Connection) -> None:
        self._idle.pop(connection).cancel()
        connection.line.close()


async def _ask(connection: _Connection, request: httpcore2.Request) -> httpcore2.Response:
    try:
        return await connection.http.handle_async_request(request)
    except ValueError as error:  # a status of HTTP/2 that is no number
        connection.line.close()
        raise httpcore2.RemoteProtocolError from error
    except BaseException:
        connection.line.close()
        raise
