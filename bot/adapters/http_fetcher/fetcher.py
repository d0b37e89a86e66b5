"""The fetcher: one httpx client, one request at a time to a host, redirects by hand, everything capped.

It refuses private addresses (see `guard`), keeps no cookies, sends no Referer, and reads no proxy or netrc settings from
the environment, which would lead around the guard.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import cast
from weakref import WeakValueDictionary

import httpx
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection

from bot.adapters.http_fetcher import headers
from bot.adapters.http_fetcher.body import ACCEPT_ENCODING, TooLargeError, UnreadableBodyError, read_body
from bot.adapters.http_fetcher.guard import AddressPolicy, forbidden
from bot.core.errors import FeedGoneError, FetchError, FetchRefusedError, ThrottledError
from bot.flows.ports import Clock, Fetched, NotModified, Validators

_FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8, */*;q=0.1"
)
_PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.1"
_NO_VALIDATORS = Validators()
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_MOVED = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_MEANINGS = {
    401: "it wants a login; use the private feed link that the site gives you",
    402: "it wants to be paid",
    403: "it refuses automated readers, or wants a login",
    404: "nothing is there; check the address, or look for the site's new feed",
    429: "too many requests; it will be asked again later",
}
_SERVER_FAULT = "the server has a fault; it will be asked again later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may cost. *seconds* is for all redirects together, waiting for a turn not counted."""

    body_bytes: int = 15 * 1024 * 1024
    seconds: float = 20.0
    redirects: int = 5
    requests_per_host: int = 1


_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Redirect:
    url: httpx.URL
    is_permanent: bool


class HttpFetcher:
    """Reads public URLs. Made by `open_fetcher`, which owns the client and closes it."""

    def __init__(
        self, client: httpx.AsyncClient, *, clock: Clock, policy: AddressPolicy, limits: Limits
    ) -> None:
        self._client = client
        self._clock = clock
        self._policy = policy
        self._limits = limits
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def fetch_feed(self, url: str, validators: Validators) -> Fetched | NotModified:
        """Ask for a feed, conditionally where *validators* allow.

        Raises:
            FetchError: it cannot be read now; FeedGoneError: 410; FetchForbiddenError: private address or foreign scheme.
        """
        with _translated_errors(url, self._limits):
            return await self._follow(url, _FEED_TYPES, validators)

    async def fetch_page(self, url: str) -> Fetched:
        """Ask for an article's page. Raises as `fetch_feed` does."""
        with _translated_errors(url, self._limits):
            found = await self._follow(url, _PAGE_TYPES, _NO_VALIDATORS)
        return cast("Fetched", found)  # without validators a 304 is an error already

    async def _follow(self, url: str, types: str, validators: Validators) -> Fetched | NotModified:
        target, is_permanent, left = httpx.URL(url), True, self._limits.seconds
        loop = asyncio.get_running_loop()
        for hop in range(self._limits.redirects + 1):
            async with self._turn(target.host):
                began = loop.time()
                async with asyncio.timeout(left):
                    found = await self._request(target, types, validators, moved=hop > 0 and is_permanent)
                left -= loop.time() - began
            if not isinstance(found, _Redirect):
                return found
            target, is_permanent = found.url, is_permanent and found.is_permanent
        raise FetchError(f"it redirects more than {self._limits.redirects} times", url=url)

    def _turn(self, host: str) -> asyncio.Semaphore:
        return self._turns.setdefault(host, asyncio.Semaphore(self._limits.requests_per_host))

    async def _request(
        self, url: httpx.URL, types: str, validators: Validators, *, moved: bool
    ) -> Fetched | NotModified | _Redirect:
        await self._policy.check(url)
        asked = {b"Accept": types.encode(), **headers.conditional(validators)}
        async with self._client.stream("GET", url, headers=asked) as response:
            if response.status_code in _MOVED:
                return _redirect(response)
            fresh_for = headers.fresh_for(response.headers, self._clock.now())
            if response.status_code == HTTPStatus.NOT_MODIFIED and validators != _NO_VALIDATORS:
                moved_to = str(url) if moved else ""
                validators = _renewed(validators, response)
                return NotModified(validators=validators, fresh_for=fresh_for, moved_to=moved_to)
            if response.status_code != HTTPStatus.OK:
                raise self._refusal(response)
            return Fetched(
                url=str(url),
                moved_to=str(url) if moved else "",
                body=await read_body(response, self._limits.body_bytes),
                content_type=response.headers.get("content-type", ""),
                validators=headers.validators_of(response.headers),
                fresh_for=fresh_for,
            )

    def _refusal(self, response: httpx.Response) -> FetchError:
        status, url = response.status_code, str(response.url)
        if status == HTTPStatus.GONE:
            return FeedGoneError(
                "the publisher says that it is gone for good (410); remove it, or look for a new one", url=url
            )
        is_their_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        meaning = _MEANINGS.get(status, _SERVER_FAULT if is_their_fault else "that is no feed or page")
        is_challenge = response.headers.get("cf-mitigated") == "challenge"
        if is_challenge:
            meaning = "Cloudflare asks for a browser; ask the site's owner to let feed readers in"
        retry_at = headers.retry_at(response.headers, self._clock.now())
        is_named = status == HTTPStatus.SERVICE_UNAVAILABLE and retry_at is not None
        is_throttled = is_challenge or is_named or status == HTTPStatus.TOO_MANY_REQUESTS
        refused = FetchRefusedError if status in _REFUSALS else FetchError
        kind = ThrottledError if is_throttled else refused
        return kind(f"the server answered {status}: {meaning}", url=url, retry_at=retry_at)


@contextlib.asynccontextmanager
async def open_fetcher(
    *, clock: Clock, user_agent: str, allowed_private: tuple[str, ...] = (), limits: Limits = _DEFAULT_LIMITS
) -> AsyncIterator[HttpFetcher]:
    """Open the client, and close it in the end.

    *user_agent* names us and a page about us: `newsthread/1.0 (+https://...)`. *allowed_private*: exact exceptions to
    "public addresses only", each "host", "host:port" or a network in CIDR form.
    """
    policy = AddressPolicy(allowed_private)
    client = httpx.AsyncClient(
        http2=True,
        trust_env=False,
        headers={"User-Agent": user_agent, "Accept-Encoding": ACCEPT_ENCODING},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=())),
        timeout=limits.seconds,
    )
    httpx_ssrf_protection(client, check_globally_reachable=False, custom_validator=policy.admits)
    async with client:
        yield HttpFetcher(client, clock=clock, policy=policy, limits=limits)


def _redirect(response: httpx.Response) -> _Redirect:
    location = response.headers.get("location", "")
    if not location:
        raise FetchError("it redirects without saying where to", url=str(response.url))
    return _Redirect(
        url=response.url.join(location).copy_with(fragment=None),
        is_permanent=response.status_code in _PERMANENT,
    )


def _renewed(validators: Validators, response: httpx.Response) -> Validators:
    given = headers.validators_of(response.headers)
    return Validators(
        etag=given.etag or validators.etag, last_modified=given.last_modified or validators.last_modified
    )


@contextlib.contextmanager
def _translated_errors(url: str, limits: Limits) -> Iterator[None]:
    try:
        yield
    except SSRFProtectionError as error:
        raise forbidden(error.hostname, error.port, url=url) from error
    except (TimeoutError, httpx.TimeoutException) as error:
        raise FetchError(f"no complete answer within {limits.seconds:g} seconds", url=url) from error
    except TooLargeError as error:
        raise FetchError(f"it is larger than {limits.body_bytes / 2**20:g} MiB", url=url) from error
    except UnreadableBodyError as error:
        raise FetchError(str(error), url=url) from error
    except httpx.InvalidURL as error:
        raise FetchError("that is not an address that can be read", url=url) from error
    except httpx.ConnectError as error:
        raise FetchError("no connection: the server is down, or its certificate is wrong", url=url) from error
    except httpx.HTTPError as error:
        raise FetchError("the connection broke, or the answer was not proper HTTP", url=url) from error
