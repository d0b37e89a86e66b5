"""What nearly all feeds write is read the short way: it comes out as the long way, which the rest go, has it."""

import datetime as dt
import urllib.parse

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.dates import DateReader
from bot.adapters.feed_parser.drafts import DraftEntry, DraftFeed, finish
from bot.adapters.feed_parser.plain_text import longest_text, paragraphs_of, text_of
from bot.core.entities import Wishes

INSTANTS = st.datetimes(min_value=dt.datetime(1, 1, 1), max_value=dt.datetime(9999, 12, 31))  # noqa: DTZ001 -- written without a zone
ZONES = st.sampled_from("Z GMT UTC +0000 -0000 +0100 -0530 +14:59 -14:00 +1500 +0960 CET".split())
LANGUAGES = st.sampled_from(("", "en", "de", "zh", "tr"))


@given(INSTANTS, ZONES, LANGUAGES)
def test_rfc_822_is_read_alike_however_many_spaces_it_has(
    instant: dt.datetime, zone: str, language: str
) -> None:
    """Two spaces between the parts of a date send it the long way."""
    day = f"{instant:%a}, {instant.day} {instant:%b} {instant.year:04} {instant:%H:%M:%S} {zone}"
    reader = DateReader(language)
    assert reader.read(day) == reader.read(day.replace(" ", "  "))


@given(INSTANTS, ZONES, LANGUAGES)
def test_rfc_3339_is_read_alike_with_a_space_for_its_letter(
    instant: dt.datetime, zone: str, language: str
) -> None:
    """A space between day and time sends a date the long way."""
    day = f"{instant.year:04}-{instant:%m-%dT%H:%M:%S}{zone}"
    reader = DateReader(language)
    assert reader.read(day) == reader.read(day.replace("T", " ", 1))


@given(
    st.sampled_from(("https://n.example", "http://www.n.example:8080", "https://N.example")),
    st.lists(st.sampled_from("/ ? # ; .. a b=1 & %20 ~ -2.html".split()), max_size=8).map("".join),
    st.sampled_from(("https://n.example/feed?a=b", "http://n.example/feed", "feed://n.example/")),
)
@example("https://n.example", "a?", "https://n.example/feed")
def test_absolute_address_is_what_joining_makes_of_it(host: str, rest: str, base: str) -> None:
    """A link comes out as the standard library has it, whatever its path and query look like."""
    address = f"{host}/{rest}"
    assert fields.link(address, base) == urllib.parse.urljoin(base, address)


def test_address_is_none_where_the_feed_has_none() -> None:
    """What cannot be joined, because the feed's own address is broken, is no link."""
    assert not fields.link("https://n.example/1", "https://[broken/")


@given(st.text(st.sampled_from("aé. \n"), max_size=40))
def test_spaces_of_every_kind_are_cleaned_alike(text: str) -> None:
    """A text of ordinary spaces becomes what the same text with typographer's spaces does."""
    assert paragraphs_of(text) == paragraphs_of(text.replace(" ", "\u2003"))


MARKUP = "a é क़ \U0001d160 &amp; &#2392; &lt <p> </p> <br> <td> <li> <h1/> <b> </div> <script> <!--x--> < \n".split(
    " "
)


@given(st.lists(st.sampled_from(MARKUP), max_size=20).map("".join))
def test_no_text_is_longer_than_is_known_beforehand(markup: str) -> None:
    """A text that is passed over unread could not have been the longest."""
    assert len(text_of(markup)) <= longest_text(markup)


@pytest.mark.parametrize(
    ("texts", "longest"),
    [
        (["\u0958" * 10, "<p>fifteen letters</p>"], "\u0915\u093c" * 10),
        (
            ["<p>A short teaser</p>", "<p>The whole article, which is longer</p>"],
            "The whole article, which is longer",
        ),
        (["one", "<p>two</p>"], "one"),
    ],
)
def test_longest_text_is_the_entrys_whichever_markup_is_longer(texts: list[str], longest: str) -> None:
    """Letters that come apart make the longer text of the shorter markup; of two of one length the first counts."""
    feed = DraftFeed(entries=[DraftEntry(title="One", texts=texts)])
    assert finish(feed, "https://n.example/feed", Wishes()).entries[0].text == longest
