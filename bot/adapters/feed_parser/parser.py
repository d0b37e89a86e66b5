"""Our side of the feed parser: asks a child process, and turns what goes wrong there into words."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.adapters.feed_parser import wire
from bot.core.entities import ParsedFeed
from bot.core.errors import FeedParseError

if TYPE_CHECKING:  # a child imports this package, too, and takes a third less time without
    from bot.flows.ports import Fetched

MEMORY = 256 * 1024 * 1024
"""Of address space, for a child: 40 MiB before it has read anything, and up to 6 bytes for each of the document's."""

FUNCTION = "bot.adapters.feed_parser.reading:answer"
"""What the children run."""

_REASONS = {"MemoryError": "it takes too much memory; its author should publish fewer entries"}


class ProcessFeedParser:
    """Parses feeds by asking children that run `FUNCTION`; *ask* raises TimeoutError or ChildProcessError."""

    def __init__(self, ask: Callable[[bytes], Awaitable[bytes]]) -> None:
        self._ask = ask

    async def parse(self, fetched: "Fetched") -> ParsedFeed:
        """Parse RSS, Atom or JSON Feed.

        Raises:
            FeedParseError: it is no feed (an HTML page, an empty body), or it broke a limit of size or time.
        """
        request = wire.Request(url=fetched.url, content_type=fetched.content_type, body=fetched.body)
        try:
            answer = await self._ask(wire.encode_request(request))
        except TimeoutError as error:
            raise FeedParseError(
                "it takes too long to read; its author should shorten it", url=fetched.url, is_final=False
            ) from error
        except ChildProcessError as error:
            raise FeedParseError(
                f"it cannot be read: {_REASONS.get(str(error), f'the parser failed on it ({error})')}",
                url=fetched.url,
                is_final=False,
            ) from error
        found = wire.decode_answer(answer)
        if isinstance(found, str):
            raise FeedParseError(found, url=fetched.url)
        return found
