"""Slack over the wire, against a fake of it: what is posted, what is recorded, and what its refusals mean to us."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from bot.adapters.slack import SlackChat
from bot.core.entities import (
    Correction,
    CorrectionKind,
    NewQuestion,
    Notice,
    Place,
    Platform,
    StoryList,
    WorkspaceId,
)
from bot.core.errors import (
    ChannelGoneError,
    ChatError,
    ChatUnavailableError,
    ChatUncertainError,
    ConfigError,
    InstallationGoneError,
    MessageGoneError,
    StoreError,
)
from tests import samples
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.inbound import FakeInbound
from tests.fakes.slack_api import BOT, FakeSlack, Reply, broken, hangs_up, rate_limit, refusal

PLACE = Place(workspace_id=WorkspaceId(1), platform=Platform.SLACK, channel="C0NEWS")
DELIVERY = samples.delivery(PLACE)


def chat_of(slack: FakeSlack, inbound: FakeInbound | None = None, **changes: Any) -> SlackChat:
    """The adapter, talking to the fake."""
    values = {"inbound": inbound or FakeInbound(), "clock": FakeClock(), **changes}
    return SlackChat("xoxb-test", "xapp-test", slack.api_url, **values)


def slack_that(**replies: list[Reply]) -> AbstractAsyncContextManager[FakeSlack]:
    """A running fake, with scripted replies."""
    return FakeSlack(**replies).running()


@asynccontextmanager
async def connected(slack: FakeSlack, inbound: FakeInbound) -> AsyncIterator[None]:
    """The adapter serves events while the block runs."""
    serving = asyncio.create_task(chat_of(slack, inbound).run())
    try:
        yield
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_each_message_waits_for_the_channels_turn() -> None:
    """Slack takes one message a second in a channel: an answer of two messages is two turns, and no turn is after its post."""
    turns: list[tuple[str, dt.timedelta, int]] = []

    async def turn(name: str, rest: dt.timedelta) -> None:
        turns.append((name, rest, len(slack.called("chat.postMessage"))))

    async with slack_that() as slack:
        chat = chat_of(slack, pace=turn)
        await chat.post(DELIVERY, samples.edition(), "")
        await chat.post(DELIVERY, samples.edition(), "")
    assert turns == [("slack:C0NEWS", dt.timedelta(seconds=1), number) for number in (0, 1)]


async def test_an_edition_is_posted_with_its_key_and_without_link_cards() -> None:
    """The key is how a message is found again, and link cards would bury the stories."""
    async with slack_that() as slack:
        posted = await chat_of(slack).post(DELIVERY, samples.edition(), "")
        [sent] = slack.called("chat.postMessage")
    assert posted == "1795431600.000100"
    assert sent["channel"] == "C0NEWS"
    assert sent["metadata"] == {"event_type": "newsthread_delivery", "event_payload": {"key": DELIVERY.key}}
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert "thread_ts" not in sent


async def test_the_second_part_goes_into_the_thread() -> None:
    """A long edition does not fill the channel."""
    edition = samples.edition(*map(samples.item, range(30)))
    async with slack_that() as slack:
        await chat_of(slack).post(samples.delivery(PLACE, part=1), edition, "1795431600.000100")
        [sent] = slack.called("chat.postMessage")
    assert sent["thread_ts"] == "1795431600.000100"
    assert "part 2 of" in sent["text"]


@pytest.mark.parametrize(
    ("reply", "expected", "words"),
    [
        (refusal("channel_not_found"), ChannelGoneError, "/invite @newsthread"),
        (refusal("not_in_channel"), ChannelGoneError, "/invite @newsthread"),
        (refusal("is_archived"), ChannelGoneError, "unarchive"),
        (refusal("token_revoked"), InstallationGoneError, "install the app again"),
        (refusal("account_inactive"), InstallationGoneError, "install it again"),
        (refusal("missing_scope", needed="chat:write"), ChannelGoneError, "chat:write"),
        (refusal("invalid_blocks"), ChatError, "invalid_blocks"),
        (refusal("service_unavailable"), ChatUnavailableError, "wait"),
        (rate_limit, ChatUnavailableError, "wait"),
        (refusal("internal_error"), ChatUncertainError, "internal_error"),
        (refusal("fatal_error"), ChatUncertainError, "fatal_error"),
        (broken, ChatUncertainError, "502"),
        (hangs_up, ChatUncertainError, "connection"),
    ],
)
async def test_a_failed_post_says_what_happened_and_is_not_repeated(
    reply: Reply, expected: type[ChatError], words: str
) -> None:
    """Whether it may be tried again, or a person has to act, depends on it; a silent repeat would post twice."""
    async with slack_that(chat__postMessage=[reply]) as slack:
        with pytest.raises(ChatError, match=words) as raised:
            await chat_of(slack).post(DELIVERY, samples.edition(), "")
        assert type(raised.value) is expected
        assert len(slack.called("chat.postMessage")) == 1


async def test_a_rate_limit_names_the_time_to_try_again() -> None:
    """Trying earlier would only prolong it."""
    async with slack_that(chat__postMessage=[rate_limit]) as slack:
        with pytest.raises(ChatUnavailableError) as raised:
            await chat_of(slack).post(DELIVERY, samples.edition(), "")
    assert raised.value.retry_at == NOON + dt.timedelta(seconds=30)


async def test_an_unreachable_slack_posted_nothing() -> None:
    """Without a connection there can be no message, so it may be posted later without a doubt."""
    async with slack_that() as slack:
        chat = chat_of(slack)
    with pytest.raises(ChatUnavailableError):
        await chat.post(DELIVERY, samples.edition(), "")


def of_key(key: str, user: str = BOT, ts: str = "1795431600.000200") -> dict[str, Any]:
    """A message of the history, with a key."""
    metadata = {"event_type": "newsthread_delivery", "event_payload": {"key": key}}
    return {"ts": ts, "user": user, "text": "…", "metadata": metadata}


async def test_a_posted_delivery_is_found_by_its_key_on_any_page_of_the_history() -> None:
    """After a crash nobody may see the same edition twice."""
    first = {"messages": [of_key("another")], "response_metadata": {"next_cursor": "more"}}
    async with slack_that(conversations__history=[first, {"messages": [of_key(DELIVERY.key)]}]) as slack:
        found = await chat_of(slack).find_posted(DELIVERY, "")
        pages = slack.called("conversations.history")
    assert found == "1795431600.000200"
    assert [page.get("cursor") for page in pages] == [None, "more"]
    assert pages[0]["include_all_metadata"] == "1"


async def test_one_message_is_recognized_by_its_key() -> None:
    """Somebody speaks of a message: it is read by itself, and only ours is believed."""
    other = replace(DELIVERY, key="another")
    replies = [of_key(DELIVERY.key), of_key("unknown"), of_key(DELIVERY.key, "U0MALLORY")]
    async with slack_that(conversations__history=[{"messages": [each]} for each in replies]) as slack:
        chat = chat_of(slack)
        found = [await chat.recognize("1795431600.000200", [other, DELIVERY]) for _ in replies]
        asked = slack.called("conversations.history")[0]
    assert found == [DELIVERY, None, None]
    assert (asked["oldest"], asked["latest"], asked["inclusive"]) == (
        "1795431600.000200", "1795431600.000200", "1",
    )  # fmt: skip


async def test_a_message_that_may_not_be_read_is_not_recognized() -> None:
    """Nobody can tell, which is not the same as no."""
    async with slack_that(conversations__history=[refusal("missing_scope")]) as slack:
        with pytest.raises(ChatUncertainError, match="history cannot be read"):
            await chat_of(slack).recognize("1795431600.000200", [DELIVERY])


async def test_a_later_part_is_looked_for_in_its_thread() -> None:
    """The channel's history does not hold what stands in threads."""
    async with slack_that(conversations__replies=[{"messages": [of_key(DELIVERY.key)]}]) as slack:
        found = await chat_of(slack).find_posted(samples.delivery(PLACE, part=1), "1795431600.000100")
        [asked] = slack.called("conversations.replies")
    assert (found, asked["ts"]) == ("1795431600.000200", "1795431600.000100")


async def test_nobody_else_can_pretend_that_a_delivery_was_posted() -> None:
    """Everybody can read our keys; a message of theirs must not keep an edition away."""
    async with slack_that(
        conversations__history=[{"messages": [of_key(DELIVERY.key, "U0MALLORY")]}]
    ) as slack:
        assert await chat_of(slack).find_posted(DELIVERY, "") is None


@pytest.mark.parametrize(
    "reply",
    [
        refusal("missing_scope", needed="channels:history"),
        refusal("channel_not_found"),
        refusal("not_in_channel"),
    ],
)
async def test_an_unreadable_history_leaves_a_delivery_uncertain(reply: Reply) -> None:
    """Not to know is no reason to post again."""
    async with slack_that(conversations__history=[reply]) as slack:
        with pytest.raises(ChatUncertainError, match="history cannot be read"):
            await chat_of(slack).find_posted(DELIVERY, "")


async def test_a_message_too_far_back_leaves_a_delivery_uncertain() -> None:
    """In a channel that never ends, nobody claims to have read all of it."""
    endless = {"messages": [], "response_metadata": {"next_cursor": "more"}}
    async with slack_that(conversations__history=[endless]) as slack:
        with pytest.raises(ChatUncertainError, match="4,000 messages"):
            await chat_of(slack).find_posted(DELIVERY, "")


@pytest.mark.parametrize("reply", [rate_limit, refusal("internal_error"), broken, hangs_up])
async def test_a_history_that_cannot_be_read_now_is_read_later(reply: Reply) -> None:
    """A rate limit during a restart must not cost a channel its edition: looking again will tell."""
    async with slack_that(conversations__history=[reply]) as slack:
        with pytest.raises(ChatUnavailableError):
            await chat_of(slack).find_posted(DELIVERY, "")


async def test_the_history_names_the_time_to_look_again() -> None:
    """Looking earlier would only prolong the rate limit."""
    async with slack_that(conversations__history=[rate_limit]) as slack:
        with pytest.raises(ChatUnavailableError) as raised:
            await chat_of(slack).find_posted(DELIVERY, "")
    assert raised.value.retry_at == NOON + dt.timedelta(seconds=30)


async def test_a_post_that_hangs_is_given_up_before_its_lease_ends() -> None:
    """Else a second process would take the delivery over, and both would post; what became of it is unknown."""
    soon = dt.timedelta(seconds=0.05)
    async with FakeSlack().running() as slack:
        slack.hanging = "chat.postMessage"
        with pytest.raises(ChatUncertainError, match="took too long"):
            await chat_of(slack, time_limit=soon).post(DELIVERY, samples.edition(), "")


async def test_a_look_that_hangs_is_given_up_before_its_lease_ends() -> None:
    """Nothing was posted by looking, so it is looked again later."""
    soon = dt.timedelta(seconds=0.05)
    async with FakeSlack().running() as slack:
        slack.hanging = "conversations.history"
        with pytest.raises(ChatUnavailableError, match="took too long"):
            await chat_of(slack, time_limit=soon).find_posted(DELIVERY, "")


async def test_an_answer_goes_into_the_thread_of_its_question() -> None:
    """Whoever asks finds the answer below the question."""
    async with slack_that() as slack:
        await chat_of(slack).answer(samples.question(PLACE, thread="1795431600.000100"), samples.answer())
        [sent] = slack.called("chat.postMessage")
    assert sent["thread_ts"] == "1795431600.000100"
    assert sent["metadata"]["event_payload"] == {"key": "question:5"}


async def test_an_answer_that_stands_already_is_not_posted_again() -> None:
    """The process died after posting: the second attempt finds the first."""
    question = samples.question(PLACE, attempts=2)
    async with slack_that(conversations__replies=[{"messages": [of_key("question:5")]}]) as slack:
        assert await chat_of(slack).answer(question, samples.answer()) == "1795431600.000200"
        assert slack.called("chat.postMessage") == []


NOTICE = Notice(title="1 feed cannot be read", lines=("Volt Courier, since noon: it answered 500",))


async def test_a_notice_stands_in_its_channel() -> None:
    """Whoever runs the bot reads of a dead feed in the channel they named, outside any thread."""
    async with slack_that() as slack:
        await chat_of(slack).notify("C0OPS", NOTICE, "notice:1")
        [sent] = slack.called("chat.postMessage")
    assert sent["channel"] == "C0OPS"
    assert "thread_ts" not in sent
    assert sent["metadata"]["event_payload"] == {"key": "notice:1"}
    assert "it answered 500" in str(sent["blocks"])


async def test_a_notice_that_stands_already_is_not_posted_again() -> None:
    """The process died after posting: the next one finds what it posted."""
    async with slack_that(conversations__history=[{"messages": [of_key("notice:1")]}]) as slack:
        assert await chat_of(slack).notify("C0OPS", NOTICE, "notice:1") == "1795431600.000200"
        assert slack.called("chat.postMessage") == []


async def test_a_notice_is_posted_where_nobody_can_look() -> None:
    """Without the permission to read history a notice that might come twice is better than none."""
    async with slack_that(conversations__history=[refusal("missing_scope")]) as slack:
        await chat_of(slack).notify("C0OPS", NOTICE, "notice:1")
        assert len(slack.called("chat.postMessage")) == 1


async def test_the_workspace_of_a_channel_is_known() -> None:
    """Subscriptions of the configuration are filed under it."""
    async with slack_that() as slack:
        assert await chat_of(slack).workspace_of("C0NEWS") == ("T0VOLT", "Volt Motors")


@pytest.mark.parametrize(
    "reply", [refusal("channel_not_found"), {"channel": {"id": "C0NEWS", "is_archived": True}}]
)
async def test_a_channel_nobody_can_post_to_is_noticed_at_once(reply: Reply) -> None:
    """A wrong channel id shows at start, not at nine in the morning."""
    async with slack_that(conversations__info=[reply]) as slack:
        with pytest.raises(ChannelGoneError, match="C0NEWS"):
            await chat_of(slack).workspace_of("C0NEWS")


def asked(ts: str = "1795431600.000300") -> dict[str, Any]:
    """The payload of a mention in a thread."""
    event = {
        "type": "app_mention",
        "user": "U0ALICE",
        "text": f"<@{BOT}> how long is the waiting list?",
        "ts": ts,
        "thread_ts": "1795431600.000100",
        "channel": "C0NEWS",
    }
    return {"type": "event_callback", "event_id": f"E{ts}", "team_id": "T0VOLT", "event": event}


async def test_a_client_id_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt takes it for an app that is installed through OAuth, and would turn every event away."""
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "invented")
    async with slack_that() as slack:
        with pytest.raises(ConfigError, match="SLACK_CLIENT_ID"):
            await chat_of(slack).run()


async def test_the_bots_own_token_in_the_environment_is_nothing_to_warn_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A first start that is all right says so, instead of sending its reader to Bolt's documentation."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    async with slack_that() as slack, connected(slack, inbound := FakeInbound()):
        await slack.send("first", asked())
        await slack.until(lambda: slack.acknowledged)
    assert len(inbound.questions) == 1
    # asyncio's own remarks about a slow machine are no part of it
    warnings = [
        record for record in caplog.records if record.levelname == "WARNING" and record.name != "asyncio"
    ]
    assert [record.getMessage() for record in warnings] == []


class WaitingInbound(FakeInbound):
    """Records only after it has waited in vain for an acknowledgement."""

    def __init__(self, slack: FakeSlack) -> None:
        super().__init__()
        self._slack = slack
        self.order: list[str] = []

    @override
    async def question(self, question: NewQuestion) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await self._slack.until(lambda: self._slack.acknowledged)
                self.order.append("acknowledged")
        self.order.append("recorded")
        return await super().question(question)


async def test_a_question_is_recorded_before_slack_may_forget_it() -> None:
    """If we die in between, Slack still has it and sends it again."""
    async with slack_that() as slack:
        inbound = WaitingInbound(slack)
        async with connected(slack, inbound):
            await slack.send("first", asked())
            await slack.until(lambda: slack.acknowledged)
    assert inbound.order == ["recorded"]
    assert slack.acknowledged == ["first"]


class FullInbound(FakeInbound):
    """Cannot record the first question."""

    def __init__(self) -> None:
        super().__init__()
        self.failed = asyncio.Event()

    @override
    async def question(self, question: NewQuestion) -> bool:
        if not self.failed.is_set():
            self.failed.set()
            raise StoreError("the disk is full")
        return await super().question(question)


async def test_what_could_not_be_recorded_is_not_acknowledged() -> None:
    """Slack sends it again, and then it is heard."""
    async with slack_that() as slack, connected(slack, inbound := FullInbound()):
        await slack.send("first", asked())
        await inbound.failed.wait()
        await slack.send("again", asked())
        await slack.until(lambda: "again" in slack.acknowledged)
    assert slack.acknowledged == ["again"]
    assert len(inbound.questions) == 1


async def test_what_no_person_says_is_acknowledged_and_passed_over() -> None:
    """Edits, bots and ourselves ask nothing; unacknowledged, Slack would send them again and again."""
    mine = {**asked()["event"], "type": "message", "user": "U0OTHER", "bot_id": "B0OTHER"}
    edit = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": "C0NEWS", "ts": "1.2"}
    async with slack_that() as slack, connected(slack, inbound := FakeInbound()):
        await slack.send("bot", {**asked(), "event": mine})
        await slack.send("edit", {**asked(), "event": edit})
        await slack.until(lambda: len(slack.acknowledged) == 2)
    assert inbound.questions == []


def typed(slack: FakeSlack, text: str) -> dict[str, Any]:
    """The payload of a command."""
    return {
        "command": "/ev",
        "text": text,
        "team_id": "T0VOLT",
        "channel_id": "C0NEWS",
        "user_id": "U0ALICE",
        "trigger_id": "13.37",
        "response_url": slack.response_url,
    }


async def test_a_command_is_answered_to_its_caller_alone() -> None:
    """`/ev xiaomi` shows the stories without filling the channel."""
    inbound = FakeInbound(StoryList(title="Xiaomi", items=(samples.item(),)))
    async with slack_that() as slack, connected(slack, inbound):
        await slack.send("command", typed(slack, "xiaomi &amp; co"), "slash_commands")
        await slack.until(lambda: slack.responses)
    [(caller, command, text, key)] = inbound.commands
    assert (caller.workspace, caller.channel, caller.user) == ("T0VOLT", "C0NEWS", "U0ALICE")
    assert (command, text, key) == ("/ev", "xiaomi & co", "13.37")
    assert slack.responses[0]["response_type"] == "ephemeral"
    assert "Waiting list" in slack.responses[0]["text"]


async def test_a_command_that_fails_says_so() -> None:
    """Silence would leave people guessing."""
    async with slack_that() as slack, connected(slack, FakeInbound(StoreError("the disk is full"))):
        await slack.send("command", typed(slack, ""), "slash_commands")
        await slack.until(lambda: slack.responses)
    assert slack.responses[0]["text"].startswith("Something went wrong here.")
    assert "disk" not in slack.responses[0]["text"]


@pytest.mark.parametrize("method", ["auth__test", "apps__connections__open"])
async def test_a_wrong_token_ends_the_run_with_the_cure(method: str) -> None:
    """The SDK alone would try for ever, and nobody would know why the bot is silent."""
    wrong: dict[str, list[Reply]] = {method: [refusal("invalid_auth")]}
    async with slack_that(**wrong) as slack:
        with pytest.raises(ConfigError, match="install the app again"):
            await chat_of(slack).run()


async def test_a_lost_connection_ends_the_run() -> None:
    """A process that hears nothing must not look alive: it ends, and is started again."""
    async with slack_that() as slack:
        serving = asyncio.create_task(chat_of(slack, patience=dt.timedelta(seconds=0.5)).run())
        await slack.hang_up()
        with pytest.raises(ChatUnavailableError, match="did not come back"):
            await serving


CORRECTED = samples.edition(
    corrections=(
        Correction(
            kind=CorrectionKind.BULLET,
            by="U1",
            at=NOON,
            story=1,
            bullet=2,
            before="a",
            after="b",
            reason="a slip",
        ),
    )
)


async def test_an_edit_replaces_what_stands_there() -> None:
    """The message's own ts, in the channel's turn; its key stays, since Slack keeps metadata that is not sent."""
    turns: list[str] = []

    async def turn(name: str, _rest: dt.timedelta) -> None:
        turns.append(name)

    async with slack_that(chat__update=[{"ts": "17.1"}]) as slack:
        await chat_of(slack, pace=turn).edit(replace(DELIVERY, message_id="17.1"), CORRECTED, "", parts=1)
        [sent] = slack.called("chat.update")
    assert (sent["channel"], sent["ts"], turns) == ("C0NEWS", "17.1", ["slack:C0NEWS"])
    assert "*Corrected 13:00: sentence 2 of story 1 is now the publisher's own (a slip)*" in str(
        sent["blocks"]
    )
    assert "metadata" not in sent
    assert slack.called("chat.postMessage") == []


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refusal("message_not_found"), MessageGoneError),
        (refusal("edit_window_closed"), ChatError),
        (refusal("cant_update_message"), ChatError),
        (rate_limit, ChatUnavailableError),
        (broken, ChatUncertainError),
    ],
)
async def test_what_hinders_an_edit(reply: Reply, error: type[ChatError]) -> None:
    """A deleted message, a workspace that closes edits, a rate limit, an answer that was lost: each is told from the others."""
    async with slack_that(chat__update=[reply]) as slack:
        with pytest.raises(ChatError) as raised:
            await chat_of(slack).edit(replace(DELIVERY, message_id="17.1"), CORRECTED, "", parts=1)
    assert type(raised.value) is error


async def test_an_edit_of_a_part_that_holds_nothing_any_more() -> None:
    """A withdrawn edition takes one message; the others that stand there say that nothing is left."""
    withdrawn = samples.edition(corrections=(Correction(kind=CorrectionKind.WITHDRAWN, by="U1", at=NOON),))
    async with slack_that(chat__update=[{"ts": "17.2"}]) as slack:
        await chat_of(slack).edit(replace(DELIVERY, message_id="17.2", part=1), withdrawn, "17.1", parts=2)
        [sent] = slack.called("chat.update")
    assert "nothing here any more" in str(sent["blocks"])


async def test_direct_messages_are_opened_without_writing_any():
    """Whoever watches something alone has a channel with the bot, and hears nothing before there is something."""
    async with slack_that(conversations__open=[{"channel": {"id": "D0ALICE"}}]) as slack:
        channel = await chat_of(slack).direct("T0TEAM", "U0ALICE")
        assert slack.called("conversations.open") == [{"users": "U0ALICE"}]
        assert slack.called("chat.postMessage") == []
    assert channel == "D0ALICE"
    assert replace(PLACE, channel=channel).is_direct
    assert not PLACE.is_direct


async def test_a_scope_that_direct_messages_lack_is_named():
    """An installation from before cannot open them: the operator's log says which permission to add."""
    async with slack_that(conversations__open=[refusal("missing_scope", needed="im:write")]) as slack:
        with pytest.raises(ChannelGoneError, match="lacks the scope im:write"):
            await chat_of(slack).direct("T0TEAM", "U0ALICE")
