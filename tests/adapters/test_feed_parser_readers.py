"""The two readers of XML: what lxml reads must come out exactly as feedparser would have it."""

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.feed_parser import document, feedparser_reader, lxml_reader
from bot.adapters.feed_parser.drafts import finish
from bot.core.entities import ParsedFeed, Wishes
from tests.adapters.test_feed_parser import DATA, URL, item, read, rss

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:unknown"'
)
ROOTS = {
    "rss": (f'<rss version="2.0" {NAMESPACES} %s><channel>', "</channel>%s</rss>", "item"),
    "rdf": (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {NAMESPACES} %s><channel>',
        "</channel>%s</rdf:RDF>",
        "item",
    ),
    "atom": (f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} %s>', "%s</feed>", "entry"),
    "atom03": (
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" {NAMESPACES} %s>',
        "%s</feed>",
        "entry",
    ),
}
TEXTS = st.sampled_from(
    [
        *(
            "",
            " ",
            "One",
            "Two words",
            "<p>Markup &amp; <b>more</b></p>",
            "A & B",
            "1 < 2",
            "Zürich",
            "ZÃ¼rich",
            "a\x92b",
            "小米",
            "x\n\ny",
        ),
        *(
            "http://n.example/1",
            "/2?a=1&b=2",
            "http:////n.example/3",
            "../4",
            "urn:x:5",
            "//other.example/6",
            "http://[",
        ),
        *(
            "de",
            "en-US",
            "x_Y",
            "Mon, 23 Nov 2026 10:00:00 +0100",
            "2026-11-23T10:00:00Z",
            "23 ноября 2026",
            "soon",
        ),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "title",
            "dc:title",
            "media:title",
            "itunes:title",
            "link",
            "atom:link",
            "guid",
            "id",
            "description",
            "summary",
            "abstract",
        ),
        *(
            "dc:description",
            "media:description",
            "itunes:summary",
            "itunes:subtitle",
            "content",
            "content:encoded",
            "fullitem",
        ),
        *(
            "pubDate",
            "published",
            "issued",
            "updated",
            "modified",
            "dc:date",
            "dcterms:issued",
            "dcterms:modified",
            "created",
        ),
        *(
            "language",
            "dc:language",
            "source",
            "atom:source",
            "enclosure",
            "media:content",
            "media:thumbnail",
            "media:group",
        ),
        *(
            "itunes:image",
            "author",
            "dc:creator",
            "category",
            "comments",
            "x:thing",
            "x:title",
            "thing",
            "name",
            "url",
        ),
        *("media:credit", "subtitle", "ttl", "PubDate", "Title"),
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "href",
            "rel",
            "type",
            "url",
            "isPermaLink",
            "xml:lang",
            "lang",
            "mode",
            "medium",
            "length",
            "rdf:about",
            "xml:base",
            "uri",
        ]
    ),
    st.sampled_from(
        [
            *(
                "alternate",
                "enclosure",
                "self",
                "text/html",
                "html",
                "text",
                "xhtml",
                "image/png",
                "audio/mpeg",
                "true",
                "false",
                "de",
                "fr_CH",
                "",
            ),
            *("http://n.example/a", "/b?c=1&d=2", "urn:x", "image", "7", "escaped"),
        ]
    ),
    max_size=2,
)
FEW_ATTRIBUTES = st.integers(0, 4).flatmap(lambda number: st.just({}) if number else ATTRIBUTES)


def element(name: str, attributes: dict[str, str], children: list[str], text: str, *, is_cdata: bool) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    inner = f"<![CDATA[{text}]]>" if is_cdata else escape(text)
    return f"<{name}{written}>{inner}{''.join(children)}</{name}>"


def elements(children: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return st.builds(element, WORDS, FEW_ATTRIBUTES, children, TEXTS, is_cdata=st.booleans())


LEAVES = elements(st.just([]))
NESTS = st.builds(
    element,
    st.sampled_from(
        [
            "media:group",
            "media:content",
            "author",
            "source",
            "x:thing",
            "category",
            "title",
            "itunes:owner",
            "image",
        ]
    ),
    st.just({}),
    st.lists(LEAVES, max_size=3),
    st.just(""),
    is_cdata=st.just(False),
)
FIELDS = st.integers(0, 7).flatmap(lambda number: LEAVES if number else NESTS)


@st.composite
def feeds(draw: st.DrawFn) -> str:
    """Draw a well-formed feed of any kind, with fields and nonsense anywhere."""
    head, tail, name = ROOTS[draw(st.sampled_from(sorted(ROOTS)))]
    entries = [
        element(
            name,
            draw(ATTRIBUTES) if draw(st.integers(0, 9)) == 0 else {},
            draw(st.lists(FIELDS, max_size=7)),
            "",
            is_cdata=False,
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    base = draw(
        st.sampled_from(
            ["", "", 'xml:lang="de"', 'xml:base="http://base.example/x/"', 'xml:base="/x/"', 'lang=""']
        )
    )
    parts = [*draw(st.lists(FIELDS, max_size=3)), *entries]
    inside, after = draw(st.permutations(parts)), ""
    if name == "item" and draw(st.booleans()):
        inside, after = inside[1:], "".join(entries[:1])
    return head % base + "".join(inside) + tail % after


def by_lxml(prepared: bytes) -> ParsedFeed | None:
    try:
        found = lxml_reader.read(prepared)
    except lxml_reader.Odd:
        return None
    return finish(found, URL, Wishes()) if found else None


def by_feedparser(prepared: bytes) -> ParsedFeed | None:
    found = feedparser_reader.read(prepared)
    return finish(found, URL, Wishes()) if found else None


@given(feeds())
def test_what_lxml_reads_is_what_feedparser_reads(feed: str) -> None:
    """An entry has the same id, link, title, text, date, language, pictures and files whichever of the two read it."""
    prepared = document.prepared(feed.encode())
    found = by_lxml(prepared)
    # Without a version that it knows, and without entries, feedparser has no opinion.
    assert found is None or found == (by_feedparser(prepared) or found)


@pytest.mark.parametrize("name", ["rss.xml", "atom03.xml", "media.xml", "rdf.xml", "rss091.xml"])
def test_ordinary_feeds_are_read_by_lxml(name: str) -> None:
    """The formats of every day take the fast way, and it leads to the same."""
    prepared = document.prepared((DATA / name).read_bytes())
    assert by_lxml(prepared) == by_feedparser(prepared) is not None


@pytest.mark.parametrize(
    "feed",
    [
        rss(item("One", "<p>not escaped</p>")),
        rss(item("One"), "<item><title>Two"),
        rss(item("One"), "<item><title>A & B</title></item>"),
        rss(item("One"), "<title>Second title</title>"),
    ],
)
def test_what_is_odd_goes_to_feedparser(feed: str) -> None:
    """What is not well-formed or not as usual is left to the authority."""
    with pytest.raises(lxml_reader.Odd):
        lxml_reader.read(document.prepared(feed.encode()))


@pytest.mark.parametrize(
    "mischief", ["</category>", "<media:rating/>", "<image><width/></image>", "</textInput>", "<enclosure/>"]
)
def test_what_feedparser_falls_over_is_read_all_the_same(mischief: str) -> None:
    """Neither a tag out of place nor anything else that feedparser cannot take costs the feed."""
    found = read(rss(item("One"), f"<item><title>A & B</title>{mischief}</item>", item("Two")).encode())
    assert [entry.title for entry in found.entries] == ["One", "A & B", "Two"]


def test_last_resort_reads_past_everything() -> None:
    """A broken document too large for feedparser still gives its entries."""
    body = rss(
        *(item(f"T{n}", "&lt;p&gt;A & B" * 400) for n in range(1_000)), "<item><title>Last</title></item>"
    )
    prepared = document.prepared(body.encode())
    found = lxml_reader.read(prepared, recover=True)
    assert len(prepared) > 4 * 1024 * 1024
    assert found
    assert [found.entries[n].title for n in (0, 999, 1000)] == ["T0", "T999", "Last"]
