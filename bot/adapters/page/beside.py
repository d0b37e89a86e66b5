"""What is served on the page's port beside the page, and asks for its own proof: not the page's token, nor its names."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

Served = ASGIApp
"""What answers requests."""


class Beside:
    """ASGI application that hands a request whose path begins as one of *others* says to that one, all else to *page*."""

    def __init__(self, page: ASGIApp, others: Mapping[str, ASGIApp]) -> None:
        self._page = page
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand it over."""
        await self._chosen(scope["path"])(scope, receive, send)

    def _chosen(self, path: str) -> ASGIApp:
        return next(
            (app for beginning, app in self._others.items() if path.startswith(beginning)), self._page
        )
