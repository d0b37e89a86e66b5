"""Doors that stay shut: no packet goes to a private address, however it is spelled, and whatever a name answers."""

import ipaddress
import socket
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.http_fetcher import Limits, open_fetcher
from bot.adapters.http_fetcher.guard import AddressPolicy
from bot.adapters.http_fetcher.outside import AddressInfo, Outside, open_resolver
from bot.core.errors import FetchError, FetchForbiddenError
from bot.flows.ports import Validators
from tests.adapters.http_fetching import FEED, error_of, fetched
from tests.fakes.clock import FakeClock
from tests.fakes.internet import Internet
from tests.fakes.publisher import Answer, Publisher

PUBLIC = "93.184.216.34"
PRIVATE_NETWORKS = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.open() as opened:
        yield opened


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
        ("168.63.129.16", False),
        ("fe80::1%eth0", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address: str, *, expected: bool) -> None:
    """The web is read in both of its protocols, and through a translator (NAT64) of public addresses only."""
    assert AddressPolicy().admits("news.example", ipaddress.ip_address(address), 443) is expected


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost.",
        "127.1",
        "127.1.",
        "2130706433",
        "0x7f000001",
        "0x7f.0x0.0.1",
        "017700000001",
        "127.0.0.2",
        "127。0。0。1",
        "0.0.0.0",  # noqa: S104 - a target to refuse, not an address to listen on
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
        "[64:ff9b:1::7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[fec0::1]",
        "10.0.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "[fd00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fe80::1%lo]",
        "[ff0e::1]",
        "[3fff::1]",
        "[4000::1]",
        "224.0.0.1",
        "news.example@127.0.0.2",
        "news.example\\@127.0.0.2",
        "news.example:80@127.0.0.2",
    ],
)
async def test_private_addresses_see_no_packet(publisher: Publisher, host: str) -> None:
    """However a private address is spelled, it is refused before anything is sent, though another spelling is allowed."""
    async with open_fetcher(
        clock=FakeClock(), user_agent="t/1", allowed_private=(f"127.0.0.1:{publisher.port + 1}",)
    ) as fetcher:
        error = await error_of(fetcher, publisher.url("/feed", host))
    assert type(error) is FetchForbiddenError
    assert "to allowed_private in [reading]" in str(error)
    assert publisher.connections == 0


PRIVATE = st.sampled_from(PRIVATE_NETWORKS).flatmap(
    lambda network: st.integers(int(network[0]), int(network[-1])).map(ipaddress.IPv4Address)
)


def numbers(parts: Sequence[int]) -> st.SearchStrategy[str]:
    """Write each part in one of the three notations that look-ups understand, joined by one of the dots of IDNA."""
    written = [st.sampled_from([f"{part}", f"{part:#x}", f"{part:#X}", f"0{part:o}"]) for part in parts]
    return st.tuples(*written).flatmap(
        lambda texts: st.sampled_from(".。．｡").map(lambda dot: dot.join(texts))
    )


@st.composite
def spellings(draw: st.DrawFn, addresses: st.SearchStrategy[ipaddress.IPv4Address]) -> str:
    """Spell an address as the host of a URL, in any way that anybody ever thought of."""
    address = draw(addresses)
    octets = address.packed
    hexes = f"{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    host = draw(
        st.one_of(
            numbers(list(octets)),
            numbers([octets[0], octets[1], int.from_bytes(octets[2:])]),
            numbers([octets[0], int.from_bytes(octets[1:])]),
            numbers([int(address)]),
            st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "::ffff:0:{}", "64:ff9b:1::{}"]).map(
                lambda form: f"[{form.format(hexes)}]"
            ),
            st.just(f"[2002:{hexes}::1]"),
            st.just(f"[::ffff:{address}]"),
        )
    )
    login = draw(st.sampled_from(["", "news.example@", "news.example%40x:80@", "a\\@", "a%00@"]))
    dot = draw(st.sampled_from(["", "."])) if not host.startswith("[") else ""
    return f"{login}{host}{dot}"


@given(spellings(PRIVATE), st.sampled_from(["http", "https", "HTTP"]))
async def test_no_spelling_of_a_private_address_is_reached(host: str, scheme: str) -> None:
    """Whoever spells a private address in whatever way gets an error, and nothing is ever connected to."""
    internet = Internet()
    async with internet.fetcher() as fetcher:
        assert str(await error_of(fetcher, f"{scheme}://{host}/feed"))
    assert internet.reached == []


@given(spellings(st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)) | st.text(max_size=40))
async def test_only_public_addresses_are_reached(host: str) -> None:
    """Whatever the host of a URL is, what is connected to is public, and the fetch ends in a clear error."""
    internet = Internet()
    async with internet.fetcher() as fetcher:
        assert str(await error_of(fetcher, f"http://{host}"))
    policy = AddressPolicy()
    assert all(policy.admits("", ipaddress.ip_address(literal), 80) for literal in internet.reached)


async def test_name_that_turns_private_reaches_nobody(publisher: Publisher) -> None:
    """A name that is public when it is checked, and loopback right after, leads to the checked address (DNS rebinding)."""
    internet = Internet()
    internet.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    url = publisher.url("/feed", "rebinding.example")
    async with internet.fetcher() as fetcher:
        assert "no connection" in str(await error_of(fetcher, url))
        assert internet.reached == [PUBLIC]
        assert type(await error_of(fetcher, url)) is FetchForbiddenError
    assert internet.reached == [PUBLIC]
    assert publisher.connections == 0


async def test_name_with_one_private_address_is_refused() -> None:
    """One private address among public ones is enough to connect to none of them."""
    internet = Internet()
    internet.names["mixed.example"] = [[PUBLIC, "10.0.0.1"]]
    async with internet.fetcher() as fetcher:
        assert type(await error_of(fetcher, "http://mixed.example/feed")) is FetchForbiddenError
    assert internet.reached == []


async def test_name_with_hundreds_of_addresses_is_tried_at_some() -> None:
    """A name that answers with a thousand addresses is not a thousand connections; both protocols get their try."""
    internet = Internet()
    many = [f"93.184.{high}.{low}" for high in range(4) for low in range(250)]
    internet.names["many.example"] = [[*many, "2606:2800:220:1::1"]]
    async with internet.fetcher() as fetcher:
        await error_of(fetcher, "http://many.example/feed")
    assert internet.reached == [*many[:4], "2606:2800:220:1::1"]


@pytest.mark.parametrize("where", ["localhost", "127.0.0.2", "2130706433", "metadata.example"])
async def test_redirect_into_the_private_network_is_refused(publisher: Publisher, where: str) -> None:
    """A page that may be read cannot send us to a private address, by number or by name."""
    internet = Internet()
    internet.names = {"localhost": [["127.0.0.1"]], "metadata.example": [["169.254.169.254"]]}
    publisher.answers["/feed"] = Answer(status=301, headers={"Location": publisher.url("/secret", where)})
    async with internet.fetcher(f"127.0.0.1:{publisher.port}") as fetcher:
        error = await error_of(fetcher, publisher.url("/feed"))
    assert type(error) is FetchForbiddenError
    assert [request.path for request in publisher.requests] == ["/feed"]
    assert internet.reached == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("allowed", "host", "is_read"),
    [
        ("127.0.0.1:{port}", "127.0.0.1", True),
        ("127.0.0.1:1", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.0/8", "127.0.0.1", True),
        ("10.0.0.0/8", "127.0.0.1", False),
        ("LOCALHOST:{port}", "localhost", True),
        ("localhost", "127.0.0.1", False),
    ],
)
async def test_allowed_private_addresses_are_exact(
    publisher: Publisher, allowed: str, host: str, is_read: bool
) -> None:
    """An exception opens the host, the port or the network it names, and nothing beside it."""
    publisher.answers["/feed"] = Answer(body=FEED)
    exceptions = (allowed.format(port=publisher.port),)
    async with open_fetcher(clock=FakeClock(), user_agent="t/1", allowed_private=exceptions) as fetcher:
        if is_read:
            assert (await fetched(fetcher, publisher.url("/feed", host))).body == FEED
        else:
            assert type(await error_of(fetcher, publisher.url("/feed", host))) is FetchForbiddenError


async def test_next_address_is_tried_when_one_is_down(publisher: Publisher) -> None:
    """A name whose first address does not answer is read at its next."""

    async def resolve(host: str, port: int) -> Sequence[AddressInfo]:
        assert host == "two.example"
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))
            for address in ("127.0.0.2", "127.0.0.1")
        ]

    publisher.answers["/feed"] = Answer(body=FEED)
    async with open_fetcher(
        clock=FakeClock(),
        user_agent="t/1",
        allowed_private=("127.0.0.0/8",),
        outside=Outside(resolve=resolve),
    ) as fetcher:
        assert (await fetched(fetcher, publisher.url("/feed", "two.example"))).body == FEED


async def test_addresses_are_known_without_a_look_up() -> None:
    """What spells an address is understood as the machine itself would, and what is no name at all is an error."""
    with open_resolver() as resolve:
        assert (await resolve("0x7f.1", 80))[0][4] == ("127.0.0.1", 80)
        assert (await resolve("::1", 80))[0][4][:2] == ("::1", 80)
        with pytest.raises((OSError, UnicodeError)):
            await resolve("a" * 64 + ".invalid", 80)


@given(st.text(max_size=60))
async def test_any_text_as_an_address_ends_in_a_clear_error(text: str) -> None:
    """What people paste, and what pages link to, is no reason for any other error."""
    async with Internet().fetcher(limits=Limits(gap_seconds=0)) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch_feed(text, Validators())
