"""Discord: as much of its API as posting, threads and looking need, and a gateway on which nothing happens.

Stricter than Discord, a nonce is honoured for less than a minute and for the same life of a process only: discord.py's own
repeats get the first message back, and all others have to look for it. History: each message that stands in a channel or
thread (`posted`) and what it says since (`edited`), and each that a nonce kept from standing there twice (`kept`).
"""

import datetime as dt
import itertools
import time
from typing import Any

from aiohttp import web

from tests.faults.world.nature import Nature, as_json
from tests.faults.world.slack import links_in, words_in

BOT = {"id": "5", "username": "newsthread", "discriminator": "0", "avatar": None, "bot": True}
GUILD = "60"
CHANNELS = ("100000000000000101", "100000000000000102")
_APPLICATION = {
    "id": "6", "name": "newsthread", "description": "", "icon": None, "bot_public": True,
    "bot_require_code_grant": False, "flags": 0, "verify_key": "", "owner": BOT,
}  # fmt: skip
_EPOCH = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
_NONCE_SECONDS = 45.0


class Discord:
    """One server with two channels."""

    def __init__(self, nature: Nature) -> None:
        self._nature = nature
        self.messages: list[dict[str, Any]] = []
        self._nonces: dict[tuple[object, ...], tuple[float, dict[str, Any]]] = {}
        self._threads: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._commands_known: list[dict[str, Any]] = []

    def routes(self) -> list[web.RouteDef]:
        """Its API, and its gateway."""
        api = "/{who}/discord/api/v10"
        return [
            web.get(f"{api}/users/@me", self._me),
            web.get(f"{api}/oauth2/applications/@me", self._application),
            web.get(f"{api}/applications/6/commands", self._commands),
            web.put(f"{api}/applications/6/commands", self._commands),
            web.get(f"{api}/guilds/{GUILD}", self._guild),
            web.get(f"{api}/channels/{{channel}}", self._channel),
            web.post(f"{api}/channels/{{channel}}/messages", self._post),
            web.get(f"{api}/channels/{{channel}}/messages", self._read),
            web.get(f"{api}/channels/{{channel}}/messages/{{message}}", self._message),
            web.patch(f"{api}/channels/{{channel}}/messages/{{message}}", self._edit),
            web.post(f"{api}/channels/{{channel}}/messages/{{message}}/threads", self._open_thread),
            web.get(f"{api}/gateway/bot", self._gateway),
            web.get("/{who}/discord/gateway/", self._connect),
        ]

    async def _post(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["channel"]
        if not self._is_there(channel):
            return as_json({"message": "Unknown Channel", "code": 10003}, status=404)
        fault = self._nature.fault_at("discord post", request)
        if fault == "limited":
            return _limited()
        if struck := await self._nature.before(request, fault):
            return struck
        sent = await request.json()
        return await self._nature.after(request, fault, as_json(self._stand(channel, sent, request)))

    def _stand(self, channel: str, sent: dict[str, Any], request: web.Request) -> dict[str, Any]:
        who, now, second = request.match_info["who"], self._nature.clock.now(), time.monotonic()
        nonce = (channel, sent["nonce"], who, self._nature.lives[who])
        known = self._nonces.get(nonce)
        if known and second - known[0] < _NONCE_SECONDS and sent.get("enforce_nonce"):
            self._nature.histories.add("discord", what="kept", channel=channel, nonce=sent["nonce"])
            return known[1]
        message = _message(self._snowflake(), channel, now, sent)
        self.messages.append(message)
        self._nonces[nonce] = (second, message)
        self._nature.histories.add(
            "discord", what="posted", who=request.match_info["who"], channel=self._threads.get(channel, channel),
            thread=channel if channel in self._threads else "", id=message["id"], nonce=sent["nonce"],
            links=links_in(sent["components"]), words=words_in(sent["components"]),
        )  # fmt: skip
        return message

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        fault = self._nature.fault_at("discord edit", request)
        if fault == "limited":
            return _limited()
        if struck := await self._nature.before(request, fault):
            return struck
        place = request.match_info["channel"], request.match_info["message"]
        found = next((each for each in self.messages if (each["channel_id"], each["id"]) == place), None)
        if found is None:
            return as_json({"message": "Unknown Message", "code": 10008}, status=404)
        sent = (await request.json())["components"]
        found["components"] = _numbered(sent)
        self._nature.histories.add(
            "discord", what="edited", who=request.match_info["who"], channel=self._threads.get(place[0], place[0]),
            id=found["id"], links=links_in(sent), words=words_in(sent),
        )  # fmt: skip
        return await self._nature.after(request, fault, as_json(found))

    async def _read(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["channel"]
        fault = self._nature.fault_at("discord read", request)
        if fault == "limited":
            return _limited()
        if struck := await self._nature.before(request, fault):
            return struck
        if not self._is_there(channel):
            return as_json({"message": "Unknown Channel", "code": 10003}, status=404)
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        newer = [each for each in self.messages if each["channel_id"] == channel and int(each["id"]) > after]
        return as_json(newer[:limit][::-1])

    async def _open_thread(self, request: web.Request) -> web.Response:
        channel, message = request.match_info["channel"], request.match_info["message"]
        if message in self._threads:
            return as_json({"message": "A thread has already been created", "code": 160004}, status=400)
        self._threads[message] = channel
        return as_json(_thread(message, channel))

    async def _channel(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel in self._threads:
            return as_json(_thread(channel, self._threads[channel]))
        if not self._is_there(channel):
            return as_json({"message": "Unknown Channel", "code": 10003}, status=404)
        about = {"id": channel, "type": 0, "guild_id": GUILD, "name": "news", "position": 0}
        return as_json({**about, "permission_overwrites": [], "nsfw": False, "parent_id": None})

    async def _message(self, request: web.Request) -> web.Response:
        found = [each for each in self.messages if each["id"] == request.match_info["message"]]
        return (
            as_json(found[0]) if found else as_json({"message": "Unknown Message", "code": 10008}, status=404)
        )

    def _is_there(self, channel: str) -> bool:
        """A thread has the number of its first message, and is there once it was opened."""
        return channel in CHANNELS or channel in self._threads

    def _snowflake(self) -> str:
        milliseconds = (self._nature.clock.now() - _EPOCH) // dt.timedelta(milliseconds=1)
        return str(milliseconds << 22 | next(self._numbers) % (1 << 22))

    async def _me(self, _: web.Request) -> web.Response:
        return as_json(BOT)

    async def _application(self, _: web.Request) -> web.Response:
        return as_json(_APPLICATION)

    async def _commands(self, request: web.Request) -> web.Response:
        if request.method == "PUT":
            about = {"application_id": "6", "version": "1", "default_member_permissions": None}
            sent = enumerate(await request.json(), start=70)
            self._commands_known = [{**command, **about, "id": str(number)} for number, command in sent]
        return as_json(self._commands_known)

    async def _guild(self, _: web.Request) -> web.Response:
        return as_json({"id": GUILD, "name": "EV traders"})

    async def _gateway(self, request: web.Request) -> web.Response:
        url = f"ws://{request.host}/{request.match_info['who']}/discord/gateway/"
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return as_json({"url": url, "shards": 1, "session_start_limit": limit})

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            match message.json():
                case {"op": 1}:
                    await socket.send_json({"op": 11})
                case {"op": 2}:
                    await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": _ready(str(request.url))})
                case _:
                    pass
        return socket


def _ready(url: str) -> dict[str, Any]:
    return {
        "v": 10, "user": BOT, "guilds": [], "session_id": "s", "resume_gateway_url": url,
        "application": {"id": "6", "flags": 0},
    }  # fmt: skip


def _message(number: str, channel: str, now: dt.datetime, sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number, "channel_id": channel, "author": BOT, "content": "", "timestamp": now.isoformat(),
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 0, "components": _numbered(sent["components"]),
        "flags": sent.get("flags", 0), "nonce": sent.get("nonce"),
    }  # fmt: skip


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each component an id, as Discord does where the sender gave none."""
    numbers = itertools.count(1)
    return [_with_id(each, numbers) for each in components]


def _with_id(component: dict[str, Any], numbers: "itertools.count[int]") -> dict[str, Any]:
    inner = [_with_id(each, numbers) for each in component.get("components", [])]
    return {"id": next(numbers), **component, **({"components": inner} if inner else {})}


def _thread(number: str, channel: str) -> dict[str, Any]:
    archived = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": _EPOCH.isoformat()}
    return {
        "id": number, "type": 11, "guild_id": GUILD, "parent_id": channel, "owner_id": BOT["id"], "name": "thread",
        "thread_metadata": {**archived, "locked": False}, "message_count": 0, "member_count": 1,
    }  # fmt: skip


def _limited() -> web.Response:
    return as_json(
        {"message": "slow down", "retry_after": 1.0, "global": False}, status=429, Via="1.1 google"
    )
