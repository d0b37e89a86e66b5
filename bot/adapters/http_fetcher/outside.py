"""What the fetcher takes from the world: name look-ups, sockets, trusted certificates, and seconds. Tests bring their own."""

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import aiohappyeyeballs
import httpcore2

AddressInfo: TypeAlias = tuple[int, int, int, str, tuple[Any, ...]]
"""One answer of `socket.getaddrinfo`; its last part holds the address as a literal, and the port."""

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[AddressInfo]]]
Connect: TypeAlias = Callable[[Sequence[AddressInfo]], Awaitable[socket.socket]]

_LOOKUPS_AT_ONCE = 64  # as many as requests: a look-up cannot be given up, so some may hang on beyond theirs
_HEAD_START = 0.25  # seconds for one address before the next is tried beside it (RFC 8305)


async def connect(addresses: Sequence[AddressInfo]) -> socket.socket:
    """Connect to whichever of *addresses* answers first. Raises OSError where none does."""
    return await aiohappyeyeballs.start_connection(addresses, happy_eyeballs_delay=_HEAD_START, interleave=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """*resolve* None: the machine's own look-up. *seconds* only ever go forward."""

    resolve: Resolve | None = None
    connect: Connect = connect
    certificates: Callable[[], ssl.SSLContext] = httpcore2.default_ssl_context
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@contextlib.contextmanager
def open_resolver() -> Iterator[Resolve]:
    """Open the machine's look-up, in threads of its own: a name server that hangs must not hold up anything else."""
    threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="names")

    async def resolve(host: str, port: int) -> Sequence[AddressInfo]:
        if literal := _numeric(host, port):
            return literal
        return await asyncio.get_running_loop().run_in_executor(threads, _look_up, host, port)

    try:
        yield resolve
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _numeric(host: str, port: int) -> Sequence[AddressInfo]:
    """Return the address that *host* spells, asking nobody; nothing where it is a name."""
    try:
        return _look_up(host, port, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return ()


def _look_up(host: str, port: int, flags: int = 0) -> Sequence[AddressInfo]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=flags)
