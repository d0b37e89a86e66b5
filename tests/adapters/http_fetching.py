"""How the fetcher's tests ask for a feed without conditions."""

import pytest

from bot.core.errors import FetchError
from bot.flows.ports import Fetched, Fetcher, Validators

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


async def fetched(fetcher: Fetcher, url: str) -> Fetched:
    """Fetch the feed at *url*, which must be there."""
    found = await fetcher.fetch_feed(url, Validators())
    assert isinstance(found, Fetched)
    return found


async def error_of(fetcher: Fetcher, url: str) -> FetchError:
    """Fetch the feed at *url*, which must fail."""
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch_feed(url, Validators())
    return caught.value
