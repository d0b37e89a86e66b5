"""What is offered while somebody types."""

import pytest

from bot.core.commands import parse_command
from bot.core.suggestions import Known, feed_begun, suggestions

KNOWN = Known(
    subjects=("xiaomi", "byd"),
    feeds=("Volt Courier", "Charge Daily"),
    watches=("xiaomi",),
    mutes=("e-scooter",),
    zones=("Europe/Berlin", "Europe/Istanbul", "Asia/Tokyo"),
)


@pytest.mark.parametrize(
    ("begun", "offered"),
    [
        ("", "help"),
        ("sta", "status"),
        ("xia", "xiaomi"),
        ("subscribe ", "subscribe weekdays 08:30"),
        ("subscribe week", "subscribe weekly friday 16:00"),
        ("subscribe daily 09:00 Ber", "subscribe daily 09:00 Europe/Berlin"),
        ("subscribe daily 09:00 ist", "subscribe daily 09:00 Europe/Istanbul"),
        ("watch b", "watch byd"),
        ("unwatch", "unwatch xiaomi"),
        ("unmute scoo", "unmute e-scooter"),
        ("feeds", "feeds export"),
        ("feeds remove cour", "feeds remove Volt Courier"),
    ],
)
def test_what_is_begun_can_be_gone_on_with(begun: str, offered: str) -> None:
    """Beginnings first, then what has it anywhere."""
    assert offered in suggestions(begun, KNOWN)


@pytest.mark.parametrize("begun", ["subscribe ", "unwatch", "unmute", "feeds remove", "", "x"])
def test_what_is_offered_is_understood(begun: str) -> None:
    """Whoever takes it gets no lesson, but for what still wants a word behind it."""
    for text in suggestions(begun, KNOWN):
        if text != begun.strip() and not text.endswith(" "):
            parse_command(text)


def test_what_was_typed_stays_first_and_little_is_offered() -> None:
    """Nobody is made to choose, and Discord takes 25."""
    many = Known(feeds=tuple(f"Feed {number}" for number in range(99)))
    found = suggestions("feeds remove fe", many)
    assert found[0] == "feeds remove fe"
    assert len(found) == 25


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ("feeds remove", ""),
        (" Feeds  Remove Volt  C", "Volt C"),
        ("feeds", None),
        ("", None),
        ("remove", None),
    ],
)
def test_feeds_need_to_be_known_only_where_one_comes_next(begun: str, expected: str | None) -> None:
    """There may be ten thousand, and it is asked at each letter."""
    assert feed_begun(begun) == expected
