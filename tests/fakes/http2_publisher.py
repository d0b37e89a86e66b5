"""A publisher on loopback that speaks HTTP/2 only, and floods whoever asks for "/flood" with frames that say nothing."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from typing import Self

import h2.connection
import h2.events
from h2.config import H2Configuration

_PING = b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + bytes(8)  # RFC 9113 §6.7


class Http2Publisher:
    """Answers from *answers*, by path: headers with their ":status", and a body. *asked* are the headers of each request."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[Mapping[str, str], bytes]] = {}
        self.asked: list[dict[str, str]] = []
        self.connections = 0
        self.port = 0
        self._serving: set[asyncio.Task[None] | None] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, tls: ssl.SSLContext) -> AsyncIterator[Self]:
        """Listen on a free port of loopback."""
        publisher = cls()
        tls.set_alpn_protocols(["h2"])
        server = await asyncio.start_server(publisher._serve, "127.0.0.1", 0, ssl=tls)
        publisher.port = server.sockets[0].getsockname()[1]
        async with server:
            yield publisher
        await asyncio.gather(*filter(None, publisher._serving))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._serving.add(asyncio.current_task())
        # It says what it is told, also what is no proper HTTP.
        spoken = h2.connection.H2Connection(
            H2Configuration(client_side=False, validate_outbound_headers=False, header_encoding="latin-1")
        )
        spoken.initiate_connection()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            while received := await reader.read(65_536):
                for event in spoken.receive_data(received):
                    if isinstance(event, h2.events.RequestReceived):
                        await self._answer(spoken, event, writer)
                writer.write(spoken.data_to_send())
                await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    async def _answer(
        self,
        spoken: h2.connection.H2Connection,
        event: h2.events.RequestReceived,
        writer: asyncio.StreamWriter,
    ) -> None:
        asked = {str(name): str(value) for name, value in event.headers or ()}
        self.asked.append(asked)
        writer.write(spoken.data_to_send())
        if asked[":path"] == "/flood":
            writer.write(_PING * 100_000)
            await writer.drain()
            return
        headers, body = self.answers[asked[":path"]]
        assert event.stream_id
        told = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        spoken.send_headers(event.stream_id, told)
        spoken.send_data(event.stream_id, body, end_stream=True)
