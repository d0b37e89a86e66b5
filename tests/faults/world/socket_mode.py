"""Slack's Socket Mode: how the bot hears what people say, type and do.

Events are told until they are acknowledged. A command is told once: whoever gets no answer types it again.
"""

import asyncio
import itertools
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.faults.world.nature import Nature

TEAM = "T0VOLT"
_RETRY_SECONDS = 3.0
"""After which Slack sends an event again that nobody acknowledged."""

_ANSWERED_WITHIN = 4.0
_MORE_TO_COME = 0.3


class SocketMode:
    """The newest connection that the bot opened, and where it sends answers to commands."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self._socket: web.WebSocketResponse | None = None
        self._here = ""
        self._acknowledged: set[str] = set()
        self._numbers = itertools.count(1)
        self._answers: dict[str, asyncio.Queue[str]] = {}
        self._typed: dict[str, dict[str, str]] = {}

    def routes(self) -> list[web.RouteDef]:
        """The socket, and where answers go."""
        return [
            web.get("/{who}/slack/socket", self._connect),
            web.post("/{who}/slack/responses/{key}", self._respond),
        ]

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        self._socket = socket
        self._here = f"http://{request.host}/{request.match_info['who']}/slack"
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged.add(json.loads(message.data).get("envelope_id", ""))
        return socket

    async def tell(self, event: dict[str, Any]) -> None:
        """Tell of an event until somebody has acknowledged it; that may take several connections."""
        number = next(self._numbers)
        payload = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}", "event": event}
        for attempt in itertools.count(1):
            await self._send(
                {"envelope_id": f"e{number}-{attempt}", "type": "events_api", "payload": payload}
            )
            await asyncio.sleep(_RETRY_SECONDS)
            if any(each.startswith(f"e{number}-") for each in self._acknowledged):
                return

    async def command(self, channel: str, user: str, text: str) -> str:
        """Type a command once the bot is there, and return all that it was answered with, as JSON; "" where no answer came."""
        while self._socket is None or self._socket.closed:  # noqa: ASYNC110 -- people look at a screen
            await asyncio.sleep(_MORE_TO_COME)
        key = f"trigger-{next(self._numbers)}"
        self._typed[key] = {"channel": channel, "user": user, "text": text, "key": key}
        self._nature.histories.add("people", what="typed", **self._typed[key])
        payload = {
            "command": "/ev", "text": text, "channel_id": channel, "user_id": user, "user_name": user.lower(),
            "team_id": TEAM, "trigger_id": key, "response_url": f"{self._here}/responses/{key}", "token": "t",
        }  # fmt: skip
        answers = self._answers[key] = asyncio.Queue()
        await self._send({"envelope_id": key, "type": "slash_commands", "payload": payload})
        said = []
        try:
            async with asyncio.timeout(_ANSWERED_WITHIN) as patience:
                while True:
                    said.append(await answers.get())
                    patience.reschedule(asyncio.get_running_loop().time() + _MORE_TO_COME)
        except TimeoutError:
            pass
        return " ".join(said)

    async def _respond(self, request: web.Request) -> web.Response:
        key, answer = request.match_info["key"], await request.text()
        self._nature.histories.add("people", what="told", **self._typed[key], answer=answer)
        self._answers[key].put_nowait(answer)
        return web.Response(text="ok")

    async def _send(self, envelope: dict[str, Any]) -> None:
        if self._socket is not None and not self._socket.closed:
            try:
                await self._socket.send_json(envelope)
            except ConnectionError:
                self._socket = None
