"""Which addresses may be connected to: public ones, and private ones that were allowed by name.

A name is looked up before the request, so that a private host sees no packet at all; `httpx-secure` asks the same policy
again about the very address it connects to, so that a name which changes its answer in between gains nothing.
"""

import asyncio
import ipaddress
import socket
from typing import TypeAlias

import httpx

from bot.core.errors import FetchError, FetchForbiddenError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

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
        f'if it is yours, add "{host}:{port}" to the allowed private hosts',
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
    """Look also at the IPv4 address that an IPv6 address may carry: mapped, 6to4, Teredo, NAT64 (RFC 6052)."""
    return all(each.is_global and not each.is_multicast for each in (address, *_carried(address)))


def _carried(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    translated = ipaddress.IPv4Address(address.packed[-4:]) if address in _NAT64 else None
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), translated)
    return tuple(each for each in found if each is not None)


def _host_and_port(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    is_bare = not colon or ("[" not in entry and ":" in host) or entry.endswith("]")
    return (_host_form(entry), None) if is_bare else (_host_form(host), int(port))


def _host_form(host: str) -> str:
    return host.lower().rstrip(".").strip("[]")
