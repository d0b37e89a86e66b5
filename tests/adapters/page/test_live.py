"""The page while it runs: the stream of events, its end, and the port. Over loopback."""

import asyncio
import contextlib
import functools
import json
import signal
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.adapters.page import PageChat
from bot.adapters.page.broadcast import Broadcast
from bot.adapters.page.render import Line
from bot.core.entities import Said, Speaker
from bot.core.errors import ConfigError
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.page_data import FakePageData

PROMPT_SECONDS = 5
"""How long anything may take here; it takes milliseconds."""


def line(number: int, thread: str = "") -> Line:
    """A message with a number."""
    return Line(
        id=f"m{number}", thread=thread, speaker=Speaker.PERSON, body=Said(text=f"{number}"), at=samples.NOON
    )


def numbered(number: int, language: str) -> dict[str, str]:
    """What is sent of a message, in whatever language."""
    del language
    return {"html": f"{number}"}


def push(broadcast: Broadcast, *numbers: int) -> None:
    """Say these numbers."""
    for number in numbers:
        broadcast.push(line(number), functools.partial(numbered, number))


async def heard(broadcast: Broadcast, after: str) -> list[str]:
    """All that a listener gets until the stream is closed: numbers, or the name of another event."""
    frames = []
    async for frame in broadcast.listen(after):
        if frame.startswith("retry"):
            broadcast.close()
        elif "event: message" in frame:
            frames.append(json.loads(frame.partition("data: ")[2])["html"])
        else:
            frames.append(frame.partition("event: ")[2].partition("\n")[0])
    return frames


async def test_a_reconnect_gets_exactly_what_it_missed():
    """A laptop that slept for a while shows what was said meanwhile, once."""
    broadcast = Broadcast()
    push(broadcast, 1, 2)
    cursor = broadcast.cursor
    push(broadcast, 3, 4)
    assert await heard(broadcast, cursor) == ["3", "4"]


async def test_a_new_page_gets_nothing_twice():
    """A page that was just rendered with all there is waits for what comes."""
    broadcast = Broadcast()
    push(broadcast, 1)
    assert await heard(broadcast, broadcast.cursor) == []


async def test_who_was_away_too_long_reads_the_transcript_again():
    """After more messages than are kept, the page reloads its history instead of showing a gap."""
    broadcast = Broadcast()
    cursor = broadcast.cursor
    push(broadcast, *range(65))
    assert await heard(broadcast, cursor) == ["reload"]


async def test_who_was_connected_before_a_restart_reads_the_transcript_again():
    """The position in an earlier run of the program means nothing in this one."""
    before = Broadcast()
    push(before, 1)
    after_restart = Broadcast()
    push(after_restart, 1, 2)
    assert await heard(after_restart, before.cursor) == ["reload"]


async def test_a_page_that_does_not_read_is_cut_off():
    """A stuck browser cannot fill the memory: its stream ends, and it may come back for what it missed."""
    broadcast = Broadcast()
    stream = broadcast.listen(broadcast.cursor)
    await anext(stream)
    received = asyncio.create_task(anext(stream))
    await asyncio.sleep(0)
    push(broadcast, *range(1_000))
    frames = [await received] + [frame async for frame in stream]
    assert len(frames) < 200


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[tuple[PageChat, asyncio.Task[None]]]:
    """A page that is served on a free port."""
    chat = PageChat(FakeInbound(), FakePageData(), FakeClock(), port=0)
    chat.listen()
    task = asyncio.create_task(chat.run())
    try:
        yield chat, task
    finally:
        task.cancel()
        async with asyncio.timeout(PROMPT_SECONDS):
            await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def connected(chat: PageChat, *, after: str = "") -> AsyncIterator[AsyncIterator[str]]:
    """The lines of the stream of events, from the first; *after* is the last event that the browser had."""
    async with (
        asyncio.timeout(PROMPT_SECONDS),
        httpx.AsyncClient(base_url=chat.url) as client,
        client.stream("GET", "/events", headers={"Last-Event-ID": after}) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        yield lines


async def test_an_edition_reaches_open_pages():
    """Whoever has the page open sees the edition as it is posted, without reloading."""
    async with running() as (chat, _), connected(chat) as lines:
        await chat.post(samples.delivery(), samples.edition(), "")
        data = json.loads(await anext(text[6:] async for text in lines if text.startswith("data: ")))
        assert data["thread"] == ""
        assert 'id="m-edition-7-part-0"' in data["html"]


async def test_a_browser_that_lost_its_connection_gets_what_it_missed():
    """The position that a browser sends by itself when it reconnects is understood."""
    async with running() as (chat, _):
        async with connected(chat) as lines:
            await chat.post(samples.delivery(), samples.edition(), "")
            seen = await anext(text[4:] async for text in lines if text.startswith("id: "))
        await chat.post(samples.delivery(key="second"), samples.edition(), "")
        async with connected(chat, after=seen) as lines:
            data = await anext(text async for text in lines if text.startswith("data: "))
        assert 'data-id=\\"second\\"' in data


async def test_it_ends_promptly_while_pages_are_open():
    """Ctrl+C does not wait for browsers that keep their stream open."""
    async with running() as (chat, task), connected(chat) as lines:
        task.cancel()
        rest = [text async for text in lines]
        with pytest.raises(asyncio.CancelledError):
            await task
    assert rest == [""]


async def test_it_leaves_the_signals_alone():
    """The program decides what Ctrl+C does, not the web server inside it."""
    before = signal.getsignal(signal.SIGTERM)
    async with running() as (chat, _), connected(chat):
        assert signal.getsignal(signal.SIGTERM) == before


async def test_a_taken_port_names_the_cure():
    """A second program on the same port is told which port, and what to do."""
    async with running() as (chat, _), connected(chat):
        port = int(chat.url.rpartition(":")[2])
        second = PageChat(FakeInbound(), FakePageData(), FakeClock(), port=port)
        with pytest.raises(ConfigError, match=f"Port {port} .* is taken.* choose another port"):
            await second.run()
