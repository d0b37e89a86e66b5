"""A fake of the `Fetcher` port: it serves what it is given, answers conditions like a server, and remembers the requests."""

import datetime as dt

from bot.core.errors import FetchError
from bot.flows.ports import Fetched, NotModified, Validators


class FakeFetcher:
    """*bodies* and *errors* by URL; the validators of each request in *asked*, in order."""

    def __init__(self) -> None:
        self.answers: dict[str, Fetched] = {}
        self.errors: dict[str, FetchError] = {}
        self.asked: list[tuple[str, Validators]] = []

    def serve(
        self,
        url: str,
        body: bytes,
        *,
        etag: str = "",
        content_type: str = "application/xml",
        moved_to: str = "",
        fresh_for: dt.timedelta | None = None,
    ) -> None:
        """Answer *url* with *body* from now on."""
        self.errors.pop(url, None)
        self.answers[url] = Fetched(
            url=moved_to or url,
            moved_to=moved_to,
            body=body,
            content_type=content_type,
            validators=Validators(etag=etag),
            fresh_for=fresh_for,
        )

    def fail(self, url: str, error: FetchError) -> None:
        """Raise *error* for *url* from now on."""
        self.errors[url] = error

    async def fetch_feed(self, url: str, validators: Validators) -> Fetched | NotModified:
        """As the port says."""
        self.asked.append((url, validators))
        if url in self.errors:
            raise self.errors[url]
        if url not in self.answers:
            raise FetchError("the server answered 404: nothing is there", url=url)
        answer = self.answers[url]
        if validators.etag and validators.etag == answer.validators.etag:
            return NotModified(validators=answer.validators, fresh_for=answer.fresh_for)
        return answer

    async def fetch_page(self, url: str) -> Fetched:
        """As the port says."""
        found = await self.fetch_feed(url, Validators())
        if isinstance(found, NotModified):
            raise FetchError("it answered 304 to a request without conditions", url=url)
        return found
