"""The fetcher: conditional requests, redirects by hand, one request at a time to a host, everything capped.

It keeps no cookies, sends no Referer, and reads no proxy or netrc settings from the environment, which would lead around
the guard. HTTP is httpcore2's; how to get there is `network`'s alone.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

import httpcore2

from bot.adapters.http_fetcher import headers
from bot.adapters.http_fetcher.body import ACCEPT_ENCODING, read_body
from bot.adapters.http_fetcher.connections import Connections, Response
from bot.adapters.http_fetcher.guard import AddressPolicy
from bot.adapters.http_fetcher.network import Network
from bot.adapters.http_fetcher.outside import Outside, open_resolver
from bot.adapters.http_fetcher.problems import CHALLENGE, UnreadableError, meaning_of, translated
from bot.adapters.http_fetcher.targets import Target, is_downgrade, redirected, target_of
from bot.adapters.http_fetcher.turns import Turns
from bot.core.errors import FeedGoneError, FetchError, FetchRefusedError, ThrottledError
from bot.flows.ports import Clock, Fetched, NotModified, Validators

_FEED_TYPES = b"application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, */*;q=0.1"
_PAGE_TYPES = b"text/html, application/xhtml+xml, */*;q=0.1"
_NO_VALIDATORS = Validators()
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_MOVED = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may cost, and how much a host is asked.

    *seconds* is for all redirects together, waiting for a turn not counted. *gap_seconds* lie between two requests to one
    host. *requests_in_all* bounds the sockets that are open.
    """

    body_bytes: int = 15 * 1024 * 1024
    seconds: float = 20.0
    redirects: int = 5
    requests_per_host: int = 1
    gap_seconds: float = 1.0
    requests_in_all: int = 64


_DEFAULT_LIMITS = Limits()
_OUTSIDE = Outside()


@dataclass(slots=True, kw_only=True)
class _Journey:
    """One fetch on its way: where it is, and what it may still spend."""

    target: Target
    types: bytes
    validators: Validators
    limits: Limits
    seconds: float
    moves: int = 0
    is_permanent: bool = True

    def move(self, response: Response) -> None:
        """Go where *response* leads."""
        if self.moves == self.limits.redirects:
            raise UnreadableError(f"it redirects more than {self.limits.redirects} times")
        after = redirected(self.target, response.headers.get("location", ""))
        is_kept = response.status in _PERMANENT and not is_downgrade(self.target, after)
        self.is_permanent = self.is_permanent and is_kept
        self.target, self.moves = after, self.moves + 1

    @property
    def moved_to(self) -> str:
        """The address to ask from now on, with its login; "" where it stays as it was."""
        return str(self.target.url) if self.moves and self.is_permanent else ""


class HttpFetcher:
    """Reads public URLs. Made by `open_fetcher`, which owns the connections and closes them."""

    def __init__(
        self,
        connections: Connections,
        turns: Turns,
        *,
        clock: Clock,
        seconds: Callable[[], float],
        user_agent: str,
        limits: Limits,
    ) -> None:
        self._connections = connections
        self._turns = turns
        self._clock = clock
        self._seconds = seconds
        self._limits = limits
        self._standing_headers = [
            (b"User-Agent", user_agent.encode("utf-8")),
            (b"Accept-Encoding", ACCEPT_ENCODING),
        ]

    async def fetch_feed(self, url: str, validators: Validators) -> Fetched | NotModified:
        """Ask for a feed, conditionally where *validators* allow.

        Raises:
            FetchError: it cannot be read now; FeedGoneError: 410; FetchForbiddenError: private address or foreign scheme.
        """
        return await self._fetch(url, _FEED_TYPES, validators)

    async def fetch_page(self, url: str) -> Fetched:
        """Ask for an article's page. Raises as `fetch_feed` does."""
        found = await self._fetch(url, _PAGE_TYPES, _NO_VALIDATORS)
        return cast("Fetched", found)  # without validators a 304 is an error already

    async def _fetch(self, url: str, types: bytes, validators: Validators) -> Fetched | NotModified:
        with translated(url, self._limits.seconds):
            journey = _Journey(
                target=target_of(url),
                types=types,
                validators=validators,
                limits=self._limits,
                seconds=self._limits.seconds,
            )
            while True:
                if found := await self._ask_host(journey):
                    return found

    async def _ask_host(self, journey: _Journey) -> Fetched | NotModified | None:
        """Ask until there is an answer; None where a redirect leads to another host, whose turn is another."""
        host = journey.target.host
        async with self._turns.at(host):
            while journey.target.host == host:
                async with self._turns.request(host):
                    began = self._seconds()
                    async with asyncio.timeout(journey.seconds):
                        found = await self._ask(journey)
                    journey.seconds -= self._seconds() - began
                if found:
                    return found
        return None

    async def _ask(self, journey: _Journey) -> Fetched | NotModified | None:
        async with self._connections.send(self._request(journey)) as response:
            if response.status in _MOVED:
                journey.move(response)
                return None
            if response.status == HTTPStatus.NOT_MODIFIED and journey.validators != _NO_VALIDATORS:
                await response.end()
                return self._not_modified(journey, response)
            if response.status != HTTPStatus.OK:
                raise self._refusal(journey, response)
            if headers.is_unchanged(journey.validators, response.headers):
                return self._not_modified(journey, response)
            return await self._fetched(journey, response)

    def _request(self, journey: _Journey) -> httpcore2.Request:
        target = journey.target
        login = [(b"Authorization", target.login)] if target.login else []
        asked = [
            (b"Host", target.authority),
            *self._standing_headers,
            (b"Accept", journey.types),
            *headers.conditional(journey.validators),
            *login,
        ]
        origin = target.origin
        url = httpcore2.URL(
            scheme=origin.scheme, host=origin.host, port=origin.port, target=target.url.raw_path
        )
        return httpcore2.Request(b"GET", url, headers=asked)

    async def _fetched(self, journey: _Journey, response: Response) -> Fetched:
        return Fetched(
            url=str(journey.target),
            moved_to=journey.moved_to,
            body=await read_body(response, self._limits.body_bytes),
            content_type=response.headers.get("content-type", ""),
            validators=headers.validators_of(response.headers),
            fresh_for=headers.fresh_for(response.headers, self._clock.now()),
        )

    def _not_modified(self, journey: _Journey, response: Response) -> NotModified:
        return NotModified(
            moved_to=journey.moved_to,
            validators=headers.renewed(journey.validators, response.headers),
            fresh_for=headers.fresh_for(response.headers, self._clock.now()),
        )

    def _refusal(self, journey: _Journey, response: Response) -> FetchError:
        status, url = response.status, str(journey.target)
        if status == HTTPStatus.GONE:
            return FeedGoneError(
                "the publisher says that it is gone for good (410); remove it, or look for a new one", url=url
            )
        retry_at = headers.retry_at(response.headers, self._clock.now())
        is_challenge = response.headers.get("cf-mitigated") == "challenge"
        is_named = status == HTTPStatus.SERVICE_UNAVAILABLE and retry_at is not None
        is_throttled = is_challenge or is_named or status == HTTPStatus.TOO_MANY_REQUESTS
        refused = FetchRefusedError if status == HTTPStatus.FORBIDDEN else FetchError
        kind = ThrottledError if is_throttled else refused
        meaning = CHALLENGE if is_challenge else meaning_of(status)
        return kind(f"the server answered {status}: {meaning}", url=url, retry_at=retry_at)


@contextlib.asynccontextmanager
async def open_fetcher(
    *,
    clock: Clock,
    user_agent: str,
    allowed_private: tuple[str, ...] = (),
    limits: Limits = _DEFAULT_LIMITS,
    outside: Outside = _OUTSIDE,
) -> AsyncIterator[HttpFetcher]:
    """Open what fetching needs, and close it in the end.

    *user_agent* names us and a page about us: `newsthread/1.0 (+https://...)`. *allowed_private*: exact exceptions to
    "public addresses only", each "host", "host:port" or a network in CIDR form.
    """
    turns = Turns(
        at_once=limits.requests_per_host,
        gap=limits.gap_seconds,
        in_all=limits.requests_in_all,
        outside=outside,
    )
    with open_resolver() as machine:
        network = Network(AddressPolicy(allowed_private), outside, outside.resolve or machine)
        connections = Connections(network, outside)
        try:
            yield HttpFetcher(
                connections,
                turns,
                clock=clock,
                seconds=outside.seconds,
                user_agent=user_agent,
                limits=limits,
            )
        finally:
            connections.close()
