"""App Home over the wire: published for whoever opened it, with what they may see; its buttons work without a channel."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.adapters.slack import blocks
from bot.core.entities import Action, Notice
from bot.core.language import Reader
from tests.adapters.test_slack_chat import connected
from tests.fakes.inbound import FakeInbound
from tests.fakes.slack_api import FakeSlack, Reply, refusal

DM = "D0ALICE"
ALICE = {"id": "U0ALICE", "team_id": "T0VOLT", "locale": "de-DE", "tz": "Europe/Berlin"}
OPENED = {
    "type": "event_callback",
    "team_id": "T0VOLT",
    "event": {"type": "app_home_opened", "user": "U0ALICE", "channel": DM, "tab": "home", "event_ts": "1.1"},
}
PUBLIC = {"id": "C0OPEN", "name": "open", "is_channel": True, "is_private": False, "is_member": True}
PRIVATE = {"id": "C0BOARD", "name": "board", "is_channel": True, "is_private": True, "is_member": True}
HERS = {"channels": [{"id": "C0NEWS", "name": "news"}, {"id": "G0TEAM", "name": "team"}]}


@asynccontextmanager
async def workspace(inbound: FakeInbound, **replies: list[Reply]) -> AsyncIterator[FakeSlack]:
    """A Slack in which Alice is in two channels, and the bot listens."""
    usual: dict[str, list[Reply]] = {
        "users__info": [{"user": ALICE}],
        "users__conversations": [HERS],
        "conversations__info": [{"channel": PUBLIC}],
        "views__publish": [{}],
        "views__open": [{}],
    }
    async with FakeSlack(**{**usual, **replies}).running() as slack, connected(slack, inbound):
        yield slack


async def published(inbound: FakeInbound, **replies: list[Reply]) -> dict[str, Any]:
    """The view that Alice gets when she opens her home."""
    async with workspace(inbound, **replies) as slack:
        await slack.send("opened", OPENED)
        await slack.until(lambda: slack.called("views.publish"))
        [sent] = slack.called("views.publish")
    view = sent["view"]
    view = json.loads(view) if isinstance(view, str) else view
    assert sent["user_id"] == "U0ALICE"
    assert (view["type"], view["private_metadata"]) == ("home", DM)
    return dict(view)


async def test_whoever_opens_it_sees_their_own() -> None:
    """In their language, by their clock."""
    inbound = FakeInbound()
    view = await published(inbound)
    [(caller, reader)] = inbound.homes
    assert (caller.channel, caller.user, caller.workspace) == (DM, "U0ALICE", "T0VOLT")
    assert reader == Reader("de-DE", "Europe/Berlin")
    assert view["blocks"][0]["text"]["text"] == "Electric cars"


async def test_a_language_that_we_do_not_speak_is_not_forced() -> None:
    """Then the workspace's own counts."""
    inbound = FakeInbound()
    await published(inbound, users__info=[{"user": {**ALICE, "locale": "nl-NL"}}])
    assert inbound.homes[0][1] is None


SEEN = ("C0NEWS", "G0TEAM", "C0OTHER")


@pytest.mark.parametrize(
    ("replies", "lines"),
    [
        ({}, ["#news", "#team", "#open"]),
        ({"conversations__info": [{"channel": PRIVATE}]}, ["#news", "#team"]),
        ({"conversations__info": [refusal("channel_not_found")]}, ["#news", "#team"]),
        ({"users__info": [{"user": {**ALICE, "is_restricted": True}}]}, ["#news", "#team"]),
    ],
)
async def test_only_what_they_may_look_into_is_seen(
    replies: dict[str, list[Reply]], lines: list[str]
) -> None:
    """Channels that they are in, and public ones; of others nothing. A guest has those alone that they are in."""
    inbound = FakeInbound()
    inbound.candidates = SEEN
    view = await published(inbound, **replies)
    assert view["blocks"][-1]["text"]["text"].split("\n") == lines


@pytest.mark.parametrize("method", ["users__info", "users__conversations"])
async def test_who_cannot_be_judged_sees_nothing_new(method: str) -> None:
    """No guess at what somebody may see; and it is not asked for the tab of messages."""
    inbound = FakeInbound()
    inbound.candidates = SEEN
    messages = {**OPENED, "event": {**OPENED["event"], "tab": "messages"}}  # type: ignore[dict-item]  # a dict of dicts
    refusals: dict[str, list[Reply]] = {method: [refusal("ratelimited")]}
    async with workspace(inbound, **refusals) as slack:
        await slack.send("messages", messages)
        await slack.send("opened", OPENED)
        await slack.until(lambda: slack.called(method.replace("__", ".")) and len(slack.acknowledged) == 2)
        assert not slack.called("views.publish")
        assert len(slack.called("users.info")) == 1


def pressed(action_id: str, value: str) -> dict[str, Any]:
    """A press in her home: it is in no channel, and there is no address to answer at."""
    return {
        "type": "block_actions",
        "user": {"id": "U0ALICE", "username": "alice"},
        "trigger_id": "13.37",
        "view": {"type": "home", "private_metadata": DM},
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.5"}
        ],
    }


async def test_its_buttons_are_answered_in_her_direct_messages() -> None:
    """There is no other place that is hers alone."""
    inbound = FakeInbound(Notice(title="The latest"))
    async with workspace(inbound) as slack:
        await slack.send("press", pressed("say3", "/ev "), "interactive")
        await slack.until(lambda: slack.called("chat.postMessage"))
        [sent] = slack.called("chat.postMessage")
    [(caller, command, text, _)] = inbound.commands
    assert (caller.channel, command, text) == (DM, "/ev", "")
    assert (sent["channel"], sent["text"]) == (DM, "The latest")


async def opened_form(slack: FakeSlack) -> dict[str, Any]:
    """The form of editions, as it is opened from her home."""
    await slack.send("press", pressed("say?0", "/ev subscribe"), "interactive")
    await slack.until(lambda: slack.called("views.open"))
    view = slack.called("views.open")[0]["view"]
    return dict(json.loads(view) if isinstance(view, str) else view)


def submitted(view: dict[str, Any], channel: str) -> dict[str, Any]:
    """What she filled in."""
    filled = {"timetable": "daily 09:00", "zone": "Europe/Berlin", "quiet": "", "language": ""}
    values: dict[str, Any] = {name: {"value": {"value": value}} for name, value in filled.items()}
    values["size"] = {"value": {"selected_option": {"value": "5"}}}
    values["channel"] = {"value": {"selected_conversation": channel}}
    return {
        "type": "view_submission",
        "user": {"id": "U0ALICE", "username": "alice"},
        "view": {**view, "id": "V1", "state": {"values": values}},
    }


async def test_editions_for_a_channel_of_hers_are_set_up_from_home() -> None:
    """She chooses one, is answered in her direct messages, and her home shows it."""
    inbound = FakeInbound(Notice(title="Subscribed"))
    async with workspace(inbound, conversations__info=[{"channel": {**PUBLIC, "id": "C0NEWS"}}]) as slack:
        view = await opened_form(slack)
        assert view["blocks"][0]["element"]["type"] == "conversations_select"
        await slack.send("submit", submitted(view, "C0NEWS"), "interactive")
        await slack.until(lambda: slack.called("chat.postMessage") and slack.called("views.publish"))
        assert slack.called("chat.postMessage")[0]["channel"] == DM
    [(caller, _, text, _)] = inbound.commands
    assert (caller.channel, text) == ("C0NEWS", "subscribe daily 09:00 Europe/Berlin size 5")


@pytest.mark.parametrize(
    ("channel", "info", "told"),
    [
        ("C0BOARD", PRIVATE, "that you are in"),
        ("C0NEWS", {**PUBLIC, "is_member": False}, "Invite me there first"),
    ],
)
async def test_a_channel_that_is_not_hers_or_not_ours_is_refused_at_its_field(
    channel: str, info: dict[str, Any], told: str
) -> None:
    """Whatever a client sends: what a form says is no proof that somebody may see that channel."""
    inbound = FakeInbound()
    async with workspace(inbound, conversations__info=[{"channel": info}]) as slack:
        view = await opened_form(slack)
        await slack.send("submit", submitted(view, channel), "interactive")
        await slack.until(lambda: slack.payloads)
    assert told in slack.payloads[0]["errors"]["channel"]
    assert inbound.commands == []


def test_a_home_never_exceeds_its_limits() -> None:
    """100 blocks, and what has no room is said to be missing."""
    actions = tuple(Action(label=f"Do {number}", command="/ev", text=str(number)) for number in range(5))
    parts = tuple(
        Notice(
            title=f"Topic {number}",
            lines=tuple(f"#{'<x>' * 30}{line}" for line in range(60)),
            actions=actions,
        )
        for number in range(60)
    )
    view = blocks.home_view(parts, DM)
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 250_000
    assert all(len(block["text"]["text"]) <= 3_000 for block in view["blocks"] if block["type"] == "section")
    assert "more than fits" in view["blocks"][-1]["elements"][0]["text"]
    many = tuple(Notice(title=f"Topic {number}") for number in range(200))
    assert len(blocks.home_view(many, DM)["blocks"]) == 100
