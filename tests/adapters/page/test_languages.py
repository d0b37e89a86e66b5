"""The page speaks its reader's language: its frame, its tables and buttons, and what arrives live."""

import json
from typing import cast

import lxml.html
import pytest

from bot.adapters.page.languages import wanted
from bot.core.entities import Notice
from tests.adapters.page.browser import EDITION, THREAD, Page, shown, texts
from tests.fakes.newsroom_samples import full_newsroom

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def said(root: lxml.html.HtmlElement, path: str) -> list[str]:
    """Texts or attributes by an XPath."""
    return cast("list[str]", root.xpath(path))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("de-AT, en;q=0.9", "de"),
        ("fr, tr;q=0.3, zh-CN;q=0.7", "zh"),
        ("nl, fr", "en"),
        ("de;q=0, tr;q=0.1", "tr"),
        ("DE", "de"),
        ("tr;q=high, de;q=0.2", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        (",;q=1,*;q=0.5", "en"),
        ("tr;q=" + "9" * 400, "en"),
    ],
)
def test_the_browser_says_which_language(header: str, expected: str) -> None:
    """The one that is wanted most among those that we speak; nonsense is English."""
    assert wanted(header) == expected


async def test_the_frame_of_the_chat_is_in_the_readers_language() -> None:
    """Headings, buttons and labels, also those that only a screen reader says; the edition stays in its channel's language."""
    response = await Page(EDITION).get("/", **GERMAN)
    root = lxml.html.fromstring(response.text)
    assert said(root, "/html/@lang") == ["de"]
    assert said(root, "//nav//h2/text()") == ["Redaktion", "Themen", "Quellen"]
    assert said(root, "//nav/@aria-label") == ["Redaktion, Themen und Quellen"]
    assert said(root, "//form[@id='command-form']//button[@type='submit']/text()") == ["Senden"]
    assert "1 Antwort" in texts(root, "reply")[0] or "Im Thread antworten" in texts(root, "reply")[0]
    assert said(root, "//body/@data-away") == ["Verbindet neu …"]
    assert texts(root, "dateline") == texts(
        lxml.html.fromstring((await Page(EDITION).get("/")).text), "dateline"
    )
    assert "Accept-Language" in response.headers["vary"]


@pytest.mark.parametrize("path", ["/stories", "/stories/1", "/editions", "/editions/7", "/feeds", "/channels", "/feedback", "/costs", "/why", "/why?q=x"])  # fmt: skip
@pytest.mark.parametrize(("language", "name"), [("de", "Redaktion"), ("tr", "Haber odası"), ("zh", "编辑室")])
async def test_the_newsroom_is_in_the_readers_language(path: str, language: str, name: str) -> None:
    """Every page, and it says which language that is."""
    response = await Page(newsroom=full_newsroom()).get(path, **{"Accept-Language": language})
    root = lxml.html.fromstring(response.text)
    assert said(root, "/html/@lang") == [language]
    assert said(root, "//header//nav/@aria-label") == [name]


async def test_tables_and_counts_are_too() -> None:
    """Headers of a table, numbers with their noun, and what a picture shows."""
    page = Page(newsroom=full_newsroom())
    costs = lxml.html.fromstring((await page.get("/costs", **GERMAN)).text)
    assert said(costs, "//table[@class='figures']//th[@scope='col']/text()") == [
        "Tag (UTC)", "Schreiber", "Zweck", "Anfragen", "Token hinein", "Token heraus", "Kosten",
    ]  # fmt: skip
    stories = lxml.html.fromstring((await page.get("/stories", **GERMAN)).text)
    assert "Artikel am Tag" in texts(stories, "picture")[0]
    why = lxml.html.fromstring((await page.get("/editions/404", **GERMAN)).text)
    assert said(why, "//h1/text()") == ["Diese Ausgabe gibt es nicht."]


async def test_what_arrives_live_is_said_as_the_page_is() -> None:
    """Two readers of one page with two languages each get their own words around the same message."""
    page = Page(EDITION)
    broadcast = page.chat._broadcast  # noqa: SLF001 -- the stream, without a socket
    streams = [broadcast.listen(broadcast.cursor, language) for language in ("de", "en")]
    for stream in streams:
        await anext(stream)
    await page.chat.notify("news", Notice(title="1 feed"), "notice:1")
    heard = [json.loads((await anext(stream)).partition("data: ")[2])["html"] for stream in streams]
    for stream in streams:
        await stream.aclose()
    assert ["gerade eingetroffen" in each for each in heard] == [True, False]
    assert ["arrived just now" in each for each in heard] == [False, True]


async def test_a_mistake_and_a_thread_are_too() -> None:
    """What went wrong is told in the reader's language, and so is what stands around a thread."""
    page = Page(EDITION, shown("m2", Notice(title="hello"), thread=THREAD, minute=1))
    gone = await page.get("/threads/nowhere", **GERMAN)
    assert "Dieser Thread ist nicht mehr da." in gone.text
    thread = await page.get(f"/threads/{THREAD}", **GERMAN)
    assert "Fragen Sie, was Sie wollen, zu diesen Meldungen." in thread.text
