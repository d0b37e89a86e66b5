"""What people press in Slack, over the wire: acknowledged, passed on, answered where it was pressed."""

from typing import Any

import pytest

from bot.core.entities import Attached, Notice
from tests.adapters.test_slack_chat import connected, slack_that
from tests.fakes.inbound import FakeInbound
from tests.fakes.slack_api import BOT, FakeSlack, Reply, hangs_up, refusal


def press(slack: FakeSlack, action_id: str, **changes: Any) -> dict[str, Any]:
    """A press of one of our buttons below a message that only its caller sees."""
    return {
        "type": "block_actions",
        "user": {"id": "U0ALICE"},
        "channel": {"id": "C0NEWS"},
        "response_url": slack.response_url,
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "b",
                "value": "/ev feeds confirm 7f",
                "action_ts": "1.5",
            }
        ],
        **changes,
    }


@pytest.mark.parametrize(("action_id", "replaces"), [("say!0", True), ("say1", False)])
async def test_a_pressed_button_says_what_it_stands_for(action_id: str, *, replaces: bool) -> None:
    """What is settled gives way to the reply; what is not stays above it."""
    inbound = FakeInbound(Notice(title="It is read from now on"))
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("press", press(slack, action_id), "interactive")
        await slack.until(lambda: slack.responses and slack.acknowledged)
    [(caller, command, text, key)] = inbound.commands
    assert (caller.channel, caller.user, command, text) == ("C0NEWS", "U0ALICE", "/ev", "feeds confirm 7f")
    assert key == "C0NEWS:U0ALICE:1.5"
    assert slack.responses[0]["replace_original"] is replaces
    assert slack.acknowledged == ["press"]


async def test_a_press_that_comes_twice_is_one() -> None:
    """Slack may send an envelope again after a reconnect."""
    inbound = FakeInbound()
    async with slack_that() as slack, connected(slack, inbound):
        for envelope in ("first", "second"):
            await slack.send(envelope, press(slack, "say!0"), "interactive")
        await slack.until(lambda: len(slack.acknowledged) == 2 and slack.responses)
    assert len(inbound.commands) == len(slack.responses) == 1


async def test_a_story_s_menu_says_what_was_chosen() -> None:
    """The menu behind a story's dots is pressed like a button: what stands there is said for its caller."""
    inbound = FakeInbound()
    chosen = {"type": "overflow", "action_id": "say.story2", "action_ts": "1.5", "block_id": "b"}
    action = {
        **chosen,
        "selected_option": {"value": "/ev flag 12.2.1", "text": {"type": "plain_text", "text": "x"}},
    }
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("press", press(slack, "", actions=[action]), "interactive")
        await slack.until(lambda: slack.responses and slack.acknowledged)
    [(_, command, text, _)] = inbound.commands
    assert (command, text) == ("/ev", "flag 12.2.1")


def reacted(name: str, kind: str = "reaction_added", **changes: Any) -> dict[str, Any]:
    """Somebody's reaction to a message of ours."""
    event = {
        "type": kind,
        "user": "U0ALICE",
        "reaction": name,
        "item_user": BOT,
        "item": {"type": "message", "channel": "C0NEWS", "ts": "17.1"},
        "event_ts": "18.1",
    }
    return {"type": "event_callback", "team_id": "T0VOLT", "event": {**event, **changes}}


@pytest.mark.parametrize(
    ("payload", "vote"),
    [
        (reacted("+1"), 1),
        (reacted("thumbsup::skin-tone-4"), 1),
        (reacted("-1::skin-tone-2"), -1),
        (reacted("-1", "reaction_removed"), 0),
        (reacted("tada"), None),
        (reacted("+1", user=BOT), None),
        (reacted("+1", item_user="U0BOB"), None),
        (reacted("+1", item={"type": "file", "file": "F1"}), None),
    ],
)
async def test_thumbs_are_passed_on(payload: dict[str, Any], vote: int | None) -> None:
    """On messages of ours, whatever the thumb's colour; other reactions, and our own, are nothing."""
    inbound = FakeInbound()
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("thumb", payload)
        await slack.until(lambda: slack.acknowledged)
    heard = [(caller.channel, caller.user, message, vote) for caller, message, vote in inbound.reactions]
    assert heard == ([("C0NEWS", "U0ALICE", "17.1", vote)] if vote is not None else [])


def typed(slack: FakeSlack, text: str) -> dict[str, Any]:
    """A command."""
    return {
        "command": "/ev",
        "text": text,
        "channel_id": "C0NEWS",
        "user_id": "U0ALICE",
        "user_name": "alice",
        "trigger_id": "13.37",
        "response_url": slack.response_url,
    }


@pytest.mark.parametrize(
    ("role", "is_admin"),
    [
        ({"is_admin": True, "team_id": "T0VOLT"}, True),
        ({"is_owner": True, "team_id": "T0VOLT"}, True),
        ({"team_id": "T0VOLT"}, False),
        ({"is_admin": True, "team_id": "T0OTHER"}, False),
        ({"is_admin": True, "team_id": "T0VOLT", "deleted": True}, False),
    ],
)
async def test_admins_of_this_workspace_are_known(role: dict[str, Any], *, is_admin: bool) -> None:
    """A guest of a shared channel may be an admin at home; that says nothing here."""
    inbound = FakeInbound()
    async with slack_that(users__info=[{"user": role}]) as slack, connected(slack, inbound):
        await slack.send("command", typed(slack, "feeds add example.com"), "slash_commands")
        await slack.until(lambda: slack.responses)
    [(caller, *_)] = inbound.commands
    assert (caller.name, caller.is_manager, caller.is_admin) == ("alice", is_admin, is_admin)


async def test_nobodys_role_is_asked_for_a_search() -> None:
    """Asking is open to all, and must be quick."""
    inbound = FakeInbound()
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("command", typed(slack, "xiaomi"), "slash_commands")
        await slack.until(lambda: slack.responses)
        assert slack.called("users.info") == []


@pytest.mark.parametrize("answer", [refusal("missing_scope", needed="users:read"), hangs_up])
async def test_who_cannot_be_looked_up_is_no_manager(answer: Reply) -> None:
    """An app that was installed with fewer permissions goes on working, with fewer rights."""
    inbound = FakeInbound()
    async with slack_that(users__info=[answer]) as slack, connected(slack, inbound):
        await slack.send("command", typed(slack, "feeds add example.com"), "slash_commands")
        await slack.until(lambda: slack.responses)
    [(caller, *_)] = inbound.commands
    assert not caller.is_manager


async def test_what_takes_long_gives_way_to_the_reply() -> None:
    """One message that changes; the number of answers to a command is bounded, so it is said once."""
    inbound = FakeInbound()
    inbound.doing = "Looking for feeds at example.com …"
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("command", typed(slack, "xiaomi"), "slash_commands")
        await slack.until(lambda: len(slack.responses) == 2)
    doing, done = slack.responses
    assert (doing["text"], doing["replace_original"]) == ("Looking for feeds at example.com …", False)
    assert (done["text"], done["replace_original"]) == ("done", True)


@pytest.mark.parametrize("action_id", ["say1", "say!0"])
async def test_an_answer_never_takes_the_place_of_an_edition_nor_of_its_own_beginning(action_id: str) -> None:
    """A button may stand below what the whole channel reads, and an answer may take several messages."""
    long = Notice(title="What there is", lines=tuple(f"{number} {'word ' * 100}" for number in range(60)))
    inbound = FakeInbound(long)
    inbound.doing = "Looking …"
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("press", press(slack, action_id), "interactive")
        await slack.until(lambda: len(slack.responses) > 3)
    settles = action_id == "say!0"
    assert [each["replace_original"] for each in slack.responses[:4]] == [settles, settles, False, False]


LIST = Notice(
    title="Electric cars: the feeds as a list",
    lines=("Keep it to yourself.",),
    file=Attached(name="feeds.opml", data=b"<opml>secret-address</opml>"),
)
TAKES: dict[str, list[Reply]] = {
    "users__info": [{"user": {"is_admin": True, "team_id": "T0VOLT"}}],
    "conversations__open": [{"channel": {"id": "D0ALICE"}}],
    "files__completeUploadExternal": [{"files": [{"id": "F0LIST", "title": "feeds.opml"}]}],
}


async def test_a_file_goes_to_whoever_asked_and_to_nobody_else() -> None:
    """By Slack's upload of today, into their direct messages; in the channel it is only said where it is, to them alone."""
    replies: dict[str, list[Reply]] = {**TAKES}
    async with slack_that(**replies) as slack, connected(slack, FakeInbound(LIST)):
        await slack.send("command", typed(slack, "feeds export"), "slash_commands")
        await slack.until(lambda: slack.responses)
    [asked] = slack.called("files.getUploadURLExternal")
    assert (asked["filename"], asked["length"]) == ("feeds.opml", "27")
    assert any(b"<opml>secret-address</opml>" in each for each in slack.uploads)
    [completed] = slack.called("files.completeUploadExternal")
    assert completed["channel_id"] == "D0ALICE"
    assert slack.called("conversations.open") == [{"users": "U0ALICE"}]
    [said] = slack.responses
    assert (said["response_type"], "direct messages" in said["text"]) == ("ephemeral", True)
    assert "secret-address" not in str(said)


@pytest.mark.parametrize(
    ("method", "refused", "told"),
    [
        ("files__getUploadURLExternal", refusal("missing_scope", needed="files:write"), "files:write"),
        ("conversations__open", refusal("cannot_dm_bot"), "did not take it"),
        ("files__completeUploadExternal", hangs_up, "did not take it"),
    ],
)
async def test_a_file_that_does_not_arrive_is_told(method: str, refused: Reply, told: str) -> None:
    """An app of an older manifest lacks the permission, and says which."""
    replies: dict[str, list[Reply]] = {**TAKES, method: [refused]}
    async with slack_that(**replies) as slack, connected(slack, FakeInbound(LIST)):
        await slack.send("command", typed(slack, "feeds export"), "slash_commands")
        await slack.until(lambda: slack.responses)
    [said] = slack.responses
    assert told in said["text"]
    assert "Keep it to yourself" not in said["text"]
