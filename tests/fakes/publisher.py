"""A publisher on loopback that answers as it is told, also badly, and remembers what it was asked."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A proper answer. *hangs*: the body never ends because no more comes."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False


@dataclass(frozen=True, kw_only=True)
class Raw:
    """Bytes that are sent as they are: *start*, and then *again* until the other side has had enough.

    Without *again* the connection is closed, or with *hangs* held open in silence. *pace*: one *again* each time it is set.
    """

    start: bytes = b""
    again: bytes = b""
    hangs: bool = False
    pace: asyncio.Event | None = None


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked, header names in lower case; by *connection*, counted from one."""

    path: str
    headers: Mapping[str, str]
    connection: int


class Publisher:
    """Answers from *answers*, by path; where a request brings the ETag of the answer, with 304.

    It keeps connections open, as servers do. *ignores_conditions*: it sends everything again, as some do. *greeting*: what
    it says before it is asked, as servers of other protocols do.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Raw] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once = 0
        self.is_asked = asyncio.Event()
        self.port = 0
        self.ignores_conditions = False
        self.greeting = b""
        self._at_once = 0
        self._scheme = "http"
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None] | None] = set()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The URL of *path* here, by any spelling of the host."""
        return f"{self._scheme}://{host}:{self.port}{path}"

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, tls: ssl.SSLContext | None = None) -> AsyncIterator[Self]:
        """Listen on a free port of loopback."""
        publisher = cls()
        server = await asyncio.start_server(publisher._serve, "127.0.0.1", 0, ssl=tls)
        publisher.port = server.sockets[0].getsockname()[1]
        publisher._scheme = "https" if tls else "http"
        async with server:
            yield publisher
            publisher.hang_up()
        await publisher.all_closed()

    @property
    def still_open(self) -> int:
        """How many connections are open now."""
        return len(self._open)

    async def all_closed(self) -> None:
        """Wait until no connection is open."""
        await asyncio.gather(*filter(None, self._serving))

    def hang_up(self) -> None:
        """Close all connections, as a server does that has waited long enough."""
        for writer in self._open:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self._serving.add(asyncio.current_task())
        self._open.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            writer.write(self.greeting)
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                await self._answer_one(_request(head, number), reader, writer)
        self._open.discard(writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    async def _answer_one(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.requests.append(request)
        self.is_asked.set()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await _write(writer, reader, self._answer(request))
        finally:
            self._at_once -= 1

    def _answer(self, request: Request) -> Answer | Raw:
        answer = self.answers.get(request.path, Answer(status=404))
        if isinstance(answer, Raw) or self.ignores_conditions:
            return answer
        etag = answer.headers.get("ETag")
        if etag and request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=answer.headers)
        return answer


def _request(head: str, connection: int) -> Request:
    first, *lines = head.splitlines()
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    return Request(path=first.split()[1], headers=headers, connection=connection)


async def _write(writer: asyncio.StreamWriter, reader: asyncio.StreamReader, answer: Answer | Raw) -> None:
    if isinstance(answer, Raw):
        await _write_raw(writer, reader, answer)
    else:
        length = {} if answer.hangs else {"Content-Length": str(len(answer.body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in {**length, **answer.headers}.items())
        writer.write(f"HTTP/1.1 {answer.status} Told\r\n{head}\r\n".encode("latin-1") + answer.body)
        await writer.drain()
        if answer.hangs:
            await reader.read()  # returns when the other side has had enough
    if isinstance(answer, Raw) or answer.hangs:
        writer.close()


async def _write_raw(writer: asyncio.StreamWriter, reader: asyncio.StreamReader, answer: Raw) -> None:
    writer.write(answer.start)
    had_enough = asyncio.create_task(reader.read())
    while answer.again and not had_enough.done():
        if answer.pace:
            paced = asyncio.create_task(answer.pace.wait())
            await asyncio.wait({paced, had_enough}, return_when=asyncio.FIRST_COMPLETED)
            paced.cancel()
            answer.pace.clear()
        writer.write(answer.again)
        await writer.drain()
    await writer.drain()
    if answer.hangs:
        await had_enough
    had_enough.cancel()
