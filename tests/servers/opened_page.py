"""The page, served and opened in a real browser: what somebody sees of it, and what the browser complained about."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Browser, Page, expect
from typing_extensions import override

from bot.adapters.page import Access, PageChat
from bot.core.entities import Feed, FeedId, NewQuestion, QuestionId, Reply, StoryList
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.page_data import FakePageData

PHONE = {"width": 360, "height": 740}
FAILING = Feed(
    id=FeedId(1),
    url="https://a.example/feed?key=hush",
    title="Motor Gazette",
    site_url="https://a.example/",
    next_check_at=samples.NOON,
    failures=2,
    error="the server answered 404: nothing is there; check the address",
)
FOUND = StoryList(title="1 story about xiaomi", items=(samples.item(),))


class Answering(FakeInbound):
    """Answers each question as the flow does: a moment later, through the chat."""

    chat: PageChat

    def __init__(self, *replies: Reply) -> None:
        super().__init__(*replies)
        self.waits = asyncio.Event()

    @override
    async def question(self, question: NewQuestion) -> bool:
        """Record it, and answer when the test lets it."""
        self.answering = asyncio.create_task(self._answer(question.thread))
        return await super().question(question)

    async def _answer(self, thread: str) -> None:
        await self.waits.wait()
        asked = dataclasses.replace(samples.question(), thread=thread, id=QuestionId(len(self.questions)))
        await self.chat.answer(asked, samples.answer())


class Open:
    """The page as somebody sees it, and what the browser complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requested: set[str] = set()
        page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requested.add(request.url))
        self.serve(FakePageData(), port=0)

    def serve(self, data: FakePageData, port: int, access: Access | None = None) -> None:
        """Serve the page on *port*."""
        self.inbound = Answering(FOUND)
        self.chat = self.inbound.chat = PageChat(self.inbound, data, FakeClock(), access, port)
        self.chat.listen()
        self.serving = asyncio.create_task(self.chat.run())

    async def end(self) -> None:
        """Stop serving."""
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)

    async def restart(self, data: FakePageData, access: Access | None = None) -> None:
        """Stop serving and serve again, in the same place."""
        await self.end()
        self.serve(data, int(self.chat.url.rpartition(":")[2]), access)

    async def post_edition(self) -> None:
        """Post the sample edition, as a delivery does."""
        await self.chat.post(samples.delivery(), samples.edition(), "")

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            await self.page.keyboard.press(key)


@contextlib.asynccontextmanager
async def opened(browser: Browser, **context: Any) -> AsyncIterator[Open]:
    """Serve a page with nothing on it yet, and open it. Fails on any complaint and on any foreign request."""
    context.setdefault("locale", "en-GB")
    seen = Open(await (await browser.new_context(**context)).new_page())
    await seen.page.clock.set_fixed_time(
        samples.NOON
    )  # the browser's clock, else it would take every question for an old one
    try:
        await seen.page.goto(seen.chat.url)
        await expect(seen.page.locator("#live")).to_have_attribute("data-state", "live")
        yield seen
    finally:
        await seen.page.context.close()
        await seen.end()
    assert seen.complaints == []
    assert {url for url in seen.requested if not url.startswith(seen.chat.url)} == set()
