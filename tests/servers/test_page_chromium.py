"""The page in a real browser: live messages, commands, threads, the keyboard, a phone; and nothing from elsewhere."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.core import wording
from tests import samples
from tests.adapters.page.browser import EDITION
from tests.fakes.page_data import FakePageData
from tests.servers.opened_page import FAILING, PHONE, opened

pytestmark = pytest.mark.server


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
