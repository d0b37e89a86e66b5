"""Slack's addresses over HTTP: where it sends what people say, and where browsers come to install the app.

Nothing that Slack has not signed is read (https://docs.slack.dev/authentication/verifying-requests-from-slack/), and nothing
that is larger than Slack sends.
"""

from collections.abc import Mapping

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import Clock as SdkClock
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from typing_extensions import override

from bot.adapters.slack.installing import Flow
from bot.adapters.slack.manifest import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.flows.ports import Clock

_MAX_BODY = 1024 * 1024
"""Bytes: a view, which is the largest thing that Slack sends, may have a quarter of it."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_HEARTBEAT = b"ssl_check=1"
"""Slack looks now and then whether our certificate is good (https://docs.slack.dev/interactivity/implementing-slash-commands/)."""


def web_app(app: AsyncApp, flow: Flow, signing_secret: str, clock: Clock) -> ASGIApp:
    """Return the ASGI application that passes what Slack signed on to *app*, and leads browsers through *flow*."""
    verifier = SignatureVerifier(signing_secret, clock=_Now(clock))

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("That is too much.\n", 413)
        if _HEARTBEAT in body.split(b"&"):
            return PlainTextResponse("")
        if not _is_signed(verifier, body, request.headers):
            return PlainTextResponse(
                "Slack's signature is missing or wrong. Check SLACK_SIGNING_SECRET.\n", 401
            )
        return to_starlette_response(await app.async_dispatch(to_async_bolt_request(request, body)))

    async def install(request: Request) -> Response:
        return _guarded(await flow.handle_installation(to_async_bolt_request(request, b"")))

    async def redirect(request: Request) -> Response:
        return _guarded(await flow.handle_callback(to_async_bolt_request(request, b"")))

    def _guarded(answer: object) -> Response:
        response = to_starlette_response(answer)  # type: ignore[arg-type] # Bolt's response, which mypy sees as Any
        response.headers.update(_HEADERS)
        return response

    return Starlette(
        routes=[
            Route(EVENTS_PATH, events, methods=["POST"]),
            Route(INSTALL_PATH, install),
            Route(REDIRECT_PATH, redirect),
        ]
    )


class _Now(SdkClock):
    """Our clock, as the verifier asks it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @override
    def now(self) -> float:
        return self._clock.now().timestamp()


async def _body(request: Request) -> bytes | None:
    """Return what was sent; None where it is too much."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            return None
    return bytes(body)


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    timestamp, signature = (headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    try:
        return bool(verifier.is_valid(body, timestamp, signature))
    except (TypeError, ValueError):  # no number, no text, or no ASCII
        return False
