"""Who may change what, and what a refusal says."""

from dataclasses import replace

import pytest

from bot.core.commands import parse_command
from bot.core.entities import Caller, Platform
from bot.core.rights import Rights, Who, changes_something

OPEN = (
    "",
    "xiaomi",
    "ask how long?",
    "feeds",
    "status",
    "why a.example/b",
    "help",
    "watch",
    "watch xiaomi for me",
    "unwatch xiaomi for me",
    "mute",
    "subscribe",
)
CHANNEL = ("subscribe daily 09:00 UTC", "unsubscribe", "pause", "resume", "digest", "watch xiaomi", "unwatch xiaomi", "mute a", "unmute a")  # fmt: skip
FEEDS = ("feeds add a.example", "feeds remove a.example", "feeds import", "feeds export", "feeds confirm 7f", "feeds decline 7f")  # fmt: skip


def somebody(
    platform: Platform, *, is_manager: bool = False, is_admin: bool = False, user: str = "U1"
) -> Caller:
    """A person in a channel."""
    return Caller(
        platform=platform,
        workspace="T1",
        workspace_name="Team",
        channel="C1",
        user=user,
        is_manager=is_manager or is_admin,
        is_admin=is_admin,
    )


def may(rights: Rights, typed: str, caller: Caller) -> bool:
    """Whether they may."""
    return not rights.refusal(parse_command(typed), caller)


@pytest.mark.parametrize("typed", OPEN)
@pytest.mark.parametrize("platform", Platform)
def test_asking_is_open_to_all(typed: str, platform: Platform) -> None:
    """Whatever is configured."""
    assert may(Rights(channels=Who.NAMED, feeds=Who.NAMED), typed, somebody(platform))
    assert not changes_something(typed)


def test_who_may_only_read_a_channel_shares_nothing_there() -> None:
    """Else anybody could let the bot post into a channel of announcements."""
    reader = replace(somebody(Platform.DISCORD), is_reader=True)
    assert "may not write" in Rights().refusal(parse_command("share 12"), reader)
    assert may(Rights(), "xiaomi", reader)
    assert may(Rights(), "share 12", somebody(Platform.DISCORD))


@pytest.mark.parametrize("typed", CHANNEL)
def test_what_a_channel_gets_is_the_teams_on_slack_and_its_managers_on_discord(typed: str) -> None:
    """A Discord server may be open to the world; a Slack workspace is a team."""
    assert changes_something(typed)
    assert may(Rights(), typed, somebody(Platform.SLACK))
    assert not may(Rights(), typed, somebody(Platform.DISCORD))
    assert may(Rights(), typed, somebody(Platform.DISCORD, is_manager=True))
    assert may(Rights(channels=Who.EVERYONE), typed, somebody(Platform.DISCORD))
    assert not may(Rights(channels=Who.MANAGERS), typed, somebody(Platform.SLACK))


@pytest.mark.parametrize("typed", FEEDS)
@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.DISCORD])
def test_feeds_are_for_who_manages_all_channels(typed: str, platform: Platform) -> None:
    """All channels of a workspace share them, and the list of them may hold secrets: one channel's manager is not enough."""
    assert not may(Rights(), typed, somebody(platform))
    assert not may(Rights(), typed, somebody(platform, is_manager=True))
    assert may(Rights(), typed, somebody(platform, is_admin=True))
    assert may(Rights(feeds=Who.EVERYONE), typed, somebody(platform))


def test_who_is_named_may_all_and_only_on_their_platform() -> None:
    """The same number on the other platform is somebody else."""
    rights = Rights(channels=Who.NAMED, feeds=Who.NAMED, people={"slack:U1"})
    assert may(rights, "feeds add a.example", somebody(Platform.SLACK))
    assert may(rights, "unsubscribe", somebody(Platform.SLACK))
    assert not may(rights, "unsubscribe", somebody(Platform.DISCORD, is_manager=True))
    assert not may(rights, "unsubscribe", somebody(Platform.SLACK, user="U2", is_manager=True))


@pytest.mark.parametrize("platform", [Platform.PAGE, Platform.TERMINAL])
def test_who_reaches_the_page_runs_the_bot(platform: Platform) -> None:
    """It is on loopback, or they have its token."""
    assert may(Rights(channels=Who.NAMED, feeds=Who.NAMED), "feeds add a.example", somebody(platform))


@pytest.mark.parametrize(
    ("who", "platform", "typed", "words"),
    [
        (Who.MANAGERS, Platform.SLACK, "feeds add a.example", "Admins and owners of this workspace"),
        (Who.MANAGERS, Platform.DISCORD, "pause", "manage this channel or the server"),
        (Who.MANAGERS, Platform.DISCORD, "feeds add a.example", "Those who may manage the server may do it"),
        (Who.NAMED, Platform.SLACK, "pause", "Those whom the configuration names under [rights] may do it."),
    ],
)
def test_a_refusal_says_who_may(who: Who, platform: Platform, typed: str, words: str) -> None:
    """Then one knows whom to ask."""
    rights = Rights(channels=who, feeds=who)
    assert words in rights.refusal(parse_command(typed), somebody(platform))
