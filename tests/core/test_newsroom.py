"""The words around what was done: channels, addresses of messages, states of deliveries."""

import pytest

from bot.core import newsroom
from bot.core.entities import (
    Channel,
    ChannelDecision,
    Decision,
    DeliveryState,
    EntryId,
    Platform,
    Stage,
    StageName,
    SubscriptionId,
    Workspace,
    WorkspaceId,
)
from tests import samples


def channel(platform: Platform, name: str = "C1", workspace: str = "Team") -> Channel:
    """A channel of a workspace on *platform*."""
    own = Workspace(id=WorkspaceId(1), platform=platform, external_id="T/1", name=workspace)
    return Channel(workspace=own, name=name)


@pytest.mark.parametrize(
    ("where", "label", "url"),
    [
        (
            channel(Platform.SLACK),
            "C1 in Team (Slack)",
            "https://slack.com/app_redirect?team=T%2F1&channel=C1&message_ts=17.1%26x",
        ),
        (
            channel(Platform.DISCORD, workspace=""),
            "C1 in T/1 (Discord)",
            "https://discord.com/channels/T%2F1/C1/17.1%26x",
        ),
        (channel(Platform.PAGE, "news"), "news (page)", "/#m-17.1%26x"),
        (channel(Platform.TERMINAL, "terminal"), "terminal (command line)", ""),
    ],
)
def test_a_channel_has_a_name_and_its_messages_an_address(where: Channel, label: str, url: str):
    """Whoever runs the bot recognises a channel and opens the message; ids cannot change where the address leads."""
    assert newsroom.channel_label(where) == label
    assert newsroom.message_url(where, "17.1&x") == url
    assert newsroom.message_url(where, "") == ""


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), "no message was made of it"),
        (("sent",), "posted"),
        (("sent", "sent"), "posted, 2 messages"),
        (("sent", "pending"), "waits to be posted, 2 messages"),
        (("sent", "uncertain", "failed"), "could not be posted, 3 messages: gone"),
        (("uncertain",), "may have been posted, nobody can tell: gone"),
        (("sending",), "is being posted"),
    ],
)
def test_the_worst_of_its_messages_is_what_an_edition_came_to(states: tuple[str, ...], expected: str):
    """One failed part is not hidden behind those that were posted."""
    deliveries = [
        samples.delivery(
            part=part,
            state=DeliveryState(state),
            error="gone" if state in ("failed", "uncertain") else "",
        )
        for part, state in enumerate(states)
    ]
    assert newsroom.delivery_note(deliveries) == expected


def test_attempts_are_counted_where_there_were_several():
    """A message that needed three tries says so."""
    assert newsroom.delivery_note([samples.delivery(state=DeliveryState.SENT, attempts=3)]) == (
        "posted, 3 attempts"
    )


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("“sedan” is muted in this channel", StageName.MUTED),
        ("below the 5 heaviest (rank 7)", StageName.RANKED),
        ("filtered by the topic's words", StageName.FILTERED),
        ("told here before", StageName.LEFT_OUT),
        ("told", StageName.TOLD),
        ("not about the subject", StageName.LEFT_OUT),
    ],
)
def test_a_reason_belongs_to_a_stage(reason: str, expected: StageName):
    """Each reason that an edition gives is shown as what it is."""
    decision = Decision(
        entry_id=EntryId(1),
        subscription_id=SubscriptionId(1),
        stage="edition",
        reason=reason,
        at=samples.NOON,
    )
    told = ChannelDecision(decision=decision, channel=channel(Platform.SLACK))
    assert newsroom.decision_stage(told, is_own=True) == Stage(name=expected, text=reason, at=samples.NOON)
    assert newsroom.decision_stage(told, is_own=False).channel == "C1 in Team (Slack)"


def test_a_stage_is_a_line():
    """In a chat a stage says what, when, where, and how to see it; addresses inside the page are no use there."""
    stage = Stage(name=StageName.TOLD, text="posted", at=samples.NOON, channel="C1", url="https://a.example")
    assert newsroom.stage_line(stage) == "Told 23 Nov 2026, 12:00 UTC, C1: posted https://a.example"
    assert newsroom.stage_line(Stage(name=StageName.DELIVERED, text="posted", url="/#m-1")) == (
        "Posting: posted"
    )


def test_likeness_names_what_two_entries_share():
    """Figures are written as people read them, the longest first, and nothing shared is nothing said."""
    assert newsroom.likeness({"su7", "28000", "xiaomi"}, {"28000", "xiaomi", "k3"}) == (
        "they share xiaomi, 28,000"
    )
    assert newsroom.likeness({"a"}, {"b"}) == ""
