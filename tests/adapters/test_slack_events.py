"""What people type in Slack, as plain text and as questions; and the manifest that lets them."""

from typing import Any

import pytest

from bot.adapters.slack import events, manifest
from tests.fakes.inbound import EV

US = events.Us(team="T0VOLT", team_name="Volt Motors", user="U0BOT")


def message(**changes: Any) -> dict[str, Any]:
    """A reply in a thread."""
    values = {
        "type": "message",
        "user": "U0ALICE",
        "text": "How long is the waiting list?",
        "ts": "1795431600.000300",
        "thread_ts": "1795431600.000100",
        "channel": "C0NEWS",
        "channel_type": "channel",
    }
    return {**values, **changes}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("<@U0BOT> how long?", "how long?"),
        ("R&amp;D &lt;3 &amp;lt;", "R&D <3 &lt;"),
        ("why <https://a.example/?x=1&amp;y=2|a.example>", "why https://a.example/?x=1&y=2"),
        ("ask <@U0BOB|bob> in <#C01|general> or <@U0EVE>", "ask @bob in #general or"),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|today>", "@here @team today"),
        ("mail <mailto:a@b.example|a@b.example>", "mail a@b.example"),
        ("two\nlines", "two lines"),
    ],
)
def test_text_is_what_was_typed(typed: str, expected: str) -> None:
    """A search for "R&D" looks for that, not for Slack's markup."""
    assert events.plain(typed, US) == expected


def test_a_mention_and_its_message_are_one_question() -> None:
    """Slack sends both; the same key lets it be answered once."""
    text = "<@U0BOT> how long is the waiting list?"
    mention = events.question(message(type="app_mention", text=text), US)
    heard = events.question(message(text=text), US)
    assert mention == heard
    assert mention is not None
    assert (mention.event_key, mention.is_addressed) == ("C0NEWS:1795431600.000300", True)
    assert mention.text == "how long is the waiting list?"


def test_a_reply_in_a_thread_is_heard_but_not_addressed() -> None:
    """People talk to each other in threads too; whether it is a question for us is decided elsewhere."""
    heard = events.question(message(), US)
    assert heard is not None
    assert (heard.thread, heard.is_addressed, heard.is_below_us) == ("1795431600.000100", False, False)
    below = events.question(message(parent_user_id="U0BOT"), US)
    assert below is not None
    assert below.is_below_us


def test_a_direct_message_is_addressed_and_opens_a_thread() -> None:
    """In private nobody has to mention us."""
    heard = events.question(message(channel="D0ALICE", channel_type="im", thread_ts=None), US)
    assert heard is not None
    assert (heard.thread, heard.is_addressed) == ("1795431600.000300", True)


@pytest.mark.parametrize(
    "changes",
    [
        {"thread_ts": None},
        {"bot_id": "B0OTHER"},
        {"user": "U0BOT"},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"hidden": True},
        {"text": "<@U0BOT>"},
        {"text": ""},
    ],
)
def test_what_is_no_question_is_passed_over(changes: dict[str, Any]) -> None:
    """Answering a bot, an edit or the channel's small talk would be noise, or a loop."""
    assert events.question(message(**changes), US) is None


def test_the_manifest_declares_the_commands_and_hears_threads() -> None:
    """Pasted into Slack it makes an app that works, without clicking through settings."""
    made = manifest([EV])
    [command] = made["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == ("/ev", True)
    assert len(made["display_information"]["description"]) <= 140
    spoken = {"app_mention", "message.channels", "message.groups", "message.im"}
    heard = set(made["settings"]["event_subscriptions"]["bot_events"])
    assert heard == {*spoken, "reaction_added", "reaction_removed", "app_home_opened"}
    assert made["features"]["app_home"]["home_tab_enabled"] is True
    assert {"chat:write", "commands", "channels:history"} <= set(made["oauth_config"]["scopes"]["bot"])
    assert made["settings"]["socket_mode_enabled"] is True
