"""A small internet for the fetcher: names, addresses, sockets and seconds, all of them ours."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable, Sequence

import httpcore2

from bot.adapters.http_fetcher import HttpFetcher, Limits, open_fetcher
from bot.adapters.http_fetcher.outside import AddressInfo, Outside, connect
from tests.fakes.clock import FakeClock


class Internet:
    """*names*: what a name answers each time it is asked, the last for ever. *homes*: addresses that are loopback in truth.

    *reached* are the addresses that were connected to, as literals. Time passes by sleeping, *naps* says how long;
    where *on_look* is set, also by a second at each look at the time, and then it is called.
    *unanswered* are names whose name server does not answer, *asked* all that were looked up; where it *is_slow*, none ever.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[Sequence[str]]] = {}
        self.homes = {"127.0.0.1"}
        self.reached: list[str] = []
        self.now = 1000.0
        self.naps: list[float] = []
        self.unanswered: set[str] = set()
        self.asked: list[str] = []
        self.is_slow = False
        self.on_look: Callable[[], None] | None = None
        self.certificates: Callable[[], ssl.SSLContext] = httpcore2.default_ssl_context

    def outside(self) -> Outside:
        """Return what `open_fetcher` takes."""
        return Outside(
            resolve=self.resolve,
            connect=self.connect,
            certificates=self.certificates,
            seconds=self.seconds,
            sleep=self.sleep,
        )

    def fetcher(
        self,
        *allowed_private: str,
        limits: Limits = Limits(),  # noqa: B008 -- it is frozen
    ) -> contextlib.AbstractAsyncContextManager[HttpFetcher]:
        """Open a fetcher here."""
        return open_fetcher(
            clock=FakeClock(),
            user_agent="newsthread/1 (+https://newsthread.example/about)",
            allowed_private=allowed_private,
            limits=limits,
            outside=self.outside(),
        )

    async def resolve(self, host: str, port: int) -> Sequence[AddressInfo]:
        """Look *host* up in *names*; whatever spells an address is that address."""
        self.asked.append(host)
        if self.is_slow:
            await asyncio.Event().wait()
        if host in self.unanswered:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        answers = self.names.get(host, [[host]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [info for literal in answer for info in _numeric(literal, port)]

    async def connect(self, addresses: Sequence[AddressInfo]) -> socket.socket:
        """Connect to the first of *addresses* that is at home."""
        for *_, (literal, port, *_rest) in addresses:
            self.reached.append(literal)
            if literal in self.homes:
                return await connect(_numeric("127.0.0.1", port))
        raise ConnectionRefusedError

    def seconds(self) -> float:
        """Return the time."""
        if self.on_look:
            self.now += 1
            self.on_look()
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass, and others do what they do meanwhile."""
        self.naps.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def _numeric(literal: str, port: int) -> Sequence[AddressInfo]:
    return socket.getaddrinfo(literal, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
