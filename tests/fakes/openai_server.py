"""An OpenAI-compatible server on loopback: honest by default, or as wilful as the servers in the field.

It speaks the wire, so that the real adapter can be held to it: statuses, headers, finish reasons, missing usage.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.writer import honest_reply

KEY = "sk-test-invented"


@dataclass
class OpenAIServer:
    """The server's manners, and the bodies of all requests that it got, with the paths they were sent to.

    *script* holds whole responses to give first (a tuple of status, body, headers). *texts* are replies to give instead
    of honest ones. *delay_seconds* is how long it thinks, *most_at_once* how many it thought about at
    once. *endless*: what it sends again and again without an end. *refused_forms*: values of `response_format.type` answered with *refusal_status*.
    """

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    script: list[tuple[int, Any, Mapping[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    refused_forms: frozenset[str] = frozenset()
    refusal_status: int = 400
    wants_max_completion_tokens: bool = False
    counts_tokens: bool = True
    delay_seconds: float = 0.0
    under_way: int = 0
    most_at_once: int = 0
    endless: bytes = b""
    key: str = KEY
    names: tuple[str, ...] = ("small-writer",)

    def will_answer(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        """Give this response next."""
        self.script.append((status, body, headers or {}))

    def will_fail(self, status: int, message: str, *, code: str = "", **headers: str) -> None:
        """Give this error next. *headers* are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.will_answer(status, _error(message, code), named)

    def will_say(self, text: str | None, **choice: Any) -> None:
        """Give this completion next; *choice* changes its choice (finish_reason), or its message (refusal)."""
        self.will_answer(200, self.completion(text, **choice))

    def completion(
        self, text: str | None, *, finish_reason: str = "stop", refusal: str | None = None, **beside: Any
    ) -> dict[str, Any]:
        """A whole completion as the wire has it."""
        usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
        message = {"role": "assistant", "content": text, "refusal": refusal, **beside}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_795_000_000,
            "model": self.names[0],
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            **({"usage": usage} if self.counts_tokens else {}),
        }

    @property
    def forms(self) -> list[str]:
        """The `response_format` types that were asked for, "" for none."""
        return [str(request.get("response_format", {}).get("type", "")) for request in self.requests]

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """POST /chat/completions."""
        body = await request.json()
        self.requests.append(body)
        self.addresses.append(request.path_qs)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        await asyncio.sleep(self.delay_seconds)
        self.under_way -= 1
        if self.endless:
            return await self._trickle(request)
        if self.script:
            status, answer, headers = self.script.pop(0)
            text = answer if isinstance(answer, str) else json.dumps(answer)
            kind = "text/html" if isinstance(answer, str) else "application/json"
            return web.Response(status=status, text=text, content_type=kind, headers=headers)
        if self.key not in (
            request.headers.get("Authorization", "").removeprefix("Bearer "),
            request.headers.get("api-key"),
        ):
            return web.json_response(_error("Incorrect API key provided", "invalid_api_key"), status=401)
        if body["model"] not in self.names:
            return web.json_response(_error("The model does not exist", "model_not_found"), status=404)
        return self._honest(body)

    async def _trickle(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):  # whoever asked has left
            while True:
                await response.write(self.endless)
                await asyncio.sleep(0.005)
        return response

    def _honest(self, body: dict[str, Any]) -> web.Response:
        form = body.get("response_format", {}).get("type", "")
        if form in self.refused_forms:
            message = f"response_format of type {form} is not supported"
            return web.json_response(_error(message, ""), status=self.refusal_status)
        if self.wants_max_completion_tokens and "max_tokens" in body:
            message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            return web.json_response(_error(message, "unsupported_parameter"), status=400)
        text = self.texts.pop(0) if self.texts else honest_reply(body["messages"][-1]["content"])
        return web.json_response(self.completion(text))

    async def models(self, _request: web.Request) -> web.Response:
        """GET /models."""
        offered = [{"id": name, "object": "model", "created": 0, "owned_by": "us"} for name in self.names]
        return web.json_response({"object": "list", "data": offered})


@contextlib.asynccontextmanager
async def open_openai_server() -> AsyncIterator[OpenAIServer]:
    """Serve on a free port of loopback until the block ends."""
    server = OpenAIServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.complete)
    app.router.add_post("/openai/v1/chat/completions", server.complete)
    app.router.add_post("/openai/deployments/{name}/chat/completions", server.complete)
    app.router.add_get("/v1/models", server.models)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        server.url = f"http://{host}:{port}/v1"
        yield server
    finally:
        await runner.cleanup()


def _error(message: str, code: str) -> dict[str, Any]:
    return {
        "error": {"message": message, "type": code or "invalid_request_error", "param": None, "code": code}
    }
