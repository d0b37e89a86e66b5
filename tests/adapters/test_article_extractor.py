"""The article extractor: the article, the whole article, nothing of the page around it, and what the page says of itself."""

import json
from pathlib import Path

import pytest

from bot.adapters.article_extractor import FUNCTION, TrafilaturaExtractor, extracting
from bot.adapters.article_extractor.furniture import is_about_the_page, without_furniture
from bot.adapters.article_extractor.languages import detected_language
from bot.adapters.workers.pool import open_workers
from bot.core.articles import Article
from bot.flows.ports import Fetched, Validators

PAGE = (Path(__file__).parent.parent / "data" / "pages" / "harbour.html").read_bytes()
HTML = "text/html; charset=utf-8"
URL = "https://www.news.example/pier"
TEXT = "The harbour of Northport opened a new pier on Monday, the port authority said. " * 9

HARBOUR = """\
The harbour of Northport opened a new pier on Monday, after four years of work that cost 120 million crowns.

Ships of up to 300 metres can now moor there, the port authority said in a statement. Until now they had to anchor in \
the bay and wait for the tide.

A ferry came first

The first ship, a ferry from the islands, arrived at noon with 240 passengers and was greeted by a brass band.

“We have waited for this since I was a child,” said the mayor, who pulled the first rope ashore herself.

- Length of the pier: 412 metres

- Depth beside it: 14 metres

The authority expects forty ships a month from the spring on, twice as many as the old quay could take."""


def fetched(body: bytes, content_type: str = HTML) -> Fetched:
    return Fetched(
        url=URL,
        moved_to="",
        body=body,
        content_type=content_type,
        validators=Validators(),
        fresh_for=None,
    )


def read(body: str | bytes, *, content_type: str = HTML, url: str = URL) -> Article:
    found = extracting.read(body.encode() if isinstance(body, str) else body, content_type, url=url)
    assert found is not None
    return found


def page(head: str = "", *, text: str = TEXT, attributes: str = "", below: str = "") -> str:
    return f"<html {attributes}><head>{head}</head><body><article><h1>Pier opens</h1><p>{text}</p></article>{below}"


def test_article_is_found_without_furniture() -> None:
    """Title, paragraphs, headings and lists of the article stay; bylines, captions, buttons and boxes go."""
    found = read(PAGE)
    assert (found.title, found.text, found.language) == ("Northport opens new pier", HARBOUR, "en-gb")


async def test_extraction_happens_in_a_child() -> None:
    """The port's extractor answers the same from a child process."""
    async with open_workers(FUNCTION, count=1, seconds=20) as workers:
        assert await TrafilaturaExtractor(workers.ask).extract(fetched(PAGE)) == read(PAGE)


TURKISH = "Şehirdeki ağaçların büyük bölümü bu yıl yeniden dikildi ve halk memnun oldu. " * 8
CHINESE = "港口管理局周一表示，北港的新码头已经启用，三百米长的船只可以停靠。" * 12
TRADITIONAL = "港務局週一表示，北港的新碼頭已經啟用，三百公尺長的船隻可以停靠。" * 12
RUSSIAN = "В порту в понедельник открылся новый причал, сообщили городские власти. " * 10
ENGLISH = "The café’s owner said “no” to the harbour’s new pier, which is 300 metres long. " * 10


@pytest.mark.parametrize(
    ("text", "encoding", "of_server", "of_page"),
    [
        (TURKISH, "utf-8", "windows-1254", ""),
        (TURKISH, "windows-1254", "windows-1254", ""),
        (TURKISH, "utf-16", "utf-16", ""),
        (TURKISH, "windows-1254", "utf-8", "iso-8859-9"),
        (CHINESE, "gb18030", "", "gb2312"),
        (CHINESE, "gb18030", "iso-8859-1", "gb2312"),
        (TRADITIONAL, "big5", "", "big5"),
        (CHINESE, "utf-8", "gb2312", "gb2312"),
        (RUSSIAN, "koi8-r", "", "koi8-r"),
        (RUSSIAN, "windows-1251", "iso-8859-1", "windows-1251"),
        (RUSSIAN, "windows-1251", "windows-1251", ""),
        (RUSSIAN, "windows-1251", "", ""),
        (RUSSIAN, "utf-8-sig", "koi8-r", "koi8-r"),
        (ENGLISH, "windows-1252", "iso-8859-1", ""),
        (ENGLISH, "windows-1252", "", "no-such-charset"),
        (ENGLISH, "utf-8", "base64", "rot13"),
    ],
)
def test_encoding_of_a_page_is_found_out(text: str, encoding: str, of_server: str, of_page: str) -> None:
    """The letters survive whatever server and page claim, and where neither says anything."""
    body = page(f"<meta charset={of_page}>" if of_page else "", text=text).encode(encoding)
    assert read(body, content_type=f"text/html; charset={of_server}").text == text.strip()


def test_broken_character_costs_no_more_than_itself() -> None:
    """One wrong byte in a page that is UTF-8 does not make mojibake of the rest."""
    body = page("<meta charset=utf-8>", text=TURKISH).encode().replace(b"memnun", b"mem\xffnun", 1)
    assert read(body).text == TURKISH.strip().replace("memnun", "mem\ufffdnun", 1)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", HTML),
        (b"\x00\xff\xfe\x01", HTML),
        (b"%PDF-1.7 \x00\x01", HTML),
        (b"\x89PNG\r\n\x1a\n\x00", "text/html"),
        (page().encode(), "image/jpeg"),
        (page().encode(), "application/pdf"),
    ],
)
def test_what_is_no_page_gives_none(body: bytes, content_type: str) -> None:
    """Pictures, documents and nothing at all are no page and no crash."""
    assert extracting.read(body, content_type) is None


@pytest.mark.parametrize(
    "body",
    [
        "<html><body></body></html>",
        "<html><body><nav><a href=/>Home</a></nav></body></html>",
        "<div>" * 100_000,
    ],
)
def test_page_without_article_has_no_text(body: str) -> None:
    """A page with nothing to read, or one that is nothing but depth, has no text."""
    assert read(body).text == ""


async def test_page_that_is_too_much_gives_none() -> None:
    """A page that stalls or kills the extractor costs us that article only."""

    async def stalling(_: bytes) -> bytes:
        raise TimeoutError

    assert await TrafilaturaExtractor(stalling).extract(fetched(PAGE)) is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.news.example/2026/pier?utm_source=rss", "https://news.example/2026/pier"),
        ("/2026/pier/", "https://news.example/2026/pier"),
        ("https://m.news.example/pier", "https://m.news.example/pier"),
        ("https://evil.example/pier", ""),
        ("https://www.news.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_canonical_address_belongs_to_the_site(link: str, expected: str) -> None:
    """The page's own address is taken as an identity, but not one on another site, a home page or a script."""
    assert read(page(f'<link rel="canonical" href="{link}">')).canonical == expected


def test_neighbours_under_a_shared_domain_are_other_sites() -> None:
    """Who has a name below github.io cannot speak for another who has one."""
    found = read(
        page('<meta property="og:url" content="https://b.github.io/x">'), url="https://a.github.io/x"
    )
    assert found.canonical == ""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:image" content="/pier.jpg">', "https://www.news.example/pier.jpg"),
        ('<meta property="og:image" content="data:image/png;base64,AA"><meta name="twitter:image" content="//i.example/p">', "https://i.example/p"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","image":[{"url":"https://i.example/p"}]}</script>', "https://i.example/p"),
        ('<meta property="og:image" content="javascript:alert(1)">', ""),
    ],
)  # fmt: skip
def test_picture_has_an_absolute_address(head: str, expected: str) -> None:
    """The page's picture is found in meta tags and JSON-LD, and only with an http(s) address."""
    assert read(page(head)).image == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>', True),
        ('<script type="application/ld+json">{"@graph":[{"@type":["Article"],"isAccessibleForFree":"False"}]}</script>', True),
        ('<meta property="article:content_tier" content="locked">', True),
        ('<meta property="article:content_tier" content="metered">', False),
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>', False),
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":</script>', False),
        ("", False),
    ],
)  # fmt: skip
def test_declared_paywall_is_seen(head: str, *, expected: bool) -> None:
    """Publishers say in JSON-LD and meta tags that an article is not free."""
    assert read(page(head)).is_paywalled is expected


def test_shown_paywall_is_seen_and_a_hidden_one_is_not() -> None:
    """A notice that readers see counts, the one that every page carries in a template does not."""
    notice = "<div class=paywall><h2>Subscribe to continue reading</h2></div>"
    assert read(page(below=notice)).asks_to_pay
    assert not read(page(below=f"<template>{notice}</template>")).asks_to_pay
    assert not read(page(below=f"<div hidden>{notice}</div>")).asks_to_pay
    assert not read(page(below=f'<div style="display: none">{notice}</div>')).asks_to_pay


def test_text_behind_a_paywall_is_not_taken_from_json_ld() -> None:
    """The body that a publisher tells search engines but not readers stays where it is."""
    described = {"@type": "NewsArticle", "isAccessibleForFree": False, "articleBody": TEXT * 5}
    head = f'<script type="application/ld+json">{json.dumps(described)}</script>'
    assert read(page(head, text="The harbour opened.")).text == "The harbour opened."


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        ("<title>Pier opens | The Courier</title>", ("Pier opens", "Pier opens | The Courier")),
        ('<meta property="og:title" content="A &amp;amp; B"><title>x</title>', ("A & B", "Pier opens", "x")),
        ('<script type="application/ld+json">{"@type":"BlogPosting","headline":"By JSON"}</script>', ("Pier opens", "By JSON")),
    ],
)  # fmt: skip
def test_titles_are_all_names_of_the_page(head: str, titles: tuple[str, ...]) -> None:
    """What the page calls its article in different places, the most telling first."""
    assert read(page(head)).titles == titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "en"),
        (TURKISH, "tr"),
        (CHINESE, "zh"),
        (RUSSIAN, "ru"),
        ("Pier opens.", ""),
        ("412 " * 99, ""),
    ],
)
def test_language_of_a_text_is_detected(text: str, expected: str) -> None:
    """A text of some length tells its language; a short one and figures do not."""
    assert detected_language(text) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("See Full Size", True),
        ("Read more", True),
        ("Sign up for our newsletter and never miss a story.", True),
        ("We use cookies to improve your experience.", True),
        ("Photo: R. Moor/Agency, all rights reserved by the owner.", True),
        ("© 2026 The Courier Company Limited, Northport, and its licensors and contributors", True),
        ("Lesen Sie auch: Sturm über dem Hafen.", True),
        ("Anzeige", True),
        ("Devamını oku", True),
        ("责任编辑：王小明", True),
        ("广告", True),
        ("Читайте также: Новый мост", True),
        ("Lire aussi : le pont", True),
        ("The mayor resigned.", False),
        ("Subscribers rose by a fifth.", False),
        ("Sourcing chips is hard.", False),
        ("The photographer won the prize for a picture of the harbour.", False),
        ("- 412 metres", False),
        ("“It works.”", False),
        ("小米周一发布了新车。", False),
        ("Copyrighted works were used to train the system, the court found on Friday.", False),
        ("Get well cards filled the room.", False),
        ("Tagesgeld lohnt sich wieder.", False),
        ("Fotografen warteten vor dem Tor.", False),
        ("Follow-up talks begin on Monday.", False),
        ("By continuing the talks, both sides hope to save the deal that they signed in 2024 after years of dispute over the river and its dams, which feed millions and light the homes of as many, the ministers said in Northport on Monday.", False),
    ],
)  # fmt: skip
def test_talk_about_the_page_is_told_from_sentences(paragraph: str, *, expected: bool) -> None:
    """Short lines about the page go; short sentences stay."""
    assert is_about_the_page(paragraph) is expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["By Ann Writer", "The pier opened.", "A ferry came first", "It was late.", "Related"], ["The pier opened.", "A ferry came first", "It was late."]),
        (["小米新车图集", "小米周一发布了新车。"], ["小米周一发布了新车。"]),
        (["Home", "News", "Sport"], []),
        (["Pier opens", "PIER OPENS!", "The pier opened."], ["The pier opened."]),
        (["The\u202e pier\u200b opened."], ["The pier opened."]),
        (["| Length | 412 metres |", "The pier opened."], ["The pier opened."]),
    ],
)  # fmt: skip
def test_article_begins_and_ends_with_a_sentence(lines: list[str], expected: list[str]) -> None:
    """Short lines before the first and after the last sentence go, as does the title; subheads in between stay."""
    assert without_furniture(lines, titles=["Pier opens"]).split("\n\n") == (expected or [""])
