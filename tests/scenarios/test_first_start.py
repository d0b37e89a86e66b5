"""The first start, before anybody has said a word."""

from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.app import App
from bot.settings import Secrets
from tests.scenarios.program import EVERY, eventually, open_program, running


async def test_feeds_are_read_before_anybody_subscribes(tmp_path: Path):
    """No page, no subscription: the first to ask finds news all the same."""
    async with (
        open_program(tmp_path, SystemClock(), chat={}, secrets=Secrets()) as app,
        running(app.work(EVERY)),
    ):
        await eventually(lambda: _is_read(app))


async def _is_read(app: App) -> bool:
    feeds = await app.needs.store.feeds()
    return any(feed.succeeded_at for feed in feeds)
