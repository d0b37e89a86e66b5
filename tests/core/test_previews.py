"""What is shown of a feed before somebody adds it."""

import dataclasses
import datetime as dt

from bot.core.entities import ParsedEntry, ParsedFeed
from bot.core.previews import is_same_feed, preview

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
URL = "https://a.example/feed"
ARTICLE = "The plant in Wuhan is to double its output by March, the company said. " * 20


def entry(number: int, at: dt.datetime | None, text: str = ARTICLE, language: str = "") -> ParsedEntry:
    """An entry of an invented feed."""
    return ParsedEntry(
        guid=str(number),
        url=f"https://a.example/{number}",
        title=f"Entry {number}",
        text=text,
        published_at=at,
        language=language,
    )


def parsed(*entries: ParsedEntry, language: str = "") -> ParsedFeed:
    """An invented feed."""
    return ParsedFeed(title="Volt Courier", site_url="https://a.example/", language=language, entries=entries)


def test_the_newest_entries_are_shown_whatever_their_order() -> None:
    """Feeds come oldest first, too; entries without a date stand last."""
    entries = [entry(0, None), *(entry(number, NOON - 10 * HOUR + number * HOUR) for number in range(1, 8))]
    shown = preview(parsed(*entries), url=URL, now=NOON)
    assert [each.title for each in shown.newest] == [f"Entry {number}" for number in (7, 6, 5, 4, 3)]
    assert (shown.entries, shown.title, shown.url) == (8, "Volt Courier", URL)


def test_pace_is_the_time_between_two_entries() -> None:
    """Twelve entries a day are one every two hours; what has no dates has no pace, nor has what is yet to come."""
    regular = [entry(number, NOON - number * 2 * HOUR) for number in range(10)]
    assert preview(parsed(*regular), url=URL, now=NOON).pace == 2 * HOUR
    assert preview(parsed(entry(1, None), entry(2, None)), url=URL, now=NOON).pace is None
    assert preview(parsed(entry(1, NOON)), url=URL, now=NOON).pace is None
    assert preview(parsed(entry(1, NOON + HOUR), entry(2, NOON + 2 * HOUR)), url=URL, now=NOON).pace is None


def test_a_feed_that_fell_silent_is_not_called_busy() -> None:
    """Ten entries in a day two years ago are no ten entries a day."""
    old = [entry(number, NOON - 730 * 24 * HOUR - number * HOUR) for number in range(10)]
    pace = preview(parsed(*old), url=URL, now=NOON).pace
    assert pace is not None
    assert pace > 300 * 24 * HOUR


def test_whole_articles_are_told_from_teasers() -> None:
    """Whoever adds a feed knows whether pages will have to be fetched for it."""
    assert preview(parsed(entry(1, NOON), entry(2, NOON)), url=URL, now=NOON).is_full
    assert not preview(parsed(entry(1, NOON, "Read more…"), entry(2, NOON, "")), url=URL, now=NOON).is_full
    assert not preview(parsed(), url=URL, now=NOON).is_full


def test_the_language_is_the_feeds_or_that_of_most_entries() -> None:
    """A feed that does not name its language speaks that of its entries."""
    entries = [entry(1, NOON, language="tr"), entry(2, NOON, language="de"), entry(3, NOON, language="tr")]
    assert preview(parsed(*entries), url=URL, now=NOON).language == "tr"
    assert preview(parsed(*entries, language="en"), url=URL, now=NOON).language == "en"


def test_two_forms_of_one_feed_are_the_same() -> None:
    """RSS and Atom of one site bring the same entries; two empty feeds are two."""
    rss = preview(parsed(entry(1, NOON)), url=URL, now=NOON)
    assert is_same_feed(rss, dataclasses.replace(rss, url="https://a.example/atom.xml"))
    empty = preview(parsed(), url=URL, now=NOON)
    assert not is_same_feed(empty, dataclasses.replace(empty, url="https://a.example/b"))
    assert not is_same_feed(rss, preview(parsed(entry(2, NOON)), url="https://a.example/b", now=NOON))
