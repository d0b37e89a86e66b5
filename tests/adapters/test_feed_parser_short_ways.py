"""What nearly all feeds write is read the short way: it comes out as the long way, which the rest go, has it."""

import datetime as dt
import urllib.parse

from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.feed_parser import fields
from bot.adapters.feed_parser.dates import DateReader
from bot.adapters.feed_parser.plain_text import paragraphs_of

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
