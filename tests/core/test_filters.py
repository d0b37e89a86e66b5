"""Filters: how they are written, what they hold back, and that no pattern can stall them."""

import contextlib
import datetime as dt
import string
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import filters
from bot.core.entities import (
    NO_FILTER,
    Entry,
    Feed,
    FeedId,
    Filter,
    FilterOwner,
    Rule,
    RuleKind,
    Story,
)
from bot.core.errors import CommandError
from tests import samples
from tests.core.test_editions import NOW, entry, story

FEEDS = {FeedId(1): Feed(id=FeedId(1), url="https://feeds.courier.example/cars", title="Cars", next_check_at=NOW)}  # fmt: skip
AROUND = filters.Surroundings(feeds=FEEDS, aliases={"xiaomi": ("小米",)}, language="en")
BATTERIES = (
    "Volt Motors buys batteries from Kestrel. The batteries hold 90 kWh. Battery prices fell by 4 percent last year. "
    "Kestrel builds batteries in Izmir."
)


def sifted(text: str, *stories: Story, around: filters.Surroundings = AROUND) -> filters.Sifted:
    """What the filter *text* of a channel leaves."""
    return filters.sift(stories, [(FilterOwner.CHANNEL, filters.parse_filter(text))], around)


def passes(written: str, **changes: Any) -> bool:
    """Whether a story of one entry gets through."""
    one = story(1, entry(1, **changes))
    left = sifted(written, one)
    return left.stories == (one,) and not left.unwanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NO_FILTER),
        ("publishers>=2 size:8", Filter(publishers=2, size=8)),
        ("publishers:2", Filter(publishers=2)),
        ("+battery", Filter(rules=(Rule(kind=RuleKind.WORDS, value="battery"),))),
        ("-“e scooter”", Filter(rules=(Rule(kind=RuleKind.WORDS, value="e scooter", is_wanted=False),))),
        ("lang:EN,de", Filter(rules=tuple(Rule(kind=RuleKind.LANGUAGE, value=each) for each in ("en", "de")))),
        ("—tag:racing", Filter(rules=(Rule(kind=RuleKind.TAG, value="racing", is_wanted=False),))),
        (r"/recall (of|for) \w+\/\d/", Filter(rules=(Rule(kind=RuleKind.PATTERN, value=r"recall (of|for) \w+\/\d"),))),
        ('-publisher:"Volt Courier",example.com', Filter(rules=(
            Rule(kind=RuleKind.PUBLISHER, value="Volt Courier", is_wanted=False),
            Rule(kind=RuleKind.PUBLISHER, value="example.com", is_wanted=False),
        ))),
    ],
)  # fmt: skip
def test_what_people_write(text: str, expected: Filter):
    """Each kind of rule, with the quotation marks and dashes that keyboards make."""
    assert filters.parse_filter(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "cure"),
    [
        ("battery", "character 1", "+battery"),
        ("+a lagn:en", "character 4", "lang:"),
        ("+a /recall", "character 4", "closing slash"),
        ('+a -"e scooter', "character 4", "no end"),
        ("+a +,", "character 4", "For example"),
        ("lang:german", "character 1", "lang:en"),
        ("publishers>=0", "publishers>=0", "publishers>=2"),
        ("size:many", "size:many", "size:8"),
        ("+a /recall(s|ed/", "character 11", "not closed"),
        ("+a /re**/", "character 7", "behind one another"),
        ("/(?<=a)b/", "character 2", "look-behind"),
        (r"/(a)\1/", "character 5", "references back"),
        ("/[z-a]/", "character 3", "backwards"),
        ("/(a{1000}){999}/", "character 11", "1,000"),
        ("/(((a.?){0,10}){0,10}){0,10}/", "character 2", "repeats too much"),
        (f"/{'a' * 201}/", "character 2", "200"),
        ("+…", "character 1", "no word"),
    ],
)
def test_mistakes_are_named_with_their_place(text: str, place: str, cure: str):
    """Whoever mistypes learns where, and what to write."""
    with pytest.raises(CommandError) as raised:
        filters.parse_filter(text)
    assert place in str(raised.value)
    assert cure in str(raised.value)


def test_too_many_rules_are_refused():
    """Each is looked for in each story."""
    with pytest.raises(CommandError, match="at most 40 rules"):
        filters.parse_filter(" ".join(f"+word{number}" for number in range(41)))
    with pytest.raises(CommandError, match="5 of them"):
        filters.parse_filter(" ".join(f"/word{number}/" for number in range(6)))


_VALUES = st.text(alphabet=string.ascii_letters + string.digits + " :=,/+->≥.'小米ß", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
).filter(lambda text: any(each.isalnum() for each in text))  # fmt: skip
_RULES = st.one_of(
    st.builds(
        Rule,
        kind=st.sampled_from([RuleKind.WORDS, RuleKind.TAG, RuleKind.FEED, RuleKind.PUBLISHER]),
        value=_VALUES,
        is_wanted=st.booleans(),
    ),
    st.builds(Rule, kind=st.just(RuleKind.LANGUAGE), value=st.sampled_from(["en", "de", "zh-hans"]), is_wanted=st.booleans()),
    st.builds(Rule, kind=st.just(RuleKind.PATTERN), value=st.sampled_from([r"a\/b", "recall(s|ed)? of", "小米|su7"]), is_wanted=st.booleans()),
)  # fmt: skip


@given(st.lists(_RULES, max_size=8, unique=True), st.integers(1, 20), st.none() | st.integers(1, 20))
def test_what_is_shown_reads_back(rules: list[Rule], publishers: int, size: int | None):
    """A filter that is shown can be typed again, and means the same."""
    wanted = Filter(rules=tuple(rules[:5]), publishers=publishers, size=size)
    back = filters.parse_filter(filters.render_filter(wanted))
    assert set(back.rules) == set(wanted.rules)
    assert (back.publishers, back.size) == (publishers, size)


def test_a_wait_that_nothing_outlasts_is_refused():
    """Stories are remembered for two weeks: a longer wait would mean never without saying so."""
    wanted = filters.parse_filter("again:5/312h").again
    assert wanted is not None
    assert wanted.wait == dt.timedelta(hours=312)
    with pytest.raises(CommandError, match=r"again:5/313h.*at most 312 hours"):
        filters.parse_filter("again:5/313h")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    """Nothing that somebody types is an error of ours."""
    with contextlib.suppress(CommandError):
        filters.parse_filter(text)


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("+charging", {}, True),
        ("+CHARGING -battery", {}, True),
        ("+battery", {}, False),
        ("+battery,charging", {}, True),
        ("-charging", {}, False),
        ('+"charging network"', {}, True),
        ('+"network charging"', {}, False),
        ("lang:en", {"language": "en-GB"}, True),
        ("lang:de", {"language": "en"}, False),
        ("lang:de", {"language": ""}, False),
        ("-lang:de", {"language": ""}, True),
        ("publisher:courier", {}, True),
        ("-publisher:courier-1.example", {}, False),
        ("-publisher:example", {}, True),
        ("-publisher:courier", {"url": "https://blog.other.example/x", "publisher": "Other"}, True),
        ("-publisher:other.example", {"url": "https://blog.other.example/x", "publisher": "Blog"}, False),
        ("feed:cars", {}, True),
        ("feed:courier.example", {}, True),
        ("feed:cars", {"feed_id": FeedId(2)}, False),
        ("/charg(ing|ed) net/", {}, True),
        ("-/\\bNORTH\\b/", {}, False),
        ("+小米", {"title": "小米汽车"}, True),
        ("+tag:batteries", {"title": "Kestrel sells batteries", "text": BATTERIES}, True),
        ("+tag:battery", {"title": "Kestrel sells batteries", "text": BATTERIES}, True),
        ("-tag:batteries", {"title": "Kestrel sells batteries", "text": BATTERIES}, False),
        ("+tag:racing", {"title": "Kestrel sells batteries", "text": BATTERIES}, False),
        ("publishers>=2", {}, False),
    ],
)
def test_what_gets_through(text: str, changes: dict[str, Any], expected: bool):
    """Words fold and stand whole, hosts have those below them, any wanted rule of a kind is enough, none unwanted may be met."""
    assert passes(text, **changes) == expected


def two(**changes: Any) -> tuple[Entry, Entry]:
    """Two publishers' entries of one story."""
    other = entry(
        2, title="Northern chargers open", text="Other words altogether, about chargers.", **changes
    )
    return entry(1), other


def test_an_unwanted_source_does_not_cost_the_story():
    """The entry goes, the story stays with its other sources, and the best of those leads it."""
    one, other = two()
    left = sifted("-publisher:courier-1.example", story(1, one, other))
    assert [each.entries for each in left.stories] == [(other,)]
    assert left.entries.keys() == {one.id}
    assert left.unwanted == {}


def test_publishers_count_only_those_that_are_left():
    """Two publishers, one of them in another language: one is left, and two were wanted."""
    left = sifted("lang:en publishers>=2", story(1, *two(language="de")))
    assert left.unwanted.keys() == {1}
    assert sifted("publishers>=2", story(1, *two(language="de"))).unwanted == {}


def test_every_filter_has_to_be_content():
    """A topic's and a channel's hold both, and the one that objects is named."""
    both = [
        (FilterOwner.TOPIC, filters.parse_filter("+charging")),
        (FilterOwner.CHANNEL, filters.parse_filter("+battery")),
    ]
    left = filters.sift([story(1)], both, AROUND)
    assert [each.owner for each in left.unwanted.values()] == [FilterOwner.CHANNEL]


HOSTILE = [r"(a+)+$", "(a|aa)*b", "(.*)*x", "(x+x+)+y", "(.?){50}b", "[ab]*a[ab]{190}c", "(a?){90}a{90}"]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_no_pattern_stalls(pattern: str):
    """What takes a backtracking matcher longer than the universe lasts is done at once."""
    wanted = filters.parse_filter(f"/{pattern}/")
    for text in ("a" * 200_000 + "!", "ab" * 100_000, "小" * 200_000, "x" * 200_000, "\ud800\x00" * 1000):
        began = time.process_time()
        filters.sift([story(1, replace(entry(1), text=text))], [(FilterOwner.CHANNEL, wanted)], AROUND)
        assert time.process_time() - began < 0.5


def test_no_mistake_in_a_pattern_stalls():
    """The place of a mistake is looked for in linear time, too: anybody may type one, and all others wait meanwhile."""
    began = time.process_time()
    with pytest.raises(CommandError, match="character 2"):
        filters.parse_filter("/(\\Q[" + "\\" * 40 + "/")
    assert time.process_time() - began < 0.5


def test_samples_are_let_through_without_a_filter():
    """The filter that is none holds nothing back."""
    assert passes("", text=samples.CHARGERS)
