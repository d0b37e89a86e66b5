"""What people type on the page and what becomes of it; and whose requests are refused."""

import lxml.html
import pytest

from bot.core.entities import Caller, NewQuestion, Platform, StoryList
from bot.core.errors import StoreError
from tests import samples
from tests.adapters.page.browser import EDITION, KEY, THREAD, Page, texts

CALLER = Caller(
    platform=Platform.PAGE, workspace="local", workspace_name="This page", channel="news", user="you"
)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8321", "127.0.0.1:9999", "[::1]:8321"])
async def test_loopback_names_are_answered(host: str):
    """The page opens under each name of this machine, and through a forwarded port."""
    assert (await Page().get("/healthz", Host=host)).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", "[::2]", ""])
async def test_foreign_names_are_refused(host: str):
    """A site that points its own name at this machine (DNS rebinding) reads nothing."""
    assert (await Page(EDITION).get("/", Host=host)).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9", ""])
async def test_foreign_forms_are_refused(origin: str):
    """A form on another site cannot speak for the reader."""
    page = Page(EDITION)
    refused = [
        await page.post(path, "hello", Origin=origin) for path in ("/command", f"/threads/{THREAD}/question")
    ]
    assert [response.status_code for response in refused] == [403, 403]
    assert (page.inbound.commands, page.inbound.questions) == ([], [])


@pytest.mark.parametrize("path", ["/", "/sources", "/static/page.js", "/nowhere", "/threads/nowhere"])
async def test_every_response_is_fenced(path: str):
    """No response can run, frame or load anything from elsewhere, should something get past the escaping."""
    headers = (await Page(EDITION).get(path)).headers
    assert "default-src 'none'; script-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


async def test_a_command_is_passed_on_and_its_reply_shown():
    """`/ev xiaomi` reaches the topic it belongs to, and question and reply stand in the channel at once."""
    page = Page(replies=(StoryList(title="About xiaomi", items=(samples.item(),)),))
    response = await page.post("/command", "  /EV   xiaomi since:7d ")
    assert page.inbound.commands == [(CALLER, "/ev", "xiaomi since:7d", KEY)]
    assert [lxml.html.fromstring(each["html"]).get("data-id") for each in response.json()["messages"]] == [
        KEY,
        f"{KEY}:reply",
    ]
    assert texts(await page.html(), "card-head") == ["About xiaomi"]


async def test_a_command_sent_twice_is_shown_once():
    """A browser that tries again after a lost response gets the same reply, not a second one."""
    page = Page()
    first, second = [await page.post("/command", "/ev help") for _ in range(2)]
    assert second.json() == first.json()
    assert len((await page.html()).find_class("message")) == 2


@pytest.mark.parametrize("text", ["xiaomi", "/event xiaomi", "ev"])
async def test_other_text_in_the_channel_teaches(text: str):
    """Who types something that is no command learns what is, and nothing is recorded."""
    page = Page()
    problem = (await page.post("/command", text)).json()["problem"]
    assert "Commands start with /ev" in problem
    assert page.inbound.commands == []


async def test_a_question_is_passed_on_with_its_thread():
    """A question typed in a thread waits for its answer in that thread, and counts as a reply."""
    page = Page(EDITION)
    response = await page.post(f"/threads/{THREAD}/question", "How long?")
    assert page.inbound.questions == [
        NewQuestion(
            caller=CALLER,
            thread=THREAD,
            text="How long?",
            event_key=KEY,
            asked_at=samples.NOON,
            is_addressed=True,
        )
    ]
    assert [(each["thread"], each["replies"]) for each in response.json()["messages"]] == [
        (THREAD, "1 reply")
    ]
    assert texts(await page.html(), "reply") == ["1 reply"]


async def test_a_question_to_an_unknown_thread_is_not_asked():
    """Who asks in a thread that is gone is told so."""
    page = Page(EDITION)
    problem = (await page.post("/threads/nowhere/question", "How long?")).json()["problem"]
    assert "not here any more" in problem
    assert page.inbound.questions == []


@pytest.mark.parametrize("thread", ["", "/", "%20", "nowhere"])
async def test_what_is_no_thread_takes_no_question(thread: str):
    """A question without a thread would never be seen again, so it is refused and not recorded."""
    page = Page(EDITION)
    assert (await page.post(f"/threads/{thread}/question", "How long?")).status_code == 404
    assert page.inbound.questions == []


async def test_what_is_not_heard_is_told_in_place():
    """Who writes what nobody will answer is told so, and the thread does not count it as a reply."""
    page = Page(EDITION)
    page.inbound.is_hearing = False
    response = await page.post(f"/threads/{THREAD}/question", "thanks!")
    assert "Only questions are answered here." in response.json()["problem"]
    assert texts(await page.html(), "reply") == ["Reply in thread"]


@pytest.mark.parametrize("error", [StoreError("disk is full at /secret"), RuntimeError("/secret")])
async def test_a_failure_is_told_in_place_and_can_be_tried_again(error: Exception):
    """When the database is busy, or something is broken, the reader is told so; the details go to the log only."""
    response = await Page(replies=(error,)).post("/command", "/ev")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.status_code == 503
    assert "That did not work just now." in response.json()["problem"]
    assert "secret" not in response.text


async def test_too_much_text_is_refused():
    """A form cannot fill the memory; somebody who pastes an article is told how much fits."""
    page = Page()
    assert (await page.post("/command", "/ev " + "x" * 40_000)).status_code == 413
    assert "at most 2,000 fit" in (await page.post("/command", "/ev " + "x" * 3_000)).json()["problem"]
    assert page.inbound.commands == []
