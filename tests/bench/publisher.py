"""A publisher for measuring: serves the feeds of `tests.bench.feeds` on loopback, with ETags, as cheaply as can be.

Run as a process of its own, so that its work is not counted as the reader's: `python -m tests.bench.publisher 500`. It
prints its port, and serves until its standard input ends.
"""

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from typing_extensions import override

from tests.bench import feeds


@dataclass(frozen=True, slots=True)
class Page:
    """A feed as it is sent: its ETag, and all of the response."""

    etag: bytes
    response: bytes

    @classmethod
    def of(cls, document: bytes, etag: str, *headers: str) -> "Page":
        """Return *document* with this ETag, without its quotation marks, and *headers*."""
        quoted = f'"{etag}"'
        head = ["HTTP/1.1 200 OK", "Content-Type: application/xml", *headers, f"ETag: {quoted}"]
        lines = [*head, f"Content-Length: {len(document)}", "", ""]
        return cls(quoted.encode(), "\r\n".join(lines).encode() + document)


class Answering(asyncio.Protocol):
    """One connection. The address of a page ends in its number."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._transport: asyncio.Transport | None = None
        self._received = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received and self._transport:
            request, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._answer(request))

    def _answer(self, request: bytes) -> bytes:
        page = self._pages[int(request.split(b" ", 2)[1].rpartition(b"/")[2])]
        if page.etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % page.etag
        return page.response


def _page(number: int) -> Page:
    document = feeds.document(number)
    return Page.of(document, f"{number}-{hashlib.md5(document, usedforsecurity=False).hexdigest()[:8]}")


async def _serve(count: int) -> None:
    pages = list(map(_page, range(count)))  # before anybody asks: it is not what is measured
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(pages), "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
