"""What goes into an edition."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.core import editions
from bot.core.entities import (
    Entry,
    EntryId,
    Feed,
    FeedId,
    Origin,
    Place,
    Platform,
    Story,
    StoryId,
    Subscription,
    SubscriptionId,
    Topic,
    TopicId,
    Window,
    WorkspaceId,
)
from bot.core.timetable import parse_timetable
from tests import samples

NOW = samples.NOON
DAY = dt.timedelta(days=1)
SUBSCRIPTION = Subscription(
    id=SubscriptionId(3),
    topic_id=TopicId(1),
    place=Place(workspace_id=WorkspaceId(1), platform=Platform.PAGE, channel="news"),
    timetable=parse_timetable("daily 09:00"),
    language="en",
    size=1,
    origin=Origin.CONFIG,
    created_at=NOW,
)


def topic(**changes: Any) -> Topic:
    """The topic of electric cars, without any filter."""
    values: dict[str, Any] = {
        "id": TopicId(1),
        "workspace_id": WorkspaceId(1),
        "name": "ev",
        "command": "/ev",
        "title": "Electric cars",
        "language": "en",
        "aliases": {},
        "include": (),
        "exclude": (),
        "origin": Origin.CONFIG,
    }
    return Topic(**{**values, **changes})


def entry(number: int, **changes: Any) -> Entry:
    """An entry of its own feed, published and stored an hour ago."""
    values: dict[str, Any] = {
        "id": EntryId(number),
        "feed_id": FeedId(number),
        "story_id": StoryId(number),
        "url": f"https://courier-{number}.example/a",
        "title": "Charging network grows in the north",
        "text": samples.CHARGERS,
        "publisher": f"Courier {number}",
        "language": "en",
        "published_at": NOW - dt.timedelta(hours=1),
        "stored_at": NOW - dt.timedelta(hours=1),
        "is_excerpt": False,
        "content_hash": str(number),
    }
    return Entry(**{**values, **changes})


def story(number: int, *entries: Entry) -> Story:
    """A story of *entries*, or of one."""
    return Story(id=StoryId(number), entries=entries or (entry(number),))


def choose(stories: list[Story], **changes: Any) -> editions.Choice:
    """Choose with nothing told before, weights falling with the number, and all of the last three days as news."""
    values: dict[str, Any] = {
        "topic": topic(),
        "told": frozenset(),
        "size": 5,
        "published_after": NOW - 3 * DAY,
        "weights": {each.id: 1 / each.id for each in stories},
    }
    return editions.choose(stories, **{**values, **changes})


def test_windows_meet():
    """An edition covers what was stored since the last one ended."""
    ends_at = NOW + DAY - editions.SETTLING
    assert editions.window(NOW, NOW + DAY, None) == Window(begins_at=NOW, ends_at=ends_at)


@pytest.mark.parametrize(
    ("timetable", "age", "expected"),
    [
        ("daily 09:00", dt.timedelta(hours=3), NOW - DAY),
        ("weekly monday 09:00", 5 * DAY, NOW - 5 * DAY),
        ("instant", dt.timedelta(hours=3), NOW - dt.timedelta(hours=3)),
    ],
)
def test_a_first_window(timetable: str, age: dt.timedelta, expected: dt.datetime):
    """A day at least, and all since the subscription; what was there before an instant one is no news."""
    subscribed = replace(SUBSCRIPTION, timetable=parse_timetable(timetable), created_at=NOW - age)
    assert editions.first_window_begins(subscribed, NOW) == expected


def test_a_window_ends_before_what_waits_for_its_story():
    """An entry that is stored but not grouped yet belongs to the next window, with all that came after it."""
    waiting = entry(1, stored_at=NOW - dt.timedelta(minutes=5))
    ends_at = editions.window(NOW - DAY, NOW, waiting).ends_at
    assert NOW - dt.timedelta(minutes=6) < ends_at < waiting.stored_at


def test_the_heaviest_are_told_and_the_others_know_why_not():
    """Five stories, room for two: the heaviest two, in order, and a reason for each of the others."""
    choice = choose([story(number) for number in (3, 1, 5, 2, 4)], size=2)
    assert [each.id for each in choice.stories] == [1, 2]
    assert choice.reasons[StoryId(1)] == "told"
    assert choice.reasons[StoryId(3)] == "below the 2 heaviest (rank 3)"


def about(number: int, subject: str, what: str = "opens a plant", **changes: Any) -> Story:
    """A story with *subject* in its headline."""
    return story(
        number,
        entry(number, title=f"{subject} {what}", text=f"The maker {subject} said so on Friday.", **changes),
    )


def test_a_busy_subject_leaves_room_for_others():
    """Of five stories two may be about Voltara while there are others, and the rest know why they were passed over."""
    busy = [about(number, "Voltara") for number in range(1, 7)]
    others = [about(number, f"Maker{'abcd'[number - 7]}") for number in range(7, 11)]
    choice = choose([*busy, *others])
    assert [each.id for each in choice.stories] == [1, 2, 7, 8, 9]
    assert choice.reasons[StoryId(3)] == "the edition already has 2 stories about Voltara"
    assert choice.reasons[StoryId(10)] == "below the 5 heaviest (rank 10)"


def test_a_busy_subject_fills_what_nobody_else_does():
    """Where nothing else happened, five stories about one maker are better than two; the heaviest come first."""
    choice = choose([*(about(number, "Voltara") for number in range(1, 7)), about(7, "Ampero")])
    assert [each.id for each in choice.stories] == [1, 2, 3, 4, 7]
    assert choice.reasons[StoryId(5)] == "the edition already has 2 stories about Voltara"


def test_a_subject_is_one_under_all_its_names():
    """小米 is Xiaomi, in headlines of any language; German nouns are no subjects."""
    stories = [
        about(1, "Xiaomi"),
        about(2, "小米", "公布新车价格", language="zh"),
        about(3, "Xiaomi", "eröffnet ein Werk", language="de"),
        *(about(number, "Werk", "in Sachsen schließt", language="de") for number in (4, 5, 6)),
    ]
    choice = choose(stories, topic=topic(aliases={"Xiaomi": ("小米",)}))
    assert [each.id for each in choice.stories] == [1, 2, 4, 5, 6]
    assert choice.reasons[StoryId(3)] == "the edition already has 2 stories about Xiaomi"


def test_what_the_topic_is_about_is_no_busy_subject():
    """A topic about one maker tells five stories about it, and a country is no subject."""
    for chosen, subject in ((topic(include=("Voltara",)), "Voltara"), (topic(), "China")):
        choice = choose(
            [about(number, subject) for number in range(1, 5)] + [about(5, "Ampero")], topic=chosen, size=3
        )
        assert [each.id for each in choice.stories] == [1, 2, 3]


def test_a_story_is_told_once():
    """What this channel was told before does not take a place in the next edition."""
    choice = choose([story(1), story(2)], told={StoryId(1)}, size=1)
    assert [each.id for each in choice.stories] == [2]
    assert choice.reasons[StoryId(1)] == "told here before"


def test_old_news_of_a_new_feed_is_not_news():
    """A feed that is new to us brings years of entries: they are stored now, but published long ago."""
    old = story(1, entry(1, published_at=NOW - 10 * DAY))
    choice = choose([old, story(2)])
    assert [each.id for each in choice.stories] == [2]
    assert "old news" in choice.reasons[StoryId(1)]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), True),
        (("charging",), (), True),
        (("CHARGING network",), (), True),
        (("charg",), (), False),
        (("football",), (), False),
        ((), ("network",), False),
        (("charging",), ("motorways",), False),
    ],
)
def test_the_topics_words(include: tuple[str, ...], exclude: tuple[str, ...], expected: bool):
    """Include and exclude words match whole, whatever their case."""
    assert editions.belongs(entry(1), topic(include=include, exclude=exclude)) is expected


@pytest.mark.parametrize("word", ["istanbul", "İstanbul", "ISTANBUL", "小米"])
def test_the_topics_words_match_in_other_scripts(word: str):
    """A filter finds İstanbul however it is typed, and Chinese names inside a sentence."""
    text = "İstanbul'da yeni bir mağaza açıldı. 据报道小米汽车将进入欧洲。"
    assert editions.belongs(entry(1, text=text), topic(include=(word,)))


def test_the_foot_counts_what_was_looked_at():
    """Entries outside the window, merged ones, failing feeds and left-out stories are counted as what they are."""
    window = Window(begins_at=NOW - DAY, ends_at=NOW)
    earlier = entry(9, stored_at=NOW - DAY)
    told = story(1, entry(1), entry(2), earlier)
    feeds = [
        Feed(id=FeedId(1), url="https://a.example/feed", title="A", next_check_at=NOW, checked_at=NOW),
        Feed(
            id=FeedId(2),
            url="https://b.example/feed?key=secret",
            next_check_at=NOW,
            failures=1,
            checked_at=NOW,
        ),
        Feed(id=FeedId(3), url="https://c.example/feed", title="C", next_check_at=NOW, checked_at=NOW),
        Feed(id=FeedId(5), url="https://e.example/feed", title="E", next_check_at=NOW),
        Feed(
            id=FeedId(4),
            url="https://d.example/feed",
            title="D",
            next_check_at=NOW,
            is_gone=True,
            checked_at=NOW,
        ),
    ]
    items = [editions.item(told, samples.chargers().summary)]
    actual = editions.coverage(
        window, stories=[told, story(3)], items=items, feeds=feeds, writers=["a-writer"], cost_micros=5
    )
    assert actual == samples.coverage(
        window=window,
        feeds_read=2,
        feeds_failing=("b.example", "D"),
        entries=3,
        merged=1,
        left_out=1,
        fell_back=1,
        unwritten=1,
        feeds_unread=1,
        cost_micros=5,
    )


def test_each_entry_of_the_window_has_a_reason():
    """Decisions cover the window's entries and no others."""
    stories = [story(1, entry(1), entry(9, stored_at=NOW - DAY)), story(2)]
    window = Window(begins_at=NOW - DAY, ends_at=NOW)
    made = editions.decisions(
        choose(stories, size=1), stories, covered=window, subscription=SUBSCRIPTION, now=NOW
    )
    actual = [(each.entry_id, each.reason) for each in made]
    assert actual == [(1, "told"), (2, "below the 1 heaviest (rank 2)")]
