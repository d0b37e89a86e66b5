"""Reads a response's body without ever holding more than the limit, however far it would unpack, and holds it once.

A chunk of 64 KiB may hold gigabytes; so the raw bytes are unpacked here, with an upper bound on what comes out at a time.
"""

import contextlib
import io
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped] # it ships no types; only this module sees it

from bot.adapters.http_fetcher.connections import Response
from bot.adapters.http_fetcher.problems import UnreadableError

ACCEPT_ENCODING = b"gzip, br"

_STEP = 256 * 1024  # what is unpacked at a time
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # zlib finds out by itself which of the two it is
_MEMBER = b"\x1f"  # how one begins; servers also pad with other bytes, which are nothing
# What is no packing, or says in the wrong place which letters the text has.
_PLAIN = frozenset({"", "identity", "none", "binary", "utf-8", "utf8", "iso-8859-1"})


class _Unpacker(Protocol):
    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Yield what *piece* holds, in steps of some bounded size."""

    def is_complete(self) -> bool:
        """Has the end of the packed data been seen?"""


class _Plain:
    def unpack(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def is_complete(self) -> bool:
        return True


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            # RFC 1952 section 2.2: what follows a member is another one, whose bytes belong to the same body.
            if self._stream.eof:
                if not piece.startswith(_MEMBER):
                    return
                self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
            yield self._stream.decompress(piece, _STEP)
            piece = self._stream.unused_data or self._stream.unconsumed_tail

    def is_complete(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        step = self._stream.process(piece, output_buffer_limit=_STEP)
        yield step
        # A full step may have left more behind, also where it says that it wants more input (brotli 1.2).
        while len(step) >= _STEP or not self._stream.can_accept_more_data():
            step = self._stream.process(b"", output_buffer_limit=_STEP)
            yield step

    def is_complete(self) -> bool:
        return bool(self._stream.is_finished())


async def read_body(response: Response, limit: int) -> bytes:
    """Return the unpacked body of at most *limit* bytes.

    Raises:
        UnreadableError: there is more, or it is packed in a way that was not asked for, damaged or cut off.
    """
    unpacker = _unpacker(response.headers.get("content-encoding", ""))
    body, received = io.BytesIO(), 0  # its value is the bytes that it wrote to, not a copy
    try:
        async with contextlib.aclosing(response.pieces()) as pieces:
            async for piece in pieces:
                received += len(piece)
                for step in unpacker.unpack(piece):
                    body.write(step)
                    # Both, because packed data can also be made to unpack to nothing for ever.
                    if max(received, body.tell()) > limit:
                        raise UnreadableError(f"it is larger than {limit / 2**20:g} MiB")
    except (zlib.error, brotli.error) as error:
        raise UnreadableError("the compressed body is damaged") from error
    # A body that was cut off must not be kept with its validators: the rest would never be asked for.
    if received and not unpacker.is_complete():
        raise UnreadableError("the compressed body was cut off")
    return body.getvalue()


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "gzip" | "x-gzip" | "deflate":
            return _Gzip()
        case "br":
            return _Brotli()
        case plain if plain in _PLAIN:
            return _Plain()
        case _:
            raise UnreadableError("the server compressed the body in a way that was not asked for")
