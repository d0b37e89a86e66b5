"""The program as it is deployed: a process for each role, on PostgreSQL, with publishers, Slack and a language model of ours."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from typing_extensions import override

from bot.adapters.clock import SystemClock
from bot.adapters.demo_publisher import open_demo_site
from bot.settings import bundled
from tests.fakes.openai_server import KEY, OpenAIServer, open_openai_server
from tests.fakes.slack_api import FakeSlack, Reply
from tests.servers.postgresql import free_port

ROOT = Path(__file__).parents[2]
CHANNEL = "C0NEWS"
BOT_TOKEN = "xoxb-canary-bot-token"
APP_TOKEN = "xapp-canary-app-token"
PATIENCE = 60.0
"""Seconds that anything may take here."""


class Workspace(FakeSlack):
    """A Slack workspace that remembers what was posted: *messages*, oldest first, those of threads too."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []
        self._heard = 0

    @override
    def _default(self, method: str, arguments: dict[str, Any]) -> Reply:
        if method == "chat.postMessage":
            return {"ts": self._posted(arguments)}
        if method in ("conversations.history", "conversations.replies"):
            thread = arguments.get("ts", "")
            return {"messages": [each for each in self.messages if each.get("thread_ts", "") == thread]}
        return super()._default(method, arguments)

    def _posted(self, arguments: dict[str, Any]) -> str:
        ts = f"1795431600.{len(self.messages):06d}"
        metadata = arguments["metadata"]
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        thread = arguments.get("thread_ts") or ""
        message = {
            "ts": ts,
            "thread_ts": thread,
            "user": "U0BOT",
            "metadata": metadata,
            "text": arguments["text"],
        }
        self.messages.append(message)
        return ts

    @property
    def keys(self) -> list[str]:
        """What each message is known by: twice the same is the same message twice."""
        return [str(each["metadata"]["event_payload"]["key"]) for each in self.messages]

    async def hear(self, text: str, thread: str) -> None:
        """Somebody writes in a thread."""
        self._heard += 1
        event = {
            "type": "message",
            "channel": CHANNEL,
            "channel_type": "channel",
            "user": "U0ALICE",
            "text": text,
        }
        event |= {"ts": f"1795431700.{self._heard:06d}", "thread_ts": thread, "team": "T0VOLT"}
        heard = {
            "type": "event_callback",
            "team_id": "T0VOLT",
            "event_id": f"Ev{self._heard}",
            "event": event,
        }
        await self.send(f"e{self._heard}", heard)


class Process:
    """One process of the program."""

    def __init__(self, role: str, process: asyncio.subprocess.Process) -> None:
        self.role = role
        self._process = process

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()

    def terminate(self) -> None:
        """Ask it to end, as any platform does."""
        self._process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it has ended; what it ended with."""
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()

    async def end(self) -> None:
        """Make sure that it has ended."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


ONE_WORKSPACE = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
"""What is in the environment where Slack comes over Socket Mode."""


S = TypeVar("S", bound=FakeSlack)


class Deployment(Generic[S]):
    """Processes that share a database. *log* is what all of them have said. *slack_secrets* are in their environment."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        page_port: int,
        slack: S,
        model: OpenAIServer,
        *,
        slack_secrets: Mapping[str, str] = ONE_WORKSPACE,
    ) -> None:
        self._config = folder / "newsthread.toml"
        self._log = folder / "log"
        self.port = page_port
        self.page = f"http://127.0.0.1:{page_port}"
        self.slack = slack
        self.model = model
        self._processes: list[Process] = []
        self._environment = {
            "PATH": os.environ["PATH"],  # noqa: TID251 - a test starts a process
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database_url,
            "OPENAI_API_KEY": KEY,
            **slack_secrets,
        }

    @property
    def log(self) -> str:
        """All lines so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    async def start(self, *roles: str) -> list[Process]:
        """Start a process for each of *roles*, with its options behind it."""
        started = [await self._start(role) for role in roles]
        self._processes += started
        return started

    async def _start(self, role: str) -> Process:
        with self._log.open("a", encoding="utf-8") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--config", str(self._config), "--log-json", *role.split(),
                env=self._environment, cwd=self._config.parent, stdout=log, stderr=log,
            )  # fmt: skip
        return Process(role, process)

    async def end(self) -> None:
        """End what is left."""
        for process in self._processes:
            await process.end()


@asynccontextmanager
async def deployed(
    folder: Path, database_url: str, *, writes: bool = False
) -> AsyncIterator[Deployment[Workspace]]:
    """Serve publishers, a workspace and a language model, and be ready to start processes. *writes*: the language model is used."""
    async with contextlib.AsyncExitStack() as stack:
        site = await stack.enter_async_context(open_demo_site(bundled("demo"), clock=SystemClock()))
        slack = Workspace()
        await stack.enter_async_context(slack.running())
        model = await stack.enter_async_context(open_openai_server())
        port = free_port()
        sections = [
            f"[reading]\nallowed_private = [{json.dumps(site.host)}]\nhost_gap_seconds = 0",
            f"[slack]\nenabled = true\napi_url = {json.dumps(slack.api_url)}",
            f'[[topics]]\nname = "ev"\ntitle = "Electric cars"\nfeeds = {json.dumps(list(site.feeds))}',
            _subscription("slack", CHANNEL),
            _subscription("page", "news"),
        ]
        if writes:
            sections.append(f'[language_model]\nname = "small-writer"\nbase_url = {json.dumps(model.url)}')
        (folder / "newsthread.toml").write_text("\n".join(sections), encoding="utf-8")
        deployment = Deployment(folder, database_url, port, slack, model)
        stack.push_async_callback(deployment.end)
        yield deployment


def _subscription(platform: str, channel: str) -> str:
    return (
        f'[[subscriptions]]\ntopic = "ev"\nplatform = "{platform}"\nchannel = "{channel}"\n'
        'timetable = "daily 09:00 UTC"\nfirst_edition = "now"'
    )
