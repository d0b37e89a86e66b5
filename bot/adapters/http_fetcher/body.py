"""Reads a response's body without ever holding more than the limit, however far it would unpack.

httpx unpacks a whole chunk at a time, and a chunk of 64 KiB may hold gigabytes; so the raw bytes are unpacked here, with
an upper bound on what comes out.
"""

import zlib
from typing import Protocol

import brotli  # type: ignore[import-untyped] # it ships no types; only this module sees it
import httpx

ACCEPT_ENCODING = "gzip, br"

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # zlib finds out by itself which of the two it is


class TooLargeError(Exception):
    """The body goes beyond the limit."""


class UnreadableBodyError(Exception):
    """The body is packed in a way we did not ask for, or damaged."""


class _Unpacker(Protocol):
    def unpack(self, chunk: bytes, room: int) -> bytes:
        """Return what *chunk* holds; a little more than *room* bytes at most, which says that it held more."""

    def is_complete(self) -> bool:
        """Has the end of the packed data been seen?"""


class _Plain:
    def unpack(self, chunk: bytes, room: int) -> bytes:
        del room
        return chunk

    def is_complete(self) -> bool:
        return True


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)

    def unpack(self, chunk: bytes, room: int) -> bytes:
        return self._stream.decompress(chunk, room + 1)

    def is_complete(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def unpack(self, chunk: bytes, room: int) -> bytes:
        out = bytearray(self._stream.process(chunk, output_buffer_limit=room + 1))
        while len(out) <= room and not self._stream.can_accept_more_data():
            out += self._stream.process(b"", output_buffer_limit=room + 1 - len(out))
        return bytes(out)

    def is_complete(self) -> bool:
        return bool(self._stream.is_finished())


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """Return the unpacked body of at most *limit* bytes.

    Raises:
        TooLargeError: there is more; UnreadableBodyError: unknown packing, damaged or cut off.
    """
    unpacker = _unpacker(response.headers.get("content-encoding", ""))
    body, is_empty = bytearray(), True
    try:
        async for chunk in response.aiter_raw():
            is_empty = False
            body += unpacker.unpack(chunk, limit - len(body))
            if len(body) > limit:
                raise TooLargeError
    except (zlib.error, brotli.error) as error:
        raise UnreadableBodyError("the compressed body is damaged") from error
    # A body that was cut off must not be kept with its validators: the rest would never be asked for.
    if not is_empty and not unpacker.is_complete():
        raise UnreadableBodyError("the compressed body was cut off")
    return bytes(body)


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Gzip()
        case "br":
            return _Brotli()
        case _:
            raise UnreadableBodyError("the server compressed the body in a way that was not asked for")
