"""Which entries are new, whatever publishers do to them between two checks."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import EntryId, EntryKeys, NewEntry, ParsedEntry, ParsedFeed
from bot.core.identity import identify, recognize

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
FEED_URL = "https://www.news.example/feed.xml"


def parsed(number: int, **changes: str | dt.datetime | None) -> ParsedEntry:
    """The article with this *number*, as the feed tells it first."""
    article = ParsedEntry(
        guid=f"guid-{number}",
        url=f"https://www.news.example/{number}",
        title=f"Title {number}",
        text=f"Text {number}",
        published_at=NOON - dt.timedelta(hours=number),
    )
    return replace(article, **changes)  # type: ignore[arg-type] # the fields of ParsedEntry


def identified(*entries: ParsedEntry, title: str = "News") -> tuple[NewEntry, ...]:
    feed = ParsedFeed(title=title, site_url="", language="en", entries=entries)
    return identify(feed, feed_url=FEED_URL, seen_at=NOON)


def keys_of(*entries: NewEntry) -> list[EntryKeys]:
    return [
        EntryKeys(
            entry_id=EntryId(int(each.text.split()[-1]) if each.text else 0),
            guid=each.guid,
            link=each.link,
            content_hash=each.content_hash,
        )
        for each in entries
    ]


def new_entries(incoming: tuple[NewEntry, ...], known: list[EntryKeys]) -> tuple[NewEntry, ...]:
    return recognize(incoming, known).new


def new_texts(incoming: tuple[NewEntry, ...], known: list[EntryKeys]) -> list[str]:
    return [entry.text for entry in new_entries(incoming, known)]


CHANGES = {
    "moved date": {"published_at": NOON},
    "edited": {"title": "Another title", "text": "Another text"},
    "tracked": {"url": "https://www.news.example/1?utm_source=rss#top"},
    "new guid": {"guid": "https://www.news.example/1?v=2"},
    "no guid": {"guid": ""},
    "plain http without www": {"url": "http://news.example/1/"},
    "new guid, edited title": {"guid": "other", "title": "Another title"},
    "new guid and link": {"guid": "other", "url": "https://www.news.example/moved/1"},
    "guid alone left": {"url": "https://elsewhere.example/x", "title": "Another title"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_changed_entry_is_not_new(change: dict[str, str]) -> None:
    """What publishers change about an entry does not make it a new one."""
    known = keys_of(*identified(parsed(1)))
    assert new_entries(identified(parsed(1, **change), parsed(2)), known) == identified(parsed(2))


def test_link_of_many_entries_identifies_none() -> None:
    """A changelog whose entries all link one page loses none of them, now or later."""
    page = "https://www.news.example/changelog"
    first = identified(*(parsed(number, url=page) for number in (1, 2)))
    assert new_texts(first, []) == ["Text 1", "Text 2"]
    later = identified(parsed(3, url=page))
    assert new_texts(later, keys_of(*first)) == ["Text 3"]


def test_home_page_identifies_no_entry() -> None:
    """Entries that link the site's home page are told apart by their guids."""
    first, second = (identified(parsed(number, url="https://news.example/")) for number in (1, 2))
    assert new_texts(second, keys_of(*first)) == ["Text 2"]


def test_guid_of_many_entries_identifies_none() -> None:
    """A feed that gives all entries one guid loses none of them, and repeats none at the next check."""
    feed = identified(*(parsed(number, guid="news") for number in (1, 2, 3)))
    assert new_texts(feed, []) == ["Text 1", "Text 2", "Text 3"]
    assert new_texts(identified(parsed(3, guid="news")), keys_of(*feed)) == []


def test_entries_without_guid_and_link_are_known_by_their_content() -> None:
    """With neither guid nor link, title and text tell entries apart."""
    bare = identified(*(parsed(number, guid="", url="") for number in (1, 2)))
    assert new_texts(bare, []) == ["Text 1", "Text 2"]
    assert new_texts(bare, keys_of(*bare)) == []


def test_same_title_without_text_is_no_identity() -> None:
    """ "Weather report" with a link of its own every day is new every day."""
    monday, tuesday = (identified(parsed(number, title="Weather report", text="")) for number in (1, 2))
    assert len(new_entries(tuesday, keys_of(*monday))) == 1


def test_entry_listed_twice_is_one() -> None:
    """An article that a document lists under two guids is stored once."""
    assert new_texts(identified(parsed(1), parsed(1, guid="sports-1"), parsed(1)), []) == ["Text 1"]


@pytest.mark.parametrize(
    "claimed", [None, NOON + dt.timedelta(minutes=1), dt.datetime(1795, 1, 1, tzinfo=dt.UTC)]
)
def test_incredible_date_becomes_first_seen(claimed: dt.datetime | None) -> None:
    """An entry without a date, from the future or from before the web is dated when it was first seen."""
    assert identified(parsed(1, published_at=claimed))[0].published_at == NOON


def test_credible_date_stays() -> None:
    """An old article of an archive keeps its date, so that it is not told as news."""
    old = dt.datetime(2019, 5, 1, tzinfo=dt.UTC)
    assert identified(parsed(1, published_at=old))[0].published_at == old


def test_entry_says_who_published_it_and_in_which_language() -> None:
    """The source a feed names comes first, then the feed's title, then its host; the language falls back to the feed's."""
    entries = identified(parsed(1, publisher="The Courier", language="de"), parsed(2))
    assert [(entry.publisher, entry.language) for entry in entries] == [("The Courier", "de"), ("News", "en")]
    assert identified(parsed(1), title="")[0].publisher == "news.example"


def test_entry_without_title_is_named_by_its_text() -> None:
    """Short posts have no title; the beginning of their text stands in."""
    entry = identified(parsed(1, title="", text="word " * 100))[0]
    assert entry.title.startswith("word word")
    assert len(entry.title) <= 100


NUMBERS = st.integers(0, 9)
POLLS = st.lists(st.lists(st.tuples(NUMBERS, st.sampled_from([None, *range(7)])), max_size=12), max_size=8)


def told(number: int, change: int | None) -> ParsedEntry:
    """The article as its publisher's whim *change* tells it; each leaves one rung of the ladder as it was."""
    article = parsed(number)
    whims = [
        {"published_at": None},
        {"title": f"Edited {number}", "text": f"Rewritten {number}"},
        {"url": f"http://news.example/{number}/?utm_medium=rss&fbclid=1"},
        {"guid": f"regenerated-{number}"},
        {"guid": "", "title": f"Edited {number}"},
        {"guid": f"moved-{number}", "url": f"https://new.example/{number}"},
        {"guid": ""},
    ]
    return article if change is None else replace(article, **whims[change])  # type: ignore[arg-type] # fields of ParsedEntry


@given(polls=POLLS)
def test_nothing_twice_and_nothing_lost(polls: list[list[tuple[int, int | None]]]) -> None:
    """However often a feed is polled and whatever it changes, each of its articles is stored exactly once."""
    known: list[EntryKeys] = []
    stored: list[int] = []
    for poll in polls:
        # An article stands once in a document, and is told plainly first: a whim is a change of something.
        listed = {number: whim if number in stored else None for number, whim in poll}
        fresh = new_entries(identified(*(told(*each) for each in listed.items())), known)
        known += keys_of(*fresh)
        stored += [int(entry.text.split()[-1]) for entry in fresh]
    assert sorted(stored) == sorted({number for poll in polls for number, _ in poll})
