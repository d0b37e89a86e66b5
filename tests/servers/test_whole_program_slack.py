"""The whole program in a running Slack workspace: feeds in, an edition out, `/ev xiaomi`, answers in the thread."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.adapters.clock import SystemClock
from bot.app import App
from bot.settings import Secrets
from tests.scenarios.program import eventually, open_program, running, subscription
from tests.servers.conftest import missing
from tests.servers.local_slack import APP_TOKEN, BOT, BOT_TOKEN, CHANNEL, LocalSlack, binary
from tests.servers.local_slack import running as running_slack

pytestmark = pytest.mark.server


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """A Slack workspace of our own."""
    path = binary()
    if path is None:
        missing("local-slack is missing: run `make test-servers`, or set LOCAL_SLACK to the program")
    async with running_slack(path, tmp_path) as workspace:
        yield workspace


@pytest.fixture
async def app(tmp_path: Path, workspace: LocalSlack) -> AsyncIterator[App]:
    """The program, running, configured for that workspace."""
    sections = {
        "slack": {"enabled": True, "api_url": workspace.api_url},
        "subscriptions": [subscription("slack", CHANNEL)],
    }
    secrets = Secrets.model_construct(
        slack_bot_token=SecretStr(BOT_TOKEN), slack_app_token=SecretStr(APP_TOKEN)
    )
    program = open_program(tmp_path, SystemClock(), chat=sections, secrets=secrets)
    async with program as app, running(app.run()):
        yield app


async def test_a_channel_from_edition_to_answer(workspace: LocalSlack, app: App):
    """The edition arrives by itself; Alice finds Xiaomi, and asks about the edition in its thread."""
    assert app.needs.chats
    (edition,) = await eventually(workspace.messages)
    assert edition["user"] == BOT
    assert edition["text"].startswith("Electric cars")

    await workspace.type_command("/ev", "xiaomi")
    listed = await eventually(lambda: _later(workspace, 1))
    assert "xiaomi" in listed["text"].lower()

    await workspace.say("How long do buyers of the SU7 wait in China?", edition["ts"])
    answer = await eventually(lambda: _answer(workspace, edition["ts"], 1))
    assert "month" in str(answer["blocks"])
    await workspace.say("Who won the football world cup?", edition["ts"])
    refusal = await eventually(lambda: _answer(workspace, edition["ts"], 2))
    assert "The sources do not say" in str(refusal["blocks"])


async def _later(workspace: LocalSlack, number: int) -> dict[str, Any] | None:
    messages = await workspace.messages()
    return messages[number] if len(messages) > number else None


async def _answer(workspace: LocalSlack, thread: str, number: int) -> dict[str, Any] | None:
    replies = [
        each for each in await workspace.messages() if each.get("thread_ts") == thread and each["user"] == BOT
    ]
    replies = [each for each in replies if each["ts"] != thread]
    return replies[number - 1] if len(replies) >= number else None
