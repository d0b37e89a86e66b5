"""Hosts in addresses, as far as they can be judged without asking the network. Whoever connects looks names up and judges again."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Host:
    """Whom a web address asks. *name* is in small letters, an IPv6 address without its brackets."""

    name: str
    port: int


def host_of(url: object) -> Host | None:
    """Return the host of *url*; None where it is no web address."""
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").rstrip("."), parts.port
        usual_port = _DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return Host(name, port or usual_port) if name else None


def is_private(host: Host) -> bool:
    """Whether *host* is an address, not a name, and not one of the public internet."""
    try:
        address = ipaddress.ip_address(host.name)
    except ValueError:
        return False
    return not address.is_global or address.is_multicast


def is_allowed(host: Host, allowed: Iterable[str]) -> bool:
    """Whether *allowed* ("name", "name:port", networks such as "10.1.0.0/16") has *host*."""
    forms = {form for name in (host.name, f"[{host.name}]") for form in (name, f"{name}:{host.port}")}
    return any(_holds(entry, host) if "/" in entry else entry.lower() in forms for entry in allowed)


def _holds(network: str, host: Host) -> bool:
    try:
        return ipaddress.ip_address(host.name) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False  # a name, or no network: its own section says so
