"""Pages made to break the extractor: each costs little memory and time, and has a clear outcome."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.article_extractor import extracting
from bot.adapters.article_extractor.decoding import markup_of
from bot.adapters.workers.pool import Workers, open_workers

MEASURED = "tests.fakes.measuring:answer"
ORDINARY = (Path(__file__).parent.parent / "data" / "pages" / "harbour.html").read_bytes()
SENTENCE = "<p>The harbour of Northport opened a new pier on Monday.</p>\n"
PATIENCE = 60.0
MEMORY = 64 * 1024
SECONDS = 2.0

NO_PAGE = None
HOSTILE: dict[str, tuple[bytes, int | None]] = {
    "200,000 nested tags": (b"<html><body>" + b"<div>" * 200_000 + b"text", 0),
    "nested boxes": (b"<html><body>" + b"<div class=newsletter><p>" * 100_000 + b"text", 0),
    "endless attributes": (b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(600_000)) + b">x", 0),
    "many long tags": (
        b"<html><body>" + (b"<i " + b" ".join(b"a%d=1" % n for n in range(800)) + b">Hi.</i>") * 700,
        723,
    ),
    "a giant script": (
        b"<html><script>" + b"var a='<b>';\n" * 300_000 + b"</script>" + SENTENCE.encode() * 9,
        493,
    ),
    "scripts never closed": (b"<html><body>" + b"<script>" * 500_000, 0),
    "comments never closed": (b"<html><body>" + b"<!--" * 1_000_000, 0),
    "a million tags": (b"<html><body>" + b"<b>x</b>" * 500_000, 0),
    "links without end": (b"<html><body><ul>" + b"<li><a href=/x>Read this now</a></li>" * 110_000, 0),
    "titles without end": (b"<html><head>" + b"<title>x</title>" * 200_000, 0),
    "hidden without end": (b"<html><body hidden><p hidden>" + b"<p hidden>x" * 300_000, 0),
    "deep JSON-LD": (b'<script type="application/ld+json">' + b"[" * 390_000 + b"</script><p>Hi there.", 9),
    "entities without end": (b"<html><body><p>" + b"&amp;" * 800_000, 0),
    "spaces without end": (b"<html><body><p>x" + b" " * 4_000_000, 0),
    "one line of Chinese": (b"<html><body><p>" + "港口管理局周一表示，".encode() * 140_000, 100_000),
    "tables in tables": (b"<html><body>" + b"<table><tr><td>" * 60_000 + b"x", 0),
    "only brackets": (b"<" * 4_000_000, 0),
    "zeros": (b"\0" * 4_000_000, NO_PAGE),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 10_000, NO_PAGE),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10_000, NO_PAGE),
}


async def measured(workers: Workers, page: bytes) -> dict[str, float | None]:
    head = json.dumps({"url": "https://news.example/a", "content_type": "text/html"}).encode()
    found: dict[str, float | None] = json.loads(await workers.ask(head + b"\n" + page))
    return found


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_page_costs_little(name: str) -> None:
    """In a real child each page stays within 64 MiB and two seconds of processor time, and the next page is read."""
    page, length = HOSTILE[name]
    async with open_workers(MEASURED, count=1, seconds=PATIENCE) as workers:
        before = await measured(workers, ORDINARY)
        found = await measured(workers, page)
        after = await measured(workers, ORDINARY)
    assert found["length"] == length
    assert after["length"] == before["length"]
    assert (found["peak"] or 0) - (before["peak"] or 0) <= MEMORY
    assert (found["seconds"] or 0) <= SECONDS


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='related'>", "<div class='article-body'>", "</div>", "<article>", "</article>", "<h1>",
        "<script>", "</script>", "<script type='application/ld+json'>", '{"@type":"NewsArticle","image":', '{"@graph":[',
        "]}", "<!--", "-->", "<table><tr><td>", "<a href='//[x'>", "<link rel=canonical href='http://[::1'>", "<title>",
        "<meta property='og:title' content='", "'>", "<html lang='x y'>", "<base href='\0'>", "&#xD800;", "&#0;", "<![CDATA[",
        "The harbour of Northport opened a new pier on Monday. ", "港口管理局周一表示。", "\u202e", "\ud800", "|", "\x0b", "<", "%",
    ]
)  # fmt: skip


@settings(deadline=None)  # trafilatura's first call imports much
@given(pieces=st.lists(PIECES | st.text(max_size=8), max_size=40))
def test_any_markup_has_an_outcome(pieces: list[str]) -> None:
    """Whatever tags are put together, there is an answer that can be sent, and its text is clean."""
    body = "".join(pieces).encode(errors="replace")
    head = json.dumps({"url": "https://news.example/a", "content_type": "text/html"}).encode()
    found = json.loads(extracting.answer(head + b"\n" + body))
    if found is not None:
        assert not any(each in found["text"] for each in "\x00\x0b\u202e\u200b")
        assert found["canonical"] == "" or found["canonical"].startswith("https://news.example/")


@settings(deadline=None)
@given(body=st.binary(max_size=400), content_type=st.text(max_size=40))
def test_any_bytes_have_an_outcome(body: bytes, content_type: str) -> None:
    """Bytes of any kind under any content type are a page or none, never an error."""
    found = extracting.read(body, content_type)
    assert found is None or markup_of(body, content_type) is not None
