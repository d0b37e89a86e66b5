"""A publisher on loopback that answers as it is told, also badly, and remembers what it was asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Self

_CHUNK = b"x" * 65_536


@dataclass(frozen=True, kw_only=True)
class Answer:
    """*hangs*: the body never ends because no more comes. *is_endless*: because more always comes."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False
    is_endless: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked, header names in lower case."""

    path: str
    headers: Mapping[str, str]


class Publisher:
    """Answers from *answers*, by path; where a request brings the ETag of the answer, with 304."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once = 0
        self.port = 0
        self._at_once = 0
        self._serving: set[asyncio.Task[None] | None] = set()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The URL of *path* here, by any spelling of the host."""
        return f"http://{host}:{self.port}{path}"

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls) -> AsyncIterator[Self]:
        """Listen on a free port of loopback."""
        publisher = cls()
        server = await asyncio.start_server(publisher._serve, "127.0.0.1", 0)
        publisher.port = server.sockets[0].getsockname()[1]
        async with server:
            yield publisher
        await asyncio.gather(*filter(None, publisher._serving))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._serving.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
            headers = {
                name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)
            }
            request = Request(path=lines[0].split()[1], headers=headers)
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            await _write(writer, reader, self._answer(request))
        self._at_once -= 1
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    def _answer(self, request: Request) -> Answer:
        answer = self.answers.get(request.path, Answer(status=404))
        etag = answer.headers.get("ETag")
        if etag and request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=answer.headers)
        return answer


async def _write(writer: asyncio.StreamWriter, reader: asyncio.StreamReader, answer: Answer) -> None:
    length = {} if answer.hangs or answer.is_endless else {"Content-Length": str(len(answer.body))}
    headers = {"Connection": "close", **length, **answer.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {answer.status} Told\r\n{head}\r\n".encode("latin-1") + answer.body)
    while answer.is_endless:
        writer.write(_CHUNK)
        await writer.drain()
    await writer.drain()
    if answer.hangs:
        await reader.read()  # returns when the other side has had enough
