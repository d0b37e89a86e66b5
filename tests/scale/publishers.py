"""Publishers for the scale run: feeds of `tests.bench.feeds`, gzipped, with ETags, on as many hosts as asked for.

Every host is an address of its own within 127.0.0.0/8, so that the one who reads keeps its manners to each. Run as a process
of its own: `python -m tests.scale.publishers FEEDS HOSTS`. It prints its port when all feeds are written, and serves until its
standard input ends.
"""

import asyncio
import datetime as dt
import gzip
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import cast

from typing_extensions import override

from bot.adapters.clock import SystemClock
from tests.bench import feeds

_AT_ONCE = 50


def address(host: int) -> str:
    """Return the address of host number *host*."""
    return f"127.1.{host // 250}.{host % 250 + 1}"


def url(number: int, hosts: int, port: int) -> str:
    """Return where feed *number* is."""
    return f"http://{address(number % hosts)}:{port}/{number}"


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
        etag = f'"first-{number}"'.encode()
        if etag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % etag
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Encoding: gzip\r\nETag: %b\r\nContent-Length: %d\r\n\r\n"
        document = self._documents[number]
        return head % (etag, len(document)) + document


def _document(number: int, newest_at: dt.datetime) -> bytes:
    return gzip.compress(feeds.document(number, newest_at=newest_at), compresslevel=1)


async def _serve(count: int, hosts: int) -> None:
    newest_at = SystemClock().now().replace(microsecond=0) - dt.timedelta(hours=1)
    with ProcessPoolExecutor() as pool:  # before anybody asks: it is not what is measured
        documents = list(pool.map(_document, range(count), repeat(newest_at), chunksize=_AT_ONCE))
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: _Answering(documents), address(0), 0)
    port: int = first.sockets[0].getsockname()[1]
    others = [
        await loop.create_server(lambda: _Answering(documents), address(host), port)
        for host in range(1, hosts)
    ]
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for server in (first, *others):
        server.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
