"""Which addresses may be connected to: public ones, and private ones that were allowed by name.

It decides about addresses, never about names: a name is what its owner says it is, and says something else a second later.
`network` asks it about the very addresses that it then connects to.
"""

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# All of IPv6 that is given to anybody to be reached at: the registry of IPv6 address space has nothing else as "Global
# Unicast". Beside it stands the one prefix that translates to public IPv4 (NAT64, RFC 6052). Python's `is_global` says yes
# to what it does not know, such as local NAT64 (RFC 8215) or site-local addresses (RFC 3879), differently by version.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637, newer than Python 3.11
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Azure's host node answers its guests, with secrets too, at an address that looks public (the "WireServer").
_WIRE_SERVER = ipaddress.IPv4Address("168.63.129.16")


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


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast and address != _WIRE_SERVER
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
