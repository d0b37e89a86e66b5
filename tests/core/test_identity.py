"""Which entries are new, whatever publishers do to them between two checks."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import Enclosure, EntryId, EntryKeys, NewEntry, ParsedEntry, ParsedFeed
from bot.core.identity import identify, recognize
from tests.fakes.whims import Publisher

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


def form_of(entry_id: EntryId, entry: NewEntry) -> EntryKeys:
    return EntryKeys(entry_id=entry_id, guid=entry.guid, link=entry.link, content_hash=entry.content_hash)


def keys_of(*entries: NewEntry) -> list[EntryKeys]:
    return [form_of(EntryId(number), entry) for number, entry in enumerate(entries)]


def new_entries(incoming: tuple[NewEntry, ...], known: list[EntryKeys]) -> tuple[NewEntry, ...]:
    return recognize(incoming, known).new


def new_texts(incoming: tuple[NewEntry, ...], known: list[EntryKeys]) -> list[str]:
    return [entry.text for entry in new_entries(incoming, known)]


class Memory:
    """What a store remembers of one feed: the form in which each entry was stored, and its newest."""

    def __init__(self) -> None:
        self.stored: dict[EntryId, EntryKeys] = {}
        self.newest: dict[EntryId, EntryKeys] = {}

    def poll(self, *entries: ParsedEntry) -> tuple[NewEntry, ...]:
        """Return what is new in a document, and remember all of it."""
        found = recognize(identified(*entries), [*self.stored.values(), *self.newest.values()])
        self.newest |= {form.entry_id: form for form in found.forms}
        for entry in found.new:
            entry_id = EntryId(len(self.stored))
            self.stored[entry_id] = form_of(entry_id, entry)
        return found.new


CHANGES = {
    "moved date": {"published_at": NOON},
    "edited": {"title": "Another title", "text": "Another text"},
    "tracked": {"url": "https://www.news.example/1?utm_source=rss#top"},
    "new guid": {"guid": "https://www.news.example/1?v=2"},
    "no guid": {"guid": ""},
    "plain http without www": {"url": "http://news.example/1/"},
    "new guid, edited title": {"guid": "other", "title": "Another title"},
    "new guid and link": {"guid": "other", "url": "https://www.news.example/moved/1"},
    "new link, edited title": {"url": "https://www.news.example/moved/1", "title": "Another title"},
    "guid alone left": {"url": "https://elsewhere.example/x", "title": "Another title", "text": "Rewritten"},
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


def test_changes_add_up() -> None:
    """An entry is known in the form it was seen in last: it may change every rung in time, if not all at once."""
    memory = Memory()
    changes: list[dict[str, str]] = [
        {},
        {"title": "Edited"},
        {"title": "Edited", "url": "https://news.example/moved/1"},
        {"title": "Edited again", "url": "https://news.example/moved/1"},
    ]
    brought = [len(memory.poll(parsed(1, guid="", **change))) for change in changes]
    assert brought == [1, 0, 0, 0]


def test_seen_form_is_not_written_again() -> None:
    """A feed that did not change an entry costs no writing, in whichever of its two forms it is listed."""
    first, edited = identified(parsed(1))[0], identified(parsed(1, title="Edited"))[0]
    known = [form_of(EntryId(1), first), form_of(EntryId(1), edited)]
    assert recognize([first], known).forms == recognize([edited], known).forms == ()


def test_entries_that_only_look_alike_are_kept_apart() -> None:
    """Two alerts of the same words, each with a guid and a link of its own, are two; a moved article alone is one."""
    alike = [parsed(number, title="Siren test", text="At noon.") for number in (1, 2)]
    assert len(new_entries(identified(*alike), [])) == 2
    assert new_entries(identified(alike[1]), keys_of(*identified(alike[0]))) == ()


def test_link_that_passed_to_another_entry() -> None:
    """Where the document still lists the old entry under its guid, what stands at its old link now is another one."""
    known = keys_of(*identified(parsed(1)))
    archived = parsed(1, url="https://www.news.example/archive/1")
    assert new_texts(identified(archived, parsed(2, url="https://www.news.example/1")), known) == ["Text 2"]


def test_guid_that_is_reused_loses_one_article_at_most() -> None:
    """A feed of one entry at a time under the same guid: the second may be the first rewritten; the third on are news."""
    memory = Memory()
    polls = [parsed(number, guid="latest") for number in range(1, 7) for _ in range(2)]  # each is seen twice
    told = [entry.text for poll in polls for entry in memory.poll(poll)]
    assert told == ["Text 1", "Text 3", "Text 4", "Text 5", "Text 6"]


def test_entry_listed_twice_is_one() -> None:
    """An article that a document lists under two guids is stored once."""
    assert new_texts(identified(parsed(1), parsed(1, guid="sports-1"), parsed(1)), []) == ["Text 1"]


@pytest.mark.parametrize(
    "claimed",
    [
        pytest.param(None, id="none"),
        pytest.param(NOON + dt.timedelta(minutes=1), id="a clock that is fast"),
        pytest.param(NOON + dt.timedelta(hours=8), id="local time called GMT"),
        pytest.param(NOON + dt.timedelta(days=400), id="next year"),
        pytest.param(dt.datetime(1795, 1, 1, tzinfo=dt.UTC), id="misread"),
        pytest.param(dt.datetime(1994, 12, 31, tzinfo=dt.UTC), id="before news sites"),
    ],
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


def test_entry_brings_its_picture_and_files() -> None:
    """What an entry brings along is kept with it."""
    files = (Enclosure(url="https://news.example/1.mp3"),)
    entry = identified(replace(parsed(1), image="https://news.example/1.jpg", enclosures=files))[0]
    assert (entry.image, entry.enclosures) == ("https://news.example/1.jpg", files)


def test_entry_without_title_is_named_by_its_text() -> None:
    """Short posts have no title; the beginning of their text stands in."""
    entry = identified(parsed(1, title="", text="word " * 100))[0]
    assert entry.title.startswith("word word")
    assert len(entry.title) <= 100


@given(seed=st.integers(0, 2**32))
def test_nothing_twice_and_nothing_lost(seed: int) -> None:
    """However often a feed is polled and whatever it changes, each of its articles is stored exactly once."""
    publisher, memory = Publisher(seed), Memory()
    stored = [entry.publisher for _ in range(30) for entry in memory.poll(*publisher.document())]
    assert sorted(stored, key=int) == [str(number) for number in sorted(publisher.listed)]
