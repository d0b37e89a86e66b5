"""The whole program for scenarios: the demo's publishers in, a chat out, everything between as it is."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters.demo_publisher import open_demo_site
from bot.app import App, Role, open_app
from bot.flows.ports import Clock
from bot.settings import Secrets, Settings, bundled, read_settings

Seen = TypeVar("Seen")

EVERY = dt.timedelta(seconds=0.2)


@contextlib.asynccontextmanager
async def open_program(
    folder: Path, clock: Clock, *, chat: dict[str, Any], secrets: Secrets, role: Role = Role.ALL
) -> AsyncIterator[App]:
    """Open the program as it is configured for real, reading our own publishers. *chat* are its further sections."""
    async with open_demo_site(bundled("demo"), clock=clock) as site:
        settings = _settings(folder, site.feeds, site.host, chat, secrets)
        async with open_app(settings, is_serving=True, role=role, clock=clock) as app:
            yield app


def _settings(
    folder: Path, feeds: tuple[str, ...], host: str, chat: dict[str, Any], secrets: Secrets
) -> Settings:
    topic = {
        "name": "ev",
        "title": "Electric cars",
        "feeds": list(feeds),
        "aliases": {"xiaomi": ["小米"]},
    }
    raw = {
        "storage": {"url": f"sqlite:///{folder / 'newsthread.db'}"},
        "reading": {"allowed_private": [host], "host_gap_seconds": 0},
        "page": {"enabled": False},
        "topics": [topic],
        **chat,
    }
    return read_settings(raw, source="scenario", secrets=secrets)


def subscription(platform: str, channel: str) -> dict[str, str]:
    """A channel's wish: daily, and the first edition at once."""
    return {
        "topic": "ev",
        "platform": platform,
        "channel": channel,
        "timetable": "daily 09:00 UTC",
        "first_edition": "now",
    }


@contextlib.asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    """Let *work* run beside the block, and end it afterwards."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def eventually(look: Callable[[], Awaitable[Seen | None]], seconds: float = 60) -> Seen:
    """Look until there is something to see. The program runs in its own time; nobody tells a test when it is done."""
    async with asyncio.timeout(seconds):
        while True:
            seen = await look()
            if seen:
                return seen
            await asyncio.sleep(0.02)
