"""The article extractor: the article, the whole article, and nothing of the page around it."""

from pathlib import Path

import pytest

from bot.adapters.article_extractor import FUNCTION, TrafilaturaExtractor, extracting
from bot.adapters.article_extractor.furniture import is_furniture, without_furniture
from bot.adapters.workers.pool import open_workers
from bot.flows.ports import Article, Fetched, Validators

PAGE = (Path(__file__).parent.parent / "data" / "pages" / "harbour.html").read_bytes()
HTML = "text/html; charset=utf-8"

ARTICLE = Article(
    title="Northport opens new pier",
    text="""\
The harbour of Northport opened a new pier on Monday, after four years of work that cost 120 million crowns.

Ships of up to 300 metres can now moor there, the port authority said in a statement. Until now they had to anchor in \
the bay and wait for the tide.

A ferry came first

The first ship, a ferry from the islands, arrived at noon with 240 passengers and was greeted by a brass band.

“We have waited for this since I was a child,” said the mayor, who pulled the first rope ashore herself.

- Length of the pier: 412 metres

- Depth beside it: 14 metres

The authority expects forty ships a month from the spring on, twice as many as the old quay could take.""",
    language="en-gb",
)


def page(body: bytes, content_type: str = HTML) -> Fetched:
    return Fetched(
        url="https://news.example/a",
        moved_to="",
        body=body,
        content_type=content_type,
        validators=Validators(),
        fresh_for=None,
    )


def test_article_is_found_without_furniture() -> None:
    """Title, paragraphs, headings and lists of the article stay; bylines, captions, buttons and boxes go."""
    assert extracting.read(PAGE, HTML) == ARTICLE


async def test_extraction_happens_in_a_child() -> None:
    """The port's extractor answers the same from a child process."""
    async with open_workers(FUNCTION, count=1, seconds=20) as workers:
        assert await TrafilaturaExtractor(workers.ask).extract(page(PAGE)) == ARTICLE


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "windows-1254"), ("windows-1254", "windows-1254"), ("utf-16", "utf-16")],
)
def test_encoding_of_a_page_is_found_out(encoding: str, declared: str) -> None:
    """Turkish letters survive whatever the server claims."""
    text = "Şehirdeki ağaçların büyük bölümü bu yıl yeniden dikildi ve halk memnun oldu. " * 8
    body = f"<html lang=tr><body><article><h1>Ağaçlar</h1><p>{text}</p></article></body></html>".encode(
        encoding
    )
    found = extracting.read(body, f"text/html; charset={declared}")
    assert found == Article(title="Ağaçlar", text=text.strip(), language="tr")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe\x01",
        b"%PDF-1.7 \x00\x01",
        b"<html><body></body></html>",
        b"<html><body><nav><a href=/>Home</a></nav></body></html>",
        b"<div>" * 100_000,
    ],
)
def test_page_without_article_gives_none(body: bytes) -> None:
    """What is no page, or a page without an article, is None and no crash."""
    assert extracting.read(body, "text/html") is None


async def test_page_that_is_too_much_gives_none() -> None:
    """A page that stalls or kills the extractor costs us that article only."""

    async def stalling(_: bytes) -> bytes:
        raise TimeoutError

    assert await TrafilaturaExtractor(stalling).extract(page(PAGE)) is None


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("See Full Size", True),
        ("Read more", True),
        ("By Ann Writer, Northport", True),
        ("Sign up for our newsletter and never miss a story.", True),
        ("We use cookies to improve your experience.", True),
        ("Photo: R. Moor/Agency, all rights reserved by the owner.", True),
        ("© 2026 The Courier Company Limited, Northport, and its licensors and contributors", True),
        ("Lesen Sie auch: Sturm über dem Hafen.", True),
        ("Anzeige", True),
        ("Devamını oku", True),
        ("责任编辑：王小明", True),
        ("广告", True),
        ("小米新车图集", True),
        ("The mayor resigned.", False),
        ("Subscribers rose by a fifth.", False),
        ("Sourcing chips is hard.", False),
        ("The photographer won the prize for a picture of the harbour.", False),
        ("- 412 metres", False),
        ("“It works”", True),
        ("“It works.”", False),
        ("小米周一发布了新车。", False),
        ("Copyrighted works were used to train the system, the court found on Friday.", False),
    ],
)
def test_furniture_is_told_from_sentences(paragraph: str, *, expected: bool) -> None:
    """Short lines that are no sentence, and lines about the page, go; short sentences stay."""
    assert is_furniture(paragraph) is expected


def test_heading_is_no_furniture() -> None:
    """A heading has no full stop and few words, and belongs to the article all the same."""
    assert not is_furniture("A ferry came first", is_heading=True)


def test_heading_with_nothing_below_goes() -> None:
    """ "Related articles" at the end heads what was dropped, and goes too."""
    text = "The pier opened.\nRelated articles"
    assert without_furniture(text, title="", headings=["Related articles"]) == "The pier opened."
