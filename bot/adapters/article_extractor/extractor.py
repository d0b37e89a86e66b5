"""Our side of the extractor: asks a child process."""

import json
from collections.abc import Awaitable, Callable

import structlog

from bot.core.articles import Article
from bot.core.text import publisher_of
from bot.flows.ports import Fetched

log = structlog.get_logger()

FUNCTION = "bot.adapters.article_extractor.extracting:answer"
"""What the children run."""


class TrafilaturaExtractor:
    """Extracts articles by asking children that run `FUNCTION`; *ask* raises TimeoutError or ChildProcessError."""

    def __init__(self, ask: Callable[[bytes], Awaitable[bytes]]) -> None:
        self._ask = ask

    async def extract(self, page: Fetched) -> Article | None:
        """Return the article, or None where the page has none worth reading, or is too much for the extractor."""
        request = (
            json.dumps({"url": page.url, "content_type": page.content_type}).encode() + b"\n" + page.body
        )
        try:
            found = json.loads(await self._ask(request))
        except (TimeoutError, ChildProcessError) as error:
            log.warning(
                "extraction_failed",
                host=publisher_of(page.url),
                error=type(error).__name__,
                reason=str(error),
            )
            return None
        return Article(**(found | {"titles": tuple(found["titles"])})) if found else None
