"""A publisher for measuring: serves the feeds of `tests.bench.feeds` on loopback, with ETags, as cheaply as can be.

Run as a process of its own, so that its work is not counted as the reader's: `python -m tests.bench.publisher 500`. It
prints its port, and serves until its standard input ends.
"""

import asyncio
import hashlib
import sys
from typing import cast

from typing_extensions import override

from tests.bench import feeds


class _Answering(asyncio.Protocol):
    def __init__(self, documents: list[bytes]) -> None:
        self._documents = documents
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
        number = int(request.split(b" ", 2)[1].rpartition(b"/")[2])
        document = self._documents[number]
        etag = f'"{number}-{hashlib.md5(document, usedforsecurity=False).hexdigest()[:8]}"'.encode()
        if etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % etag
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nETag: %b\r\nContent-Length: %d\r\n\r\n"
        return head % (etag, len(document)) + document


async def _serve(count: int) -> None:
    documents = [
        feeds.document(number) for number in range(count)
    ]  # before anybody asks: it is not what is measured
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Answering(documents), "127.0.0.1", 0)
    async with server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
