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
    EndFilter,
    ExportFeeds,
    FilterBy,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    RemoveFeed,
    Share,
    Status,
    Subscribe,
    TryOut,
    UnmuteWords,
    Unsubscribe,
    Unwatch,
    Watch,
    Why,
    parse_command,
    shown,
)
from bot.core.entities import StoryId
from bot.core.errors import CommandError
from bot.core.searches import Narrowing, Search, parse_search, render_search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Latest()),
        ("   ", Latest()),
        ("xiaomi", Search("xiaomi")),
        ("feed add example.com", AddFeed("example.com")),
        ("feed prices", Search("feed prices")),
        ("steering wheel recall", Search("steering wheel recall")),
        ("Xiaomi  SU7", Search("Xiaomi SU7")),
        ("xiaomi since:7d", Search("xiaomi", dt.timedelta(days=7))),
        ("since:12H xiaomi", Search("xiaomi", dt.timedelta(hours=12))),
        ("小米 since:2w", Search("小米", dt.timedelta(days=14))),
        ("since:7d", Search("", dt.timedelta(days=7))),
        ("page:2", Search(page=2)),
        ("xiaomi page:2", Search("xiaomi", page=2)),
        ("xiaomi by:reuters", Search("xiaomi", by=Narrowing(publishers=("reuters",)))),
        (
            'publisher:"harbour motor" tag:“solid state”',
            Search(by=Narrowing(publishers=("harbour motor",), tags=("solid state",))),
        ),
        ("tag:batteries tag:china", Search(by=Narrowing(tags=("batteries", "china")))),
        ("share 12", Share(StoryId(12))),
        ("share price", Search("share price")),
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
        ("watch Xiaomi for me", Watch("Xiaomi", for_me=True)),
        ("watch For Me xiaomi", Watch("xiaomi", for_me=True)),
        ("watch for me", Watch("", for_me=True)),
        ("watch form energy", Watch("form energy")),
        ("unwatch solid-state batteries for me", Unwatch("solid-state batteries", for_me=True)),
        ("unwatch Xiaomi Auto", Unwatch("Xiaomi Auto")),
        ("mute xiaomi", MuteWords("xiaomi")),
        ("mute", MuteWords("")),
        ("unmute xiaomi", UnmuteWords("xiaomi")),
        ("filter", FilterBy("")),
        ("filter +tag:batteries  -/re.*/", FilterBy("+tag:batteries -/re.*/")),
        ("filter clear", EndFilter()),
        ("try daily 09:00 filter +a", TryOut("daily 09:00 filter +a")),
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
        ("xiaomi tag:", "tag:batteries"),
        ("by: xiaomi", "by:reuters"),
        ("xiaomi page:0", "page:2"),
        ("xiaomi page:next", "from 1 to 20"),
        ("xiaomi page:0001999", "from 1 to 20"),
        ("feeds polish", "feeds add|remove|import|export"),
        ("x" * (MAX_COMMAND + 1), "at most 2,000"),
    ],
)
def test_incomplete_commands_say_what_to_write(text: str, hint: str):
    """A command that lacks something is refused with an example of the whole."""
    with pytest.raises(CommandError) as refused:
        parse_command(text)
    assert hint in str(refused.value)


@pytest.mark.parametrize(
    "span", ["7d", "7days", "7 gün", "7gün", "7Tage", "7天", "٧ايام", "168h", "1hafta", "1Woche"]
)
def test_a_span_is_read_in_the_languages_that_people_search_in(span: str):
    """Whoever types in Turkish, German, Arabic or Chinese need not know the English letters."""
    assert parse_search(f'xiaomi since:"{span.replace(" ", "")}"').since == dt.timedelta(days=7)


@given(
    st.builds(
        Search,
        st.sampled_from(["", "xiaomi", "digest", "小米 SU7"]),
        st.one_of(st.none(), st.integers(1, 9_999).map(lambda hours: dt.timedelta(hours=hours))),
        st.builds(
            Narrowing,
            publishers=st.lists(st.sampled_from(["reuters", "harbour motor"]), max_size=2).map(tuple),
            tags=st.lists(st.sampled_from(["batteries", "solid state"]), max_size=2).map(tuple),
        ),
        st.integers(1, 20),
    )
)
def test_what_a_button_says_is_read_as_what_was_asked(asked: Search):
    """A button says a search as text, and what is searched then is the same."""
    rendered = render_search(asked)
    if rendered != "search":
        assert parse_command(rendered) == asked


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
        ("feeds\tadd https://news.example/rss?token=abc", "feeds\tadd https://news.example/…"),
        (" feeds\nadd https://news.example/abc", " feeds\nadd https://news.example/…"),
        ("feed add https://news.example/abc", "feed add https://news.example/…"),
        ("feeds add http://user:secret@intranet:8080/abc", "feeds add http://intranet:8080/…"),
        ("feeds add http://[::1]/abc", "feeds add http://[::1]/…"),
        ("why https://news.example/article", "why https://news.example/article"),
    ],
)
def test_what_is_kept_of_a_feeds_address_is_its_host(typed: str, kept: str) -> None:
    """The rest may be a secret that its publisher gave to one reader; where others read along, it must not stand."""
    assert shown(typed) == kept
