"""The newsroom in a real browser: the keyboard, a phone, contrast by light and dark, word of what is new, the token."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.adapters.page import Access
from bot.core.entities import Action, Notice
from tests.adapters.page.browser import EDITION, THREAD, shown
from tests.fakes.newsroom_samples import full_newsroom
from tests.fakes.page_data import FakePageData
from tests.servers.opened_page import FAILING, PHONE, Open, opened

pytestmark = pytest.mark.server


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
        await seen.page.wait_for_load_state("load")  # by then its script has begun
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


async def test_an_edition_is_put_right_in_a_browser(chromium: Browser):
    """A browser sends the form with its origin: the desk hears of it, and the edition is shown again."""
    data = FakePageData(EDITION, newsroom=full_newsroom())
    async with opened(chromium) as seen:
        await seen.restart(data)
        await expect(seen.page.locator("#live")).to_have_text("Live")
        seen.complaints.clear()  # the browser says that it could not connect for a moment
        await seen.page.goto(f"{seen.chat.url}/editions/7")
        await seen.page.get_by_text("Correct…").first.click()
        await seen.page.get_by_label("The title").first.check()
        await seen.page.get_by_label("Why?").first.fill("a slip")
        await seen.page.get_by_role("button", name="Correct it").first.click()
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(seen.page).to_have_url(f"{seen.chat.url}/editions/7")
        assert data.desk.asked == [("correct", 7, 1, "title", "a slip", True)]


@pytest.mark.parametrize("language", ["de-DE", "tr-TR", "zh-CN"])
async def test_a_phone_shows_it_in_every_language(chromium: Browser, language: str):
    """Longer words push nothing sideways on any page, and the browser is told which language it shows."""
    async with opened(chromium, locale=language, viewport=PHONE, has_touch=True) as seen:
        await seen.restart(FakePageData(EDITION, feeds=(FAILING,), newsroom=full_newsroom()))
        await expect(seen.page.locator("#live")).to_have_attribute("data-state", "live")
        seen.complaints.clear()  # the browser says that it could not connect for a moment
        for path in ("", *PATHS):
            await seen.page.goto(f"{seen.chat.url}/{path}")
            assert await seen.page.evaluate("document.documentElement.lang") == language[:2]
            width = await seen.page.evaluate("document.documentElement.scrollWidth")
            assert (path, width) == (path, PHONE["width"])


async def test_a_list_of_feeds_is_imported_on_the_page_of_the_feeds(chromium: Browser, tmp_path: Path):
    """A file is chosen, its card asks in place, and the button answers in place; what cannot be read is said there, too."""
    async with in_newsroom(chromium, "feeds") as seen:
        asks = Notice(
            title="EV: read 2 feeds?",
            actions=(Action(label="Read 2 feeds", command="/ev", text="feeds confirm 7f", settles=True),),
        )
        done = Notice(title="EV reads 2 feeds more from now on")
        seen.inbound.replies = [asks, done]
        (tmp_path / "feeds.opml").write_text("<opml/>")
        await seen.page.get_by_label("Import a list of feeds").set_input_files(tmp_path / "feeds.opml")
        await expect(seen.page.locator("#import-shown")).to_contain_text("read 2 feeds?")
        await seen.page.get_by_role("button", name="Read 2 feeds").click()
        await expect(seen.page.locator("#import-shown")).to_contain_text("reads 2 feeds more")
        assert [said[2] for said in seen.inbound.commands] == ["feeds import", "feeds confirm 7f"]
        assert seen.complaints == []
        (tmp_path / "large.opml").write_bytes(b"x" * (8 * 1024 * 1024 + 1))
        await seen.page.get_by_label("Import a list of feeds").set_input_files(tmp_path / "large.opml")
        await expect(seen.page.get_by_role("alert")).to_contain_text("That is too large: at most 8 MiB.")
        seen.complaints.clear()  # the browser says that a request was refused
