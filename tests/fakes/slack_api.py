"""A fake of Slack on the wire: its Web API and one Socket Mode connection, on loopback. It replies what a test scripted."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

Reply = dict[str, Any] | Callable[[web.Request], web.Response]

BOT = "U0BOT"
DEFAULTS: dict[str, Reply] = {
    "auth.test": {"team_id": "T0VOLT", "team": "Volt Motors", "user_id": BOT},
    "chat.postMessage": {"ts": "1795431600.000100"},
    "conversations.info": {"channel": {"id": "C0NEWS"}},
    "conversations.history": {"messages": []},
    "conversations.replies": {"messages": []},
}


class FakeSlack:
    """*replies* maps a method to what it replies, one after another, the last for ever; the others work as they should.

    The method *hanging* never replies, unless told to `go_on`. *calls* are the requests, *tokens* those that came with each, *acknowledged* the envelopes that the bot confirmed, *payloads* what it said with that, *responses* what came to a response_url, *uploads* the files.
    """

    def __init__(self, **replies: list[Reply]) -> None:
        self._replies = {name.replace("__", "."): list(found) for name, found in replies.items()}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tokens: list[str] = []
        self.acknowledged: list[str] = []
        self.payloads: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.uploads: list[bytes] = []
        self.hanging = ""
        self._goes_on = asyncio.Event()
        self.changed = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response", self._respond)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/socket", self._connect)
        self._server = TestServer(app)

    @property
    def api_url(self) -> str:
        """Where its Web API is."""
        return str(self._server.make_url("/api/"))

    @property
    def response_url(self) -> str:
        """Where a command may be answered."""
        return str(self._server.make_url("/response"))

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of each call of *method*."""
        return [arguments for name, arguments in self.calls if name == method]

    def called_as(self, method: str, token: str) -> list[dict[str, Any]]:
        """The arguments of each call of *method* that came with *token*."""
        pairs = zip(self.calls, self.tokens, strict=True)
        return [arguments for (name, arguments), sent in pairs if (name, sent) == (method, token)]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until *condition* holds; five seconds are more than enough for everything that is here."""
        async with asyncio.timeout(5):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def send(self, envelope: str, payload: dict[str, Any], kind: str = "events_api") -> None:
        """Send an envelope to the bot, once it is connected."""
        await self.until(lambda: self._socket)
        assert self._socket is not None
        await self._socket.send_json({"envelope_id": envelope, "type": kind, "payload": payload})

    def script(self, method: str, *replies: Reply) -> None:
        """Reply so to *method* from now on."""
        self._replies[method] = list(replies)

    def go_on(self) -> None:
        """Reply to what hangs, and to all that comes."""
        self.hanging = ""
        self._goes_on.set()
        self._goes_on = asyncio.Event()

    async def hang_up(self) -> None:
        """Break the connection, and take no other."""
        await self.until(lambda: self._socket)
        self._replies["apps.connections.open"] = [{"ok": False, "error": "internal_error"}]
        assert self._socket is not None
        await self._socket.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeSlack"]:
        """Serve, and stop in the end."""
        await self._server.start_server()
        try:
            yield self
        finally:
            await self._server.close()

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.tokens.append(token)
        self.changed.set()
        if method == self.hanging:
            await self._goes_on.wait()
        scripted = self._replies.get(method, [])
        reply = (
            scripted.pop(0)
            if len(scripted) > 1
            else scripted[0]
            if scripted
            else self._default(method, arguments)
        )
        return web.json_response({"ok": True, **reply}) if isinstance(reply, dict) else reply(request)

    def _default(self, method: str, arguments: dict[str, Any]) -> Reply:
        del arguments
        if method == "apps.connections.open":
            return {"url": str(self._server.make_url("/socket")).replace("http", "ws")}
        if method == "files.getUploadURLExternal":
            return {"file_id": "F0LIST", "upload_url": str(self._server.make_url("/upload"))}
        return DEFAULTS[method]

    async def _respond(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        self.changed.set()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads.append(await request.read())
        return web.Response(text="OK")

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = web.WebSocketResponse()
        await self._socket.prepare(request)
        self.changed.set()
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                said = json.loads(message.data)
                self.acknowledged.append(said["envelope_id"])
                if said.get("payload"):
                    self.payloads.append(said["payload"])
                self.changed.set()
        return self._socket


def refusal(error: str, **fields: str) -> dict[str, Any]:
    """Slack says no."""
    return {"ok": False, "error": error, **fields}


def rate_limit(_: web.Request) -> web.Response:
    """Slack asks to wait for half a minute."""
    return web.json_response(refusal("ratelimited"), status=429, headers={"Retry-After": "30"})


def broken(_: web.Request) -> web.Response:
    """A web server in front of Slack fails."""
    return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")


def hangs_up(request: web.Request) -> web.Response:
    """The connection breaks before there is an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _arguments(request: web.Request) -> dict[str, Any]:
    sent = await request.json() if request.content_type == "application/json" else await request.post()
    return {**request.query, **sent}
