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

from bot.adapters.clock import SystemClock
from tests.bench import feeds
from tests.bench.publisher import Answering, Page

_AT_ONCE = 50


def address(host: int) -> str:
    """Return the address of host number *host*."""
    return f"127.1.{host // 250}.{host % 250 + 1}"


def url(number: int, hosts: int, port: int) -> str:
    """Return where feed *number* is."""
    return f"http://{address(number % hosts)}:{port}/{number}"


def _page(number: int, newest_at: dt.datetime) -> Page:
    document = gzip.compress(feeds.document(number, newest_at=newest_at), compresslevel=1)
    return Page.of(document, f"first-{number}", "Content-Encoding: gzip")


async def _serve(count: int, hosts: int) -> None:
    newest_at = SystemClock().now().replace(microsecond=0) - dt.timedelta(hours=1)
    with ProcessPoolExecutor() as pool:  # before anybody asks: it is not what is measured
        pages = list(pool.map(_page, range(count), repeat(newest_at), chunksize=_AT_ONCE))
    loop = asyncio.get_running_loop()
    first = await loop.create_server(lambda: Answering(pages), address(0), 0)
    port: int = first.sockets[0].getsockname()[1]
    others = [
        await loop.create_server(lambda: Answering(pages), address(host), port) for host in range(1, hosts)
    ]
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for server in (first, *others):
        server.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
