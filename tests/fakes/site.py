"""A publisher beside a command that has an event loop of its own: it answers from a thread."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from tests.fakes.publisher import Answer, Publisher


@contextlib.contextmanager
def open_site() -> Iterator[Publisher]:
    """Serve for as long as the context lasts."""
    started, ending = threading.Event(), asyncio.Event()
    served: list[tuple[Publisher, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with Publisher.open() as publisher:
            served.append((publisher, asyncio.get_running_loop()))
            started.set()
            await ending.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.wait()
    publisher, loop = served[0]
    try:
        yield publisher
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join()


def feed(title: str, url: str, *numbers: int) -> Answer:
    """A feed with entries of these numbers, one a day in November 2026."""
    items = "".join(
        f"<item><title>{title} {number}</title><link>{url}/{number}</link><guid>{number}</guid>"
        f"<pubDate>{number:02} Nov 2026 08:00:00 GMT</pubDate><description>{'News of the day. ' * 60}</description></item>"
        for number in numbers
    )
    body = f"<rss version='2.0'><channel><title>{title}</title><link>{url}</link>{items}</channel></rss>"
    return Answer(body=body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": f'"{title}"'})


def page(*hrefs: str) -> Answer:
    """A page that declares feeds."""
    links = (f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in hrefs)
    body = f"<!doctype html><html><head>{''.join(links)}</head><body>News</body></html>"
    return Answer(body=body.encode(), headers={"Content-Type": "text/html"})
