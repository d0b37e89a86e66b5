"""Slack: its Web API as far as we post, edit and look, and people who ask in threads and react.

It has no idempotency key: what is posted twice stands there twice. History: each message that stands in a channel (`posted`)
and what it says since (`edited`), each look that was refused for good (`unreadable`).
"""

import json
import re
from typing import Any

from aiohttp import web

from tests.faults.world.nature import Nature, as_json
from tests.faults.world.socket_mode import TEAM, SocketMode

BOT = "U0BOT"
CHANNELS = ("C0HOURLY01", "C0INSTANT1")
_LINK = re.compile(r"https://\w+\.example/[\w-]+")


def links_in(body: Any) -> list[str]:
    """Return the articles that a message leads to, each once."""
    return sorted(set(_LINK.findall(json.dumps(body))))


def words_in(body: Any) -> str:
    """Return what a message says, without what it leads to or does."""
    if isinstance(body, dict):
        said = [body[name] for name in ("text", "content") if isinstance(body.get(name), str)]
        return " ".join([*said, *(words_in(each) for each in body.values() if not isinstance(each, str))])
    return " ".join(map(words_in, body)) if isinstance(body, list) else ""


class Slack:
    """A workspace. *messages*: all that stand in its channels, oldest first. *socket*: how the bot hears of things."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self.messages: list[dict[str, Any]] = []
        self._newest = 0.0
        self.socket = SocketMode(nature)

    def routes(self) -> list[web.RouteDef]:
        """Its API, and its socket."""
        return [
            *self.socket.routes(),
            web.route("*", "/{who}/slack/api/chat.postMessage", self._post),
            web.route("*", "/{who}/slack/api/chat.update", self._edit),
            web.route("*", "/{who}/slack/api/conversations.history", self._read),
            web.route("*", "/{who}/slack/api/conversations.replies", self._read),
            web.route("*", "/{who}/slack/api/{method}", self._rest),
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
        channel, thread, blocks = arguments["channel"], arguments.get("thread_ts") or "", _blocks(arguments)
        about = {"ts": ts, "thread_ts": thread, "channel": channel, "user": BOT, "metadata": metadata}
        self.messages.append({**about, "blocks": blocks})
        self._nature.histories.add(
            "slack", what="posted", who=who, channel=channel, thread=thread, id=ts,
            key=metadata["event_payload"]["key"], links=links_in(blocks), words=words_in(blocks),
        )  # fmt: skip
        return ts

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        fault = self._nature.fault_at("slack edit", request)
        if fault == "limited":
            return _limited()
        if struck := await self._nature.before(request, fault):
            return struck
        arguments = await _arguments(request)
        place = arguments["channel"], arguments["ts"]
        found = next((each for each in self.messages if (each["channel"], each["ts"]) == place), None)
        if found is None:
            return as_json({"ok": False, "error": "message_not_found"})
        found["blocks"] = _blocks(arguments)
        self._nature.histories.add(
            "slack", what="edited", who=request.match_info["who"], channel=found["channel"], id=found["ts"],
            links=links_in(found["blocks"]), words=words_in(found["blocks"]),
        )  # fmt: skip
        return await self._nature.after(request, fault, as_json({"ok": True, "ts": found["ts"]}))

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
        latest = float(arguments.get("latest", "inf"))
        found = [
            each
            for each in reversed(self.messages)
            if each["channel"] == arguments["channel"]
            and oldest <= float(each["ts"]) <= latest
            and (each["thread_ts"] == thread or (thread and each["ts"] == thread))
        ]
        return as_json({"ok": True, "messages": found})

    async def _rest(self, request: web.Request) -> web.Response:
        where = f"ws://{request.host}/{request.match_info['who']}/slack/socket"
        replies: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": TEAM, "team": "Volt Motors", "user_id": BOT},
            "users.info": {"user": {"team_id": TEAM, "is_admin": False}},
            "conversations.info": {"channel": {"id": CHANNELS[0]}},
            "apps.connections.open": {"url": where},
        }
        reply = replies.get(request.match_info["method"])
        return as_json({"ok": True, **reply} if reply else {"ok": False, "error": "unknown_method"})

    async def ask(self, channel: str, thread: str, text: str) -> None:
        """Let somebody ask in a thread."""
        ts = self._stamp()
        event = {
            "type": "message", "channel": channel, "channel_type": "channel", "user": "U0ALICE", "text": text,
            "ts": ts, "thread_ts": thread, "parent_user_id": BOT, "team": TEAM,
        }  # fmt: skip
        self._nature.histories.add("people", what="asked", channel=channel, thread=thread, id=ts)
        await self.socket.tell(event)

    async def react(self, channel: str, message: str, user: str, reaction: str) -> None:
        """Let somebody react to a message of ours."""
        item = {"type": "message", "channel": channel, "ts": message}
        event = {
            "type": "reaction_added", "user": user, "reaction": reaction, "item": item, "item_user": BOT,
            "event_ts": self._stamp(),
        }  # fmt: skip
        await self.socket.tell(event)


def _blocks(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    sent = arguments["blocks"]
    blocks: list[dict[str, Any]] = json.loads(sent) if isinstance(sent, str) else sent
    return blocks


def _limited() -> web.Response:
    return as_json({"ok": False, "error": "ratelimited"}, status=429, Retry_After="20")


async def _arguments(request: web.Request) -> dict[str, Any]:
    sent = await request.json() if request.content_type == "application/json" else await request.post()
    return {**request.query, **sent}
