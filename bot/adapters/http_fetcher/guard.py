"""Which addresses may be connected to: public ones, and private ones that were allowed by name.

A name is looked up before the request, and refused without a packet where any of its addresses is private. A name that
changes its answer in between (DNS rebinding) can make us open a TCP connection to a private host, and no more:
`httpx-secure` looks it up again by connecting, asks the same policy about the address it reached, hangs up where that is
refused, and sends HTTP only over a new connection to the very address that was admitted.
"""

import asyncio
import ipaddress
import socket
from typing import TypeAlias

import httpx

from bot.core.errors import FetchError, FetchForbiddenError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# All of IPv6 that is given to anybody to be reached at: the registry of IPv6 address space has nothing else as "Global
# Unicast". Beside it stands the one prefix that translates to public IPv4 (NAT64, RFC 6052). Python's `is_global` says yes
# to what it does not know, such as local NAT64 (RFC 8215) or site-local addresses (RFC 3879), differently by version.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637, newer than Python 3.11
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class AddressPolicy:
    """Says yes or no to an address. *allowed* are exact exceptions: "host", "host:port", or a network "10.1.0.0/16".

    A host is meant as it is written in the URL: allowing 127.0.0.1:8000 does not allow localhost:8000.
    """

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        self._networks = tuple(ipaddress.ip_network(entry, strict=False) for entry in allowed if "/" in entry)
        self._hosts = frozenset(_host_and_port(entry) for entry in allowed if "/" not in entry)

    def admits(self, host: str, address: Address, port: int) -> bool:
        """Is *address*, which *host* stands for, one to connect to?"""
        name = _host_form(host)
        return (
            _is_public(address)
            or bool(self._hosts & {(name, None), (name, port)})
            or any(address in network for network in self._networks)
        )

    async def check(self, url: httpx.URL) -> None:
        """Look the host of *url* up, without connecting.

        Raises:
            FetchForbiddenError: foreign scheme, or any of its addresses is not admitted; FetchError: no such host.
        """
        if url.scheme not in _DEFAULT_PORTS or not url.raw_host:
            raise FetchForbiddenError("only http and https addresses can be read", url=str(url))
        host, port = url.raw_host.decode("ascii"), url.port or _DEFAULT_PORTS[url.scheme]
        for address in await _look_up(host, port, url=str(url)):
            if not self.admits(host, address, port):
                raise forbidden(host, port, url=str(url))


def forbidden(host: str, port: int, *, url: str) -> FetchForbiddenError:
    """Say that we refuse to connect, and how to allow it."""
    return FetchForbiddenError(
        f"{host} is inside a private network and was not read; "
        f'if it is yours, add "{host}:{port}" to allowed_private in [reading]',
        url=url,
    )


async def _look_up(host: str, port: int, *, url: str) -> tuple[Address, ...]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host named {host}; check the address", url=url) from error
    return tuple(ipaddress.ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64:
        return _is_public(ipaddress.IPv4Address(address.packed[-4:]))
    if address.sixtofour and not _is_public(address.sixtofour):  # where it ends: 6to4, RFC 3056
        return False
    return address in _GLOBAL_UNICAST and address not in _DOCUMENTATION and address.is_global


def _host_and_port(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    is_bare = not colon or ("[" not in entry and ":" in host) or entry.endswith("]")
    return (_host_form(entry), None) if is_bare else (_host_form(host), int(port))


def _host_form(host: str) -> str:
    return host.lower().rstrip(".").strip("[]")
