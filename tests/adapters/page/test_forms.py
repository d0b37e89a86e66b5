"""Forms on the page, and lists of feeds as files."""

import pytest

from bot.core.entities import Notice
from tests.adapters.page.browser import EDITION, KEY, Page

FORM = "/forms/subscribe?command=/ev"
GOOD = {"timetable": "daily 09:00", "zone": "Europe/Berlin", "size": "3", "language": "en"}


async def test_the_form_has_the_fields_of_the_core():
    """One description, rendered here as on the other platforms."""
    root = await Page().html(FORM)
    assert root.xpath("//input/@name | //select/@name") == ["timetable", "zone", "quiet", "size", "language"]
    assert root.xpath("//option[@selected]/@value") == ["5"]
    assert root.xpath("//input[@name='timetable']/@value") == ["daily 09:00"]


async def test_what_is_filled_in_is_said_in_the_channel():
    """As if it had been typed, and its reply with it."""
    page = Page(replies=(Notice(title="This channel is subscribed"),))
    response = await page.deliver(FORM, {**GOOD, "event_key": KEY})
    [(_, command, text, key)] = page.inbound.commands
    assert (command, text, key) == ("/ev", "subscribe daily 09:00 Europe/Berlin size 3 language en", KEY)
    assert "This channel is subscribed" in response.json()["messages"][1]["html"]


async def test_what_is_wrong_comes_back_by_field():
    """And nothing is done."""
    page = Page()
    response = await page.deliver(FORM, {**GOOD, "zone": "Berlin", "event_key": KEY})
    assert list(response.json()["problems"]) == ["zone"]
    assert page.inbound.commands == []


@pytest.mark.parametrize("path", ["/forms/nothing?command=/ev", "/forms/ask?command=/nothing", "/forms/ask"])
async def test_a_form_that_is_none_is_not_found(path: str):
    """A link of yesterday's page says so."""
    assert (await Page().get(path)).status_code == 404
    assert (await Page().deliver(path, {"event_key": KEY})).status_code == 404


async def test_a_list_goes_out_as_a_file():
    """For whoever may read the page."""
    response = await Page().get("/feeds.opml")
    assert response.content == b"<opml/>"
    assert "attachment" in response.headers["content-disposition"]


async def test_a_list_comes_in_as_a_file():
    """Its card stands in the channel."""
    page = Page(replies=(Notice(title="Read 3 feeds?"),))
    response = await page.deliver(f"/feeds/import?command=/ev&event_key={KEY}", b"<opml/>")
    [(_, command, text, key)] = page.inbound.commands
    assert (command, text, key) == ("/ev", "feeds import", KEY)
    assert page.inbound.files == [b"<opml/>"]
    assert "Read 3 feeds?" in response.json()["messages"][1]["html"]


async def test_a_list_that_is_too_large_is_refused():
    """It must not fill the memory."""
    page = Page()
    response = await page.deliver(f"/feeds/import?command=/ev&event_key={KEY}", b"x" * (8 * 1024 * 1024 + 1))
    assert response.status_code == 413
    assert page.inbound.commands == []


@pytest.mark.parametrize("path", [FORM, f"/feeds/import?command=/ev&event_key={KEY}"])
async def test_a_foreign_site_fills_in_nothing(path: str):
    """Its Origin tells."""
    page = Page()
    response = await page.deliver(path, {**GOOD, "event_key": KEY}, Origin="https://evil.example")
    assert (response.status_code, page.inbound.commands) == (403, [])


async def test_a_feeds_address_is_not_shown_to_who_reads_along():
    """Only its host stands in the channel."""
    page = Page()
    response = await page.post("/command", "/ev feeds add https://news.example/rss?token=abc")
    assert page.inbound.commands[0][2] == "feeds add https://news.example/rss?token=abc"
    assert "token" not in response.text


async def test_what_is_wrong_with_a_story_is_said_with_a_reason():
    """The dialog offers its sentences and its title; what comes of it stands in the channel."""
    address = "/forms/flag?command=/ev&about=12.2"
    page = Page(replies=(Notice(title="Thank you"),))
    root = await page.html(address)
    *_, title = root.xpath("//select[@name='part']/option/@value")
    assert title == "Title: Waiting list for the sedan grows to 41 weeks"
    assert root.xpath("//form/@action") == ["/forms/flag?command=/ev&about=12.2"]
    await page.deliver(address, {"part": title, "why": "it was 14", "event_key": KEY})
    [(_, command, text, _)] = page.inbound.commands
    assert (command, text) == ("/ev", "flag 12.2.title it was 14")
    assert (await page.get("/forms/flag?command=/ev&about=9.9")).status_code == 404


async def test_a_story_offers_the_dialog():
    """Behind its dots, beside more and less like this."""
    root = await Page(EDITION).html()
    [offered] = root.xpath("(//details[@class='offered'])[1]")
    assert offered.xpath(".//button/@data-form") == ["flag"]
    assert offered.xpath(".//button[@data-form]/@data-subject") == ["7.1"]
