"""Which addresses count as public."""

import ipaddress

import pytest

from bot.adapters.http_fetcher.guard import AddressPolicy


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::93.184.216.34", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::93.184.216.34", False),
        ("2002:5db8:d822::1", True),
        ("2002:a00:1::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address: str, *, expected: bool) -> None:
    """The web is read in both of its protocols, and through a translator (NAT64) of public addresses only."""
    assert AddressPolicy().admits("news.example", ipaddress.ip_address(address), 443) is expected
