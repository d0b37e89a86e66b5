"""Our side of the link finder: asks a child process."""

import json
from collections.abc import Awaitable, Callable

import structlog

from bot.core.entities import LinkKind, PageLink
from bot.flows.ports import Fetched

log = structlog.get_logger()

FUNCTION = "bot.adapters.link_finder.finding:answer"
"""What the children run."""


class LxmlLinkFinder:
    """Finds links by asking children that run `FUNCTION`; *ask* raises TimeoutError or ChildProcessError."""

    def __init__(self, ask: Callable[[bytes], Awaitable[bytes]]) -> None:
        self._ask = ask

    async def links(self, page: Fetched) -> tuple[PageLink, ...]:
        """Return the links of *page* that may lead to feeds; () where it is no page, or too much to read."""
        request = json.dumps({"url": page.url}).encode() + b"\n" + page.body
        try:
            found = json.loads(await self._ask(request))
        except (TimeoutError, ChildProcessError) as error:
            log.warning("links_unread", error=type(error).__name__, reason=str(error))
            return ()
        return tuple(PageLink(url=url, title=title, kind=LinkKind(kind)) for kind, url, title in found)
