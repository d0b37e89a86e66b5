"""Who may talk to the page: browsers on this machine that loaded it from here. Everyone else is refused.

A site that points its own name at 127.0.0.1 (DNS rebinding) is stopped by its Host header, a form on a foreign site by its
Origin; the headers of each response stop what would still get in from running, framing or leaking anything.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Guard:
    """ASGI middleware. *host* is the configured name, allowed beside the loopback names."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        self._names = LOOPBACK_NAMES | {host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it; both with the protecting headers."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        problem = self._problem(HTTPConnection(scope), scope["method"])
        app = PlainTextResponse(problem, status_code=403) if problem else self._app
        await app(scope, receive, send_guarded)

    def _problem(self, connection: HTTPConnection, method: str) -> str:
        """Return why the request is refused, "" if it is not."""
        headers = connection.headers
        if _host_name(headers) not in self._names:
            return "This page answers to its own address only: open it as http://127.0.0.1 with its port.\n"
        own_origin = f"{connection.url.scheme}://{headers['host']}"
        if method not in _SAFE_METHODS and headers.get("origin") != own_origin:
            return "Requests from other sites are refused.\n"
        return ""


def _host_name(headers: Headers) -> str:
    """Return the Host header's name without port and brackets. Any port: people forward them (ssh -L)."""
    host = headers.get("host", "").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
