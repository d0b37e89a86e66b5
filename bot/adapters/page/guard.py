"""Who may talk to the page: browsers that loaded it from here, and off loopback showed its token. Everyone else is refused.

A site that points its own name at 127.0.0.1 (DNS rebinding) is stopped by its Host header, a form on a foreign site by its
Origin; the headers of each response stop what would still get in from running, framing or leaking anything.
"""

import hashlib
import hmac
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
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
    "Vary": "Accept-Language",
}


COOKIE = "newsthread"
LOGIN = "/login"

_OPEN = (LOGIN, "/healthz", "/readyz", "/static/")
_BEARER = "bearer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where the page listens, by which further *names* browsers reach it, and the *token* it asks for; "": for none."""

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    token: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether nobody gets in who should not: it is for this machine alone, or asks for a token."""
        return self.host in LOOPBACK_NAMES or bool(self.token)

    def allows(self, token: str) -> bool:
        """Whether that is the token, in a time that says nothing about it."""
        return bool(self.token) and hmac.compare_digest(token.encode(), self.token.encode())

    @property
    def key(self) -> str:
        """What a browser keeps that showed the token: worth nothing once the token is another."""
        return hmac.new(self.token.encode(), b"newsthread page", hashlib.sha256).hexdigest()

    def knows(self, key: str) -> bool:
        """Whether a browser showed the token before."""
        return not self.token or hmac.compare_digest(key.encode(), self.key.encode())


class Guard:
    """ASGI middleware that lets in whom *access* does."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._names = LOOPBACK_NAMES | {access.host.lower(), *access.names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it; both with the protecting headers."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._chosen(scope)(scope, receive, send_guarded)

    def _chosen(self, scope: Scope) -> ASGIApp:
        connection = HTTPConnection(scope)
        problem = self._problem(connection, scope["method"])
        if problem:
            return PlainTextResponse(problem, status_code=403)
        if self._is_known(connection):
            return self._app
        if scope["method"] in _SAFE_METHODS and "text/html" in connection.headers.get("accept", ""):
            return RedirectResponse(LOGIN, status_code=303)
        return PlainTextResponse("This page asks for its token first.\n", status_code=401)

    def _is_known(self, connection: HTTPConnection) -> bool:
        path = connection.scope["path"]  # not the URL's, which the Host header takes part in
        is_open = any(path == each or (each.endswith("/") and path.startswith(each)) for each in _OPEN)
        return (
            is_open or self._access.knows(connection.cookies.get(COOKIE, "")) or self._is_program(connection)
        )

    def _is_program(self, connection: HTTPConnection) -> bool:
        """Whether somebody without cookies, such as Prometheus, shows the token itself (RFC 6750)."""
        scheme, token = connection.headers.get("authorization", "").partition(" ")[::2]
        return scheme.lower() == _BEARER and self._access.allows(token.strip())

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
