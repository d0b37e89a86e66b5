"""One web server for the whole world, and what all of its parts share: the time, the faults, the histories."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.faults.clock import SetClock
from tests.faults.histories import Histories
from tests.faults.kinds import Faults

SLOW_SECONDS = 1.5
_SPARED = 5
"""Who only ever dies while it starts proves little."""


@dataclass(kw_only=True)
class Nature:
    """What all parts of the world share.

    *kill* ends the process of that name at once. *lives*: how often each process was started; *heard*: how often it has asked
    for something since then.
    """

    clock: SetClock
    histories: Histories
    faults: Faults
    kill: Callable[[str], object] = field(default=lambda _: None)
    heard: Counter[str] = field(default_factory=Counter)
    lives: Counter[str] = field(default_factory=Counter)

    def begin(self, who: str) -> None:
        """Begin another life of the process *who*."""
        self.lives[who] += 1
        self.heard[who] = 0

    def fault_at(self, point: str, request: web.Request) -> str:
        """Return what strikes who comes to *point*, "" if nothing. Who only just began to live is spared what kills."""
        who = request.match_info["who"]
        self.heard[who] += 1
        return self.faults.take(point, may_kill=self.heard[who] > _SPARED)

    async def before(self, request: web.Request, fault: str) -> web.StreamResponse | None:
        """Let *fault* strike before anything is done; None: it does not, go on."""
        match fault:
            case "refused before":
                return web.Response(status=500, text="<html>Internal error</html>", content_type="text/html")
            case "cut before":
                return cut(request)
            case "killed before":
                self.kill(request.match_info["who"])
                return cut(request)
            case _:
                return None

    async def after(self, request: web.Request, fault: str, reply: web.Response) -> web.StreamResponse:
        """Let *fault* strike after everything was done; else give *reply*."""
        match fault:
            case "refused after":
                return web.Response(status=500, text="<html>Internal error</html>", content_type="text/html")
            case "cut after":
                return cut(request)
            case "killed after":
                self.kill(request.match_info["who"])
                return cut(request)
            case "slow":
                await asyncio.sleep(SLOW_SECONDS)
                return reply
            case _:
                return reply


def cut(request: web.Request) -> web.Response:
    """Break the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def as_json(data: Any, *, status: int = 200, **headers: str) -> web.Response:
    """Return JSON, labelled as Discord wants it: without a charset. *headers* are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(
        body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json", **named}
    )


@contextlib.asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Serve on a free port of loopback until the block is left; its "127.0.0.1:PORT"."""
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"{host}:{port}"
    finally:
        await runner.cleanup()
