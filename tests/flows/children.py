"""The children's work done in this process: tests of flows are about what is made of it."""

from bot.adapters.article_extractor import extracting
from bot.adapters.feed_parser import reading


async def parse_here(request: bytes) -> bytes:
    """Parse a feed as a child would."""
    return reading.answer(request)


async def extract_here(request: bytes) -> bytes:
    """Extract an article as a child would."""
    return extracting.answer(request)
