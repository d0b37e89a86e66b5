"""The connections to a server, with an end: so many seconds and bytes for one answer, and no other address.

A read timeout alone ends no answer that trickles, and the client's library reads whatever comes into memory.
"""

import asyncio
from typing import Any

import httpx2
import openai
from typing_extensions import override

_MAX_ANSWER_BYTES = 2 * 1024 * 1024
_CONNECT_SECONDS = 10.0
_OF_THE_WIRE = ("content-encoding", "content-length", "transfer-encoding")

TIMEOUT = httpx2.Timeout(None, connect=_CONNECT_SECONDS)
"""Only connecting has a timeout of its own: it is harmless to try again, and costs nothing."""


class BoundedClient(httpx2.AsyncClient):
    """Gives an answer *seconds*, from the request to its last byte; after that it may have been written, and is not asked for again.

    It follows no redirect: a prompt and a key are for the server that was named.
    """

    def __init__(self, *, seconds: float) -> None:
        super().__init__(timeout=TIMEOUT, follow_redirects=False)
        self._seconds = seconds

    @override
    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        """Return the whole answer.

        Raises:
            openai.APITimeoutError: it did not come in time. openai.OpenAIError: it is too long to be a completion.
        """
        try:
            async with asyncio.timeout(self._seconds):
                answer = await super().send(request, **{**options, "stream": True, "follow_redirects": False})
                body = await _body_of(answer)
        except TimeoutError as error:
            raise openai.APITimeoutError(request=request) from error
        headers = [(name, value) for name, value in answer.headers.multi_items() if name not in _OF_THE_WIRE]
        return httpx2.Response(answer.status_code, headers=headers, content=body, request=request)


async def _body_of(answer: httpx2.Response) -> bytes:
    body = bytearray()
    try:
        async for piece in answer.aiter_bytes():
            body += piece
            if len(body) > _MAX_ANSWER_BYTES:
                raise openai.OpenAIError(f"an answer of more than {_MAX_ANSWER_BYTES:,} bytes")
    finally:
        await answer.aclose()
    return bytes(body)
