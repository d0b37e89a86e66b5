"""Reading a form that a browser sent, as much of it as our own pages send."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

# Without it browsers send "Origin: null" with the form: https://fetch.spec.whatwg.org/#append-a-request-origin-header
ORIGIN_WITH_FORMS = {"Referrer-Policy": "same-origin"}
"""Headers of a page with a form on it."""

NOT_OURS = "Not a form of this page."


async def fields_of(request: Request, *, max_body: int, max_fields: int) -> dict[str, str]:
    """Return the form's fields; one without a value is left out. *max_body* is in bytes.

    Raises:
        HTTPException: 413 for a body that is larger, 400 for one that our page did not send.
    """
    body = await body_of(request, max_body=max_body)
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=max_fields))
    except ValueError as error:
        raise HTTPException(400, NOT_OURS) from error


async def body_of(request: Request, *, max_body: int) -> bytes:
    """Return what a browser sent, at most *max_body* bytes.

    Raises:
        HTTPException: 413 for more.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_body:
            raise HTTPException(413, "That is too much text.")
    return bytes(body)
