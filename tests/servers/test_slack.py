"""The Slack adapter in a running Slack workspace (local-slack): what Alice sees when she types."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack import SlackChat
from bot.core.entities import EXTRACTS, Correction, CorrectionKind, Place, Platform, StoryList, WorkspaceId
from bot.core.errors import MessageGoneError
from tests import samples
from tests.fakes.clock import FakeClock
from tests.fakes.inbound import FakeInbound
from tests.servers.conftest import missing
from tests.servers.local_slack import (
    ALICE,
    APP_TOKEN,
    BOT,
    BOT_TOKEN,
    CHANNEL,
    LocalSlack,
    binary,
    running,
)

pytestmark = pytest.mark.server

PLACE = Place(workspace_id=WorkspaceId(1), platform=Platform.SLACK, channel=CHANNEL)
FOUND = StoryList(title="Xiaomi: the latest of 7 days", items=(samples.item(),))


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """A Slack workspace of our own."""
    path = binary()
    if path is None:
        missing("local-slack is missing: run `make test-servers`, or set LOCAL_SLACK to the program")
    else:
        async with running(path, tmp_path) as workspace:
            yield workspace


@pytest.fixture
def inbound() -> FakeInbound:
    """Knows one story about Xiaomi."""
    return FakeInbound(FOUND)


@pytest.fixture
async def chat(workspace: LocalSlack, inbound: FakeInbound) -> AsyncIterator[SlackChat]:
    """The adapter, connected."""
    chat = SlackChat(BOT_TOKEN, APP_TOKEN, workspace.api_url, inbound=inbound, clock=FakeClock())
    serving = asyncio.create_task(chat.run())
    await eventually(lambda: is_connected(workspace))
    yield chat
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def test_an_edition_stands_in_the_channel(workspace: LocalSlack, chat: SlackChat) -> None:
    """The morning's news is there to be read, with notification text and blocks."""
    posted = await chat.post(samples.delivery(PLACE), samples.edition(), "")
    [message] = await workspace.messages()
    assert (message["ts"], message["user"]) == (posted, BOT)
    assert message["blocks"][0]["text"]["text"] == "Electric cars"
    assert message["text"].startswith("Electric cars\nMonday 23 November 2026, 09:00")


async def test_an_edit_replaces_the_message(workspace: LocalSlack, chat: SlackChat) -> None:
    """The channel has one message as before, and it says what was put right."""
    posted = await chat.post(samples.delivery(PLACE), samples.edition(), "")
    slip = Correction(
        kind=CorrectionKind.TITLE, by=ALICE, at=samples.NOON, story=1, before="a", after="b", reason="a slip"
    )
    delivery = replace(samples.delivery(PLACE), message_id=posted)
    await chat.edit(delivery, samples.edition(corrections=(slip,)), "", parts=1)
    [message] = await workspace.messages()
    assert message["ts"] == posted
    assert "Corrected 13:00: the title of story 1" in str(message["blocks"])
    with pytest.raises(MessageGoneError):
        await chat.edit(replace(delivery, message_id="1.2"), samples.edition(), "", parts=1)


async def test_a_command_brings_the_stories(
    workspace: LocalSlack, chat: SlackChat, inbound: FakeInbound
) -> None:
    """`/ev xiaomi` is answered while Alice still looks at the line she typed."""
    assert chat.platform is Platform.SLACK
    await workspace.type_command("/ev", "xiaomi")
    [message] = await eventually(workspace.messages)
    assert message["text"].startswith(FOUND.title)
    [(caller, command, text, _)] = inbound.commands
    assert (caller.workspace, caller.channel, caller.user) == ("T0VOLT", CHANNEL, ALICE)
    assert (command, text) == ("/ev", "xiaomi")


async def test_a_question_in_the_thread_is_heard_once_and_answered_there(
    workspace: LocalSlack, chat: SlackChat, inbound: FakeInbound
) -> None:
    """A mention arrives as two events, and is one question with one answer below it."""
    thread = await chat.post(samples.delivery(PLACE), samples.edition(), "")
    await workspace.say(f"<@{BOT}> how long is the waiting list in China?", thread)
    await eventually(lambda: heard_twice(workspace))
    [question] = inbound.questions
    assert (question.text, question.is_addressed) == ("how long is the waiting list in China?", True)
    await chat.answer(samples.question(PLACE, thread=question.thread), samples.answer(writer=EXTRACTS))
    answer = (await workspace.messages())[-1]
    assert (answer["user"], answer["thread_ts"]) == (BOT, thread)
    assert "“Buyers in China wait 41 weeks.”" in str(answer["blocks"])


async def test_a_workspace_has_its_name(workspace: LocalSlack, chat: SlackChat) -> None:
    """Subscriptions of the configuration are filed under it."""
    assert workspace.url
    assert await chat.workspace_of(CHANNEL) == ("T0VOLT", "Volt Motors")


async def eventually(look: Callable[[], Awaitable[Any]]) -> Any:
    """Look until there is something to see. The workspace is another process, which is asked and does not tell."""
    async with asyncio.timeout(10):
        while not (seen := await look()):  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.01)  # time for it to work: both share the processor
    return seen


async def is_connected(workspace: LocalSlack) -> bool:
    """The bot has opened its socket."""
    return any(entry["kind"] == "socket" for entry in await workspace.log())


async def heard_twice(workspace: LocalSlack) -> bool:
    """The bot has acknowledged two events."""
    acknowledged = [entry for entry in await workspace.log() if entry["kind"] == "ack"]
    return len(acknowledged) >= 2
