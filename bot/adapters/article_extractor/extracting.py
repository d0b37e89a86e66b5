"""What a child runs: a page in, its article or nothing out. Only here is trafilatura imported."""

import codecs
import json
import re
from dataclasses import asdict

import lxml.html
import trafilatura

from bot.adapters.article_extractor.furniture import without_furniture
from bot.flows.ports import Article

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_TITLES = ('//meta[@property="og:title"]/@content', "//h1[1]//text()", "//title//text()")
_LARGEST_PAGE = 4 * 1024 * 1024
_LONGEST_TEXT = 100_000
_LONGEST_TITLE = 1_000


def answer(request: bytes) -> bytes:
    """Answer one request: a line of JSON with the content type, and the page."""
    head, _, body = request.partition(b"\n")
    found = read(body, json.loads(head)["content_type"])
    return json.dumps(asdict(found) if found else None, ensure_ascii=False).encode()


def read(body: bytes, content_type: str) -> Article | None:
    """Return the article of a page, or None."""
    page = trafilatura.load_html(_text(body[:_LARGEST_PAGE], content_type))
    if page is None:
        return None
    title, language = _title(page), _language(page)
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=False)
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        return None
    headings = ["".join(map(str, each.itertext())) for each in found.body.iter("head")]
    text = without_furniture(found.text, title=title, headings=headings)[:_LONGEST_TEXT]
    return Article(title=title, text=text, language=language) if text else None


def _text(body: bytes, content_type: str) -> str | bytes:
    """Decode by UTF-8 if it fits, else as the server says; else leave it to the extractor to find out."""
    declared = _CHARSET.search(content_type)
    for encoding in ("utf-8-sig", *([declared[1]] if declared else [])):
        try:
            return codecs.decode(body, encoding)
        except (LookupError, ValueError):
            continue
    return body


def _title(page: lxml.html.HtmlElement) -> str:
    candidates = (" ".join(map(str, page.xpath(path))) for path in _TITLES)
    titles = (" ".join(candidate.split()) for candidate in candidates)
    return next(filter(None, titles), "")[:_LONGEST_TITLE]


def _language(page: lxml.html.HtmlElement) -> str:
    tag = str(page.get("lang") or "").strip().lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""
