"""The whole program, from a publisher that took its feed down to the notice that people read."""

import asyncio
import datetime as dt
from pathlib import Path

from bot.app import App, open_app
from bot.core.entities import Message, Notice
from bot.settings import Secrets, Settings, read_settings
from tests.fakes.clock import FakeClock
from tests.fakes.publisher import Answer, Publisher

SOON = dt.timedelta(seconds=0.05)


def settings_for(publisher: Publisher, folder: Path) -> Settings:
    raw = {
        "storage": {"url": f"sqlite:///{folder / 'newsthread.db'}"},
        "reading": {"allowed_private": [f"127.0.0.1:{publisher.port}"]},
        "page": {"port": 0},
        "topics": [{"name": "ev", "feeds": [publisher.url("/feed")]}],
        "subscriptions": [
            {"topic": "ev", "platform": "page", "channel": "news", "timetable": "daily 09:00 UTC"}
        ],
    }
    return read_settings(raw, source="test", secrets=Secrets.model_construct())


async def notice_on_the_page(app: App, clock: FakeClock) -> Message:
    """Look until a notice stands in the page's transcript: the program runs in its own time, and looks once a minute."""
    while True:
        clock.advance(dt.timedelta(seconds=10))
        for subscription in await app.needs.store.subscriptions():
            for message in await app.needs.store.messages(subscription.place, "", 10):
                if isinstance(message.body, Notice):
                    return message
        await asyncio.sleep(0.02)


async def test_feed_that_is_gone_is_told_on_the_page(tmp_path: Path) -> None:
    """Without any configuration, whoever opens the page reads that a feed was taken down, once."""
    clock = FakeClock()
    async with (
        Publisher.open() as publisher,
        open_app(settings_for(publisher, tmp_path), is_serving=True, clock=clock) as app,
    ):
        publisher.answers["/feed"] = Answer(status=410)
        working = asyncio.create_task(app.work(SOON))
        async with asyncio.timeout(30):
            message = await notice_on_the_page(app, clock)
        working.cancel()
        await asyncio.wait([working])
        assert isinstance(message.body, Notice)
        assert message.body.title == "1 feed gone for good"
        assert str(publisher.port) not in repr(message.body)
        assert len(publisher.requests) == 1
