"""The one way out: a name is looked up, every address is checked, and only checked addresses are connected to.

The look-up, the check and the connection are one step, for each new connection. So no packet goes to a forbidden address,
whatever a name answers the next time it is asked (DNS rebinding).
"""

import asyncio
import ipaddress
import socket
import ssl
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self

import httpcore2
from typing_extensions import override

from bot.adapters.http_fetcher.guard import Address, AddressPolicy
from bot.adapters.http_fetcher.meter import Meter
from bot.adapters.http_fetcher.outside import AddressInfo, Outside, Resolve
from bot.adapters.http_fetcher.problems import ForbiddenAddressError, UnknownHostError

_TRIED_OF_A_FAMILY = 4  # a name may have hundreds of addresses; that many times a host may be down
_BUFFER = 64 * 1024


class Network:
    """Connects to hosts that the policy admits, and to no others."""

    def __init__(self, policy: AddressPolicy, outside: Outside, resolve: Resolve) -> None:
        self._policy = policy
        self._outside = outside
        self._resolve = resolve

    def line(self) -> "Line":
        """Return a line that is not connected yet."""
        return Line(self, self._outside)

    async def reach(self, host: str, port: int) -> socket.socket:
        """Return a connected socket.

        Raises:
            UnknownHostError: no such name; ForbiddenAddressError: any of its addresses is not admitted, and nothing was
            sent; OSError: nobody answers.
        """
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnknownHostError(host) from error
        for address in addresses:
            if not self._policy.admits(host, _literal(address), port):
                raise ForbiddenAddressError(host, port)
        return await self._outside.connect(_some_of_each_family(addresses))


class Line(httpcore2.AsyncNetworkBackend, httpcore2.AsyncNetworkStream):
    """One connection's way out: what httpcore2 connects with, and then speaks over. It counts what comes in."""

    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    def __init__(self, network: Network, outside: Outside) -> None:
        self._network = network
        self._outside = outside
        self._is_open = False
        self.meter = Meter()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> Self:
        try:
            reached = await self._network.reach(host, port)
            self._reader, self._writer = await asyncio.open_connection(sock=reached, limit=_BUFFER)
        except OSError as error:
            raise httpcore2.ConnectError from error
        self._is_open = True
        return self

    @override
    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Self:
        try:
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except (OSError, ValueError) as error:  # ValueError: a name that no certificate could have
            raise httpcore2.ConnectError from error
        return self

    @override
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            received = await self._reader.read(max_bytes)
        except OSError as error:
            raise httpcore2.ReadError from error
        self.meter.arrived(len(received), self._outside.seconds())
        return received

    @override
    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._writer.write(buffer)
        try:
            await self._writer.drain()
        except OSError as error:
            raise httpcore2.WriteError from error

    @override
    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        """Hang up at once: a proper end of TLS would wait for the other side, which may take its time."""
        if self._is_open:
            self._is_open = False
            self._writer.transport.abort()

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._writer.get_extra_info(info) if info == "ssl_object" else None


def _literal(address: AddressInfo) -> Address:
    return ipaddress.ip_address(str(address[4][0]).partition("%")[0])


def _some_of_each_family(addresses: Sequence[AddressInfo]) -> list[AddressInfo]:
    seen: Counter[int] = Counter()
    some = []
    for address in addresses:
        seen[address[0]] += 1
        if seen[address[0]] <= _TRIED_OF_A_FAMILY:
            some.append(address)
    return some
