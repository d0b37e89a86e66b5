"""Where to ask, as it is sent: the parts of a URL, where a redirect leads, and to whom a login may go."""

import base64
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import httpcore2
import httpx2
from typing_extensions import override

from bot.adapters.http_fetcher.problems import UnreadableError
from bot.core.errors import FetchForbiddenError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PORTS = range(1, 2**16)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that can be asked. *host* is in ASCII letters (IDNA), without the brackets of IPv6 or a dot at its end."""

    url: httpx2.URL
    host: str
    port: int

    @override
    def __str__(self) -> str:
        """Return the URL without its login: what follows from it, such as a link, must not carry that on."""
        return str(self.url.copy_with(userinfo=b"")) if self.url.userinfo else str(self.url)

    @property
    def origin(self) -> httpcore2.Origin:
        """Whom a connection is to."""
        return httpcore2.Origin(self.url.raw_scheme, self.host.encode("ascii"), self.port)

    @property
    def authority(self) -> bytes:
        """What the Host header says: an interface ("%eth0") is nobody's business but ours."""
        host = f"[{self.host.partition('%')[0]}]" if ":" in self.host else self.host
        is_usual = self.port == _DEFAULT_PORTS[self.url.scheme]
        return (host if is_usual else f"{host}:{self.port}").encode("ascii")

    @property
    def login(self) -> bytes:
        """The Authorization that a feed's address "https://user:password@host/" asks for (RFC 7617); b"" without one."""
        userinfo = self.url.userinfo
        return b"Basic " + base64.b64encode(unquote_to_bytes(userinfo)) if userinfo else b""


def target_of(url: str) -> Target:
    """Return the target that *url* names.

    Raises:
        UnreadableError: it names none; FetchForbiddenError: a scheme other than http and https.
    """
    try:
        parsed = httpx2.URL(url.strip().partition("#")[0])
    except (httpx2.InvalidURL, ValueError) as error:
        raise UnreadableError("that is not an address that can be read") from error
    host = parsed.raw_host.decode("ascii").rstrip(".")
    if parsed.scheme not in _DEFAULT_PORTS or not host:
        raise FetchForbiddenError("only http and https addresses can be read", url=url)
    port = _DEFAULT_PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if port not in _PORTS:
        raise UnreadableError("that is not an address that can be read: there is no such port")
    return Target(url=parsed, host=host, port=port)


def redirected(target: Target, location: str) -> Target:
    """Return where *location* leads from *target*.

    A login goes along to the same host and port, or up from http to https there, and nowhere else. One that stands in
    *location* is not ours.

    Raises:
        UnreadableError: it leads nowhere; FetchForbiddenError: a scheme other than http and https.
    """
    if not location.strip():
        raise UnreadableError("it redirects without saying where to")
    try:
        joined = target.url.join(location.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise UnreadableError("it redirects to an address that cannot be read") from error
    found = target_of(str(joined))
    login = target.url.userinfo if _may_see_login(target, found) else b""
    return Target(url=found.url.copy_with(userinfo=login), host=found.host, port=found.port)


def is_downgrade(before: Target, after: Target) -> bool:
    """Does the way lead out of https? Whoever sits on that way could have said so."""
    return before.url.scheme == "https" and after.url.scheme == "http"


def _may_see_login(before: Target, after: Target) -> bool:
    if before.host != after.host:
        return False
    is_upgrade = (before.url.scheme, before.port, after.url.scheme, after.port) == ("http", 80, "https", 443)
    return before.origin == after.origin or is_upgrade
