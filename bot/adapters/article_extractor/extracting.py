"""What a child runs: a page in, what it shows as an article out. Only here is trafilatura imported."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import lxml.etree
import lxml.html
import trafilatura

from bot.adapters.article_extractor.declared import Declared, declared_by
from bot.adapters.article_extractor.decoding import markup_of
from bot.adapters.article_extractor.furniture import without_furniture
from bot.adapters.article_extractor.languages import detected_language
from bot.adapters.article_extractor.pruning import prune, remove_invisible
from bot.core.articles import Article, asks_to_pay

_LONGEST_TEXT = 100_000
_MOST_SEEN = 200_000
_OPENING = 1_500
_TOO_LITTLE = 0.25
"""Of the text that pruning left: less of it in the article means that the article was missed."""
_SHORT = 200
_CLEARLY_MORE = 2
"""So many times longer must what is found another way be: it has seen no pruning."""


def answer(request: bytes) -> bytes:
    """Answer one request: a line of JSON with address and content type, and the page."""
    head, _, body = request.partition(b"\n")
    asked = json.loads(head)
    found = read(body, asked["content_type"], url=asked["url"])
    return json.dumps(asdict(found) if found else None).encode()


def read(body: bytes, content_type: str, *, url: str = "") -> Article | None:
    """Return what the page shows, or None where it is no page. An article without text is a page without an article."""
    markup = markup_of(body, content_type)
    page = _parsed(markup.text) if markup else None
    if markup is None or page is None:
        return None
    declared = declared_by(page, markup.data, url)
    remove_invisible(page)
    visible = " ".join("".join(map(str, page.itertext()))[:_MOST_SEEN].split())
    text = _text(page, markup.text, declared)
    return Article(
        titles=declared.titles,
        text=text,
        language=declared.language,
        detected_language=detected_language(text),
        canonical=declared.canonical,
        image=declared.image,
        is_paywalled=declared.is_paywalled,
        asks_to_pay=asks_to_pay(visible),
        opening=visible[:_OPENING],
    )


def _parsed(text: str) -> lxml.html.HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode(), parser=parser)
    except (lxml.etree.LxmlError, ValueError):  # nothing in it
        return None


def _text(page: lxml.html.HtmlElement, markup: str, declared: Declared) -> str:
    """Return the article's text: of the page without its boxes; of all of it, or of its JSON-LD, where that left too little."""
    left = prune(page)
    text = _without_furniture(_lines(page, fast=True), declared)
    if len(text) < max(_TOO_LITTLE * left, _SHORT):
        page.clear()
        text = _longer(text, _without_furniture(_lines(_parsed(markup), fast=False), declared))
    if not declared.is_paywalled:
        text = _longer(text, _without_furniture(declared.body, declared))
    return text


def _lines(page: lxml.html.HtmlElement | None, *, fast: bool) -> Sequence[str]:
    found = page is not None and trafilatura.bare_extraction(page, include_comments=False, fast=fast)
    return (found.text or "").splitlines() if isinstance(found, trafilatura.settings.Document) else ()


def _without_furniture(lines: Sequence[str], declared: Declared) -> str:
    return without_furniture(_so_many(lines), titles=declared.titles)


def _so_many(lines: Sequence[str]) -> Iterator[str]:
    left = _LONGEST_TEXT
    for line in lines:
        yield line[:left]
        left -= len(line)
        if left <= 0:
            return


def _longer(text: str, other: str) -> str:
    return other if len(other) > _CLEARLY_MORE * len(text) else text
