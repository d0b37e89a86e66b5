"""What choosing feeds needs: a fake of the network, and the real parsers in this process."""

from bot.adapters.feed_parser import ProcessFeedParser
from bot.adapters.link_finder import LxmlLinkFinder, finding
from bot.adapters.opml import Opml
from bot.flows.ports import Clock, FeedTools, Fetcher, Looking
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.flows.children import parse_here


async def _find_here(request: bytes) -> bytes:
    return finding.answer(request)


def feed_tools(fetcher: Fetcher | None = None, clock: Clock | None = None) -> FeedTools:
    """The tools, on a web of nothing unless *fetcher* serves something."""
    looking = Looking(
        fetcher=fetcher or FakeFetcher(),
        parser=ProcessFeedParser(parse_here),
        links=LxmlLinkFinder(_find_here),
        clock=clock or FakeClock(),
    )
    return FeedTools(looking=looking, lists=Opml())
