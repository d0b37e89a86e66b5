"""Forms, cards and lists of feeds on the page, in a real browser."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.core.entities import Action, FormName, Notice, Weight
from tests.servers.opened_page import opened

pytestmark = pytest.mark.server

CARD = Notice(
    title="Electric cars: read New Courier?",
    lines=(
        "new-courier.example · about 2 a day · whole articles",
        "It costs nothing: there is no language model here.",
    ),
    actions=(
        Action(label="Read it", command="/ev", text="feeds confirm 7f", weight=Weight.PRIMARY, settles=True),
        Action(label="No", command="/ev", text="feeds decline 7f", settles=True),
        Action(label="Editions here …", command="/ev", form=FormName.SUBSCRIBE),
    ),
)

SHOWN = Notice(
    title="Waiting list for the sedan grows to 41 weeks",
    actions=(
        Action(label="More like this", command="/ev", text="more 12.2"),
        Action(label="Something is wrong …", command="/ev", form=FormName.FLAG, text="12.2"),
    ),
)


async def test_a_form_says_what_is_wrong_at_its_field_and_then_is_sent(chromium: Browser) -> None:
    """It opens in a dialog, keeps what was filled in, and what comes of it stands in the channel."""
    done = Notice(title="This channel is subscribed")
    async with opened(chromium) as seen:
        seen.inbound.replies = [done]
        page = seen.page
        await page.get_by_role("button", name="editions …").click()
        dialog = page.locator("dialog")
        await expect(dialog).to_be_visible()
        await dialog.get_by_label("Time zone").fill("Berlin")
        await dialog.get_by_role("button", name="Subscribe").click()
        await expect(dialog.locator("#w-zone")).to_contain_text("Europe/Berlin")
        await expect(dialog.get_by_label("Time zone")).to_be_focused()
        assert seen.inbound.commands == []
        await dialog.get_by_label("Time zone").fill("Europe/Berlin")
        await dialog.get_by_role("button", name="Subscribe").click()
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_text("This channel is subscribed")).to_be_visible()
        assert [text for _, _, text, _ in seen.inbound.commands] == [
            "subscribe daily 09:00 Europe/Berlin size 5 language en"
        ]


async def test_a_card_is_answered_by_a_button(chromium: Browser) -> None:
    """Its buttons go when it is settled; one that opens a form opens it."""
    async with opened(chromium) as seen:
        seen.inbound.replies = [CARD, Notice(title="It is read from now on")]
        page = seen.page
        await page.locator("#command").fill("/ev feeds add new-courier.example")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Editions here …").click()
        await expect(page.locator("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Read it").click()
        await expect(page.get_by_text("It is read from now on")).to_be_visible()
        await expect(page.get_by_role("button", name="Read it")).to_be_hidden()
        assert [text for _, _, text, _ in seen.inbound.commands] == [
            "feeds add new-courier.example",
            "feeds confirm 7f",
        ]


async def test_a_list_is_chosen_as_a_file(chromium: Browser, tmp_path: Path) -> None:
    """Its card stands in the channel."""
    path = tmp_path / "feeds.opml"
    path.write_bytes(b"<opml/>")
    async with opened(chromium) as seen:
        seen.inbound.replies = [Notice(title="Electric cars: read 3 feeds?")]
        await seen.page.locator("[data-import]").set_input_files(path)
        await expect(seen.page.get_by_text("read 3 feeds?")).to_be_visible()
        assert seen.inbound.files == [b"<opml/>"]


async def test_what_is_wrong_with_a_story_is_said_in_a_dialog(chromium: Browser, tmp_path: Path) -> None:
    """From the dots below a story: what, and why; it is sent as it could have been typed."""
    async with opened(chromium) as seen:
        seen.inbound.replies = [SHOWN, Notice(title="Thank you: it is put right")]
        page = seen.page
        await page.locator("#command").fill("/ev story 12.2")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Something is wrong …").click()
        dialog = page.locator("dialog")
        await dialog.get_by_label("What is wrong?").select_option(
            "Title: Waiting list for the sedan grows to 41 weeks"
        )
        await dialog.get_by_label("Why?").fill("it was 14 weeks")
        await page.screenshot(path=tmp_path / "flag.png")
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_text("Thank you: it is put right")).to_be_visible()
        assert seen.inbound.commands[-1][2] == "flag 12.2.title it was 14 weeks"
