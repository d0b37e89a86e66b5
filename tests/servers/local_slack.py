"""A running Slack workspace on loopback: local-slack (npm, MIT), driven through its control API.

It checks wiring, not limits: it takes what Slack would refuse, so the limits have tests of their own.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
BINARY = ROOT / ".test-servers/node_modules/local-slack-linux-x64/bin/local-slack"
BOT_TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"
CHANNEL = "C0NEWS"
ALICE = "U0ALICE"
BOT = "U0BOT"
WORKSPACE = {
    "workspace": {"name": "Volt Motors", "domain": "volt-motors", "teamId": "T0VOLT"},
    "app": {
        "appId": "A0NEWS",
        "botUserId": BOT,
        "botName": "newsthread",
        "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN,
        "signingSecret": "test-signing-secret",
        "mode": "socket",
    },
    "users": [{"id": ALICE, "name": "alice", "real_name": "Alice Anders"}],
    "channels": [{"id": CHANNEL, "name": "news", "members": [ALICE, BOT]}],
}


class LocalSlack:
    """The workspace as a person sees it who types into it."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        self._http = http

    async def say(self, text: str, thread: str = "", channel: str = CHANNEL) -> None:
        """Alice writes a message."""
        where = {"thread_ts": thread} if thread else {}
        await self._post("message", {"channel": channel, "user": ALICE, "text": text, **where})

    async def type_command(self, command: str, text: str) -> None:
        """Alice types a slash command."""
        await self._post("command", {"channel": CHANNEL, "user": ALICE, "command": command, "text": text})

    async def messages(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """All messages of a channel, oldest first, with those of its threads."""
        response = await self._http.get(f"{self.url}/_control/messages/{channel}")
        body = response.raise_for_status().json()
        return list(body["messages"] if isinstance(body, dict) else body)

    async def log(self) -> list[dict[str, Any]]:
        """What went between workspace and bot."""
        body = (await self._http.get(f"{self.url}/_control/log")).raise_for_status().json()
        return list(body["log"] if isinstance(body, dict) else body)

    async def _post(self, action: str, body: Mapping[str, Any]) -> None:
        (await self._http.post(f"{self.url}/_control/{action}", json=body)).raise_for_status()


def binary() -> Path | None:
    """Where the server is installed, if it is."""
    path = Path(os.environ.get("LOCAL_SLACK", BINARY))  # noqa: TID251 - tests have no settings
    return path if path.is_file() else None


@asynccontextmanager
async def running(path: Path, folder: Path) -> AsyncIterator[LocalSlack]:
    """Start a workspace of its own on a free port, and stop it in the end."""
    config = folder / "workspace.json"
    config.write_text(json.dumps(WORKSPACE))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--config", str(config), "--port", str(port), "--base-host", "127.0.0.1"]
    server = await asyncio.create_subprocess_exec(
        str(path), *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            url = f"http://127.0.0.1:{port}"
            await _up(http, url, server)
            yield LocalSlack(url, http)
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


async def _up(http: httpx.AsyncClient, url: str, server: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(30):
        while True:  # another process tells us nothing: to try is the only way to learn that it listens
            assert server.returncode is None, "local-slack ended at once: is its configuration right?"
            try:
                await http.get(f"{url}/_control/state")
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
