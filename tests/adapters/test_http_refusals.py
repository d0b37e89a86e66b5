"""A site that does not want to be asked is told apart from one that cannot answer, so that it can be left in peace."""

import pytest

from bot.adapters.http_fetcher import open_fetcher
from bot.core.errors import FetchError, FetchRefusedError, ThrottledError
from tests.fakes.clock import FakeClock
from tests.fakes.publisher import Answer, Publisher


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, FetchRefusedError), (429, ThrottledError), (404, FetchError), (500, FetchError)],
)
async def test_refusals_are_errors_of_their_own(status: int, kind: type[FetchError]) -> None:
    """403 and 429 mean "do not ask": whoever fetches many pages stops there, but not for a page that is missing."""
    async with Publisher.open() as publisher:
        publisher.answers["/page"] = Answer(status=status)
        allowed = (f"127.0.0.1:{publisher.port}",)
        async with open_fetcher(
            clock=FakeClock(), user_agent="newsthread/1", allowed_private=allowed
        ) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch_page(publisher.url("/page"))
    assert type(caught.value) is kind
