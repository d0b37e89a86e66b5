"""The grammar of the slash command."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import (
    MAX_COMMAND,
    AddFeed,
    Ask,
    Command,
    Confirm,
    Decline,
    Digest,
    ExportFeeds,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    RemoveFeed,
    Search,
    Status,
    Subscribe,
    UnmuteWords,
    Unsubscribe,
    Unwatch,
    Watch,
    Why,
    parse_command,
    shown,
)
from bot.core.errors import CommandError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Latest()),
        ("   ", Latest()),
        ("xiaomi", Search("xiaomi")),
        ("Xiaomi  SU7", Search("Xiaomi SU7")),
        ("xiaomi since:7d", Search("xiaomi", dt.timedelta(days=7))),
        ("since:12H xiaomi", Search("xiaomi", dt.timedelta(hours=12))),
        ("小米 since:2w", Search("小米", dt.timedelta(days=14))),
        ("search digest", Search("digest")),
        ("search ask since:1d", Search("ask", dt.timedelta(days=1))),
        ("ask how long is the waiting list?", Ask("how long is the waiting list?")),
        ("Digest", Digest()),
        ("digest design", Search("digest design")),
        ("subscribe daily 09:00 Europe/Berlin", Subscribe("daily 09:00 Europe/Berlin")),
        ("subscribe", Subscribe("")),
        ("unsubscribe", Unsubscribe()),
        ("feeds", ListFeeds()),
        ("feeds list", ListFeeds()),
        ("feeds add https://example.com", AddFeed("https://example.com")),
        ("feeds remove Volt Courier", RemoveFeed("Volt Courier")),
        ("feeds import", ImportFeeds("")),
        ("feeds import example.com/a.opml", ImportFeeds("example.com/a.opml")),
        ("feeds export", ExportFeeds()),
        ("feeds confirm 7f3a", Confirm("7f3a")),
        ("feeds confirm 7f3a 2", Confirm("7f3a", 2)),
        ("feeds decline 7f3a", Decline("7f3a")),
        ("watch xiaomi", Watch("xiaomi")),
        ("watch", Watch("")),
        ("unwatch Xiaomi Auto", Unwatch("Xiaomi Auto")),
        ("mute xiaomi", MuteWords("xiaomi")),
        ("mute", MuteWords("")),
        ("unmute xiaomi", UnmuteWords("xiaomi")),
        ("why https://example.com/a", Why("https://example.com/a")),
        ("status", Status()),
        ("help", Help()),
        ("?", Help()),
    ],
)
def test_grammar(text: str, expected: Command):
    """Each form of the grammar means what the help text says it means."""
    actual = parse_command(text)
    assert actual == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("ask", "ask how long"),
        ("search", "search xiaomi"),
        ("why", "why https://"),
        ("unwatch", "unwatch xiaomi"),
        ("unmute", "unmute e-scooter"),
        ("xiaomi since:soon", "since:7d"),
        ("xiaomi since:0h", "since:7d"),
        ("since:7d", "xiaomi since:7d"),
        ("feeds polish", "feeds add|remove|import|export"),
        ("x" * (MAX_COMMAND + 1), "at most 2,000"),
    ],
)
def test_incomplete_commands_say_what_to_write(text: str, hint: str):
    """A command that lacks something is refused with an example of the whole."""
    with pytest.raises(CommandError) as refused:
        parse_command(text)
    assert hint in str(refused.value)


@given(st.text(max_size=200))
def test_any_text_is_a_command_or_a_clear_refusal(text: str):
    """Whatever people type is a command or refused in words; nothing else escapes."""
    with contextlib.suppress(CommandError):
        assert isinstance(parse_command(text), Command)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("feeds add https://news.example/rss?token=abc", "feeds add https://news.example/…"),
        ("feeds add user:secret@news.example/feed", "feeds add news.example/…"),
        ("feeds import HTTPS://news.example/a.opml now", "feeds import HTTPS://news.example/… now"),
        ("feeds remove Volt Courier", "feeds remove Volt Courier"),
        ("feeds add news.example/", "feeds add news.example"),
        ("why https://news.example/article", "why https://news.example/article"),
    ],
)
def test_what_is_kept_of_a_feeds_address_is_its_host(typed: str, kept: str) -> None:
    """The rest may be a secret that its publisher gave to one reader; where others read along, it must not stand."""
    assert shown(typed) == kept
