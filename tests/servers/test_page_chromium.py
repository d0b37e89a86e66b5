"""The page in a real browser: live messages, commands, threads, the newsroom, the keyboard, a phone; and nothing from elsewhere."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from typing_extensions import override

from bot.adapters.page import Access, PageChat
from bot.core import wording
from bot.core.entities import Feed, FeedId, NewQuestion, Notice, QuestionId, Reply, StoryList
from tests import samples
from tests.adapters.page.browser import EDITION, THREAD, shown
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.newsroom_samples import full_newsroom
from tests.fakes.page_data import FakePageData

pytestmark = pytest.mark.server

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
        await expect(seen.page.locator("#live")).to_have_text("Live")
        yield seen
    finally:
        await seen.page.context.close()
        await seen.end()
    assert seen.complaints == []
    assert {url for url in seen.requested if not url.startswith(seen.chat.url)} == set()


async def test_an_edition_arrives_without_reloading(chromium: Browser):
    """The first edition appears on the open page by itself, with three bullets to a story, and says that it is new."""
    async with opened(chromium) as seen:
        await expect(seen.page.get_by_text("The first edition appears here by itself")).to_be_visible()
        await seen.post_edition()
        await expect(seen.page.get_by_role("heading", name="Electric cars", level=2)).to_be_in_viewport()
        await expect(seen.page.locator(".story").first.locator(".bullets > li")).to_have_count(3)
        await expect(seen.page.get_by_text("arrived just now")).to_be_visible()
        await expect(seen.page.get_by_text("The first edition appears here by itself")).to_be_hidden()


async def test_a_command_shows_its_list(chromium: Browser):
    """Typing `/ev xiaomi` and Enter shows the stories, and empties the box for the next command."""
    async with opened(chromium) as seen:
        await seen.page.get_by_label("Command").fill("/ev xiaomi")
        await seen.press("Enter")
        await expect(seen.page.get_by_role("heading", name="1 story about xiaomi")).to_be_visible()
        await expect(seen.page.locator(".message")).to_have_count(2)
        await expect(seen.page.get_by_label("Command")).to_have_value("")
        await seen.press("ArrowUp")
        await expect(seen.page.get_by_label("Command")).to_have_value("/ev xiaomi")


async def test_a_tag_finds_its_stories(chromium: Browser):
    """Clicking a tag asks for stories about it."""
    async with opened(chromium) as seen:
        await seen.post_edition()
        await seen.page.get_by_role("button", name="charging").click()
        await expect(seen.page.get_by_role("heading", name="1 story about xiaomi")).to_be_visible()
        assert [command[1:3] for command in seen.inbound.commands] == [("/ev", "charging")]


async def test_a_mistake_is_explained_where_it_was_made(chromium: Browser):
    """Text that is no command stays in the box, with a word on what to write."""
    async with opened(chromium) as seen:
        await seen.page.get_by_label("Command").fill("xiaomi")
        await seen.press("Enter")
        await expect(seen.page.get_by_role("alert")).to_contain_text("Commands start with /ev")
        await expect(seen.page.get_by_label("Command")).to_have_value("xiaomi")


async def test_a_question_is_answered_in_its_thread(chromium: Browser):
    """Asking in the thread shows that the sources are being read, then the answer with a citation that opens."""
    async with opened(chromium) as seen:
        await seen.post_edition()
        await seen.page.get_by_role("button", name="Reply in thread").click()
        thread = seen.page.get_by_role("complementary", name="Thread")
        await thread.get_by_label("Question").fill("How long is the waiting list in China?")
        await seen.press("Enter")
        await expect(thread.get_by_text("reading the sources…")).to_be_visible()
        seen.inbound.waits.set()
        await expect(thread.locator(".answer")).to_contain_text("Buyers in China wait 41 weeks.")
        await expect(thread.get_by_text("reading the sources…")).to_be_hidden()
        await expect(seen.page.get_by_role("button", name="2 replies")).to_be_visible()
        await thread.get_by_role("button", name="Source 1: volt-courier.example").click()
        await expect(thread.get_by_text(samples.WAITING_LIST)).to_be_visible()
        link = thread.get_by_role("link", name="Read it there")
        await expect(link).to_have_attribute("href", wording.citation_url(samples.citation()))


async def test_what_is_no_question_is_told_in_place(chromium: Browser):
    """Nobody waits for an answer that will not come: a word says why, the text stays, and nothing is being read."""
    async with opened(chromium) as seen:
        await seen.post_edition()
        await seen.page.get_by_role("button", name="Reply in thread").click()
        thread = seen.page.get_by_role("complementary", name="Thread")
        seen.inbound.is_hearing = False
        await thread.get_by_label("Question").fill("thanks!")
        await seen.press("Enter")
        await expect(thread.get_by_role("alert")).to_contain_text("Only questions are answered here.")
        await expect(thread.get_by_text("reading the sources…")).to_be_hidden()
        await expect(thread.get_by_label("Question")).to_have_value("thanks!")
        await expect(seen.page.get_by_role("button", name="Reply in thread")).to_be_visible()


async def test_everything_works_by_keyboard(chromium: Browser):
    """Without a mouse: open the evidence and close it, open the thread, ask, read the answer, and come back."""
    async with opened(chromium) as seen:
        await seen.post_edition()
        evidence = seen.page.locator(".evidence").first
        await seen.page.get_by_role("button", name="Source 1: volt-courier.example").first.focus()
        await expect(evidence).to_be_visible()
        await seen.press("Escape")
        await expect(evidence).to_be_hidden()
        reply = seen.page.get_by_role("button", name="Reply in thread")
        await reply.focus()
        await seen.press("Enter")
        await expect(seen.page.get_by_label("Question")).to_be_focused()
        await seen.page.keyboard.type("How long?")
        seen.inbound.waits.set()
        await seen.press("Enter")
        await expect(seen.page.locator("#replies .answer")).to_be_visible()
        await seen.press("Escape")
        await expect(seen.page.get_by_role("complementary", name="Thread")).to_be_hidden()
        await expect(seen.page.get_by_role("button", name="2 replies")).to_be_focused()
        await seen.press("/")
        await expect(seen.page.get_by_label("Command")).to_be_focused()


async def test_a_phone_needs_no_sideways_scrolling(chromium: Browser):
    """On a narrow screen the panels stack: channel, sources and thread each fit its width."""
    async with opened(chromium, viewport=PHONE, has_touch=True) as seen:
        await seen.post_edition()
        for step in ("#menu", "#menu", ".reply"):
            await seen.page.locator(step).click()
            assert await seen.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        await expect(seen.page.get_by_label("Question")).to_be_in_viewport()


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}, {"viewport": PHONE, "has_touch": True}])
async def test_sources_show_what_needs_somebody(chromium: Browser, look: dict[str, Any]):
    """Light, dark and on a phone: failing sources first with what to do, a picture of activity, and no sideways scrolling."""
    async with opened(chromium, **look) as seen:
        await seen.restart(FakePageData(feeds=(FAILING,)))
        await seen.page.reload()
        await expect(seen.page.locator("#live")).to_have_text("Live")
        if look.get("viewport"):
            await seen.page.locator("#menu").click()
        source = seen.page.locator(".source")
        await expect(source.locator(".reason")).to_have_text(
            "the server answered 404: nothing is there (2 times in a row)"
        )
        await expect(source.locator(".cure")).to_have_text("Check the address.")
        await expect(source.get_by_role("img", name="34 entries in 14 days, 2 today")).to_be_visible()
        await source.get_by_role("link", name="Motor Gazette").focus()
        await expect(source.get_by_role("link", name="Motor Gazette")).to_be_focused()
        assert await seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert "hush" not in await seen.page.content()
        seen.complaints.clear()  # the browser says that it could not connect for a moment


async def test_a_restart_loses_nothing(chromium: Browser):
    """After the program was restarted the open page connects again, and shows what was posted meanwhile."""
    async with opened(chromium) as seen:
        await seen.page.get_by_label("Command").fill("/ev half a th")
        await seen.restart(FakePageData(EDITION))
        await expect(seen.page.get_by_role("heading", name="Electric cars", level=2)).to_be_visible()
        await expect(seen.page.locator("#live")).to_have_text("Live")
        await expect(seen.page.get_by_label("Command")).to_have_value("/ev half a th")
        seen.complaints.clear()  # the browser says that it could not connect for a moment


async def test_reloading_brings_the_same_page(chromium: Browser):
    """A reload, with a thread open, shows the same messages and the same thread."""
    async with opened(chromium) as seen:
        await seen.post_edition()
        await seen.page.get_by_role("button", name="Ask about it").click()
        await expect(seen.page.locator(".headlines li")).to_have_count(2)
        await seen.page.reload()
        await expect(seen.page.locator(".headlines li")).to_have_count(2)
        await expect(seen.page.locator(".message")).to_have_count(1)


PATHS = ("stories", "stories/1", "editions", "editions/7", "feeds", "channels", "costs", "why?q=sedan")
LIGHTNESS = """
(where) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(each).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return null;
  };
  const walker = document.createTreeWalker(document.querySelector(where), NodeFilter.SHOW_TEXT);
  const poor = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("svg, .hidden, .skip") || !element.checkVisibility()) continue;
    const [one, other] = [parts(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => b - a);
    const contrast = (one + 0.05) / (other + 0.05);
    if (contrast < 4.5) poor.push(`${contrast.toFixed(2)} ${walker.currentNode.data.trim()}`);
  }
  return poor;
}
"""


@contextlib.asynccontextmanager
async def in_newsroom(browser: Browser, path: str, **context: Any) -> AsyncIterator[Open]:
    """Open a page of a newsroom with something everywhere."""
    async with opened(browser, **context) as seen:
        await seen.restart(FakePageData(EDITION, feeds=(FAILING,), newsroom=full_newsroom()))
        await expect(seen.page.locator("#live")).to_have_text("Live")
        seen.complaints.clear()  # the browser says that it could not connect for a moment
        await seen.page.goto(f"{seen.chat.url}/{path}")
        yield seen


@pytest.mark.parametrize("path", PATHS)
async def test_a_phone_shows_each_page_of_the_newsroom(chromium: Browser, path: str):
    """On a narrow screen everything stacks, and nothing has to be pushed sideways."""
    async with in_newsroom(chromium, path, viewport=PHONE, has_touch=True) as seen:
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        assert await seen.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        await expect(seen.page.get_by_role("link", name="Why?", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
async def test_everything_can_be_read(chromium: Browser, path: str, scheme: str):
    """All text stands out from what is behind it, by light and by dark (WCAG 2.2, 1.4.3: 4.5 to 1)."""
    async with in_newsroom(chromium, path, color_scheme=scheme) as seen:
        assert await seen.page.evaluate(LIGHTNESS, "body") == []


async def test_the_newsroom_works_by_keyboard(chromium: Browser):
    """Without a mouse: skip to the content, go to the stories, into one, open its evidence, and ask why."""
    async with in_newsroom(chromium, "editions") as seen:
        await seen.press("Tab")
        await expect(seen.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await seen.press("Enter")
        await expect(seen.page.locator("#content")).to_be_focused()
        await seen.press("Tab")
        await expect(seen.page.get_by_role("link", name="Electric cars").first).to_be_focused()
        await seen.page.get_by_role("link", name="Stories", exact=True).focus()
        await seen.press("Enter")
        await expect(seen.page.get_by_role("link", name="Stories", exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        await seen.page.get_by_role("link", name="Waiting list for the sedan").focus()
        await seen.press("Enter")
        marker = seen.page.get_by_role("button", name="Source 1: volt-courier.example")
        await expect(seen.page.locator("time[title]").first).to_be_visible()  # its script has begun
        await marker.focus()
        await expect(seen.page.locator(".evidence").first).to_be_visible()
        await seen.press("Escape")
        await expect(seen.page.locator(".evidence").first).to_be_hidden()
        await expect(marker).to_be_focused()
        await seen.page.get_by_role("link", name="Why?", exact=True).focus()
        await seen.press("Enter")
        await expect(seen.page).to_have_url(f"{seen.chat.url}/why")
        await seen.press("/")
        await seen.page.keyboard.type("sedan")
        await seen.press("Enter")
        await expect(seen.page.locator(".stage")).to_have_count(4)


async def test_the_newsroom_says_when_something_has_come(chromium: Browser):
    """An open page is not changed under one's eyes; it says that there is more, and shows it when asked."""
    async with in_newsroom(chromium, "editions") as seen:
        arrived = seen.page.get_by_role("link", name="Something new has come. Show it")
        await expect(arrived).to_be_hidden()
        await seen.post_edition()
        await expect(arrived).to_be_visible()
        await arrived.click()
        await expect(seen.page).to_have_url(f"{seen.chat.url}/editions")
        await expect(arrived).to_be_hidden()


async def test_a_picture_can_be_read_as_a_table(chromium: Browser):
    """Its numbers open below it; who cannot see it hears its words."""
    async with in_newsroom(chromium, "costs") as seen:
        await expect(seen.page.get_by_role("img", name="Cost a day")).to_be_visible()
        await expect(seen.page.locator(".numbers table")).to_be_hidden()
        await seen.page.get_by_text("As a table").click()
        await expect(seen.page.get_by_role("row", name="23 Nov 2026 0.0182")).to_be_visible()


async def test_the_chat_leads_to_the_newsroom_and_back(chromium: Browser):
    """From the channel to the stories and back to the same edition, which still arrives live."""
    async with opened(chromium) as seen:
        await seen.page.get_by_role("link", name="Editions", exact=True).click()
        await expect(seen.page.get_by_role("heading", name="No edition yet")).to_be_visible()
        await seen.page.get_by_role("link", name="Chat", exact=True).click()
        await expect(seen.page.locator("#live")).to_have_text("Live")
        await seen.post_edition()
        await expect(seen.page.get_by_role("heading", name="Electric cars", level=2)).to_be_visible()


async def test_a_link_leads_to_its_message(chromium: Browser):
    """Whoever comes from `why` sees the edition that was meant, however much was said since."""
    async with opened(chromium) as seen:
        later = [
            shown(f"n{number}", Notice(title=f"Note {number}"), minute=number) for number in range(1, 60)
        ]
        await seen.restart(FakePageData(EDITION, *later))
        await seen.page.goto(f"{seen.chat.url}/stories")
        await seen.page.goto(f"{seen.chat.url}/#m-{THREAD}")
        await expect(seen.page.locator("#live")).to_have_text("Live")
        await expect(seen.page.get_by_role("heading", name="Electric cars", level=2)).to_be_in_viewport()
        await expect(seen.page.get_by_text("Note 59")).not_to_be_in_viewport()
        seen.complaints.clear()  # the browser says that it could not connect for a moment


async def test_the_token_is_asked_for_once(chromium: Browser):
    """Off loopback the form takes the token, and the browser is let in from then on."""
    async with opened(chromium) as seen:
        access = Access(host="127.0.0.1", token="correct-horse-battery")
        await seen.restart(FakePageData(EDITION, newsroom=full_newsroom()), access)
        await seen.page.goto(f"{seen.chat.url}/stories")
        await expect(seen.page.get_by_label("The page’s token")).to_be_focused()
        await seen.page.keyboard.type("wrong")
        await seen.press("Enter")
        await expect(seen.page.get_by_role("alert")).to_contain_text("That is not the token")
        await seen.page.get_by_label("The page’s token").fill("correct-horse-battery")
        await seen.press("Enter")
        await expect(seen.page.locator("#live")).to_have_text("Live")
        await seen.page.goto(f"{seen.chat.url}/stories")
        await expect(seen.page.get_by_role("heading", name="Stories")).to_be_visible()
        seen.complaints.clear()  # the browser says that it was refused
