"""Lists of feeds from other readers, as they are found: every feed that can be read, and each other line with its reason."""

import datetime as dt
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.opml import read_opml, write_opml
from bot.core.entities import Feed, FeedId, FeedList
from bot.core.errors import CommandError
from bot.core.text import is_http_url

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def opml(*lines: str) -> bytes:
    """A list whose outlines stand on lines 3 and following."""
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head/><body>\n{body}\n</body></opml>'.encode()


def outline(number: int, title: str = "A") -> str:
    """A feed."""
    return f'<outline type="rss" text="{title}" xmlUrl="https://a.example/{number}"/>'


def urls(found: FeedList) -> list[str]:
    """The addresses of a list."""
    return [feed.url for feed in found.feeds]


def reasons(found: FeedList) -> list[tuple[int, str, str]]:
    """The lines that were left out."""
    return [(each.line, each.what, each.reason) for each in found.skipped]


def test_folders_lead_to_feeds() -> None:
    """Nested folders are kept, with titles, sites and the line where each feed stands."""
    found = read_opml(
        opml(
            '<outline text="News"><outline text="Cars">',
            '<outline text="short" title="Volt &amp; Co" xmlUrl="https://v.example/f" htmlUrl="https://v.example/"/>',
            "</outline></outline>",
            outline(1),
        )
    )
    volt, other = found.feeds
    assert (volt.title, volt.url, volt.site_url) == ("Volt & Co", "https://v.example/f", "https://v.example/")
    assert (volt.folders, volt.line, other.folders, other.line) == (("News", "Cars"), 4, (), 6)
    assert found.skipped == ()


def test_what_cannot_be_used_is_named_with_its_line() -> None:
    """No address, a foreign scheme, no web address: each line says why it was left out, and the rest is there."""
    found = read_opml(
        opml(
            outline(1),
            '<outline type="rss" text="No address"/>',
            '<outline text="File" xmlUrl="file:///etc/passwd"/>',
            '<outline text="Words" xmlUrl="not an address"/>',
            outline(2),
        )
    )
    assert urls(found) == ["https://a.example/1", "https://a.example/2"]
    assert reasons(found) == [
        (4, "No address", "it has no xmlUrl"),
        (5, "File", "only http and https can be read, not file:"),
        (6, "Words", "its xmlUrl is no web address"),
    ]


@pytest.mark.parametrize("attribute", ["xmlUrl", "xmlurl", "XMLURL"])
def test_attributes_are_known_in_any_case(attribute: str) -> None:
    """Programs write xmlUrl as they like; feed: before an address means the address."""
    found = read_opml(opml(f'<outline text="a" {attribute}="feed:https://a.example/1"/>'))
    assert urls(found) == ["https://a.example/1"]


def test_ampersands_that_nobody_escaped_stay_in_addresses() -> None:
    """The commonest mistake of hand-made lists must not change what a feed's address is."""
    found = read_opml(
        opml(
            '<outline text="Q & A caf&eacute; &lt;b&gt;" xmlUrl="https://a.example/?a=1&b=2&amp;c=3&copy=4"/>'
        )
    )
    assert urls(found) == ["https://a.example/?a=1&b=2&c=3&copy=4"]
    assert found.feeds[0].title == "Q & A café <b>"


@pytest.mark.parametrize(
    "lines",
    [
        (outline(1), '<outline text=bare xmlUrl="https://a.example/x"/>', outline(2)),
        (outline(1), '<outline text="open xmlUrl="https://a.example/x"/>', outline(2)),
    ],
)
def test_a_broken_line_costs_only_itself(lines: tuple[str, ...]) -> None:
    """A missing quotation mark is named, and what stands before and after it is read."""
    found = read_opml(opml(*lines))
    assert urls(found) == ["https://a.example/1", "https://a.example/2"]
    assert (4, "it is broken XML, a quotation mark or a > is missing") in [
        (line, reason) for line, _, reason in reasons(found)
    ]


def test_a_file_that_was_cut_off_says_where() -> None:
    """What arrived of a list is used, and nobody believes that it was whole."""
    found = read_opml(opml(outline(1), outline(2), outline(3))[:-60])
    assert urls(found)[:2] == ["https://a.example/1", "https://a.example/2"]
    assert any(what == "the rest of the file" for _, what, _ in reasons(found))


def test_folders_nested_without_end_say_where_reading_stopped() -> None:
    """200,000 folders in each other stop the reader, which says so, and nothing else."""
    found = read_opml(opml(outline(1), '<outline text="x">' * 200_000))
    assert urls(found) == ["https://a.example/1"]
    ((line, what, reason),) = reasons(found)
    assert (line, what) == (4, "the rest of the file")
    assert "depth" in reason


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("UTF-8", "cp1252"),
        ("utf-8", "utf-16"),
        ("utf-16", "utf-8"),
        ("windows-1252", "utf-8"),
        ("koi8-r", "koi8-r"),
        ("nonsense", "utf-8"),
        # Python knows these names, but not as encodings of text.
        ("zlib", "cp1252"),
        ("quopri", "cp1252"),
        ("rot13", "cp1252"),
    ],
)
def test_encodings_that_lie_cost_no_feed(declared: str, real: str) -> None:
    """What the first line claims and what the bytes are differ often enough."""
    title = "Зарядка" if real == "koi8-r" else "Zürich"
    text = f'<?xml version="1.0" encoding="{declared}"?><opml><body>{outline(1, title)}</body></opml>'
    assert read_opml(text.encode(real)).feeds[0].title == title


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"hello", "no OPML"),
        (b'{"feeds": []}', "no OPML"),
        (b"<html><body>Subscriptions</body></html>", "a web page"),
        (b"\n<!DOCTYPE html><p>Sign in</p>", "a web page"),
        (b'<rss version="2.0"><channel/></rss>', "That is a feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "That is a feed"),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "declares entities"),
        ('<!DOCTYPE opml [<!ENTITY x "y">]><opml/>'.encode("utf-16"), "declares entities"),
        (b"<opml>" + b" " * (64 * 1024 * 1024), "larger than 64 MiB"),
    ],
)
def test_what_is_no_list_is_told_what_it_is(data: bytes, expected: str) -> None:
    """A web page, a feed, an attack: one clear line instead of an empty success."""
    with pytest.raises(CommandError, match=expected):
        read_opml(data)


def test_an_external_definition_is_not_fetched() -> None:
    """A DOCTYPE that points elsewhere is passed over; nobody is asked for it."""
    data = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x.dtd"><opml><body><outline text="a" xmlUrl="https://a.example/1"/></body></opml>'
    assert urls(read_opml(data)) == ["https://a.example/1"]


def test_a_huge_list_is_read_without_keeping_it() -> None:
    """Tens of megabytes are read, or cut at the limit with a reason, in memory that the text itself needs."""
    data = opml(*(outline(number, "t" * 150) for number in range(60_000)))
    tracemalloc.start()
    found = read_opml(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.feeds) == 50_000
    assert {reason for _, _, reason in reasons(found)} == {"a list may have 50,000 feeds"}
    assert peak < 8 * len(data)


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_no_bytes_do_harm(data: bytes) -> None:
    """Whatever a file holds, it is a list or a mistake with its cure."""
    for document in (
        data,
        b"<opml><body>" + data + b"</body></opml>",
        b'<opml><outline xmlUrl="https://a.example/' + data,
    ):
        try:
            found = read_opml(document)
        except CommandError:
            continue
        assert all(is_http_url(feed.url) for feed in found.feeds)


addresses = st.text("abcdefg0123456789/?=&;%._~-äß中", max_size=30).map(
    lambda path: f"https://a.example/{path}"
)


@given(
    st.dictionaries(
        st.text(max_size=20), st.lists(st.tuples(addresses, st.text(max_size=30)), max_size=4), max_size=4
    )
)
def test_what_was_written_is_read_again(folders: dict[str, list[tuple[str, str]]]) -> None:
    """Export and import are one another's inverse: each address, below its folder, with what XML can hold of its title."""
    document = write_opml(
        {
            folder: [Feed(id=FeedId(1), url=url, title=title, next_check_at=NOON) for url, title in feeds]
            for folder, feeds in folders.items()
        },
        NOON,
    )
    found = read_opml(document)
    assert urls(found) == [url for feeds in folders.values() for url, _ in feeds]
    assert all(each.reason == "it has no xmlUrl" for each in found.skipped)  # a folder without feeds


def test_the_document_is_opml_2() -> None:
    """Other readers take it: version, date as RFC 822 has it, type and text of each outline."""
    feed = Feed(
        id=FeedId(1),
        url="https://a.example/f?key=1&x=2",
        title="A & B",
        site_url="https://a.example/",
        language="en",
        next_check_at=NOON,
    )
    assert write_opml({"Electric cars": [feed]}, NOON).decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<opml version="2.0">\n'
        "  <head>\n"
        "    <title>newsthread</title>\n"
        "    <dateCreated>Mon, 23 Nov 2026 12:00:00 GMT</dateCreated>\n"
        "  </head>\n"
        "  <body>\n"
        '    <outline text="Electric cars">\n'
        '      <outline type="rss" text="A &amp; B" title="A &amp; B" xmlUrl="https://a.example/f?key=1&amp;x=2"'
        ' htmlUrl="https://a.example/" language="en"/>\n'
        "    </outline>\n"
        "  </body>\n"
        "</opml>\n"
    )
