"""Slack: its Web API as far as we post and look, one Socket Mode connection, and people who ask in threads.

It has no idempotency key: what is posted twice stands there twice. History: each message that stands in a channel (`posted`),
each look that was refused for good (`unreadable`).
"""

import asyncio
import json
import re
from typing import Any

from aiohttp import WSMsgType, web

from tests.faults.world.nature import Nature, as_json

BOT = "U0BOT"
CHANNELS = ("C0HOURLY01", "C0INSTANT1")
_LINK = re.compile(r"https://\w+\.example/[\w-]+")
_RETRY_SECONDS = 3.0
"""After which Slack sends an event again that nobody acknowledged."""


def links_in(body: Any) -> list[str]:
    """Return the articles that a message leads to, each once."""
    return sorted(set(_LINK.findall(json.dumps(body))))


class Slack:
    """A workspace. *messages*: all that stand in its channels, oldest first."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self.messages: list[dict[str, Any]] = []
        self._newest = 0.0
        self._socket: web.WebSocketResponse | None = None
        self._acknowledged: set[str] = set()
        self._heard = 0

    def routes(self) -> list[web.RouteDef]:
        """Its API, and its socket."""
        return [
            web.route("*", "/{who}/slack/api/chat.postMessage", self._post),
            web.route("*", "/{who}/slack/api/conversations.history", self._read),
            web.route("*", "/{who}/slack/api/conversations.replies", self._read),
            web.route("*", "/{who}/slack/api/{method}", self._rest),
            web.get("/{who}/slack/socket", self._connect),
        ]

    async def _post(self, request: web.Request) -> web.StreamResponse:
        fault = self._nature.fault_at("slack post", request)
        if fault == "limited":
            return _limited()
        if struck := await self._nature.before(request, fault):
            return struck
        arguments = await _arguments(request)
        ts = self._stand(arguments, request.match_info["who"])
        reply = as_json({"ok": True, "ts": ts})
        if fault == "error after":
            reply = as_json({"ok": False, "error": "internal_error"})
        return await self._nature.after(request, fault, reply)

    def _stand(self, arguments: dict[str, Any], who: str) -> str:
        ts = self._stamp()
        metadata = arguments.get("metadata", "{}")
        metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
        channel, thread = arguments["channel"], arguments.get("thread_ts") or ""
        blocks = (
            json.loads(arguments["blocks"]) if isinstance(arguments["blocks"], str) else arguments["blocks"]
        )
        self.messages.append(
            {"ts": ts, "thread_ts": thread, "channel": channel, "user": BOT, "metadata": metadata}
        )
        self._nature.histories.add(
            "slack", what="posted", who=who, channel=channel, thread=thread, id=ts,
            key=metadata["event_payload"]["key"], links=links_in(blocks),
        )  # fmt: skip
        return ts

    def _stamp(self) -> str:
        """Return the instant, which names a message: each is later than the last."""
        self._newest = max(self._nature.clock.now().timestamp(), self._newest + 1e-5)
        return f"{self._newest:.6f}"

    async def _read(self, request: web.Request) -> web.StreamResponse:
        arguments = await _arguments(request)
        fault = self._nature.fault_at("slack read", request)
        if fault == "limited":
            return _limited()
        if fault == "unreadable":
            self._nature.histories.add("slack", what="unreadable", channel=arguments["channel"])
            return as_json({"ok": False, "error": "missing_scope", "needed": "channels:history"})
        if struck := await self._nature.before(request, fault):
            return struck
        thread, oldest = arguments.get("ts", ""), float(arguments.get("oldest", 0))
        found = [
            each
            for each in reversed(self.messages)
            if each["channel"] == arguments["channel"]
            and float(each["ts"]) >= oldest
            and (each["thread_ts"] == thread or (thread and each["ts"] == thread))
        ]
        return as_json({"ok": True, "messages": found})

    async def _rest(self, request: web.Request) -> web.Response:
        where = f"ws://{request.host}/{request.match_info['who']}/slack/socket"
        replies: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": "T0VOLT", "team": "Volt Motors", "user_id": BOT},
            "conversations.info": {"channel": {"id": CHANNELS[0]}},
            "apps.connections.open": {"url": where},
        }
        reply = replies.get(request.match_info["method"])
        return as_json({"ok": True, **reply} if reply else {"ok": False, "error": "unknown_method"})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        self._socket = socket
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged.add(json.loads(message.data).get("envelope_id", ""))
        return socket

    async def ask(self, channel: str, thread: str, text: str) -> None:
        """Let somebody ask in a thread. Slack tells the bot until it has acknowledged; that may take several connections."""
        self._heard += 1
        number = self._heard
        ts = self._stamp()
        event = {
            "type": "message", "channel": channel, "channel_type": "channel", "user": "U0ALICE", "text": text,
            "ts": ts, "thread_ts": thread, "parent_user_id": BOT, "team": "T0VOLT",
        }  # fmt: skip
        payload = {"type": "event_callback", "team_id": "T0VOLT", "event_id": f"Ev{number}", "event": event}
        self._nature.histories.add("people", what="asked", channel=channel, thread=thread, id=ts)
        attempt = 0
        while not any(each.startswith(f"e{number}-") for each in self._acknowledged):
            attempt += 1
            envelope = {"envelope_id": f"e{number}-{attempt}", "type": "events_api", "payload": payload}
            if self._socket is not None and not self._socket.closed:
                try:
                    await self._socket.send_json(envelope)
                except ConnectionError:
                    self._socket = None
            await asyncio.sleep(_RETRY_SECONDS)


def _limited() -> web.Response:
    return as_json({"ok": False, "error": "ratelimited"}, status=429, Retry_After="20")


async def _arguments(request: web.Request) -> dict[str, Any]:
    sent = await request.json() if request.content_type == "application/json" else await request.post()
    return {**request.query, **sent}
